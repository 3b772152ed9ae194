"""The workbook of a report: what stands in it, how it looks, and that words stay words."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from jargon import JARGON, OF_CODE, says
from maps import grid
from office_files import beside, column_of, formulas, row_of

import clusterer as cl

pytestmark = pytest.mark.usefixtures("closed_figures")

ODD = ["=1+1", "<b>&</b>", "😀 town", "+A1", "-x", "@sum"]

BLUE, YELLOW = "FF0000FF", "FFFFFFCC"


def written(folder: Path, subject: Any, *more: Any, name: str = "report", **options: Any) -> Path:
    """Return the workbook of a report that works out no more than it must."""
    options = {"alternatives": 0, "sensitivity": False} | options
    return cl.report(folder / f"{name}.xlsx", subject, *more, **options)


def opened(file: Path, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(file, data_only=values)


@pytest.fixture(scope="module")
def plan() -> cl.Plan:
    return cl.solve(cl.Problem(grid(2, 3), cl.preset("business-case"), [cl.MaxSize(3)]))


@pytest.fixture(scope="module")
def file(plan, tmp_path_factory) -> Path:
    alone = plan.problem.evaluate({}, rest_alone=True)
    options = cl.appraise(plan.problem, {"plan": plan, "alone": alone}, optimum=False)
    consent = cl.consent(plan)
    return written(tmp_path_factory.mktemp("workbook"), options, consent, alternatives=2)


def test_the_sheets_stand_in_their_order(file):
    assert opened(file).sheetnames[:9] == [
        "Summary",
        "Inputs",
        "Councils",
        "Clusters",
        "Cash by year",
        "Cash by council",
        "Cash by cluster",
        "Cash amounts",
        "Options",
    ]
    assert {"Consent", "Alternatives", "Proof", "What it rests on"} <= set(opened(file).sheetnames)


def test_the_values_beside_the_formulas_are_those_of_the_business_case(plan, file):
    case = cl.business_case(plan)
    book = opened(file)
    summary, sheet = book["Summary"], book["Cash by year"]
    assert beside(summary, "Net present value").value == pytest.approx(case.npv, abs=1e-12)
    assert beside(summary, "Capital").value == pytest.approx(case.capital)
    assert beside(summary, "Payback").value == pytest.approx(case.payback)
    assert beside(summary, "Benefit-cost ratio").value == pytest.approx(case.benefit_cost_ratio)
    assert beside(summary, "Internal rate of return").value == pytest.approx(case.irr)
    head = row_of(sheet, "Year")
    net = column_of(sheet, head, "Net")
    shown = [sheet.cell(head + 1 + year, net).value for year in range(case.horizon + 1)]
    assert shown == pytest.approx(case.flows["net"].to_list())


def test_the_working_of_the_cash_is_hidden_and_nothing_else_is(file):
    book = opened(file, values=False)
    sheet = book["Cash by year"]
    head = row_of(sheet, "Year")
    hidden = set()
    for one in sheet.column_dimensions.values():
        if one.hidden:
            hidden |= set(range(one.min, one.max + 1))
    working = {c.column for c in sheet[head] if str(c.value).startswith("Working: ")}
    assert hidden == working
    assert len(working) == 4
    for other in book:
        if other is not sheet:
            assert not any(one.hidden for one in other.column_dimensions.values())


def test_councils_and_clusters_are_those_of_the_plan(plan, file):
    book = opened(file)
    sheet = book["Councils"]
    head = row_of(sheet, "Council")
    pays, saves = (column_of(sheet, head, words) for words in ("Pays", "Saves"))
    bargained = plan.charged(cl.consent(plan).full_charges)  # As members would agree.
    for number, (_, one) in enumerate(bargained.iterrows(), start=1):
        assert sheet.cell(head + number, 1).value == one["name"]
        assert sheet.cell(head + number, pays).value == pytest.approx(one["share"])
        assert sheet.cell(head + number, saves).value == pytest.approx(one["saving"])
    sheet = book["Clusters"]
    head = row_of(sheet, "Cluster")
    cost = column_of(sheet, head, "In all")
    shown = [sheet.cell(head + k, cost).value for k in range(1, len(plan.clusters) + 2)]
    assert shown == pytest.approx([*plan.clusters["total"], plan.objective])


@pytest.fixture(scope="module")
def all_words(plan, tmp_path_factory) -> list[str]:
    """Return what the workbooks of several reports say in words, but for lines in Python."""
    folder = tmp_path_factory.mktemp("words")
    priced = plan.problem.replace(
        terms=[*cl.preset("central"), cl.LossOfControl(price=2.0)], rules=[cl.MaxSize(2)]
    )
    triple = priced.evaluate({"R0C0": 1, "R0C1": 1, "R0C2": 1}, rest_alone=True)
    portfolio = cl.Portfolio.from_services(grid(2, 3), cl.services("it", "legal"))
    files = [
        written(folder, triple, cl.consent(triple, "equal"), alternatives=2, name="breaks"),
        written(folder, plan, plan.certificate(), alternatives=2, name="proved"),
        written(folder, cl.solve(portfolio), name="portfolio"),
    ]
    said = []
    for sheet in (sheet for file in files for sheet in opened(file)):
        cells = [row[0] for row in sheet.iter_rows(max_col=1, values_only=True)]
        first = "import clusterer as cl"
        end = cells.index(first) if first in cells else None
        rows = sheet.iter_rows(max_row=end, values_only=True)
        said += [cell for row in rows for cell in row if isinstance(cell, str) and cell != first]
    assert "Charged though nobody pays it" in " ".join(said)
    assert any("a fixed part, and a part for each resident" in words for words in said)
    return said


@pytest.mark.parametrize("jargon", JARGON)
def test_no_sheet_has_a_word_of_the_code(all_words, jargon):
    assert [words for words in all_words if says(jargon, words)] == []


def test_no_sheet_has_a_name_or_a_call_of_the_code(all_words):
    assert [words for words in all_words if OF_CODE.search(words)] == []


def test_what_may_be_changed_is_blue_on_yellow_and_no_formula_is(file):
    for sheet in opened(file, values=False):
        for row in sheet.iter_rows():
            for cell in row:
                is_input = cell.fill.fgColor.rgb == YELLOW
                assert is_input == (cell.font.color is not None and cell.font.color.rgb == BLUE)
                assert not (is_input and cell.data_type == "f")
    changed = opened(file, values=False)
    assert (
        changed["Inputs"].cell(row_of(changed["Inputs"], "Discount rate"), 2).fill.fgColor.rgb
        == YELLOW
    )
    amounts = changed["Cash amounts"]
    first = amounts.cell(row_of(amounts, "Item") + 1, 4)
    assert first.fill.fgColor.rgb == YELLOW


def test_each_sheet_can_be_printed_and_read(file):
    for sheet in opened(file):
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)  # One, if nothing is said.
        assert sheet.page_setup.fitToHeight == 0
    book = opened(file)
    for name, words in (("Councils", "Council"), ("Cash by year", "Year"), ("Inputs", "Input")):
        head = row_of(book[name], words)
        assert book[name].freeze_panes == f"B{head + 1}"
        assert book[name].print_title_rows == f"${head}:${head}"


def test_words_stay_words_whatever_they_begin_with(tmp_path):
    councils = grid(2, 3).assign(name=ODD)
    problem = cl.Problem(councils, cl.preset("business-case"), [cl.MaxSize(2)])
    found = problem.evaluate({"=1+1": "=2", "<b>&</b>": "=2", "😀 town": "=2"}, rest_alone=True)
    file = written(tmp_path, found, title="=1+1")
    book = opened(file, values=False)
    assert book["Summary"]["A1"].value == "=1+1"
    assert book["Summary"]["A1"].data_type == "s"
    for name, words in (("Councils", "Council"), ("Cash by council", "Council")):
        head = row_of(book[name], words)
        cells = [book[name].cell(head + k, 1) for k in range(1, 7)]
        assert [cell.value for cell in cells] == ODD
        assert {cell.data_type for cell in cells} == {"s"}
    starts = ("IF(", "SUM", "1/(1", "0-(", "'", "AND", "(", "ABS", "Clusters!", "Inputs!", "$")
    for _, cell in formulas(book):
        text = cell.value.removeprefix("=")
        assert text.startswith(starts) or text[0].isupper(), text
        assert "town" not in text


PAIR = """
import sys
sys.path.insert(0, "tests")
import clusterer as cl
from maps import grid
def write(folder, name):
    problem = cl.Problem(grid(1, 3), cl.preset("business-case"))
    pair = problem.evaluate({"R0C0": 1, "R0C1": 1}, rest_alone=True)
    for ending in ("xlsx", "docx"):
        cl.report(f"{folder}/{name}.{ending}", pair, alternatives=0)
