"""The register of figures: what the terms of a problem actually use, each with its source."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from clusterer import datasets
from clusterer._support.wording import is_default
from clusterer.model.figure_words import words_of
from clusterer.model.figures import published_row
from clusterer.terms import Scale, Staff, Term
from clusterer.terms.today import FromToday

COLUMNS = ("meaning", "value", "unit", "default", "low", "high", "mark", "source")

_NO_FIGURES = ("name", "population", "services", "column", "columns", "votes", "control")
"""Fields of terms that name a column, or have figures of their own."""


def register(terms: Sequence[Term]) -> pd.DataFrame:
    """Return a row a figure that the terms use, as `Problem.figures` says."""
    rows = dict([*_of_terms(terms), *_of_services(terms)])
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
    return table.rename_axis("figure")


def _of_terms(terms: Sequence[Term]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the figures of the terms; one that several share is called by its own name alone."""
    found: dict[tuple[str, Any], list[tuple[Any, Any]]] = {}
    for term in terms:
        if not dataclasses.is_dataclass(term):
            yield term.name, _own(term.name, "a term of your own")
            continue
        if isinstance(term, FromToday) and term.exit_costs and term.exit_cost is None:
            yield f"{term.name}.exit_cost", _own(f"{term.name}.exit_cost", "by council")
        for field in _figures(term):
            value = getattr(term, field)
            if value is None:
                continue
            row = published_row(term, field)
            key = (field, (repr(value), row) if row else id(term))
            found.setdefault(key, []).append((term, value))
    shared = [name for (name, _), owners in found.items() if len(owners) > 1]
    for (field_name, _), owners in found.items():
        (term, value), *others = owners
        by_itself = others and shared.count(field_name) == 1
        whose = " and ".join(owner.name for owner, _ in owners)
        name = field_name if by_itself else f"{whose}.{field_name}"
        yield name, _of_field(name, term, field_name, value)


def _of_field(name: str, term: Term, field: str, value: Any) -> dict[str, Any]:
    row = published_row(term, field)
    shown = _shown(value)
    if row is None:
        of_library = type(term).__module__.startswith("clusterer.")
        (declared,) = (one for one in _fields(term) if one.name == field)
        return _own(name, shown) | {"default": of_library and is_default(declared, value)}
    return _published(name, row, value)


def _published(name: str, row: str, value: Any) -> dict[str, Any]:
    """Return the row of a figure that the table of parameters has."""
    known: Any = datasets.model_parameters().loc[row]
    is_central = bool(value == float(known["central"]))
    return _own(name, _shown(value)) | {
        "unit": known["unit"],
        "default": is_central,
        "low": known["low"],
        "high": known["high"],
        "mark": known["mark"] if is_central else "",
        "source": known["source"] if is_central else "",
    }


def _of_services(terms: Sequence[Term]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the figures of the services that some term reads."""
    read: dict[tuple[str, str], dict[Any, list[str]]] = {}
    some: list[Any] = list(terms)
    for term in some:
        for service in getattr(term, "services", ()):
            for field in _read_by(term):
                values = read.setdefault((service.name, field), {})
                values.setdefault(getattr(service, field), []).append(term.name)
    for (service, field), values in read.items():
        for value, owners in values.items():
            name = f"{service}.{field}" if len(values) == 1 else f"{owners[0]}.{service}.{field}"
            yield name, _of_service(name, service, field, value)


def _read_by(term: Term) -> tuple[str, ...]:
    """Return which figures of its services a term reads."""
    if isinstance(term, Scale):
        return (
            "unit_cost",
            "fixed_share" if term.form == "affine" else "power_exponent",
            *(("minimum_efficient_scale",) if term.exhaustion else ()),
        )
    return ("unit_cost", "posts_per_gbp_m") if isinstance(term, Staff) else ("unit_cost",)


def _of_service(name: str, service: str, field: str, value: Any) -> dict[str, Any]:
    table = datasets.services()
    found = _own(name, value)
    if service not in table.index or field not in table:
        return found
    known = table.loc[service]
    is_central = value == known[field]
    return found | {
        "meaning": f"{service}: {words_of(f'x.{field}').meaning.removeprefix('x: ')}",
        "default": bool(is_central),
        "low": known.get(f"{field}_low", float("nan")),
        "high": known.get(f"{field}_high", float("nan")),
        "mark": known.get(f"{field}_mark", "") if is_central else "",
        "source": known["source"] if is_central else "",
    }


def _own(name: str, value: Any) -> dict[str, Any]:
    """Return the row of a figure of which nothing is published."""
    words = words_of(name)
    return {
        "meaning": words.meaning,
        "value": value,
        "unit": words.unit,
        "default": False,
        "low": float("nan"),
        "high": float("nan"),
        "mark": "",
        "source": "",
    }


def _figures(term: Any) -> list[str]:
    """Return the fields of a term that are figures."""
    if isinstance(term, FromToday):
        return ["exit_cost"]
    return [one.name for one in _fields(term) if one.init and one.name not in _NO_FIGURES]


def _fields(term: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(term)


def _shown(value: Any) -> Any:
    """Return a value as a cell of a table: a number or a word."""
    if isinstance(value, (bool, int, float, str)):
        return value
    return f"your own {type(value).__name__}"
