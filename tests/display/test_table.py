"""Tables of words, in text and in HTML."""

from __future__ import annotations

import pandas as pd

from clusterer.display import table_as_html, table_as_text

TABLE = pd.DataFrame(
    {"odds": ["1.5", "0.25"], "how sure that is": ["a < b", "very"]},
    index=pd.Index(["near & far", "like"], name="factor"),
)


def test_headings_break_and_figures_stand_below_each_other():
    assert table_as_text("What weighs", TABLE, "one note\nand another").splitlines() == [
        "What weighs",
        "",
        "                  how sure",
        "factor      odds   that is",
        "near & far   1.5     a < b",
        "like        0.25      very",
        "",
        "one note",
        "and another",
    ]


def test_a_table_without_notes_ends_with_its_last_row():
    assert table_as_text("What weighs", TABLE).endswith("very")


def test_words_are_escaped_in_html():
    html = table_as_html("Who & what", TABLE, "a note\n\nand another")
    assert "Who &amp; what" in html
    assert "near &amp; far" in html
    assert ">a &lt; b</td>" in html
    assert html.count("<tr>") == 3
    assert html.count("<p ") == 3