"""


def test_the_same_report_gives_the_same_bytes_in_any_process(tmp_path):
    environment = os.environ | {"PYTHONHASHSEED": "7", "MPLBACKEND": "Agg"}
    script = f"{PAIR}\nwrite({str(tmp_path)!r}, 'other')"
    subprocess.run([sys.executable, "-c", script], check=True, env=environment)
    here: dict[str, Any] = {}
    exec(PAIR, here)
    here["write"](tmp_path, "one")
    for ending in ("xlsx", "docx"):
        files = [tmp_path / f"{name}.{ending}" for name in ("one", "other")]
        assert len({hashlib.sha256(file.read_bytes()).hexdigest() for file in files}) == 1, ending


def test_hundreds_of_councils_have_a_row_each(tmp_path):
    councils = cl.datasets.synthetic(300, seed=0)
    problem = cl.Problem(councils, cl.preset("central"))
    one = problem.evaluate({name: k // 2 for k, name in enumerate(councils.index)})
    book = opened(written(tmp_path, one))
    sheet = book["Cash by council"]
    head, last = row_of(sheet, "Council"), row_of(sheet, "All")
    assert last - head == 301
    worth = column_of(sheet, head, "In today's worth")
    npv = cl.business_case(one).npv
    assert sheet.cell(last, worth).value == pytest.approx(npv, rel=1e-9)


def test_what_a_plan_breaks_stands_in_its_summary(tmp_path):
    problem = cl.Problem(grid(1, 3), cl.preset("business-case"), [cl.MaxSize(2)])
    sheet = opened(written(tmp_path, problem.evaluate({f"R0C{k}": 1 for k in range(3)})))["Summary"]
    said = " ".join(str(cell.value) for cell in sheet["A"] if cell.value)
    assert "breaks one condition" in said


def test_without_money_there_are_no_sheets_of_money(tmp_path):
    plan = cl.solve(cl.Problem(grid(1, 3), [], [cl.MaxSize(2)]))
    names = opened(written(tmp_path, plan)).sheetnames
    assert not {"Inputs", "Councils", "Clusters", "Cash by year"} & set(names)
    measure = cl.FunctionTerm("heads", lambda candidates: candidates.size.astype(float) ** 2)
    plan = cl.solve(cl.Problem(grid(1, 3), [measure]))
    book = opened(written(tmp_path, plan))
    assert "Clusters" in book.sheetnames
    assert "Cash by year" not in book.sheetnames
    head = row_of(book["Clusters"], "Cluster")
    cost = book["Clusters"].cell(head + 1, column_of(book["Clusters"], head, "In all"))
    assert "£" not in cost.number_format


def test_who_pays_and_gets_what_is_summed_up(plan, file):
    table = cl.consent(plan).table
    sheet = opened(file)["Consent"]
    head, last = row_of(sheet, "Council"), row_of(sheet, "All")
    assert last == head + len(table) + 1
    for words, name in (("Pays", "charge"), ("Is paid to stay", "paid")):
        shown = sheet.cell(last, column_of(sheet, head, words)).value
        assert shown == pytest.approx(table[name].sum(), abs=1e-9)


def test_a_case_of_known_figures_has_its_cash_and_no_councils(tmp_path):
    case = cl.BusinessCase.from_flows(capital=10.8, savings=[4.6] * 10)
    book = opened(written(tmp_path, case))
    assert "Cash by council" not in book.sheetnames
    assert beside(book["Summary"], "Net present value").value == pytest.approx(case.npv)


def test_the_amounts_come_to_the_cash_of_each_item(plan, file):
    sheet = opened(file)["Cash amounts"]
    head = row_of(sheet, "Item")
    first = column_of(sheet, head, 0)
    rows = [
        [cell.value for cell in row]
        for row in sheet.iter_rows(min_row=head + 1)
        if row[0].value is not None
    ]
    years = range(first - 1, first - 1 + len(cl.business_case(plan).cash))
    found = pd.DataFrame([[row[k] for k in years] for row in rows], index=[row[0] for row in rows])
    sums = found.groupby(level=0, sort=False).sum().to_numpy()
    cash = cl.business_case(plan).cash
    assert sums == pytest.approx(cash.to_numpy().T, abs=1e-9)
    assert math.isclose(found.to_numpy().sum(), cash.to_numpy().sum(), abs_tol=1e-9)
