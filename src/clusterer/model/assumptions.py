"""What a plan rests on, in one line, for below a title: what a picture takes along."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from clusterer import datasets
from clusterer._support.checks import LARGEST
from clusterer._support.wording import is_default
from clusterer.limits import Limit
from clusterer.rules import Rule
from clusterer.terms import Service, Term, services
from clusterer.terms.today import FromToday

_MONEY = "£m of present value"


def in_one_line(
    terms: Iterable[Term], rules: Iterable[Rule], limits: Iterable[Limit], *, money: str = _MONEY
) -> str:
    """Return the terms, rules and limits in words, and what kind of figures there are.

    Parameters of terms that differ from their defaults are named. Figures are called
    illustrative where a shipped default is among them.

    Examples
    --------
    >>> import clusterer as cl
    >>> in_one_line(cl.preset("central"), [cl.MaxSize(7)], [])
    'terms: scale, coordination, set-up; clusters of up to 7; £m of present value, illustrative \
    default figures, not a forecast'
    >>> in_one_line([cl.SetUp(per_cluster=4.0), cl.Politics(5.0)], [], [])
    'terms: set-up (per_cluster 4), politics (price 5); £m of present value, illustrative \
    default figures, not a forecast'
    """
    terms = tuple(terms)
    return "; ".join(
        [
            f"terms: {terms_in_words(terms) or 'none'}",
            *(rule.in_words for rule in rules),
            *(limit.in_words for limit in limits),
            figures_in_words(terms, money=money),
        ]
    )


def terms_in_words(terms: Iterable[Term], *, leave_out: Collection[str] = ()) -> str:
    """Return the names of terms, each with its parameters that are no defaults, but some.

    Examples
    --------
    >>> import clusterer as cl
    >>> terms = cl.preset("central", services=cl.services("it"), per_cluster=1 / 7)
    >>> terms_in_words(terms, leave_out=["services"])
    'scale, coordination, set-up (per_cluster 0.1429)'
    """
    return ", ".join(_in_words(term, leave_out) for term in terms)


def figures_in_words(terms: Iterable[Term], *, money: str = _MONEY) -> str:
    """Return what kind of figures there are."""
    figures = "illustrative default figures, " if any(map(_has_shipped_figures, terms)) else ""
    return f"{money}, {figures}not a forecast"


def _in_words(term: Term, leave_out: Collection[str]) -> str:
    """Return the name of a term, and those of its parameters that are no defaults."""
    if isinstance(term, FromToday):
        return term.in_words
    changed = []
    for field in _parameters(term):
        value = getattr(term, field.name)
        if is_default(field, value) or callable(value):
            continue
        if field.name == "services":
            changed += _services_in_words(value, named=field.name not in leave_out)
        elif field.name in leave_out:
            continue
        elif isinstance(value, (bool, str)):
            changed.append(f"{field.name} {value}")
        elif isinstance(value, (int, float)) and abs(value) <= LARGEST:
            changed.append(f"{field.name} {value:{'g' if abs(value) >= 1 else '.4g'}}")
        else:
            changed.append(f"own {field.name}")
    return f"{term.name} ({', '.join(changed)})" if changed else term.name


def _services_in_words(shared: Iterable[Service], *, named: bool) -> list[str]:
    """Say which services have figures of the user's own, or else which they are, if wanted."""
    shared = tuple(shared)
    known = {service.name: service for service in _shipped()}
    own = [service.name for service in shared if known.get(service.name) != service]
    if own:
        return [f"own figures of {' and '.join(own)}"]
    return [f"services {' and '.join(service.name for service in shared)}"] if named else []


@cache
def _shipped() -> tuple[Service, ...]:
    """Return all services of the shipped table."""
    return services(*datasets.services().index)


def _has_shipped_figures(term: Term) -> bool:
    """Tell whether a figure of a term is still that of the shipped tables."""
    return type(term).__module__.startswith("clusterer.") and any(
        field.default_factory is not dataclasses.MISSING
        and is_default(field, getattr(term, field.name))
        for field in _parameters(term)
    )


def _parameters(term: Term) -> tuple[dataclasses.Field[Any], ...]:
    if not dataclasses.is_dataclass(term):
        return ()
    return tuple(f for f in dataclasses.fields(term) if f.init and f.repr and f.name != "name")
