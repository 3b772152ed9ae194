"""The cash of the way to a plan by year, below the chapter that tells who moves when."""

from __future__ import annotations

from clusterer.questions.roadmap.path import Roadmap
from clusterer.reports.formats import COUNT, MONEY, WORDS
from clusterer.reports.workbook.book import Cell, Formula, Input, Sheet, place, span
from clusterer.reports.workbook.cluster_cash import WORTH
from clusterer.reports.workbook.inputs import RATE, Levers

_HEADS = (
    "Year",
    "Spent to get there",
    "Saved while running",
    "Net",
    "Sum so far",
    "What £1 is worth now",
    "Net in today's worth",
)
_FORMS = (COUNT, MONEY, MONEY, MONEY, MONEY, WORTH, MONEY)


def write_roadmap_cash(
    sheet: Sheet, *, roadmaps: tuple[Roadmap, ...], levers: Levers | None
) -> None:
    """Write the cash of each way, with what it is worth now as formulas.

    The discount rate is that of the inputs, unless the way was found with another.
    """
    for path in roadmaps:
        _write(sheet, path, levers)


def _write(sheet: Sheet, path: Roadmap, levers: Levers | None) -> None:
    sheet.heading("The cash of the way, by year")
    sheet.lines(
        "£m against going on as today. Blue on yellow: you may change it, and the rest of this "
        "table follows. Of Inputs it follows the discount rate alone. All above it is as found.",
        "note",
    )
    rate = place(sheet.row, 1)
    whose: list[Cell] = ["Discount rate of this way alone", Input(path.discount_rate)]
    if levers is not None and levers.found == path.discount_rate:
        whose = ["Discount rate, from Inputs", Formula(levers.rate, path.discount_rate)]
    sheet.rows([whose], [WORDS, RATE])
    sheet.head(_HEADS, _FORMS)
    first, cash = sheet.row, path.cash
    last = first + len(cash) - 1
    worths = (1.0 + path.discount_rate) ** -cash.index.to_numpy(dtype=float)
    rows: list[list[Cell]] = []
    for year, (_, one) in enumerate(cash.iterrows()):
        row = first + year
        spent, running, net, worth = (place(row, k, fixed=False) for k in (1, 2, 3, 5))
        before = f"{place(row - 1, 4, fixed=False)}+" if year else ""
        value = float(worths[year])
        rows.append(
            [
                float(year),
                Input(float(one["spent"])),
                Input(float(one["running"])),
                Formula(f"{running}-{spent}", float(one["net"])),
                Formula(f"{before}{net}", float(one["cumulative"])),
                Formula(f"1/(1+{rate})^{place(row, 0, fixed=False)}", value),
                Formula(f"{net}*{worth}", float(one["net"]) * value),
            ]
        )
    sheet.rows(rows, _FORMS)
    sums = {1: cash["spent"].sum(), 2: cash["running"].sum(), 3: cash["net"].sum(), 6: path.npv}
    for column, form in enumerate(_FORMS):
        cell: Cell = "All" if column == 0 else None
        if column in sums:
            of_years = span((first, column), (last, column))
            cell = Formula(f"SUM({of_years})", float(sums[column]))
        sheet.put(sheet.row, column, cell, "total", form)
    sheet.row += 1
    sheet.lines("The last sum is the net present value.", "note")
