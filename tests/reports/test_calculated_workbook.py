"""LibreOffice calculates the workbook again: as it is, and after a reader has changed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from maps import grid
from office_files import NO_OFFICE, SOFFICE, beside, calculated, column_of, row_of

import clusterer as cl

pytestmark = [
    pytest.mark.usefixtures("closed_figures"),
    pytest.mark.skipif(SOFFICE is None, reason=NO_OFFICE),
]

OF_COUNCILS = "The cash of the councils is that of the plan, in every year"

TODAY = {"R0C0": "old", "R0C1": "old", "R0C2": "old"}


def len_of(candidates: cl.Candidates) -> Any:
    """Return £m that grow faster than a cluster, for terms of a user's own."""
    return 0.1 * candidates.size**1.5


def here_and_there() -> cl.Evaluation:
    """Return a plan in which one item saves £20m in a cluster, and takes £15m in another."""

    def odd(candidates: cl.Candidates) -> Any:
        shared, first = candidates.size > 1, candidates.contains("R0C0")
        return shared * (15.0 - 35.0 * first)

    terms = [*cl.preset("business-case"), cl.FunctionTerm("odd", odd, cl.Timing.once())]
    problem = cl.Problem(grid(2, 3), terms, [cl.MaxSize(3)], today=TODAY)
    return problem.evaluate({"R0C0": 1, "R1C0": 1, "R0C1": 2, "R1C1": 2}, rest_alone=True)


def subjects() -> dict[str, tuple[Any, ...]]:
    """Return what each workbook is about, by name."""
    problem = cl.Problem(grid(2, 3), cl.preset("business-case"), [cl.MaxSize(3)])
    labels = {"R0C0": 1, "R1C0": 1, "R0C1": 2, "R1C1": 2}
    plan = problem.evaluate(labels, rest_alone=True)
    from_today = problem.replace(today=TODAY).evaluate(labels, rest_alone=True)
    portfolio = cl.Portfolio.from_services(grid(2, 3), cl.services("it", "legal"))
    several = portfolio.evaluate(
        {"it": {"R0C0": 1, "R1C0": 1}, "legal": {"R0C0": 1, "R1C0": 1, "R0C1": 1}}, rest_alone=True
    )
    options = cl.appraise(problem, {"two pairs": labels}, rest_alone=True, optimum=False)
    dear = cl.Problem(grid(1, 2), [cl.SetUp(per_cluster=1e3), *cl.preset("central")[:1]])
    names = ("worth", "saved", "=own", "sign")
    odd = [cl.FunctionTerm(name, len_of, cl.Timing.yearly(6)) for name in names]
    labelled = problem.replace(terms=[*cl.preset("central"), *odd])
    return {
        "odd": (
            labelled.evaluate({"R0C0": "1", "R1C0": "1", "R0C1": 1, "R1C1": 1}, rest_alone=True),
        ),
        "plan": (plan,),
        "today": (from_today,),
        "portfolio": (several,),
        "options": (options,),
        "case": (cl.BusinessCase.from_flows(capital=[9.0, 1.0], savings=[0.5, 4.6, -1.0, 5, 5]),),
        "one": (cl.business_case(plan, cluster=1),),
        "roadmap": (cl.roadmap(from_today, years=3, discount_rate=0.05),),
        "way": (cl.roadmap(from_today, years=3),),
        "netted": (cl.business_case(here_and_there(), against="alone"),),
        "dear": (dear.evaluate({"R0C0": 1, "R0C1": 1}),),
        "equal": (plan, cl.consent(plan, "equal")),
        "equal_since_today": (from_today, cl.consent(from_today, "equal")),
        "bargain": (plan, cl.consent(plan)),
        "bargain_since_today": (from_today, cl.consent(from_today)),
    }


def change(book: Any, sheet: str, row: str, value: float, column: int = 2) -> None:
    beside(book[sheet], row, column).value = value


def a_rate(book: Any) -> None:
    change(book, "Inputs", "Discount rate", 0.061)


