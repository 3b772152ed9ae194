"""The sheet of councils: what the plan is for each of them."""

from __future__ import annotations

from clusterer.errors import InputError
from clusterer.model.council_table import residents_column
from clusterer.model.problem import Evaluation
from clusterer.reports.by_council import Partition
from clusterer.reports.chapters.councils import GOVERNANCE, hosts_of, shared_how
from clusterer.reports.formats import COUNT, NUMBER, WORDS, Format
from clusterer.reports.material import Material
from clusterer.reports.plain_names import clusters_called
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place, span, value_of
from clusterer.reports.workbook.checks import Check, equal
from clusterer.reports.workbook.council_cash import CouncilCash

_SUMMED = (
    "residents",
    "alone",
    "today",
    "governance",
    "pays",
    "saves",
    "before",
    "after",
    "change",
    "cash",
    "worth",
)


def write_councils(sheet: Sheet, material: Material, cash: CouncilCash | None) -> list[Check]:
    """Write a row a council; return what is checked."""
    plan = material.plan
    assert plan is not None
    table = material.by_council
    single = material.single
    money = material.money
    worth = "£m in today's worth. " if material.is_money else ""
    sheet.title("Councils")
    sheet.lines(
        f"What the plan is for each council, if members of a cluster share its cost "
        f"{shared_how(table)}. "
        f"{worth}Saved is against "
        f"{material.baseline}; below 0 is lost.",
        "note",
    )
    sheet.row += 1
    residents = _residents(next(iter(material.evaluations.values())))
    said: dict[str, tuple[str, Format]] = {"council": ("Council", WORDS)}
    if residents is not None:
        said["residents"] = "Residents", COUNT
    if single is not None:
        said |= {"cluster": ("Cluster", WORDS), "host": ("Host", WORDS)}
    if "host_of" in table:
        said["host_of"] = "Host of", WORDS
    said["alone"] = "On its own", money
    if "today" in table:
        said["today"] = "Today", money
    said["pays"] = "Pays", money
    if "governance" in table:
        said["governance"] = GOVERNANCE, money
    said["saves"] = "Saves", money
    if "posts_before" in table:
        said |= {
            "before": ("Posts before", NUMBER),
            "after": ("Posts after", NUMBER),
            "change": ("Posts, change", Format(decimals=1, sign=True)),
        }
    if cash is not None:
        said |= {
            "cash": ("Cash saved, all years", money),
            "worth": ("Cash saved, today's worth", money),
        }
    at = {name: column for column, name in enumerate(said)}
    heads, forms = [words for words, _ in said.values()], [form for _, form in said.values()]
    sheet.head(heads, forms)
    base = "today" if "today" in table else "alone"
    clusters = None if single is None else single.arguments()["clusters"]
    called = {} if single is None else clusters_called(single)
    hosts = hosts_of(material, table) if "host_of" in table else []
    rows: list[list[Cell]] = []
    for number, (_, one) in enumerate(table.iterrows()):
        row = sheet.row + number

        def here(name: str, row: int = row) -> str:
            return place(row, at[name], fixed=False)

        cells: dict[str, Cell] = {
            "council": str(one["name"]),
            "alone": float(one["alone"]),
            "pays": float(one["share"]),
            "saves": Formula(f"{here(base)}-{here('pays')}", float(one["saving"])),
        }
        if clusters is not None:
            alone = len(clusters[one["cluster"]]) == 1
            cells["cluster"] = "on its own" if alone else called[one["cluster"]]
            cells["host"] = None if alone else str(one["host"])
        if "host_of" in table:
            cells["host_of"] = hosts[number]
        if "governance" in table:
            cells["governance"] = float(one["governance"])
        if residents is not None:
            cells["residents"] = float(residents[number])
        if "today" in table:
            cells["today"] = float(one["today"])
        if "posts_before" in table:
            before, after = float(one["posts_before"]), float(one["posts_after"])
            cells |= {"before": before, "after": after}
            change = f"{here('after')}-{here('before')}"
            cells["change"] = Formula(change, after - before)
        if cash is not None:
            there = cash.first + number
            cells["cash"] = Formula(cash.sheet.at(there, cash.total), cash.totals[number])
            cells["worth"] = Formula(cash.sheet.at(there, cash.total + 1), cash.worths[number])
        rows.append([cells[name] for name in said])
    first, last = sheet.rows(rows, forms)
    total = sheet.row
    for name, column in at.items():
        cell: Cell = "All councils" if name == "council" else None
        if name in _SUMMED:
            values = [value_of(cells[column]) for cells in rows]
            of_all = span((first, column), (last, column))
            cell = Formula(f"SUM({of_all})", sum(values))
        sheet.put(total, column, cell, "total", said[name][1])
    sheet.row += 1
    checks = _checks(sheet, plan, money, at, total)
    sheet.finish()
    return checks


def _checks(
    sheet: Sheet, plan: Partition, money: Format, at: dict[str, int], total: int
) -> list[Check]:
    """Compare the sums with what the plan costs and saves in all."""
    row = sheet.row
    sheet.put(row, 0, "The plan, as it was found")
    sheet.put(row + 1, 0, "Check", "bold")
    checks = []
    for name, value, what in (
        ("pays", plan.objective, "The councils pay what the plan costs"),
        ("saves", plan.saving, "The councils save what the plan saves"),
    ):
        column = at[name]
        sheet.put(row, column, float(value), form=money)
        one, other = (place(line, column, fixed=False) for line in (total, row))
        sheet.put(row + 1, column, equal(one, other), "bold")
        checks.append(Check(what, sheet.at(row + 1, column)))
    sheet.row += 2
    return checks


def _residents(plan: Evaluation) -> list[float] | None:
    """Return the residents of each council, from the column that the terms read; None if none."""
    column = residents_column(plan.problem.terms) or "population"
    if column not in plan.councils.frame:
        return None
    try:
        return [float(number) for number in plan.councils.values(column)]
    except InputError:
        return None
