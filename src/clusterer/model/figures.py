"""The figures of terms, by name, with the range in which each may lie."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from clusterer import datasets
from clusterer._support.checks import check_number
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.figure import RANGE_PUBLISHED, Figure, Part
from clusterer.terms import (
    Coordination,
    LossOfControl,
    Politics,
    PopulationTarget,
    Risk,
    Scale,
    Service,
    SetUp,
    Staff,
    Systems,
    Term,
    Travel,
)
from clusterer.terms.today import FromToday

EXIT_COST = "exit_cost_per_council"
"""The row of what leaving costs, in `Risk` and in what starts from today."""

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
    (Risk, "exit_cost"): EXIT_COST,
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

CONVENTIONS = ("horizon", "discount_rate")
"""Figures that are agreed on, and not found out: years that are counted, and what a year costs."""

ALL_SERVICES = "services"
"""What owns a figure of all services together, as in "services.unit_cost"."""

_OF_SERVICES = ("unit_cost", "fixed_share", "minimum_efficient_scale", "power_exponent")
_OF_ALL_SERVICES = ("unit_cost", "fixed_share")
"""The figures of services with published ranges, which all can go through together."""

_FACTOR = 4.0
"""How far a figure without a published range is changed, both ways."""


def figures_of(terms: Sequence[Term]) -> list[Figure]:
    """Return all figures of the terms; one that several terms share is one.

    Examples
    --------
    >>> import clusterer as cl
    >>> [figure.name for figure in figures_of(cl.preset("central"))][:4]
    ['scale.benefit_realisation', 'scale.ramp_years', 'horizon', 'discount_rate']
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for k, field, value in _numbers(terms):
        row = published_row(terms[k], field)
        groups.setdefault((field, value, row or k), []).append(k)
    return [_figure(terms, str(field), tuple(whose)) for (field, *_), whose in groups.items()]


def published_figures_of(terms: Sequence[Term]) -> list[Figure]:
    """Return the figures that the tables of parameters have a range for.

    Those of services are taken for all services together.

    Examples
    --------
    >>> import clusterer as cl
    >>> figures = published_figures_of(cl.preset("central"))
    >>> len(figures), figures[-1].name, round(figures[-1].now, 4)
    (13, 'services.fixed_share', 0.2142)
    """
    found = [figure for figure in figures_of(terms) if figure.is_published]
    for field in _OF_ALL_SERVICES:
        figure = _of_all_services(terms, field)
        if figure is not None:
            found.append(figure)
    return found


def figure_called(terms: Sequence[Term], name: str) -> Figure:
    """Return a figure by its name.

    Raises
    ------
    InputError
        If there is none of that name, or several that differ.
    """
    owner, _, field = name.rpartition(".") if isinstance(name, str) else ("", "", "")
    _refuse_by_council(terms, owner, field)
    numbers = [(k, value) for k, called, value in _numbers(terms) if called == field]
    if owner:
        numbers = [(k, value) for k, value in numbers if terms[k].name == owner]
    if len({value for _, value in numbers}) > 1:
        names = [f"{terms[k].name}.{field}" for k, _ in numbers]
        raise InputError(f"{name} is not the same in all terms; name one of {', '.join(names)}")
    if numbers:
        whose = tuple(k for k, _ in numbers)
        return _figure(terms, field, whose, name=name)
    found = (
        _of_all_services(terms, field)
        if owner == ALL_SERVICES
        else _of_service(terms, owner, field)
    )
    if found is None:
        known = ", ".join(figure.name for figure in figures_of(terms))
        raise InputError(
            f"the terms have no figure {shown(name)}; there are {known}, and those of services, "
            "such as 'it.unit_cost'"
        )
    return found


def published_row(term: Term, field: str) -> str | None:
    """Return the row of the published range of a figure; None if it has none."""
    return EXIT_COST if isinstance(term, FromToday) else PUBLISHED.get((type(term), field))


def figures_asked(
    terms: Sequence[Term], parameter: str | None, bounds: tuple[float, float] | None
) -> list[Figure]:
    """Return the figure of a name, perhaps within bounds; all figures of the terms for no name.

    Raises
    ------
    InputError
        If there is no such figure, or the bounds are not usable.
    """
    if parameter is not None:
        figure = figure_called(terms, parameter)
        return [figure if bounds is None else figure.within(_checked(bounds, figure))]
    if bounds is not None:
        raise InputError("bounds are those of one parameter; give parameter=... too")
    return figures_of(terms)


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


def _refuse_by_council(terms: Sequence[Term], owner: str, field: str) -> None:
    """Refuse the figure of what leaving costs, where that is not the same for all councils."""
    for term in terms:
        if not isinstance(term, FromToday) or field != "exit_cost" or owner not in ("", term.name):
            continue
        if term.exit_costs and term.exit_cost is None:
            raise InputError(
                f"{term.name}.exit_cost is not the same for all councils, and so no figure; sweep "
                "'today' itself, with a cl.Today(..., exit_cost=...) in each scenario"
            )


