"""The sheet of cash by cluster: a row an item of a cluster, a column a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clusterer.business_cases.indicators import net_present_value
from clusterer.reports.formats import MONEY, SHARE, WORDS, Format
from clusterer.reports.plain_names import term_called
from clusterer.reports.workbook.amount_rows import YEAR, AmountRows
from clusterer.reports.workbook.amounts import Amounts
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place, span
from clusterer.reports.workbook.inputs import Levers

WORTH = Format(decimals=4)
"""What £1 of a year is worth now."""


@dataclass(frozen=True)
class ClusterCash:
    """Where the cash of clusters stands.

    Attributes
    ----------
    sheet
        The sheet.
    rows
        The first and the last row of each item.
    last_row
        The last row of all.
    first_column
        That of year 0.
    """

    sheet: Sheet
    rows: Mapping[str, tuple[int, int]]
    last_row: int
    first_column: int

    def of_item(self, item: str, year: int) -> str:
        """Return what formulas of all sheets call the cells of an item in a year."""
        first, last = self.rows[item]
        column = self.first_column + year
        return self.sheet.span((first, column), (last, column))

    def of_all(self, year: int) -> str:
        """Return the same of all items."""
        first = min(row for row, _ in self.rows.values())
        column = self.first_column + year
        return self.sheet.span((first, column), (self.last_row, column))


def write_cluster_cash(
    sheet: Sheet, amounts: Amounts, levers: Levers, placed: AmountRows
) -> ClusterCash:
    """Write what each item comes to in each cluster and year, as sums of the amounts."""
    case, years = amounts.case, len(amounts.case.cash)
    sheet.title("Cash by cluster")
    sheet.lines(
        "£m by year: above 0 is saved, below 0 is spent. Sums of the amounts; of each item the "
        "part is counted that the inputs say.",
        "note",
    )
    said = ["Item", *(["Cluster"] if amounts.by_council else []), "Part counted"]
    start = len(said)
    worth_row = write_worth(sheet, levers, case.discount_rate, years, start)
    heads: list[Cell] = [*said, *map(float, range(years)), "All years", "In today's worth"]
    head = sheet.head(heads, [*[WORDS] * (start - 1), SHARE, *[YEAR] * years, MONEY, MONEY])
    worths = span((worth_row, start), (worth_row, start + years - 1), fixed=True)
    rows: list[list[Cell]] = []
    of_items: dict[str, tuple[int, int]] = {}
    for number, block in enumerate(amounts.blocks):
        row = sheet.row + number
        of_items[block.item] = of_items.get(block.item, (row, row))[0], row
        part = place(row, start - 1)
        cells: list[Cell] = [term_called(block.item), *([block.cluster] * (start - 2))]
        cells.append(Formula(levers.parts[block.item], 1.0))
        for year, flow in enumerate(block.flows):
            of_members = placed.block(block.first, block.last, year)
            counted = f"{place(head, start + year)}<={levers.years}"
            cells.append(Formula(f"IF({counted},{part}*SUM({of_members}),0)", float(flow)))
        cells += sums_of_row(row, start, worths, block.flows, case.discount_rate)
        rows.append(cells)
    forms = [*[WORDS] * (start - 1), SHARE, *[MONEY] * (years + 2)]
    first, last = sheet.rows(rows, forms)
    write_totals(sheet, first, last, start, _total(amounts), case.discount_rate)
    sheet.finish()
    return ClusterCash(sheet, of_items, last, start)


def write_worth(sheet: Sheet, levers: Levers, rate: float, years: int, start: int) -> int:
    """Write what £1 of each year is worth now, and return the row."""
    row = sheet.row + 1  # A free row before it.
    sheet.row = row
    sheet.put(row, 0, "What £1 is worth now", "note", fits=False)
    for year in range(years):
        worth = 1.0 / (1.0 + rate) ** year
        formula = f"1/(1+{levers.rate})^{place(row + 1, start + year)}"
        sheet.put(row, start + year, Formula(formula, worth), "note", WORTH)
    sheet.row += 1
    return row


def sums_of_row(
    row: int,
    start: int,
    worths: str,
    flows: np.ndarray[tuple[int], np.dtype[np.float64]],
    rate: float,
) -> list[Cell]:
    """Return the sum of the years in a row, and what they are worth now."""
    years = span((row, start), (row, start + len(flows) - 1))
    return [
        Formula(f"SUM({years})", float(flows.sum())),
        Formula(f"SUMPRODUCT({years},{worths})", net_present_value(flows, rate)),
    ]


def write_totals(
    sheet: Sheet,
    first: int,
    last: int,
    start: int,
    flows: np.ndarray[tuple[int], np.dtype[np.float64]],
    rate: float,
) -> int:
    """Write the sums of all columns of cash below them, and return their row."""
    row = sheet.row
    values = [*flows, float(flows.sum()), net_present_value(flows, rate)]
    for column in range(start):
        sheet.put(row, column, "All" if column == 0 else None, "total")
    for column, value in enumerate(values, start=start):
        total = Formula(f"SUM({span((first, column), (last, column))})", float(value))
        sheet.put(row, column, total, "total", MONEY)
    sheet.row += 1
    return row


def _total(amounts: Amounts) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total: np.ndarray[tuple[int], np.dtype[np.float64]] = np.sum(
        [block.flows for block in amounts.blocks], axis=0
    )
    return total
