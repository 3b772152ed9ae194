"""The sheet of clusters: what each costs, term by term, against its members on their own."""

from __future__ import annotations

from collections.abc import Iterator

from clusterer._support.wording import separator
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.reports.formats import COUNT, WORDS
from clusterer.reports.material import Material
from clusterer.reports.plain_names import clusters_called, service_called, term_called
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place, span, value_of
from clusterer.reports.workbook.checks import Check, equal


def write_clusters(sheet: Sheet, material: Material) -> tuple[list[Check], str]:
    """Write a row a cluster; return what is checked, and where the cost of the plan stands."""
    plan, money = material.plan, material.money
    assert plan is not None
    several = isinstance(plan, PortfolioEvaluation)
    worth = "£m in today's worth. " if material.is_money else ""
    sheet.title("Clusters")
    sheet.lines(
        f"{worth}Saved is against the members on their own; below 0 is lost.",
        "note",
    )
    sheet.row += 1
    found = list(_rows(plan))
    terms = list(dict.fromkeys(term for _, costs, _ in found for term in costs))
    who = [*(["Service"] if several else []), "Cluster", "Members", "Councils", "Host"]
    start = len(who)
    words = [term_called(term) for term in terms]
    heads = [*who, *(one[:1].upper() + one[1:] for one in words), "In all", "On their own", "Saves"]
    before = [*[WORDS] * (start - 2), COUNT, WORDS]
    forms = [*before, *[money] * (len(terms) + 3)]
    sheet.head(heads, forms)
    end = start + len(terms)
    rows: list[list[Cell]] = []
    for number, (said, costs, alone) in enumerate(found):
        row = sheet.row + number
        amounts = [costs.get(term, 0.0) for term in terms]
        cost = sum(amounts)
        of_terms = span((row, start), (row, end - 1)) if terms else "0"
        saves = f"{place(row, end + 1, fixed=False)}-{place(row, end, fixed=False)}"
        rows.append(
            [
                *(said if several else said[1:]),
                *amounts,
                Formula(f"SUM({of_terms})", cost),
                alone,
                Formula(saves, alone - cost),
            ]
        )
    first, last = sheet.rows(rows, forms)
    total = sheet.row
    for column, form in enumerate(forms):
        cell: Cell = "All" if column == 0 else None
        if column >= start:
            values = [row[column] for row in rows]
            of_all = span((first, column), (last, column))
            cell = Formula(f"SUM({of_all})", sum(map(value_of, values)))
        sheet.put(total, column, cell, "total", form)
    sheet.put(total + 1, 0, "The plan, as it was found")
    sheet.put(total + 1, end, plan.objective, form=money)
    one, other = (place(row, end, fixed=False) for row in (total, total + 1))
    sheet.put(total + 2, 0, "Check", "bold")
    sheet.put(total + 2, end, equal(one, other), "bold")
    sheet.row += 3
    sheet.finish()
    check = Check("The clusters cost what the plan costs", sheet.at(total + 2, end))
    return [check], sheet.at(total, end)


def _rows(
    plan: Evaluation | PortfolioEvaluation,
) -> Iterator[tuple[list[Cell], dict[str, float], float]]:
    """Go through clusters: what is said of each, the £m of each term, and of its members alone."""
    if isinstance(plan, Evaluation):
        yield from _of_service(plan, "")
        return
    for name, one in plan.services.items():
        yield from _of_service(one, service_called(name))
    table = plan.partnerships
    own = [term.name for term in plan.portfolio.governance]
    for number, row in table.iterrows():
        said: list[Cell] = [
            "governance",
            f"partnership {number}",
            str(row["members"]),
            float(row["size"]),
            None,
        ]
        yield said, {name: float(row[name]) for name in own}, 0.0


def _of_service(
    plan: Evaluation, service: str
) -> Iterator[tuple[list[Cell], dict[str, float], float]]:
    clusters, names, called = plan.clusters, plan.councils.names, clusters_called(plan)
    between = separator(names)
    terms = [str(name) for name in clusters if name not in Evaluation.COLUMNS]
    # Rows by their place, as a label may be anything, such as a tuple.
    for number, (label, rows) in enumerate(plan.arguments()["clusters"].items()):
        row = clusters.iloc[number]
        host = str(row["host"]) if len(rows) > 1 else None
        members = between.join(names[k] for k in sorted(rows))
        said: list[Cell] = [service, called[label], members, float(len(rows)), host]
        yield said, {term: float(row[term]) for term in terms}, float(row["standalone"])
