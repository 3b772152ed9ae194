"""What a plan saves with one figure at a time at an end of its published range, as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clusterer.errors import InputError
from clusterer.model.figure import Figure
from clusterer.model.figure_words import OF_ONE_SERVICE, written
from clusterer.model.figures import figures_of, published_figures_of
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Problem
from clusterer.questions.other_value import with_value
from clusterer.reports.by_council import Partition
from clusterer.reports.plain_names import figure_called, service_called, services_of
from clusterer.terms import Scale

COLUMNS = ("meaning", "value", "at_low", "at_high", "low", "high", "outside")


_DIVIDED = "set-up."
"""Figures that a portfolio divides among its services and partnerships: a part has no range."""


def at_ends(plan: Partition) -> pd.DataFrame:
    """Return a row a figure with a published range, by its name.

    Of a portfolio, a figure that is the same in all services that have it moves in all of them at
    once; others have a row for each service. What is paid to set up and to govern partnerships has
    none: a default is divided among them, and the published range is that of the whole.

    Its ``meaning`` in plain words, its ``value`` and its ends, ``at_low`` and ``at_high``, as they
    are written; the £m that the plan saves at the ends, ``low`` and ``high``; and whether the value
    is ``outside`` the range. The clusters stay as they are, with the hosts that are best there.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    >>> ends = at_ends(pair).loc["scale.benefit_realisation"]
    >>> ends["value"], ends["at_low"], round(float(ends["low"]), 2)
    ('60%', '0%', -13.86)
    """
    rows = {}
    for name, whose, figures in _moved(plan):
        figure = next(iter(figures.values()))
        ends = _published(_problems(plan)[next(iter(figures))], figure)
        try:
            low, high = (_saving(plan, figures, end) for end in ends)
        except InputError:  # A term of the user's own may not take an end of its range.
            continue
        rows[name] = {
            "meaning": _called(plan, figure, whose),
            "value": written(figure.name, figure.now),
            "at_low": written(figure.name, ends[0]),
            "at_high": written(figure.name, ends[1]),
            "low": low,
            "high": high,
            "outside": not ends[0] <= figure.now <= ends[1],
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))


def _problems(plan: Partition) -> dict[str, Problem]:
    """Return the problem of each service by its name; the one problem under ""."""
    if isinstance(plan, PortfolioEvaluation):
        return {name: one.problem for name, one in plan.services.items()}
    return {"": plan.problem}


def _moved(plan: Partition) -> list[tuple[str, str, dict[str, Figure]]]:
    """Return what moves together: a name, the service that it is of ("" for all), and its figures.

    Those are by service, as each has its own.
    """
    by_name: dict[str, dict[str, Figure]] = {}
    for service, problem in _problems(plan).items():
        for figure in published_figures_of(problem.terms):
            if not (service and figure.name.startswith(_DIVIDED)):
                by_name.setdefault(figure.name, {})[service] = figure
    found: list[tuple[str, str, dict[str, Figure]]] = []
    problems = _problems(plan)
    for name, figures in by_name.items():
        values = {(one.now, *_published(problems[of], one)) for of, one in figures.items()}
        if len(values) == 1:
            found.append((name, "", figures))
        else:
            found += [(f"{of}.{name}", of, {of: one}) for of, one in figures.items()]
    return found


def _called(plan: Partition, figure: Figure, service: str) -> str:
    """Return what a figure is, with its service if it is that of one service."""
    if not service:
        return figure_called(figure.name)
    if len(services_of(_problems(plan)[service])) == 1 and figure.field in OF_ONE_SERVICE:
        return figure_called(f"{service}.{figure.field}")
    return f"{service_called(service)}: {figure_called(figure.name)}"


def _saving(plan: Partition, figures: Mapping[str, Figure], value: float) -> float:
    """Return the £m that the same clusters save with another value of a figure."""
    if not isinstance(plan, PortfolioEvaluation):
        return with_value(plan.problem, figures[""], value).evaluate(plan.assignment).saving
    services = _problems(plan)
    services |= {name: with_value(services[name], one, value) for name, one in figures.items()}
    governance = plan.portfolio.governance
    names = {one.name for one in figures.values()} if len(figures) == len(services) else set()
    for one in figures_of(governance):
        if one.name in names:
            governance = one.changes(value, governance, None)["terms"]
    return _saved(plan, services=services, governance=governance)


def _saved(plan: PortfolioEvaluation, **changes: Any) -> float:
    """Return the £m that the same clusters save in a changed portfolio."""
    labels = {name: one.assignment for name, one in plan.services.items()}
    return plan.portfolio.replace(**changes).evaluate(labels).saving


def _published(problem: Problem, figure: Figure) -> tuple[float, float]:
    """Return the ends as they are published; those of a figure reach to its value if it is outside.

    Of all services together no table has a range: it is made of those of the services.
    """
    table = problem.figures
    if figure.name not in table.index:
        return figure.low, figure.high
    low, high = (table[end].astype(float).loc[figure.name] for end in ("low", "high"))
    return float(low), float(high)


def without_saving(plan: Partition) -> float | None:
    """Return what a plan saves in £m if scale saves nothing; None if no term has such a figure."""
    problems = _problems(plan)
    if not any(isinstance(term, Scale) for one in problems.values() for term in one.terms):
        return None
    changed = {name: _unsaved(problem) for name, problem in problems.items()}
    if isinstance(plan, PortfolioEvaluation):
        return _saved(plan, services=changed)
    return changed[""].evaluate(plan.assignment).saving


def _unsaved(problem: Problem) -> Problem:
    """Return a problem in which scale saves nothing."""
    for figure in figures_of(problem.terms):
        if figure.field == "benefit_realisation":
            problem = with_value(problem, figure, 0.0)
    return problem
