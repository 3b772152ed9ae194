"""On the sheet of the proof: how far a plan is from what every plan costs at least."""

from __future__ import annotations

import math

from clusterer.reports.formats import WORDS, Format
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place
from clusterer.solving.proof import Proved

_GAP = Format(decimals=4, after="%", factor=100.0)


def write_gap(sheet: Sheet, *, proved: Proved, cost: str, money: Format) -> None:
    """Write the cost, the bound and the gap between them, the latter as formulas."""
    sheet.heading("How far from the best possible, at most")
    row, bound = sheet.row, proved.bound
    known = math.isfinite(bound)
    one, other = (place(line, 1, fixed=False) for line in (row, row + 1))
    gap: list[Cell] = ["Gap, as a part of the cost", None]
    if known and proved.objective:
        gap[1] = Formula(f"({one}-{other})/ABS({one})", proved.gap)
    rows: list[tuple[list[Cell], Format]] = [
        (["The plan costs", Formula(cost, proved.objective)], money),
        (["Every plan costs at least", bound if known else "not known"], money),
        (gap, _GAP),
        (["Clusters that it was chosen from", float(proved.n_candidates)], Format()),
    ]
    for cells, form in rows:
        sheet.rows([cells], [WORDS, form])
