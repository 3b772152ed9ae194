"""What each option is made of, below the chapter on the options."""

from __future__ import annotations

from clusterer.reports.formats import COUNT, WORDS
from clusterer.reports.material import Material
from clusterer.reports.plain_names import term_called
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place, span


def write_costs_of_options(sheet: Sheet, *, material: Material) -> None:
    """Write the costs of each option, term by term, with what it costs more than the first.

    The first is the cheapest of the options that break no condition.
    """
    appraisal = material.appraisal
    assert appraisal is not None
    table, money = appraisal.by_term, material.money
    broken = appraisal.table["broken"].to_numpy()
    sheet.heading("What each option is made of")
    words = [term_called(str(term)) for term in table]
    heads = ["Option", *(one[:1].upper() + one[1:] for one in words), "Cost"]
    heads += ["Conditions broken", "More than the first"]
    many = len(words)
    forms = [WORDS, *[money] * (many + 1), COUNT, material.change]
    sheet.head(heads, forms)
    first, last = sheet.row, sheet.row + len(table) - 1
    costs = table.sum(axis=1).to_numpy()
    sound = [cost for cost, faults in zip(costs, broken, strict=True) if not faults]
    least = min(sound) if sound else float("nan")
    rows: list[list[Cell]] = []
    for number, (name, terms) in enumerate(table.iterrows()):
        row = first + number
        cost = place(row, many + 1, fixed=False)
        all_costs = span((first, many + 1), (last, many + 1), fixed=True)
        faults = span((first, many + 2), (last, many + 2), fixed=True)
        # The large number keeps out those that break something, in programs of any age.
        cheapest = f"SUMPRODUCT(MIN({all_costs}+1E+12*({faults}>0)))"
        text = f'IF(SUMPRODUCT(--({faults}=0))=0,"",{cost}-{cheapest})'
        more = float(costs[number] - least)
        rows.append(
            [
                str(name),
                *(float(money) for money in terms),
                Formula(
                    f"SUM({span((row, 1), (row, many))})" if many else "0", float(costs[number])
                ),
                float(broken[number]),
                Formula(text, more if sound else ""),
            ]
        )
    sheet.rows(rows, forms)
