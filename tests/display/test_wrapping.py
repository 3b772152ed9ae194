"""Where words are broken into lines, wherever they are shown."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from maps import grid
from matplotlib.text import Text

import clusterer as cl
from clusterer.display import as_text, draw_map, draw_steps, table_as_text
from clusterer.display.map_canvas import wrapped

HYPHENS = "the set-up of a one-off scheme "


@pytest.fixture
def shown(two_and_alone, table_of):
    """Return words as titles of charts and maps, headlines, notes and headings have them."""
    clusters = table_of(two_and_alone)

    def everywhere(words):
        figures = pd.DataFrame({words: ["1"]}, index=["a"])
        chart = draw_steps(pd.Series({words: 1.0}), total="sum", title=words, subtitle=words)
        ax = draw_map(two_and_alone, title=words, assumptions=words, source=words)
        return [
            as_text(words, clusters, assumptions=words, broken=[words]),
            table_as_text(words, figures, words),
            *(text.get_text() for drawn in (chart, ax) for text in drawn.findobj(Text)),
        ]

    return everywhere


@pytest.mark.parametrize("shift", range(0, 31, 6))
def test_no_line_ends_in_a_hyphen_however_the_words_fall(shown, shift):
    lines = [line for text in shown("x" * shift + " " + HYPHENS * 12) for line in text.splitlines()]
    assert len(lines) > 40
    assert not [line for line in lines if line.rstrip().endswith("-")]


def test_the_subtitle_of_a_plan_keeps_set_up_together_at_any_width():
    plan = cl.Problem(grid(1, 2), cl.preset("central")).evaluate({"r0c0": 1, "r0c1": 1})
    for inches in range(2, 12):
        lines = wrapped(cl.business_case(plan).assumptions, 8.0, inches).splitlines()
        assert any("set-up" in line for line in lines)


@pytest.mark.parametrize("words", ["a plan of some clusters " * 9, "W" * 90 + " " + "il" * 40])
@pytest.mark.parametrize("inches", [3.0, 6.0, 8.8])
def test_lines_of_a_title_fill_the_width_and_no_more(words, inches):
    lines = wrapped(words, 11.0, inches).splitlines()
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    figure = plt.figure(figsize=(inches, 3))
    widths = [
        figure.text(0, 0, line, fontsize=11).get_window_extent().width / figure.dpi
        for line in lines
    ]
    assert max(widths) <= inches
    if " of " in words and len(lines) > 2:
        assert min(widths[:-1]) >= 0.8 * inches


def test_the_last_line_of_a_title_has_two_words():
    words = "eleven words of which the last would stand alone below them"
    for inches in np.linspace(2.0, 6.0, 30):
        lines = wrapped(words, 11.0, inches).splitlines()
        assert len(lines) == 1 or " " in lines[-1]


def test_words_without_spaces_are_broken_where_the_line_ends():
    lines = wrapped("倫敦市的三十二個自治市鎮" * 6, 11.0, 3.0).splitlines()
    assert 2 < len(lines) < 8
