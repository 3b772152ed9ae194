"""From the options of a command to the problem: councils, terms, adjacency, rules and limits."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Literal, TypeVar

import geopandas as gpd
import pandas as pd

from clusterer.cli import shipped
from clusterer.cli.boundaries import read_councils
from clusterer.cli.councils import councils_in, named_by
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.geography import adjacency
from clusterer.limits import ClusterCount, Limit
from clusterer.model.problem import Problem
from clusterer.rules import (
    Alone,
    Apart,
    MaxDistance,
    MaxSize,
    MinSize,
    Nested,
    PopulationBounds,
    Rule,
    Together,
)
from clusterer.terms import Balance, Politics, PopulationTarget, PresetName, Term
from clusterer.terms import preset as preset_terms

N = TypeVar("N", int, float)

_TOLERANCE = 1.0
"""Metres that a digitised border may be off, unless told otherwise."""

NO_CAP = "none"
"""What is said in place of the most councils in a cluster, if there may be any number."""


def problem_of(
    *,
    file: Path | str,
    population: str | None = None,
    year: int | str | None = None,
    layer: str | None = None,
    xy: str | None = None,
    source_crs: str | None = None,
    crs: str | None = None,
    join: Path | str | None = None,
    on: str | None = None,
    index: str | None = None,
    name: str | None = None,
    drop: list[str] | None = None,
    repair_width: float | str | None = None,
    overlapping: bool = False,
    link: list[str] | None = None,
    islands: Literal["nearest"] | None = None,
    preset: PresetName = "central",
    politics: float | str | None = None,
    balance: list[str] | None = None,
    target: str | None = None,
    within_km: float | str | None = None,
    tolerance: float | str = _TOLERANCE,
    today: str | None = None,
    **shape: Any,
) -> Problem:
    """Make the problem that options state; `options` has what each of them says.

    Raises
    ------
    InputError
        If an option is not usable.
    """
    width = _number(repair_width)
    if overlapping and width:
        raise InputError(
            f"--repair-width {width:g} takes overlaps away, and --overlapping says that they are "
            "meant; leave out one of the two, or make the shapes valid with --repair alone"
        )
    word = shipped.word_of(file)
    if word is not None and index is not None:
        raise InputError(
            f"--index {index!r}: the councils of {word} go by their GSS codes; leave out --index"
        )
    councils = read_councils(
        file,
        year=None if year is None else int(year),
        layer=layer,
        xy=xy,
        source_crs=source_crs,
        crs=crs,
        join=join,
        on=on,
        index=index if word is None else shipped.INDEX,
        name=name,
        drop=drop or [],
        repair_width=width,
    )
    residents = _residents(councils, population, word)
    _check_columns(councils, join, population=residents, nested=shape.get("nested"), today=today)
    table = Councils.validated(councils, overlapping=bool(overlapping))
    crossings = [] if word is None else _crossings(table, word)
    crossings += _links(table, link or [])
    return Problem(
        table,
        terms=_terms(preset, residents, politics, balance or [], target),
        adjacency=adjacency(
            table,
            crossings=crossings,
            within_km=_number(within_km),
            islands=islands,
            tolerance=float(tolerance),
        ),
        **_shape(table, residents, **shape),
        today=None if today is None else _partnerships(councils[today]),
    )


def london(**options: Any) -> Problem:
    """Make the same for the boroughs of London."""
    return problem_of(file=shipped.LONDON, **options)


def _residents(councils: gpd.GeoDataFrame, population: str | None, word: str | None) -> str:
    """Return the column with the residents."""
    if population is not None:
        return population
    if word is not None:
        return shipped.POPULATION
    columns = councils.drop(columns=councils.active_geometry_name).columns
    raise InputError(
        "--population is missing: name the column with the residents; there are "
        f"{', '.join(map(str, columns)) or 'no columns'}; or join a table that has it with --join "
        "FILE --on COLUMN"
    )


def _partnerships(column: pd.Series) -> pd.Series:
    """Return the partnerships that a column names; whose cell is empty stands alone."""
    named = column.astype("string").str.strip()
    return column[named.notna() & (named != "")]


def _number(value: float | str | None) -> float | None:
    """Return a figure as it is typed, or as a certificate has it."""
    return None if value is None else float(value)


def _terms(
    preset: PresetName,
    population: str,
    politics: float | str | None,
    balance: list[str],
    target: str | None,
) -> list[Term]:
    terms = preset_terms(preset, population=population)
    price = _number(politics)
    if price is not None:
        terms.append(Politics(price))
    for text in balance:
        *column, clusters, worth = _parts("--balance", text, "population, 3, 10")
        called = "balance" if len(balance) == 1 else f"balance of {', '.join(column)}"
        terms.append(
            Balance(
                ", ".join(column),
                clusters=_figure("--balance", text, clusters, int),
                price=_figure("--balance", text, worth, float),
                name=called,
            )
        )
    if target is not None:
        residents, worth = _parts("--target", target, "500000, 10")
        terms.append(
            PopulationTarget(
                _figure("--target", target, residents, float),
                price=_figure("--target", target, worth, float),
                population=population,
            )
        )
    return terms


def _parts(option: str, text: str, example: str) -> list[str]:
    """Return what stands between the commas of an option, as many as in the example or more."""
    parts = [part.strip() for part in text.split(",")]
    wanted = example.count(",") + 1
    # The name of a column may have commas of its own.
    if len(parts) < wanted or (len(parts) > wanted and option != "--balance"):
        raise InputError(
            f"{option} {text!r} has {len(parts)} parts, and needs {wanted} with commas between "
            f"them, such as {example!r}"
        )
    return parts


def _figure(option: str, text: str, part: str, kind: Callable[[str], N]) -> N:
    """Return a part of an option as a number."""
    try:
        return kind(part)
    except ValueError:
        whole = "whole number" if kind is int else "number"
        raise InputError(f"{option} {text!r}: {part!r} is no {whole}") from None


def _check_columns(councils: gpd.GeoDataFrame, join: Path | str | None, **columns: Any) -> None:
    """Check the columns that options name; say how one comes to boundaries that lack it."""
    for option, column in columns.items():
        if column is None or column in councils.columns:
            continue
        try:
            Councils(councils).texts(column)
        except InputError as error:
            how = "" if join else "; or join a table that has it with --join FILE --on COLUMN"
            raise InputError(f"--{option}: {error}{how}") from None


def _crossings(table: Councils, word: str) -> list[tuple[Hashable, ...]]:
    """Return the crossings of a map that comes with the library, of the councils that are there."""
    known = shipped.crossings_of(word)
    if known is None:
        return []
    rows = known[["council_a", "council_b", "crossing"]].itertuples(index=False, name=None)
    there = set(table.ids)
    return [row for row in rows if there.issuperset(row[:2])]


def _links(table: Councils, links: list[str]) -> list[tuple[Hashable, ...]]:
    """Return the pairs of councils that --link names."""
    pairs: list[tuple[Hashable, ...]] = []
    for link in links:
        pair = councils_in(link, table.frame)
        if len(pair) != 2:
            raise InputError(
                f"--link {link!r} must name two councils, such as 'Bexley, Havering', and names "
                f"{len(pair)}; names with a comma stand among semicolons: 'Bristol, City of; Bath'"
            )
        pairs.append(named_by("--link", link, table))
    return pairs


def _size(most: Any) -> list[MaxSize]:
    return [] if most == NO_CAP else [MaxSize(most)]


def _shape(
    table: Councils,
    population: str,
    *,
    max_size: int | str = 7,
    min_size: int | None = None,
    together: list[str] | None = None,
    apart: list[str] | None = None,
    alone: list[str] | None = None,
    nested: str | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
    min_population: float | str | None = None,
    max_population: float | str | None = None,
    or_alone: bool = False,
    max_distance: float | str | None = None,
) -> dict[str, Any]:
    """Return the rules and limits."""
    rules: list[Rule] = [
        *_size(max_size),
        *(Together(*named_by("--together", group, table)) for group in together or []),
        *(Apart(*named_by("--apart", group, table)) for group in apart or []),
        *(Alone(*named_by("--alone", group, table)) for group in alone or []),
    ]
    residents = (_number(min_population), _number(max_population))
    if min_size is not None:
        rules.append(MinSize(min_size, alone=or_alone))
    if residents != (None, None):
        low, high = residents
        rules.append(
            PopulationBounds(at_least=low, at_most=high, population=population, alone=or_alone)
        )
    if nested is not None:
        rules.append(Nested(nested))
    if or_alone and min_size is None and residents == (None, None):
        raise InputError(
            "--or-alone spares councils alone from --min-size, --min-population and "
            "--max-population; give one of these, or leave it out"
        )
    km = _number(max_distance)
    if km is not None:
        rules.append(MaxDistance(km))
    limits: list[Limit] = []
    if at_least is not None or at_most is not None:
        limits.append(ClusterCount(at_least=at_least, at_most=at_most))
    return {"rules": rules, "limits": limits}