def an_amount(book: Any) -> None:
    """Spend £2m more in year 3 for the first council of the first item."""
    sheet = book["Cash amounts"]
    head = row_of(sheet, "Item")
    sheet.cell(head + 1, column_of(sheet, head, 3)).value -= 2.0


def a_part(book: Any) -> None:
    change(book, "Inputs", "Part that is counted of: running the services", 0.8)


def half_of_all(book: Any) -> None:
    rows = book["Inputs"].iter_rows(max_col=2)
    parts = [cell for name, cell in rows if str(name.value).startswith("Part that is counted")]
    assert len(parts) > 2
    for cell in parts:
        cell.value = 0.5


def half_of_one(book: Any) -> None:
    change(book, "Inputs", "Part that is counted of: odd", 0.5)


def fewer_years(book: Any) -> None:
    change(book, "Inputs", "Last year that is counted", 4)


def an_own_change(book: Any) -> None:
    sheet = book["Cash by year"]
    head = row_of(sheet, "Year")
    sheet.cell(head + 3, column_of(sheet, head, "Your own change")).value = -1.5


def a_share(book: Any) -> None:
    """Have the first council pay £1m more than it does."""
    sheet = book["Councils"]
    head = row_of(sheet, "Council")
    sheet.cell(head + 1, column_of(sheet, head, "Pays")).value += 1.0


CHANGES: tuple[Callable[[Any], None], ...] = (
    a_rate,
    an_amount,
    a_part,
    fewer_years,
    an_own_change,
    a_share,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, tuple[Any, Any]]:
    """Return workbooks as they are written and as they are calculated; and changed ones of one."""
    folder = tmp_path_factory.mktemp("calculated")
    files: list[Path] = []
    for name, (subject, *more) in subjects().items():
        place = folder / f"{name}.xlsx"
        files.append(cl.report(place, subject, *more, alternatives=0, sensitivity=False))
    for one in CHANGES:
        book = openpyxl.load_workbook(folder / "plan.xlsx")
        one(book)
        files.append(folder / f"{one.__name__}.xlsx")
        book.save(files[-1])
    book = openpyxl.load_workbook(folder / "way.xlsx")
    a_rate(book)
    files.append(folder / "way_at_a_rate.xlsx")
    book.save(files[-1])
    for one in (half_of_all, half_of_one):
        book = openpyxl.load_workbook(folder / "netted.xlsx")
        one(book)
        files.append(folder / f"{one.__name__}.xlsx")
        book.save(files[-1])
    again = calculated(files, folder)
    return {
        file.stem: (openpyxl.load_workbook(file, data_only=True), again[file.stem])
        for file in files
    }


@pytest.fixture(scope="module")
def plan() -> cl.Evaluation:
    return subjects()["plan"][0]


def figures(book: Any) -> dict[str, Any]:
    """Return what the cash comes to, by name."""
    sheet = book["Cash by year"]
    names = ["Net present value", "Capital", "Running saving", "Net saving", "Payback"]
    names += ["Discounted payback", "Benefit-cost ratio", "Internal rate of return"]
    return {name: beside(sheet, name, 5).value for name in names}


def assert_is(book: Any, case: cl.BusinessCase) -> None:
    """Assert that what the cash comes to is what a business case says."""
    told = [case.npv, case.capital, case.running_saving, case.net_saving, case.payback]
    told += [case.discounted_payback, case.benefit_cost_ratio, case.irr]
    for (name, shown), value in zip(figures(book).items(), told, strict=True):
        expected = "none" if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)
        assert shown == expected, name


@pytest.mark.parametrize("name", list(subjects()))
def test_every_formula_gives_the_value_that_stands_beside_it(made, name):
    written, again = made[name]
    count = 0
    for sheet in again:
        for row in sheet.iter_rows():
            for cell in row:
                shown = written[sheet.title][cell.coordinate].value
                count += 1
                if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                    assert shown == pytest.approx(cell.value, rel=1e-9, abs=1e-8), cell.coordinate
                else:
                    assert (shown or None) == (cell.value or None), (sheet.title, cell.coordinate)
    assert count > 100


KEYED = ("equal", "equal_since_today", "bargain", "bargain_since_today")


