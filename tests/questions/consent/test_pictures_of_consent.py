"""The pictures of consent show what the tables hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from maps import grid
from matplotlib.colors import to_hex

import clusterer as cl
from clusterer.display import (
    draw_amounts,
    draw_grants_curve,
    draw_mandate,
    draw_map_of_gains,
    draw_refusals,
)
from clusterer.display.map_of_gains import _FILLS, _NOTHING, _ends

CAP = cl.MaxSize(4)


pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture(scope="module")
def answer(london):
    return cl.consent(cl.solve(cl.Problem(london, cl.preset("central"), [CAP])))


def drawn(ax, gid):
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def fills(ax):
    (councils,) = drawn(ax, "councils")
    return [to_hex(colour).upper() for colour in councils.get_facecolor()]


def key_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_who_gains_by_leaving_has_a_colour_and_nobody_else(answer):
    gains = answer.table["gain"].to_numpy()
    coloured = np.array([fill != _NOTHING for fill in fills(answer.plot())])
    # Drawn is one polygon a part of a council, and London's boroughs have one part each.
    assert coloured.tolist() == (gains > 0).tolist()
    assert 0 < coloured.sum() < len(coloured)


def test_the_more_a_council_gains_the_darker_it_is(answer):
    gains = answer.table["gain"].to_numpy()
    shade = [(_NOTHING, *_FILLS).index(fill) for fill in fills(answer.plot())]
    order = np.argsort(gains, kind="stable")
    assert np.all(np.diff(np.array(shade)[order]) >= 0)


def test_the_first_blocking_cluster_is_dashed(answer):
    (line,) = drawn(answer.plot(), "leaving")
    frame = answer.evaluation.to_geodataframe()
    members = list(answer.gains(0).index)
    assert len(members) == answer.blocking["size"].iloc[0]
    west, south, east, north = frame.loc[members].total_bounds
    ends = np.concatenate([path.vertices for path in line.get_paths()])
    assert ends.min(axis=0) == pytest.approx([west, south], abs=200)
    assert ends.max(axis=0) == pytest.approx([east, north], abs=200)


def test_where_nobody_leaves_nothing_is_dashed_and_nobody_has_a_colour(london):
    alone = cl.Problem(london, cl.preset("null"), [CAP]).evaluate({}, rest_alone=True)
    ax = cl.consent(alone).plot()
    assert not drawn(ax, "leaving")
    assert set(fills(ax)) == {_NOTHING}
    assert key_of(ax) == ["gains nothing"]


@pytest.mark.parametrize(
    ("gains", "ends"),
    [
        ([0.0, 0.0], []),
        ([0.0, 0.123], [0.13]),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]),
        ([0.801, 0.802, 0.8049], [0.81]),
        ([np.nan, 5.0, 123.0], [5.0, 130.0]),
    ],
)
def test_the_key_rounds_amounts_up_and_leaves_out_colours_that_nobody_has(gains, ends):
    assert _ends(np.array(gains)) == pytest.approx(ends)


def test_colours_of_few_amounts_are_the_dark_ones(answer):
    frame = answer.evaluation.to_geodataframe()
    gains = np.zeros(len(frame))
    gains[3] = 2.0
    ax = draw_map_of_gains(frame, gains)
    assert fills(ax)[3] == _FILLS[-1]
    assert "gains up to £2m" in key_of(ax)


def test_what_is_paid_has_a_bar_each_the_most_first(answer):
    ax = answer.plot_paid()
    paid = answer.table.set_index("name")["paid"]
    some = paid[paid > 0].sort_values(ascending=False, kind="stable")
    assert [text.get_text() for text in ax.get_yticklabels()] == list(some.index)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx(some.to_list())
    assert f"{(paid == 0).sum()} of 32 councils get none" in ax.get_xlabel()


def test_many_amounts_leave_out_the_least_and_say_so():
    many = pd.DataFrame({"name": [f"c{k}" for k in range(45)], "amount": np.arange(45.0)})
    ax = draw_amounts(many, along="£m")
    assert len(ax.patches) == 40
    assert "4 with less are not shown" in ax.get_xlabel()
    assert "1 of 45 councils get none" in ax.get_xlabel()


def test_the_curve_of_grants_has_steps_for_savings_and_slopes_for_what_is_paid():
    steps = pd.DataFrame({"grant": [0.0, 1.0], "saving": [4.0, 3.0], "granted": [2, 5]})
    ax = draw_grants_curve(steps, best=9.0)
    lines = {line.get_gid(): line.get_xydata().tolist() for line in ax.lines}
    assert lines["saving"] == [[0.0, 4.0], [1.0, 4.0], [1.0, 3.0], [1.08, 3.0]]
    assert lines["paid"] == [[0.0, 0.0], [1.0, 2.0], [1.0, 5.0], [1.08, 5.4]]
    assert [y for _, y in lines["best"]] == [9.0, 9.0]


def test_a_curve_of_one_step_is_drawn():
    steps = pd.DataFrame({"grant": [0.0], "saving": [4.0], "granted": [2]})
    ax = draw_grants_curve(steps)
    assert ax.get_xlim() == (0.0, 1.0)
    assert [line.get_gid() for line in ax.lines] == ["saving", "paid"]


@pytest.fixture(scope="module")
def refusals():
    councils = grid(2, 3).assign(control=["red", "red", "blue", "blue", "red", "blue"])
    problem = cl.Problem(councils, cl.preset("central"), [cl.MaxSize(3)])
    return cl.vetoes(cl.solve(problem), by="control")


def lengths(ax, gid):
    (bars,) = [bars for bars in ax.containers if bars[0].get_gid() == gid]
    return [bar.get_width() for bar in bars]


def test_each_refusal_has_a_bar_as_long_as_its_price(refusals):
    ax = refusals.plot()
    prices = [*refusals.parties["price"], *refusals.table["price"]]
    assert lengths(ax, "prices") == pytest.approx(prices)
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert names == [
        *(f"all {party} councils" for party in refusals.parties.index),
        *refusals.table["name"],
    ]
    assert key_of(ax) == ["one council refuses", "all councils of a party refuse"]
    assert {text.get_text() for text in ax.texts} >= {f"£{price:,.3f}m" for price in prices}


def test_a_refusal_without_a_price_says_why():
    known = {"name": "A", "price": 3.0, "at_least": 2.0}
    forbidden = {"name": "B", "price": np.inf, "at_least": np.inf}
    unknown = {"name": "C", "price": np.nan, "at_least": 0.0}
    table = pd.DataFrame([forbidden, known, unknown])
    ax = draw_refusals(table, table.iloc[:0])
    assert lengths(ax, "prices") == [0.0, 2.0, 0.0]
    assert lengths(ax, "not proved") == [0.0, 3.0, 0.0]
    assert [text.get_text() for text in ax.texts] == [
        "the rules do not let it stand alone",
        "£3.000m, at least £2.000m",
        "not known",
    ]
    assert key_of(ax) == ["one council refuses", "found, and not proved"]


def test_more_councils_than_fit_are_counted():
    table = pd.DataFrame({"name": "A", "price": 1.0, "at_least": 1.0}, index=range(43))
    ax = draw_refusals(table, table.iloc[:0])
    assert len(ax.get_yticks()) == 40
    assert "3 councils whose refusal costs less are not shown" in ax.get_xlabel()


def test_a_mandate_has_a_bar_for_what_each_plan_saves_and_who_loses():
    found = cl.mandate(cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)]), "population")
    ax = found.plot()
    assert lengths(ax, "saving") == pytest.approx(found.table["saving"].tolist())
    assert lengths(ax, "loss") == pytest.approx((-found.table["loss"]).tolist())
    assert [text.get_text() for text in ax.get_yticklabels()] == list(found.table.index)


def test_a_plan_that_there_is_not_says_so_in_the_chart_of_a_mandate():
    table = pd.DataFrame(
        {"saving": [5.0, np.nan], "loss": [1.0, np.nan], "worse_off": [1, np.nan]},
        index=["best plan", "by itself"],
    )
    said = [text.get_text() for text in draw_mandate(table).texts]
    assert said == [
        "£5.0m",
        "1 council is worse off by £1.00m",
        "there is no such plan, or none was found",
    ]
