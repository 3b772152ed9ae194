"""The figures of a problem's terms, by name, with the range in which each may lie."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clusterer import datasets
from clusterer._support.checks import check_number
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.terms import (
    Coordination,
    LossOfControl,
    Politics,
    PopulationTarget,
    Risk,
    Scale,
    SetUp,
    Staff,
    Systems,
    Term,
    Travel,
)

PUBLISHED: dict[tuple[type[Term], str], str] = {
    (Scale, "benefit_realisation"): "benefit_realisation",
    (Scale, "ramp_years"): "ramp_years",
    (Coordination, "kappa"): "coordination_pairwise_kappa",
    (Coordination, "distance_decay"): "distance_decay",
    (Coordination, "client_side"): "client_side_per_council",
    (Coordination, "host_premium"): "host_premium",
    (SetUp, "per_cluster"): "setup_fixed_per_cluster",
    (SetUp, "per_council"): "setup_per_council",
    (SetUp, "optimism_bias"): "optimism_bias_setup",
    (Risk, "hazard"): "dissolution_hazard",
    (Risk, "exit_cost"): "exit_cost_per_council",
    (Staff, "per_post"): "redundancy_per_fte",
    (Systems, "per_council"): "migration_per_distinct_it_system",
    **{(term, "horizon"): "horizon" for term in (Scale, Coordination, Risk, Travel)},
    **{(term, "discount_rate"): "discount_rate" for term in (Scale, Coordination, Risk, Travel)},
}
"""The row of `datasets.model_parameters` that a figure of a term has its range from."""

LINEAR: dict[type[Term], frozenset[str]] = {
    Scale: frozenset({"benefit_realisation"}),
    Coordination: frozenset({"kappa", "distance_decay", "client_side", "host_premium"}),
    SetUp: frozenset({"per_cluster", "per_council", "optimism_bias"}),
    Risk: frozenset({"exit_cost"}),
    Staff: frozenset({"share", "per_post"}),
    Systems: frozenset({"per_council"}),
    Travel: frozenset({"price", "remote"}),
    Politics: frozenset({"price"}),
    PopulationTarget: frozenset({"price"}),
    LossOfControl: frozenset({"price"}),
}
"""The figures that enter a cost linearly, once it is settled who hosts."""

_LINEAR_OF_SERVICES = frozenset({"unit_cost"})
"""The same of services."""

_OF_SERVICES = ("unit_cost", "fixed_share", "minimum_efficient_scale", "power_exponent")
_FACTOR = 4.0
"""How far a figure without a published range is changed, both ways."""


@dataclass(frozen=True)
class Figure:
    """One figure of one term or more.

    Attributes
    ----------
    name
        Such as "coordination.kappa"; only the second part where several terms share it.
    now
        What it is.
    low, high
        The range; NaN if there is none.
    range
        What the range is, in words.
    whole
        Whether it is a whole number, such as of years.
    terms
        The numbers of the terms that have it.
    field
        What it is called there.
    service
        The service that it belongs to; None if it belongs to the term itself.
    linear
        Whether the cost of each cluster is linear in it once it is settled who hosts. With the best
        hosts, and for the best plan, it is the least of straight lines then: a concave function.
    """

    name: str
    now: float
    low: float
    high: float
    range: str
    whole: bool
    terms: tuple[int, ...]
    field: str
    service: str | None = None
    linear: bool = False

    def set_to(self, value: float, problem: Problem) -> Problem:
        """Return a problem with another value of the figure.

        Raises
        ------
        InputError
            If a term refuses it.
        """
        terms = list(problem.terms)
        for k in self.terms:
            terms[k] = self._changed(terms[k], int(value) if self.whole else value)
        return problem.replace(terms=terms)

    def within(self, bounds: tuple[float, float]) -> Figure:
        """Return the same with another range."""
        low, high = bounds
        return dataclasses.replace(self, low=low, high=high, range="as given")

    def _changed(self, term: Any, value: float) -> Term:
        change: dict[str, Any] = {self.field: value}
        if self.service is not None:
            services = (
                dataclasses.replace(one, **change) if one.name == self.service else one
                for one in term.services
            )
            change = {"services": tuple(services)}
        changed: Term = dataclasses.replace(term, **change)
        return changed


def figures_of(problem: Problem) -> list[Figure]:
    """Return all figures of the terms; one that several terms share is one.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> [figure.name for figure in figures_of(problem)][:4]
    ['scale.benefit_realisation', 'scale.ramp_years', 'horizon', 'discount_rate']
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for k, field, value in _numbers(problem):
        row = PUBLISHED.get((type(problem.terms[k]), field))
        groups.setdefault((field, value, row or k), []).append(k)
    return [_figure(problem, str(field), tuple(terms)) for (field, *_), terms in groups.items()]


