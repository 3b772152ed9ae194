"""The table in HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from maps import grid

from clusterer.display import as_html


class Reader(HTMLParser):
    """Reads the cells of a table, and checks that every tag that opens is closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.rows, self.notes, self.styles = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Note a new row, cell or note."""
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.styles.append((tag, dict(attrs)["style"]))
        if tag == "li":
            self.notes.append("")

    def handle_endtag(self, tag):
        """Check that it closes what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Add words to the cell or note that is open."""
        if "li" in self.open:
            self.notes[-1] += data
        elif {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


@pytest.fixture
def clusters(two_and_alone, table_of):
    return table_of(two_and_alone)


def test_there_is_a_row_a_shared_cluster_one_for_the_rest_and_a_total(clusters):
    rows = Reader(as_html("Plan", clusters)).rows
    assert [row[0] for row in rows] == ["cluster", "west", "east", "", "total"]
    assert rows[3][1] == "2 councils alone: R2C2, R2C3"
    assert {len(row) for row in rows} == {9}


def test_the_total_row_adds_up(clusters):
    *_, total = Reader(as_html("Plan", clusters)).rows
    sums = clusters[["scale", "set-up", "total", "standalone", "saving"]].sum()
    assert total[4:] == [f"{value:,.1f}" for value in sums]


def test_whatever_is_written_is_escaped(clusters):
    evil = "<script>alert('&')</script>"
    clusters = clusters.rename(index={"west": evil}, columns={"scale": evil})
    clusters["members"] = clusters["host"] = evil
    html = as_html(evil, clusters, assumptions=evil, broken=[evil])
    assert "<script" not in html
    assert Reader(html).rows[1][0] == evil


def test_what_is_broken_is_listed_below_under_a_heading(clusters):
    html = as_html("Plan", clusters, broken=("one", "a < b"))
    assert Reader(html).notes == ["one", "a < b"]
    assert html.index("</table>") < html.index("Rules and limits broken") < html.index("<ul")
    assert "<ul" not in as_html("Plan", clusters)
    assert "broken" not in as_html("Plan", clusters)


def test_assumptions_stand_between_headline_and_table(clusters):
    html = as_html("Plan", clusters, assumptions="no forecast")
    assert html.index("Plan") < html.index("no forecast") < html.index("<table")


def test_names_that_hold_a_comma_are_told_apart_by_semicolons(clusters):
    clusters.loc[[1, 2], "members"] = ["Bristol, City of", "Bath"]
    assert Reader(as_html("Plan", clusters)).rows[3][1].endswith(": Bristol, City of; Bath")


def test_numbers_stand_to_the_right(clusters):
    styles = Reader(as_html("Plan", clusters)).styles
    assert all("text-align:right" in style for _, style in styles[4:9])


def test_no_colour_of_text_or_background_is_set(clusters):
    html = as_html("Plan", clusters, assumptions="note", broken=["note"])
    assert ";color:" not in html.replace("border-color", "")
    assert '"color:' not in html
    assert "background:none" in html


def test_big_plans_are_cut_short(partition, table_of):
    clusters = table_of(partition(grid(2, 80), [k // 2 for k in range(160)]))
    rows = Reader(as_html("Plan", clusters)).rows
    assert rows[-2][1] == "… and 30 more"
    assert len(rows) == 53


def test_headings_break_into_lines_and_figures_do_not(clusters):
    styles = Reader(as_html("Plan", clusters)).styles
    assert all("white-space:normal" in style for tag, style in styles if tag == "th")
    numbers = [style for _, style in styles[9:] if "text-align:right" in style]
    assert numbers
    assert all("white-space:nowrap" in style for style in numbers)


def test_a_table_that_is_too_wide_scrolls_by_itself(clusters):
    assert as_html("Plan", clusters).startswith(
        '<div class="clusterer" style="max-width:100%;overflow-x:auto">'
    )
