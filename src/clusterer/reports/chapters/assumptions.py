"""What the plan rests on: what is counted, what was asked, and every figure with its source."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from clusterer import datasets
from clusterer.model.figure_words import written
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.portfolio.of_services import set_up_parts
from clusterer.model.problem import Problem
from clusterer.reports.chapters.evidence import ILLUSTRATIVE, MARKS, STUDIES
from clusterer.reports.document import Heading, Paragraph, Part, Point, Points, Section, Table
from clusterer.reports.material import Material
from clusterer.reports.plain_names import (
    choice_called,
    condition_called,
    figure_called,
    service_called,
    services_of,
    term_called,
    term_explained,
)
from clusterer.reports.words import capital, listed, sentence, span
from clusterer.terms import Scale
from clusterer.terms.services import REFERENCE_RESIDENTS

_AT_SIZE = (
    f"The cost for each resident is that of a council with {REFERENCE_RESIDENTS:,} residents. In a "
    "smaller one each resident costs more, as a part of the cost does not depend on residents; so "
    "the residents times this figure do not come to the costs of this report."
)


_OF_ANOTHER = "The central figure is assumed. "
"""What begins the source of a service, and is said of its cost: not of a figure that was read."""

_SET_UP = {
    "set-up.per_cluster": "setup_fixed_per_cluster",
    "set-up.per_council": "setup_per_council",
}
"""The row of the model's parameters of each figure that is divided among services."""


def chapter(material: Material) -> Section | None:
    """Return what all rests on; None for a business case alone."""
    problems = {name: one.problem for name, one in material.evaluations.items()}
    if not problems:
        return None
    parts: list[Part] = []
    alike: dict[tuple[Part, ...], list[str]] = {}
    for name, problem in problems.items():
        alike.setdefault(tuple(_of(problem, bool(name))), []).append(name)
    for said, names in alike.items():
        if names != [""]:
            every = len(names) == len(problems) > 1
            whose = "all services" if every else listed(map(service_called, names))
            parts.append(Heading(capital(whose)))
        parts += said
    parts += _governance(material)
    parts += _figures(material, problems)
    if material.is_illustrative:
        parts += _evidence()
    return Section("assumptions", "What it rests on", tuple(parts))


def _of(problem: Problem, one_of_several: bool) -> list[Part]:
    """Return what is counted and asked in one problem."""
    parts: list[Part] = []
    services = services_of(problem)
    if services and not one_of_several:
        parts.append(Paragraph(f"What is shared: {listed(services)}."))
    if problem.terms:
        points = [
            Point(
                sentence(term_explained(term) or "a measure that was made for this report"),
                f"{capital(term_called(term.name))}:",
            )
            for term in problem.terms
        ]
        parts += [Paragraph("What is counted:"), Points(tuple(points))]
    else:
        parts.append(Paragraph("No cost is counted: only the conditions decide."))
    asked = [condition_called(problem, one) for one in (*problem.rules, *problem.limits)]
    connected = (
        "the councils of a cluster are neighbours of each other, or joined through other members"
    )
    points = [Point(sentence(words)) for words in (*asked, connected)]
    parts += [Paragraph("What was asked of a plan:"), Points(tuple(points))]
    return parts


def _governance(material: Material) -> list[Part]:
    plan = material.plan
    if not isinstance(plan, PortfolioEvaluation):
        return []
    portfolio = plan.portfolio
    said = []
    if portfolio.governance:
        said.append(
            "Councils that share several services with the same partners pay for governing that "
            "partnership once."
        )
    if portfolio.balance is not None:
        said.append(sentence(portfolio.balance.in_words))
    return [Paragraph(" ".join(said))] if said else []


def _figures(material: Material, problems: dict[str, Problem]) -> list[Part]:
    """Return the tables of figures, and what their marks mean."""
    illustrative = material.is_illustrative
    of_several = isinstance(material.plan, PortfolioEvaluation)
    tables = {name: problem.figures for name, problem in problems.items()}
    rows: dict[tuple[Any, ...], None] = {}
    of_services: dict[tuple[Any, ...], None] = {}
    for whose, table in tables.items():
        problem = problems[whose]
        services = {service for term in problem.terms for service in _services(term)}
        for name, row in table.iterrows():
            owner = str(name).rpartition(".")[0].rpartition(".")[2]
            chosen = of_services if owner in services else rows
            said = _part_of_default(str(name), row, len(services)) if of_several else None
            chosen[said or _row(str(name), row)] = None
    if not rows and not of_services:
        return []
    parts: list[Part] = [
        Heading("Every figure"),
        Paragraph(
            (f"{ILLUSTRATIVE} " if illustrative else "")
            + "A figure is a default, which comes with the model, or one that was given for this "
            "report; a choice has no right value. The mark says how far to trust a default. A "
            "range says where a figure may lie, and not how likely that is. Defaults are in prices "
            "of 2007."
        ),
        Points(tuple(Point(f"{words}.", f"{mark}:") for mark, words in MARKS.items())),
    ]
    if rows:
        parts.append(_table(rows, "Figures of the model"))
    if of_services:
        modelled = any(isinstance(term, Scale) for one in problems.values() for term in one.terms)
        parts.append(_table(of_services, "Figures of each service", _AT_SIZE if modelled else ""))
    return parts


def _services(term: Any) -> Iterable[str]:
    return (service.name for service in getattr(term, "services", ()))


def _row(name: str, row: pd.Series) -> tuple[str, str, str, str, str, str]:
    """Return a figure in words: what it is, value, range, whose it is, mark and source."""
    what = capital(figure_called(name))
    value = row["value"]
    said = choice_called(value) if isinstance(value, (bool, str)) else written(name, float(value))
    known = not (pd.isna(row["low"]) or pd.isna(row["high"]))
    between = span(*(written(name, row[end]) for end in ("low", "high"))) if known else ""
    choice = "choice of the model" if row["default"] else "own figure"
    whose = "default" if row["mark"] else choice
    source = str(row["source"])
    if row["mark"] == "V":
        source = source.removeprefix(_OF_ANOTHER)
    return what, said, between, whose, str(row["mark"]), source


def _part_of_default(name: str, row: pd.Series, services: int) -> tuple[str, ...] | None:
    """Return a set-up that is divided among services, in words; None if the figure is none.

    The published range is that of the whole, and not of a part.
    """
    whole = _SET_UP.get(name)
    if whole is None:
        return None
    default: Any = datasets.model_parameters().loc[whole]
    _, each = set_up_parts()
    amount = float(default["central"])
    what, value, _, *others = _row(name, row)
    if not math.isclose(float(row["value"]), each * services * amount, rel_tol=1e-9):
        return what, value, "", *others
    said = f"The default of {written(name, amount)} is divided among the services, and what a "
    said += f"partnership pays once. {default['source']}"
    return what, value, "", "a part of the default", str(default["mark"]), said


def _table(rows: Iterable[tuple[Any, ...]], caption: str, note: str = "") -> Table:
    columns = ["figure", "Value", "Range", "Whose", "Mark", "Source"]
    values = pd.DataFrame(list(rows), columns=columns).set_index("figure")
    values = values.map(lambda cell: cell or None)
    return Table(values, caption, note=note)


def _evidence() -> list[Part]:
    return [
        Heading("What studies found"),
        Paragraph(
            "The evidence is mixed, and leans towards small savings or none. Business cases "
            "planned to save 14 to 25% of cost, where that is known; what came of them ranges from "
            "nearly all, as told by the partnerships themselves, to almost nothing."
        ),
        Points(tuple(map(Point, STUDIES))),
    ]