@pytest.mark.parametrize("name", ["plan", "today", "portfolio", "dear", "odd", *KEYED])
def test_the_figures_are_those_of_the_business_case(made, name):
    assert_is(made[name][1], cl.business_case(subjects()[name][0]))


@pytest.mark.parametrize("name", ["case", "one"])
def test_the_figures_of_a_case_alone_are_its_own(made, name):
    assert_is(made[name][1], subjects()[name][0])


@pytest.mark.parametrize("name", ["plan", "today", "portfolio", "options", "dear"])
def test_all_checks_hold(made, name):
    sheet = made[name][1]["Summary"]
    head = row_of(sheet, "Whether all sums agree")
    found = [sheet.cell(head + k, 6).value for k in range(1, 5)]
    assert found == ["OK"] * 4


@pytest.mark.parametrize("name", ["equal", "equal_since_today"])
def test_cash_and_costs_are_shared_by_the_key_of_the_consent(made, name):
    plan, book = subjects()[name][0], made[name][1]
    table = plan.charged("equal")
    years = [column for column in table if column.startswith("cash_year_")]
    by_year = book["Cash by council"]
    head = row_of(by_year, "Council")
    paid = book["Councils"]
    top = row_of(paid, "Council")
    pays, worth = (column_of(paid, top, one) for one in ("Pays", "Cash saved, today's worth"))
    rate = cl.business_case(plan).discount_rate
    assert (table["share"] - plan.by_council["share"]).abs().max() > 1.0
    for row, (_, one) in enumerate(table.iterrows(), start=1):
        flows = [by_year.cell(head + row, 2 + year).value for year in range(len(years))]
        assert flows == pytest.approx(one[years].tolist(), abs=1e-9)
        assert paid.cell(top + row, pays).value == pytest.approx(one["share"])
        now = sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))
        assert paid.cell(top + row, worth).value == pytest.approx(now, abs=1e-9)
    for sheet in (by_year, paid):
        notes = [row[0] for row in sheet.iter_rows(max_row=4, max_col=1, values_only=True)]
        assert any("in equal parts" in str(note) for note in notes)


def test_where_a_bargain_shares_no_cash_councils_have_none(made):
    assert "Cash by council" in made["bargain"][1].sheetnames
    assert "Cash by council" not in made["bargain_since_today"][1].sheetnames


def test_another_discount_rate_gives_the_figures_of_a_business_case_at_that_rate(made, plan):
    assert_is(made["a_rate"][1], cl.business_case(plan, discount_rate=0.061))


def test_an_amount_moves_all_sums_that_it_is_in(made, plan):
    case, book = cl.business_case(plan), made["an_amount"][1]
    found = figures(book)
    worth = 2.0 / (1 + case.discount_rate) ** 3
    assert found["Net present value"] == pytest.approx(case.npv - worth, abs=1e-9)
    assert found["Net saving"] == pytest.approx(case.net_saving - 2.0, abs=1e-9)
    for name in ("Cash by council", "Cash by cluster"):
        sheet = book[name]
        head = row_of(sheet, "Council" if name == "Cash by council" else "Item")
        column = column_of(sheet, head, "In today's worth")
        assert sheet.cell(row_of(sheet, "All"), column).value == pytest.approx(case.npv - worth)
    assert beside(book["Summary"], OF_COUNCILS, 6).value == "OK"
    assert beside(book["Summary"], "Net present value", 4).value == pytest.approx(-worth)


def test_a_part_of_an_item_counts_as_much_of_it_and_of_what_it_saves(made, plan):
    case = cl.business_case(plan)
    cash = case.cash.assign(scale=0.8 * case.cash["scale"])
    less = 0.2 * case.cash["scale"].clip(lower=0.0)
    assert (case.cash["scale"] >= 0).all()
    changed = cl.BusinessCase(
        cash=cash,
        one_off=case.one_off,
        benefits=case.benefits - less,
        discount_rate=case.discount_rate,
        subject="",
        not_cash=case.not_cash,
    )
    assert_is(made["a_part"][1], changed)