def _numbers(terms: Sequence[Term]) -> list[tuple[int, str, float]]:
    """Return the number of the term, the field and the value of each figure."""
    some: list[Any] = list(terms)
    return [
        (k, name, value)
        for k, term in enumerate(some)
        if dataclasses.is_dataclass(term)
        for name in _fields(term)
        if type(value := getattr(term, name)) in (int, float) and math.isfinite(value)
    ]


def _fields(term: Any) -> list[str]:
    """Return what of a term may be a figure."""
    if isinstance(term, FromToday):  # All else of it is made of other terms, and of no number.
        return ["exit_cost"]
    return [field.name for field in dataclasses.fields(term) if field.init]


def _is_linear(terms: Sequence[Term], k: int, field: str) -> bool:
    """Tell whether the cost of each cluster is linear in a figure of a term, for given hosts."""
    if isinstance(terms[k], FromToday):
        return True
    return field in LINEAR.get(type(terms[k]), ()) and not _is_behind_a_host(terms, k)


def _is_behind_a_host(terms: Sequence[Term], k: int) -> bool:
    """Tell whether a figure of a term may change who hosted what is behind today's partnerships.

    What is behind them is counted under the host that is best for all terms. That is the least of
    straight lines, but it is taken away; with one term of hosts it is a straight line itself.
    """
    hosted = [type(one).host_cost is not Term.host_cost for one in terms]
    return hosted[k] and sum(hosted) > 1 and any(isinstance(one, FromToday) for one in terms)


def _figure(
    terms: Sequence[Term], field: str, whose: tuple[int, ...], *, name: str | None = None
) -> Figure:
    term: Any = terms[whose[0]]
    now = getattr(term, field)
    if name is None:
        name = field if len(whose) > 1 else f"{term.name}.{field}"
    row = published_row(term, field)
    table = datasets.model_parameters()
    ends = (math.nan, math.nan) if row is None else tuple(table.loc[row, ["low", "high"]])
    whole = any(one.name == field and one.type in ("int", int) for one in dataclasses.fields(term))
    low, high, words = _range(float(now), *ends)
    if whole:
        low, high = math.floor(low), math.ceil(high)
    linear = all(_is_linear(terms, k, field) for k in whose)
    return Figure(name, float(now), low, high, words, whole, whose, field, linear=linear)


def _of_service(terms: Sequence[Term], owner: str, field: str) -> Figure | None:
    """Return a figure of a service; None if no term has that service, or it no such figure."""
    found = {
        k: service
        for k, term in enumerate(terms)
        for service in getattr(term, "services", ())
        if service.name == owner and field in _OF_SERVICES
    }
    values = {getattr(service, field) for service in found.values()}
    if not found or None in values or not all(map(math.isfinite, values)):
        return None
    if len(values) > 1:
        raise InputError(f"{owner}.{field} is not the same in all terms; give them one service")
    (now,) = values
    low, high, words = _range(now, *_published_ends(owner, field))
    linear = field in _LINEAR_OF_SERVICES and all(
        type(terms[k]) in LINEAR and not _is_behind_a_host(terms, k) for k in found
    )
    return Figure(
        f"{owner}.{field}",
        now,
        low,
        high,
        words,
        False,
        tuple(found),
        field,
        parts=(Part(owner, now, low, high),),
        linear=linear,
    )


def _of_all_services(terms: Sequence[Term], field: str) -> Figure | None:
    """Return a figure of all services together; None if no term has any with a published range."""
    whose = tuple(k for k, term in enumerate(terms) if getattr(term, "services", ()))
    if not whose or field not in _OF_ALL_SERVICES:
        return None
    some: list[Any] = [terms[k] for k in whose]
    shared: set[tuple[Service, ...]] = {tuple(term.services) for term in some}
    if len(shared) > 1:
        return None
    (services,) = shared
    total = sum(service.unit_cost for service in services)
    parts = []
    for service in services:
        now = float(getattr(service, field))
        low, high, words = _range(now, *_published_ends(service.name, field))
        if words != RANGE_PUBLISHED:
            low = high = now  # Nothing is known of it.
        weight = 1.0 if field == "unit_cost" or total == 0 else service.unit_cost / total
        parts.append(Part(service.name, now, low, high, weight))
    now, low, high = (
        sum(part.weight * getattr(part, what) for part in parts) for what in ("now", "low", "high")
    )
    if low == high:
        return None
    name = f"{ALL_SERVICES}.{field}"
    return Figure(name, now, low, high, RANGE_PUBLISHED, False, whose, field, parts=tuple(parts))


def _published_ends(service: str, field: str) -> tuple[float, float]:
    """Return the range that the table has for a figure of a service; NaN if it has none."""
    table = datasets.services()
    if service not in table.index or f"{field}_low" not in table:
        return math.nan, math.nan
    low, high = (float(table[f"{field}_{end}"][service]) for end in ("low", "high"))
    return low, high


def _range(now: float, low: float, high: float) -> tuple[float, float, str]:
    """Return where to look, and what that is."""
    if not (pd.isna(low) or pd.isna(high)):
        return min(low, now), max(high, now), RANGE_PUBLISHED
    if now == 0:
        return math.nan, math.nan, "none"
    ends = sorted((now / _FACTOR, now * _FACTOR))
    return ends[0], ends[1], "a quarter to four times"