def figure_called(problem: Problem, name: str) -> Figure:
    """Return a figure by its name.

    Raises
    ------
    InputError
        If there is none of that name, or several that differ.
    """
    owner, _, field = name.rpartition(".") if isinstance(name, str) else ("", "", "")
    numbers = [(k, value) for k, called, value in _numbers(problem) if called == field]
    if owner:
        numbers = [(k, value) for k, value in numbers if problem.terms[k].name == owner]
    if len({value for _, value in numbers}) > 1:
        names = [f"{problem.terms[k].name}.{field}" for k, _ in numbers]
        raise InputError(f"{name} is not the same in all terms; name one of {', '.join(names)}")
    if numbers:
        whose = tuple(k for k, _ in numbers)
        return _figure(problem, field, whose, name=name)
    found = _of_service(problem, owner, field)
    if found is None:
        known = ", ".join(figure.name for figure in figures_of(problem))
        raise InputError(
            f"the terms have no figure {shown(name)}; there are {known}, and those of services, "
            "such as 'it.unit_cost'"
        )
    return found


def figures_asked(
    problem: Problem, parameter: str | None, bounds: tuple[float, float] | None
) -> list[Figure]:
    """Return the figure of a name, perhaps within bounds; all figures of the terms for no name.

    Raises
    ------
    InputError
        If there is no such figure, or the bounds are not usable.
    """
    if parameter is not None:
        figure = figure_called(problem, parameter)
        return [figure if bounds is None else figure.within(_checked(bounds, figure))]
    if bounds is not None:
        raise InputError("bounds are those of one parameter; give parameter=... too")
    return figures_of(problem)


def _checked(bounds: object, figure: Figure) -> tuple[float, float]:
    """Return two ends between which the present value lies."""
    if not isinstance(bounds, (tuple, list)) or len(bounds) != 2:
        raise InputError("bounds must be two numbers, (low, high)")
    for what, end in zip(("low", "high"), bounds, strict=True):
        check_number(f"{what} end of the bounds", end)
    low, high = bounds
    if not low <= figure.now <= high:
        raise InputError(
            f"bounds ({low:g}, {high:g}) must have the present value of {figure.name} between "
            f"them, which is {figure.now:g}"
        )
    return float(low), float(high)


def _numbers(problem: Problem) -> list[tuple[int, str, float]]:
    """Return the number of the term, the field and the value of each figure."""
    return [
        (k, field.name, value)
        for k, term in enumerate(problem.terms)
        if dataclasses.is_dataclass(term)
        for field in dataclasses.fields(term)
        if field.init and type(value := getattr(term, field.name)) in (int, float)
        if math.isfinite(value)
    ]


def _figure(
    problem: Problem, field: str, terms: tuple[int, ...], *, name: str | None = None
) -> Figure:
    term: Any = problem.terms[terms[0]]
    now = getattr(term, field)
    if name is None:
        name = field if len(terms) > 1 else f"{term.name}.{field}"
    row = PUBLISHED.get((type(term), field))
    table = datasets.model_parameters()
    ends = (math.nan, math.nan) if row is None else tuple(table.loc[row, ["low", "high"]])
    (declared,) = (one.type for one in dataclasses.fields(term) if one.name == field)
    whole = declared in ("int", int)
    low, high, words = _range(float(now), *ends)
    if whole:
        low, high = math.floor(low), math.ceil(high)
    linear = all(field in LINEAR.get(type(problem.terms[k]), ()) for k in terms)
    return Figure(name, float(now), low, high, words, whole, terms, field, linear=linear)


def _of_service(problem: Problem, owner: str, field: str) -> Figure | None:
    """Return a figure of a service; None if no term has that service, or it no such figure."""
    found = {
        k: service
        for k, term in enumerate(problem.terms)
        for service in getattr(term, "services", ())
        if service.name == owner and field in _OF_SERVICES
    }
    values = {getattr(service, field) for service in found.values()}
    if not found or None in values or not all(map(math.isfinite, values)):
        return None
    if len(values) > 1:
        raise InputError(f"{owner}.{field} is not the same in all terms; give them one service")
    table, (now,) = datasets.services(), values
    ends = (math.nan, math.nan)
    if owner in table.index and f"{field}_low" in table:
        ends = tuple(table.loc[owner, [f"{field}_low", f"{field}_high"]])
    low, high, words = _range(now, *ends)
    linear = field in _LINEAR_OF_SERVICES and all(type(problem.terms[k]) in LINEAR for k in found)
    return Figure(
        f"{owner}.{field}", now, low, high, words, False, tuple(found), field, owner, linear
    )


def _range(now: float, low: float, high: float) -> tuple[float, float, str]:
    """Return where to look, and what that is."""
    if not (pd.isna(low) or pd.isna(high)):
        return min(low, now), max(high, now), "published"
    if now == 0:
        return math.nan, math.nan, "none"
    ends = sorted((now / _FACTOR, now * _FACTOR))
    return ends[0], ends[1], "a quarter to four times"
