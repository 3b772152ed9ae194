"""Where words are broken into lines, wherever they are shown."""

from __future__ import annotations

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
