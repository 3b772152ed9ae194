"""A problem as a command states it, so that a certificate can state it again.

A command makes a `Stated` of its options and solves the problem that `Stated.problem` makes.
A certificate file keeps `Stated.as_json` under ``problem``, for the same problem to be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import networkx as nx
import pandas as pd

from clusterer import datasets
from clusterer.cli.boundaries import read_councils
from clusterer.cli.councils import councils_in
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
from clusterer.terms import Politics, PresetName, Term
from clusterer.terms import preset as preset_terms

_TOLERANCE = 1.0
"""Metres that a digitised border may be off, unless told otherwise."""

NO_CAP = "none"
"""What is said in place of the most councils in a cluster, if there may be any number."""


@dataclass(frozen=True)
class Stated:
    """A problem in the options of a command.

    Parameters
    ----------
    command
        "london" or "solve".
    options
        By name, those that say what the problem is, except for those that are not given.

    Examples
    --------
    >>> stated = Stated("london", {"max_size": 3})
    >>> stated.problem().rules
    (MaxSize(3),)
    >>> print(stated)
    clusterer london --max-size 3
    >>> Stated.of({"problem": stated.as_json()}) == stated
    True
    """

    command: str
    options: Mapping[str, Any]

    @classmethod
    def given(cls, command: str, **options: Any) -> Stated:
        """Return what a command was given; options that are None were not."""
        return cls(command, {key: value for key, value in options.items() if value is not None})

    @classmethod
    def of(cls, certificate: Mapping[str, Any]) -> Stated:
        """Return what a certificate file states.

        Raises
        ------
        InputError
            If it does not state a problem that a command can make.
        """
        stated = certificate.get("problem") if isinstance(certificate, dict) else None
        stated = stated if isinstance(stated, dict) else {}
        command, options = stated.get("command"), stated.get("options")
        told = isinstance(command, str) and command in _COMMANDS and isinstance(options, dict)
        if not told:
            raise InputError(
                "the certificate does not say of which problem it is, as one of `clusterer london "
                "--certificate` or `clusterer solve --certificate` does; in a script, make the "
                "problem and call clusterer.verify(problem, certificate)"
            )
        named: dict[str, Any] = dict(options or {})
        for key, value in named.items():
            _check_option(key, value)
        return cls(str(command), named)

    def as_json(self) -> dict[str, Any]:
        """Return the same for `json.dump`."""
        # Infinity is no JSON; a path is told from wherever the command stands.
        options = {
            key: str(value.resolve())
            if isinstance(value, Path)
            else str(value)
            if isinstance(value, float)
            else value
            for key, value in self.options.items()
        }
        return {"command": self.command, "options": options}

    def problem(self) -> Problem:
        """Make the problem.

        Raises
        ------
        InputError
            If an option is unknown, or not usable.
        """
        try:
            return _COMMANDS[self.command](**self.options)
        except InputError:
            raise
        except _UNUSABLE as error:  # Options that no command would let through.
            raise InputError(f"the options of clusterer {self.command}: {error}") from error

    def __str__(self) -> str:
        """Return the command, to be read."""
        words = ["clusterer", self.command]
        for key, value in self.options.items():
            if value is True:
                words.append(f"--{key.replace('_', '-')}")
                continue
            for one in value if isinstance(value, (list, tuple)) else (value,):
                text = f"'{one}'" if " " in str(one) else str(one)
                words += [text] if key == "file" else [f"--{key.replace('_', '-')}", text]
        return " ".join(words)


def _london(
    *,
    year: int = 2006,
    preset: PresetName = "central",
    politics: float | str | None = None,
    within_km: float | str | None = None,
    tolerance: float | str = _TOLERANCE,
    **shape: Any,
) -> Problem:
    boroughs = datasets.london(int(year))
    return Problem(
        boroughs,
        terms=_terms(preset, "population", politics),
        adjacency=adjacency(
            boroughs,
            crossings=datasets.thames_crossings(),
            within_km=_number(within_km),
            tolerance=float(tolerance),
        ),
        **_shape(boroughs, "population", **shape),
    )


def _solve(
    *,
    file: Path | str,
    population: str,
    layer: str | None = None,
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
    within_km: float | str | None = None,
    tolerance: float | str = _TOLERANCE,
    today: str | None = None,
    **shape: Any,
) -> Problem:
    width = _number(repair_width)
    if overlapping and width:
        raise InputError(
            f"--repair-width {width:g} takes overlaps away, and --overlapping says that they are "
            "meant; leave out one of the two, or make the shapes valid with --repair alone"
        )
    councils = read_councils(
        file,
        layer=layer,
        source_crs=source_crs,
        crs=crs,
        join=join,
        on=on,
        index=index,
        name=name,
        drop=drop or [],
        repair_width=width,
    )
    _check_columns(councils, join, population=population, nested=shape.get("nested"), today=today)
    table = Councils.validated(councils, overlapping=bool(overlapping))
    return Problem(
        table,
        terms=_terms(preset, population, politics),
        adjacency=_graph(table, link or [], _number(within_km), islands, float(tolerance)),
        **_shape(councils, population, **shape),
        today=None if today is None else _partnerships(councils[today]),
    )


def _partnerships(column: pd.Series) -> pd.Series:
    """Return the partnerships that a column names; whose cell is empty stands alone."""
    named = column.astype("string").str.strip()
    return column[named.notna() & (named != "")]


_COMMANDS: Mapping[str, Callable[..., Problem]] = {"london": _london, "solve": _solve}


_UNUSABLE = (TypeError, ValueError, LookupError, ArithmeticError, OSError, RuntimeError)
"""What an option may raise that no command would let through."""

_MOST_LETTERS, _MOST_NAMED = 10_000, 1_000
"""Letters in an option, and how often one may be repeated."""


def _is_short(value: str | float) -> bool:
    """Tell whether a text is short, and such as can be printed; or a number not too large."""
    if not isinstance(value, str):
        return abs(value) < 1e18
    return len(value) <= _MOST_LETTERS and not any(
        "\ud800" <= letter <= "\udfff" for letter in value
    )


def _check_option(key: str, value: Any) -> None:
    """Check that an option in a certificate is a text, a number, or a short list of texts."""
    texts = value if isinstance(value, list) else [value]
    plain = (str,) if isinstance(value, list) else (str, int, float)
    short = len(texts) <= _MOST_NAMED and all(
        isinstance(text, plain) and _is_short(text) for text in texts
    )
    if not short:
        raise InputError(
            f"the option {key[:40]!r} in the certificate is no text, number or short list of texts"
        )


def _number(value: float | str | None) -> float | None:
    """Return a figure as it is typed, or as a certificate has it."""
    return None if value is None else float(value)


def _terms(preset: PresetName, population: str, politics: float | str | None) -> list[Term]:
    terms = preset_terms(preset, population=population)
    price = _number(politics)
    return terms if price is None else [*terms, Politics(price)]


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


def _graph(
    table: Councils,
    links: list[str],
    within_km: float | None,
    islands: Literal["nearest"] | None,
    tolerance: float,
) -> nx.Graph:
    crossings = []
    for link in links:
        pair = councils_in(link, table.frame)
        if len(pair) != 2:
            raise InputError(
                f"--link {link!r} must name two councils, such as 'Bexley, Havering', and names "
                f"{len(pair)}; names with a comma stand among semicolons: 'Bristol, City of; Bath'"
            )
        try:
            table.positions(pair)
        except InputError as error:
            raise InputError(f"--link {link!r}: {error}") from None
        crossings.append(pair)
    return adjacency(
        table, crossings=crossings, within_km=within_km, islands=islands, tolerance=tolerance
    )


def _size(most: Any) -> list[MaxSize]:
    return [] if most == NO_CAP else [MaxSize(most)]


def _shape(
    councils: gpd.GeoDataFrame,
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
        *(Together(*councils_in(group, councils)) for group in together or []),
        *(Apart(*councils_in(group, councils)) for group in apart or []),
        *(Alone(*councils_in(group, councils)) for group in alone or []),
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
