"""On the sheet of the proof: how far a plan is from what every plan costs at least."""

from __future__ import annotations

import math

from clusterer.reports.formats import WORDS, Format
from clusterer.reports.material import Material
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place
from clusterer.search.solution import relative_gap

_GAP = Format(decimals=4, after="%", factor=100.0)


def write_gap(sheet: Sheet, *, material: Material, cost: str) -> None:
    """Write the cost, the bound and the gap between them, the latter as formulas."""
    assert material.plan is not None
    sheet.heading("How far from the best possible, at most")
    row, objective, bound = sheet.row, material.plan.objective, material.bound
    known = math.isfinite(bound)
    one, other = (place(line, 1, fixed=False) for line in (row, row + 1))
    gap: list[Cell] = ["Could be saved beyond it, as a part of the cost", None]
    if known and objective:
        gap[1] = Formula(f"({one}-{other})/ABS({one})", relative_gap(objective, bound))
    rows: list[tuple[list[Cell], Format]] = [
        (["The plan costs", Formula(cost, objective)], material.money),
        (["Every plan costs at least", bound if known else "not known"], material.money),
        (gap, _GAP),
    ]
    if material.proved is not None:
        chosen_from = float(material.proved.n_candidates)
        rows.append((["Clusters that it was chosen from", chosen_from], Format()))
    for cells, form in rows:
        sheet.rows([cells], [WORDS, form])
