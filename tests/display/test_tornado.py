"""The picture of what depends on single figures."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import clusterer as cl
from clusterer.display import plot_tornado

ENDS = pd.DataFrame(
    {"low": [30.0, -20.0, 40.0], "high": [55.0, 90.0, 25.0]},
    index=["set-up:\n£2m (£1m to £4m)", "saving", "rate"],
)
BEST = ENDS + 5.0


def of_bars(ax):
    """Return where each bar ends, from the top down."""
    return [(bar.get_y() + bar.get_height() / 2, bar.get_x() + bar.get_width()) for bar in bars(ax)]


def bars(ax):
    return [bar for bar in ax.patches if bar.get_width()]


def diamonds(ax):
    return [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "D"]


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_what_moves_the_answer_most_stands_at_the_top():
    ax = plot_tornado(ENDS, central=40.0)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["saving", "set-up:\n£2m (£1m to £4m)", "rate"]
    assert ax.yaxis_inverted()


def test_bars_go_from_the_central_answer_to_that_at_each_end():
    ax = plot_tornado(ENDS, central=40.0)
    assert {bar.get_x() for bar in bars(ax)} == {40.0}
    assert of_bars(ax) == pytest.approx(
        np.array([(0, -20), (0, 90), (1, 30), (1, 55), (2, 25)], dtype=float)
    )
    assert {"−20", "90", "30", "55", "25", "all figures central: £40m"} == set(words(ax))


def test_an_end_that_is_the_central_figure_has_no_bar_and_no_amount():
    ax = plot_tornado(ENDS, central=40.0)
    assert "40" not in words(ax)
    assert len(bars(ax)) == 5


def test_the_ends_are_told_apart_by_colour_in_the_key():
    ax = plot_tornado(ENDS, central=40.0)
    first, second = (patch.get_facecolor() for patch in ax.get_legend().get_patches())
    assert [bar.get_facecolor() for bar in bars(ax)] == [first, second, first, second, second]
    assert len(ax.get_legend().get_texts()) == 2


def test_diamonds_are_the_best_at_each_end_and_in_the_key():
    ax = plot_tornado(ENDS, central=40.0, best=BEST)
    assert sorted(diamonds(ax)) == sorted(BEST.to_numpy().ravel())
    assert {"−20 (−15)", "90 (95)", "25 (30)"} <= set(words(ax))
    assert len(ax.get_legend().get_texts()) == 3


def test_two_ends_to_the_same_side_do_not_hide_each_other():
    ax = plot_tornado(pd.DataFrame({"low": [50.0], "high": [60.0]}, index=["a"]), central=40.0)
    low, high = bars(ax)
    assert low.get_y() + low.get_height() <= high.get_y()


def test_small_amounts_have_a_decimal():
    ax = plot_tornado(ENDS / 10, central=4.0)
    assert {"−2.0", "9.0", "all figures central: £4.0m"} <= set(words(ax))


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("best", [None, BEST])
def test_no_words_lie_over_each_other_or_off_the_sheet(sign, best):
    best = best if best is None else sign * best
    ax = plot_tornado(sign * ENDS, central=sign * 80.0, best=best, title="What", subtitle="so far")
    ax.figure.canvas.draw()
    shown = [*ax.texts, *ax.get_yticklabels(), *ax.get_legend().get_texts(), ax.xaxis.label]
    boxes = [text.get_window_extent() for text in shown]
    sheet = ax.figure.bbox
    for k, box in enumerate(boxes):
        assert sheet.x0 <= box.x0 < box.x1 <= sheet.x1, shown[k]
        assert sheet.y0 <= box.y0 < box.y1 <= sheet.y1, shown[k]
        assert not any(box.overlaps(other) for other in boxes[:k]), shown[k]


def test_it_draws_on_axes_that_are_given():
    _, mine = plt.subplots()
    assert plot_tornado(ENDS, central=40.0, ax=mine) is mine


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ends": ENDS[["low"]]}, "columns low and high"),
        ({"ends": ENDS.iloc[:0]}, "a row for each figure"),
        ({"ends": ENDS.assign(high=[1.0, np.nan, 2.0])}, "ends has no amount for saving"),
        ({"ends": ENDS.assign(high="much")}, "ends must be numbers"),
        ({"best": BEST.iloc[::-1]}, "best must have the same rows as ends"),
        ({"central": np.nan}, "central = nan must be a number"),
    ],
)
def test_tables_that_cannot_be_drawn_are_refused(change, message):
    given = {"ends": ENDS, "central": 40.0, "best": None} | change
    with pytest.raises(cl.InputError, match=message):
        plot_tornado(given.pop("ends"), **given)
