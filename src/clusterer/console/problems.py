"""A problem as a command states it, so that a certificate can state it again.

A command makes a `Stated` of its options and solves the problem that `Stated.problem` makes.
A certificate file keeps `Stated.as_json` under ``problem``, for the same problem to be made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import networkx as nx

from clusterer import datasets
from clusterer.console.boundaries import read_councils
from clusterer.console.councils import called, names_in
from clusterer.errors import InputError
from clusterer.geography import adjacency
from clusterer.limits import ClusterCount, Limit
from clusterer.problem import Problem
from clusterer.rules import Apart, MaxSize, Rule, Together
from clusterer.terms import preset as preset_terms


@dataclass(frozen=True)
class Stated:
    """A problem in the options of a command.

    Parameters
    ----------
    command
        "london" or "solve".
    options
        By name, those that say what the problem is, but for those that are not given.

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
        try:
            stated = cls(certificate["problem"]["command"], dict(certificate["problem"]["options"]))
        except (KeyError, TypeError, ValueError):
            stated = cls("", {})
        if stated.command not in _COMMANDS:
            raise InputError(
                "the certificate does not say of which problem it is, as one of `clusterer london "
                "--certificate` or `clusterer solve --certificate` does; in a script, make the "
                "problem and call clusterer.verify(problem, certificate)"
            )
        return stated

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
        except (TypeError, ValueError) as error:  # Options that no command would let through.
            raise InputError(f"the options of clusterer {self.command}: {error}") from error

    def __str__(self) -> str:
        """Return the command, to be read."""
        words = ["clusterer", self.command]
        for key, value in self.options.items():
            for one in value if isinstance(value, (list, tuple)) else (value,):
                text = f"'{one}'" if " " in str(one) else str(one)
                words += [text] if key == "file" else [f"--{key.replace('_', '-')}", text]
        return " ".join(words)


def _london(
    *,
    year: int = 2006,
    preset: str = "central",
    within_km: float | str | None = None,
    **shape: Any,
) -> Problem:
    boroughs = datasets.london(int(year))
    return Problem(
        boroughs,
        terms=preset_terms(preset),
        adjacency=adjacency(
            boroughs, crossings=datasets.thames_crossings(), within_km=_km(within_km)
        ),
        **_shape(boroughs, **shape),
    )


def _solve(
    *,
    file: Path | str,
    population: str,
    index: str | None = None,
    name: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
    link: list[str] | None = None,
    preset: str = "central",
    within_km: float | str | None = None,
    **shape: Any,
) -> Problem:
    councils = read_councils(Path(file), layer, crs, index, name)
    return Problem(
        councils,
        terms=preset_terms(preset, population=population),
        adjacency=_graph(councils, link or [], _km(within_km)),
        **_shape(councils, **shape),
    )


_COMMANDS: Mapping[str, Callable[..., Problem]] = {"london": _london, "solve": _solve}


def _km(within_km: float | str | None) -> float | None:
    return None if within_km is None else float(within_km)


def _graph(councils: gpd.GeoDataFrame, links: list[str], within_km: float | None) -> nx.Graph:
    crossings = [called(names_in(link), councils) for link in links]
    for pair in crossings:
        if len(pair) != 2:
            given = ", ".join(map(str, pair))
            raise InputError(f"--link {given!r} must name two councils, such as 'Bexley, Havering'")
    return adjacency(councils, crossings=crossings, within_km=within_km)


def _shape(
    councils: gpd.GeoDataFrame,
    *,
    max_size: int = 7,
    together: list[str] | None = None,
    apart: list[str] | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
) -> dict[str, Any]:
    """Return the rules and limits."""
    rules: list[Rule] = [
        MaxSize(max_size),
        *(Together(*called(names_in(group), councils)) for group in together or []),
        *(Apart(*called(names_in(group), councils)) for group in apart or []),
    ]
    limits: list[Limit] = []
    if at_least is not None or at_most is not None:
        limits.append(ClusterCount(at_least=at_least, at_most=at_most))
    return {"rules": rules, "limits": limits}
