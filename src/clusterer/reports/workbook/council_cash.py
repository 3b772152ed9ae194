"""The sheet of cash by council: a row a council, a column a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clusterer.business_cases.indicators import net_present_value
from clusterer.reports.formats import MONEY, WORDS
from clusterer.reports.workbook.amount_rows import YEAR, AmountRows
from clusterer.reports.workbook.amounts import Amounts
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place, span
from clusterer.reports.workbook.checks import OK, Check, equal
from clusterer.reports.workbook.cluster_cash import sums_of_row, write_totals, write_worth
from clusterer.reports.workbook.inputs import Levers
from clusterer.reports.workbook.year_cash import YearCash


@dataclass(frozen=True)
class CouncilCash:
    """Where the cash of councils stands.

    Attributes
    ----------
    sheet
        The sheet.
    first
        The row of the first council; the others follow in their order.
    total
        The column of the sum of all years; that of today's worth is the next.
    totals, worths
        £m of each council: its cash of all years, and what that is worth now.
    check
        Whether the councils come to the cash by year.
    """

    sheet: Sheet
    first: int
    total: int
    totals: tuple[float, ...]
    worths: tuple[float, ...]
    check: Check


def write_council_cash(
    sheet: Sheet,
    amounts: Amounts,
    levers: Levers,
    placed: AmountRows,
    of_years: YearCash,
    names: tuple[str, ...],
    key: str,
) -> CouncilCash:
    """Write what each council saves and spends in each year."""
    case, years, start = amounts.case, len(amounts.case.cash), 1
    sheet.title("Cash by council")
    sheet.lines(
        f"£m by year: above 0 is saved, below 0 is spent. The members of a cluster share its costs "
        f"{key}. A change of your own on the sheet Cash by year belongs to no council, and is not "
        "in it.",
        "note",
    )
    worth_row = write_worth(sheet, levers, case.discount_rate, years, start)
    heads: list[Cell] = ["Council", *map(float, range(years)), "All years", "In today's worth"]
    head = sheet.head(heads, [WORDS, *[YEAR] * years, MONEY, MONEY])
    worths = span((worth_row, start), (worth_row, start + years - 1), fixed=True)
    numbers: dict[int, list[int]] = {}
    for number, amount in enumerate(amounts.rows):
        assert amount.council is not None
        numbers.setdefault(amount.council, []).append(number)
    rows: list[list[Cell]] = []
    total = np.zeros(years)
    totals, worths_of = [], []
    for council, name in enumerate(names):
        row = sheet.row + council
        mine = numbers.get(council, [])
        flows = sum((amounts.rows[k].flows for k in mine), np.zeros(years))
        total += flows
        totals.append(float(flows.sum()))
        worths_of.append(net_present_value(flows, case.discount_rate))
        cells: list[Cell] = [name]
        for year in range(years):
            parts = "+".join(
                f"{levers.parts[amounts.rows[k].item]}*{placed.cell(k, year)}" for k in mine
            )
            counted = f"{place(head, start + year)}<={levers.years}"
            cells.append(Formula(f"IF({counted},{parts},0)", float(flows[year])) if mine else 0.0)
        cells += sums_of_row(row, start, worths, flows, case.discount_rate)
        rows.append(cells)
    first, last = sheet.rows(rows, [WORDS, *[MONEY] * (years + 2)])
    total_row = write_totals(sheet, first, last, start, total, case.discount_rate)
    check = _check(sheet, of_years, total_row, start, total)
    sheet.finish()
    return CouncilCash(sheet, first, start + years, tuple(totals), tuple(worths_of), check)


def _check(
    sheet: Sheet,
    of_years: YearCash,
    total_row: int,
    start: int,
    total: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> Check:
    """Compare each year, and all of them, with the sheet of cash by year."""
    years = len(total)
    row = sheet.row
    sheet.put(row, 0, "Cash by year, all items")
    for year in range(years):
        cell = Formula(f"SUM({of_years.items_of(year)})", float(total[year]))
        sheet.put(row, start + year, cell, form=MONEY)
    here = span((row, start), (row, start + years - 1))
    sheet.put(row, start + years, Formula(f"SUM({here})", float(total.sum())), form=MONEY)
    sheet.put(row + 1, 0, "Check: the councils come to it", "bold")
    for column in range(start, start + years + 1):
        one, other = place(total_row, column, fixed=False), place(row, column, fixed=False)
        sheet.put(row + 1, column, equal(one, other), "bold")
    found = span((row + 1, start), (row + 1, start + years))
    sheet.row += 2
    all_years = sheet.row
    sheet.put(all_years, 0, "Check: in every year", "bold")
    text = f'IF(COUNTIF({found},"{OK}")=COLUMNS({found}),"{OK}","see above")'
    sheet.put(all_years, start, Formula(text, OK), "bold")
    sheet.row += 1
    return Check(
        "The cash of the councils is that of the plan, in every year", sheet.at(all_years, start)
    )
