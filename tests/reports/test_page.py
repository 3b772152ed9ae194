"""The page of a report: its structure, its words, and that its figures are those of the plan."""

from __future__ import annotations

import re

import numpy as np
import pytest
from jargon import JARGON, OF_CODE, says

import clusterer as cl
from clusterer.reports.chapters import sensitivity
from clusterer.reports.computed import completed
from clusterer.reports.document import Picture, Table
from clusterer.reports.subjects import gathered

NOTHING = {"alternatives": 0, "sensitivity": False, "time_limit": None, "progress": None}

CHAPTERS = [
    *("summary", "options", "map", "councils", "cash", "sensitivity", "alternatives"),
    *("assumptions", "proof", "reproduce", "not-looked-at"),
]


def test_the_chapters_stand_in_their_order(essex_page):
    assert essex_page.chapters == CHAPTERS


def test_every_tag_is_closed_in_its_order(essex_page):
    assert essex_page.unclosed == []


def test_there_is_one_first_heading_and_no_level_is_left_out(essex_page):
    levels = [level for level, _ in essex_page.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert max(np.diff(levels)) <= 1


def test_no_two_parts_have_one_address_and_each_link_leads_to_one(essex_page):
    ids = [attributes["id"] for _, attributes in essex_page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {link["href"][1:] for link in essex_page.all("a") if link["href"].startswith("#")}
    assert targets == set(CHAPTERS)
    named = {
        attributes["aria-labelledby"]
        for _, attributes in essex_page.tags
        if "aria-labelledby" in attributes
    }
    assert named <= set(ids)


def test_the_page_says_its_language_and_fits_a_phone(essex_page):
    assert essex_page.all("html") == [{"lang": "en-GB"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in (
        essex_page.all("meta")
    )


def test_nothing_is_fetched_and_nothing_runs(essex_page):
    fetched = [
        attributes[name]
        for tag, attributes in essex_page.tags
        for name in ("src", "href", "srcset", "data", "action", "poster")
        if name in attributes and tag != "a"
    ]
    assert fetched
    assert all(address.startswith("data:") for address in fetched)
    assert not {tag for tag, _ in essex_page.tags} & {"script", "iframe", "object", "embed", "form"}
    assert not [
        name for _, attributes in essex_page.tags for name in attributes if name[:2] == "on"
    ]


def test_each_picture_has_words_for_those_who_do_not_see_it(essex_page):
    pictures = essex_page.all("img")
    assert len(pictures) == 5
    assert all(len(picture["alt"]) > 40 for picture in pictures)
    assert len(essex_page.all("figcaption")) == len(pictures)


def test_each_table_has_a_caption_and_headings_of_rows_and_columns(essex_page):
    assert all(table.caption for table in essex_page.tables)
    assert all(cell for table in essex_page.tables for cell in table.head)
    scopes = [attributes.get("scope") for attributes in essex_page.all("th")]
    assert set(scopes) == {"col", "row"}
    rows = sum(len(table.rows) - 1 for table in essex_page.tables)
    assert scopes.count("row") == rows


def test_the_page_is_small(essex_file):
    assert essex_file.stat().st_size < 5e6


@pytest.mark.parametrize("jargon", JARGON)
def test_no_word_is_of_the_code_but_in_the_lines_for_analysts(essex_file, jargon):
    source = essex_file.read_text(encoding="utf-8")
    words = re.sub(r"<style>.*?</style>|<pre.*?</pre>|src=\"[^\"]*\"", "", source, flags=re.DOTALL)
    assert not OF_CODE.search(words)
    assert not says(jargon, words)


def money(cell: str) -> float:
    """Return the £m of a cell."""
    assert cell.endswith("m"), cell
    return float(cell.replace("−", "-").replace("£", "").replace(",", "")[:-1])


def test_who_pays_and_who_saves_is_that_of_the_plan(essex, essex_page):
    table = essex_page.table("What the plan is for each council")
    plan = essex["optimum"]
    of_plan = plan.by_council.set_index("name")
    assert table.column("Council")[:-1] == sorted(of_plan.index)
    for name in of_plan.index:
        row = table.row(name)
        assert money(row["Pays"]) == pytest.approx(of_plan.loc[name, "share"], abs=0.005001)
        assert money(row["Saves"]) == pytest.approx(of_plan.loc[name, "saving"], abs=0.005001)
    assert money(table.row("All councils")["Saves"]) == pytest.approx(plan.saving, abs=0.005001)
    assert money(table.row("All councils")["Pays"]) == pytest.approx(plan.objective, abs=0.005001)


def test_the_clusters_are_those_of_the_plan(essex, essex_page):
    table = essex_page.table("The clusters")
    clusters = essex["optimum"].clusters
    assert table.column("Cluster") == [str(label) for label in clusters.index]
    said = [set(re.split(", | and ", cell)) for cell in table.column("Councils")]
    assert said == [set(members.split(", ")) for members in clusters["members"]]
    assert table.column("Host") == list(clusters["host"])


def test_the_cash_is_that_of_the_business_case(essex, essex_page):
    table = essex_page.table("Cash by year")
    flows = cl.business_case(essex["optimum"]).flows
    assert [money(cell) for cell in table.column("Net")[:-1]] == pytest.approx(
        flows["net"].to_list(), abs=0.005001
    )
    assert money(table.row("All years")["Net in today's worth"]) == pytest.approx(
        flows["discounted"].sum(), abs=0.005001
    )


def test_the_options_are_those_of_the_appraisal(essex, essex_page):
    table = essex_page.table("The options side by side")
    assert table.column("Option") == list(essex.names)
    assert table.column("Rank") == [str(rank) for rank in essex.table["rank"]]
    assert [money(cell) for cell in table.column("Saves")] == pytest.approx(
        essex.table["saving"].to_list(), abs=0.005001
    )


def test_what_a_figure_at_its_end_makes_of_the_plan_is_what_a_sweep_finds(essex, essex_page):
    table = essex_page.table("What this plan saves at the ends of the ranges")
    row = table.row("Part of the planned saving that really comes about")
    plan = essex["optimum"]
    sweep = cl.sweep(plan.problem, {"scale.benefit_realisation": [0.0, 0.9]})
    kept = sweep.table["saving"] - sweep.regret_of(plan)
    assert (row["Now"], row["Low end"], row["High end"]) == ("60%", "0%", "90%")
    assert money(row["Saves at the low end"]) == pytest.approx(kept.iloc[0], abs=0.005001)
    assert money(row["Saves at the high end"]) == pytest.approx(kept.iloc[1], abs=0.005001)


def test_the_figure_that_changes_the_plan_is_that_of_a_ranging(essex, essex_page):
    table = essex_page.table("How far each figure can go before another plan is best")
    row = table.row("Part of the planned saving that really comes about")
    known = cl.ranging(essex["optimum"], ["scale.benefit_realisation"]).table.iloc[0]
    assert row["Another plan below"] == (
        f"{known['from']:.1%}: {'three' if known['moves_below'] == 3 else '?'} councils move"
    )
    assert row["Another plan above"] == "–"


def test_the_next_best_plans_are_those_that_are_ranked(essex, essex_page):
    plan = essex["optimum"]
    ranked = cl.rank(plan.problem, n=6)
    table = essex_page.table("Other plans, in order of cost")
    more = [money(cell.removeprefix("+")) for cell in table.column("Costs more")]
    assert more == pytest.approx(ranked.table["more"].to_list()[1:], abs=0.005001)
    assert table.column("Councils that move") == [str(n) for n in ranked.table["moves"][1:]]
    assert table.column("Plan") == [str(rank) for rank in ranked.table.index[1:]]


def test_a_move_means_the_same_wherever_it_is_counted(essex, essex_page):
    plan = essex["optimum"]
    second = cl.rank(plan.problem, n=2).table.iloc[1]
    counts = {1: "one council moves", 2: "two councils move", 3: "three councils move"}
    summary = essex_page.text[: essex_page.text.index("Not looked at.")]
    assert f"more, and {counts[int(second['moves'])]}:" in summary
    assert essex_page.text.count("so that one plan becomes the other") == 2  # Below both tables.


def test_the_chart_of_figures_calls_them_as_its_table_does(essex):
    section = sensitivity.chapter(completed(gathered(essex["optimum"], ()), **NOTHING))
    (table,) = (part for part in section if isinstance(part, Table))
    (picture,) = (part for part in section if isinstance(part, Picture))
    figure = picture.draw()
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    named = {" ".join(label.split("\n")[:-1]).rstrip(":") for label in labels}
    assert len(named) > 5
    assert named <= set(table.values.index)


def test_the_page_says_what_its_costs_are_worked_out_from(essex_page):
    assert "is that of a council with 237,000 residents. In a smaller one" in essex_page.text
    assert "worked out from its residents and the figures of this report" in essex_page.text


def test_no_figure_that_was_read_is_said_to_be_assumed(essex_page):
    tables = [essex_page.table(f"Figures of {what}") for what in ("the model", "each service")]
    read = [row for table in tables for row in table.rows if row[4] == "V"]
    assert len(read) >= 2
    assert not [row for row in read if "The central figure is assumed" in row[5]]
    (of_taxes,) = (row for row in read if row[1].startswith("60,000"))
    assert "gains end at 60,000 residents" in of_taxes[5]


def test_what_is_spent_for_each_pound_saved_is_named(essex_page):
    said = "spent is what these cost in all years: working together and setting up"
    assert said in essex_page.text


def test_every_figure_stands_there_with_its_mark_and_source(essex, essex_page):
    figures = essex["optimum"].figures
    tables = [essex_page.table(f"Figures of {what}") for what in ("the model", "each service")]
    assert sum(len(table.rows) - 1 for table in tables) == len(figures)
    row = tables[0].row("Setting up a cluster, once")
    assert (row["Value"], row["Range"], row["Whose"], row["Mark"]) == (
        "£2m",
        "£0.5m to £5m",
        "default",
        "A",
    )
    assert "Surrey" in row["Source"]
    assert tables[1].row("IT: cost for each resident a year")["Value"] == "£45"


def test_the_summary_says_what_the_report_rests_on(essex, essex_page):
    text = essex_page.text[: essex_page.text.index("2. The options")]
    plan = essex["optimum"]
    assert f"£{plan.saving:,.1f}m against all councils staying on their own" in text
    assert "The best studies of English councils found no saving" in text
    nothing = plan.problem.replace(terms=cl.preset("null")).evaluate(plan.assignment)
    assert f"this plan would cost £{-nothing.saving:,.1f}m more" in text
    assert "No other plan under the same conditions and figures is cheaper" in text
    assert "The next best plan costs £1.06m more, and three councils move" in text
    assert "“Four unitaries (Thurrock)”, costs £2.35m more" in text
    assert "33 are assumptions" in text
    for what in ("legal form", "rights of staff", "travel", "politics", "control"):
        assert what in text
