"""The sheet of amounts: the cash that all other sheets of cash add up, and a reader may change."""

from __future__ import annotations

from dataclasses import dataclass

from clusterer.reports.formats import MONEY, WORDS, Format
from clusterer.reports.plain_names import term_called
from clusterer.reports.workbook.amounts import Amounts
from clusterer.reports.workbook.book import Cell, Formula, Input, Sheet, span

YEAR = Format(before="year ")
"""A year as the head of a column: a number, which formulas compare."""


@dataclass(frozen=True)
class AmountRows:
    """Where the amounts stand.

    Attributes
    ----------
    sheet
        The sheet.
    first_row, first_column
        Of the first amount, that of year 0.
    """

    sheet: Sheet
    first_row: int
    first_column: int

    def cell(self, number: int, year: int) -> str:
        """Return what formulas of all sheets call an amount, by its number."""
        return self.sheet.at(self.first_row + number, self.first_column + year)

    def block(self, first: int, last: int, year: int) -> str:
        """Return the same of amounts one below the other."""
        column = self.first_column + year
        return self.sheet.span((self.first_row + first, column), (self.first_row + last, column))


def write_amounts(sheet: Sheet, amounts: Amounts, names: tuple[str, ...]) -> AmountRows:
    """Write the amounts, a row an item of a council in a cluster, a column a year."""
    sheet.title("Cash amounts")
    sheet.lines(
        "£m by year in which it falls: above 0 is saved, below 0 is spent. Year 0 is now, other "
        "years are counted at their end; real terms.",
        "note",
    )
    sheet.lines("Blue on yellow: you may change it, and all sheets of cash follow.", "note")
    sheet.row += 1
    said = ["Item", *(["Cluster", "Council"] if amounts.by_council else [])]
    years = len(amounts.case.cash)
    forms = [*[WORDS] * len(said), *[YEAR] * years, MONEY]
    sheet.head([*said, *map(float, range(years)), "All years"], forms)
    first_row, first_column = sheet.row, len(said)
    rows: list[list[Cell]] = []
    for number, amount in enumerate(amounts.rows):
        row = first_row + number
        who: list[Cell] = [term_called(amount.item)]
        if amount.council is not None:
            who += [amount.cluster, names[amount.council]]
        of_row = span((row, first_column), (row, first_column + years - 1))
        total = Formula(f"SUM({of_row})", float(amount.flows.sum()))
        rows.append([*who, *(Input(float(flow)) for flow in amount.flows), total])
    sheet.rows(rows, [*[WORDS] * len(said), *[MONEY] * (years + 1)])
    sheet.finish()
    return AmountRows(sheet, first_row, first_column)