def test_half_of_all_items_leaves_the_ratio_of_benefits_to_costs(made):
    (case,) = subjects()["netted"]
    found = figures(made["half_of_all"][1])
    assert found["Benefit-cost ratio"] == pytest.approx(case.benefit_cost_ratio, rel=1e-9)
    assert found["Net present value"] == pytest.approx(case.npv / 2, rel=1e-9)


def test_half_of_one_item_that_saves_here_and_spends_there_halves_both(made):
    (case,) = subjects()["netted"]
    sheet = made["half_of_one"][1]["Cash by year"]
    now = row_of(sheet, "Year") + 1
    saved = sheet.cell(now, column_of(sheet, now - 1, "Saved, all that is above 0")).value
    spent = sheet.cell(now, column_of(sheet, now - 1, "Spent, all that is below 0")).value
    # Of the item, £20m are saved and £15m are spent, and half of both is left.
    assert saved == pytest.approx(case.benefits[0] - 10.0, abs=1e-9)
    assert spent == pytest.approx(case.benefits[0] - case.flows["net"][0] - 7.5, abs=1e-9)


def test_fewer_years_are_a_business_case_to_that_year(made, plan):
    shorter = plan.problem.replace(terms=cl.preset("business-case", horizon=4))
    same = shorter.evaluate(plan.assignment)
    assert (same.clusters["host"] == plan.clusters["host"]).all()
    assert_is(made["fewer_years"][1], cl.business_case(same))


def test_a_change_of_ones_own_is_cash_of_its_year_and_of_no_council(made, plan):
    case, book = cl.business_case(plan), made["an_own_change"][1]
    worth = 1.5 / (1 + case.discount_rate) ** 2
    assert figures(book)["Net present value"] == pytest.approx(case.npv - worth, abs=1e-9)
    assert beside(book["Summary"], OF_COUNCILS, 6).value == "OK"


def test_the_cash_of_a_roadmap_comes_to_its_worth(made):
    (way,) = subjects()["roadmap"]
    sheet = made["roadmap"][1]["Roadmap"]
    head = row_of(sheet, "Year", "Spent to get there")
    worth = column_of(sheet, head, "Net in today's worth")
    assert sheet.cell(row_of(sheet, "All"), worth).value == pytest.approx(way.npv, abs=1e-9)
    assert way.npv != 0


def test_the_cash_of_a_roadmap_follows_the_discount_rate_of_the_inputs(made):
    (way,) = subjects()["way"]
    sheet = made["way_at_a_rate"][1]["Roadmap"]
    head = row_of(sheet, "Year", "Spent to get there")
    worth = column_of(sheet, head, "Net in today's worth")
    net = way.cash["net"]
    expected = sum(flow / 1.061**year for year, flow in zip(net.index, net, strict=True))
    assert sheet.cell(row_of(sheet, "All"), worth).value == pytest.approx(expected, abs=1e-9)
    assert expected != pytest.approx(way.npv, abs=1e-3)


def test_a_roadmap_found_with_another_discount_rate_keeps_it_and_says_so(made):
    sheet = made["roadmap"][1]["Roadmap"]
    assert beside(sheet, "Discount rate of this way alone").value == 0.05


def test_what_does_not_follow_the_inputs_is_marked_as_found(made):
    again = made["a_rate"][1]
    sheet = again["Summary"]
    live = row_of(sheet, "What the cash comes to, with the inputs as they are now")
    tiles = [
        row for row in sheet.iter_rows(max_row=live - 1, max_col=2, values_only=True) if row[1]
    ]
    assert len(tiles) >= 3
    assert all(label.endswith(", as found") for label, _ in tiles)
    inputs = again["Inputs"]
    last = row_of(inputs, "Part that is counted of: setting up")
    assert inputs.cell(last + 1, 1).value.startswith("The figures as found")
    assert row_of(inputs, "How much less £1 counts if it comes a year later") > last + 1


def test_a_check_tells_when_councils_do_not_pay_what_the_plan_costs(made):
    sheet = made["a_share"][1]["Summary"]
    said = beside(sheet, "The councils pay what the plan costs", 6).value
    assert said == "differs by £m 1.000000"
    assert beside(sheet, "The clusters cost what the plan costs", 6).value == "OK"
