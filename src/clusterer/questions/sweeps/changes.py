"""What a sweep changes in a problem, scenario by scenario: figures of terms, or its parts."""

from __future__ import annotations

import dataclasses
import inspect
import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from clusterer._support.checks import check_number, check_whole
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.figure import Figure
from clusterer.model.figures import figure_called
from clusterer.model.problem import Problem
from clusterer.model.today import Today
from clusterer.questions.sweeps.fingerprint import digest, fingerprint
from clusterer.terms import Term
from clusterer.terms.today import FromToday

Name: TypeAlias = str | int
"""What a scenario is called: by words, or by its number from 0 on."""

Stated: TypeAlias = (
    pd.DataFrame | Mapping[str, Mapping[str, Any] | Sequence[Any]] | Iterable[Mapping[str, Any]]
)
"""How changes may be given."""

PARTS = tuple(name for name in inspect.signature(Problem).parameters if name != "overlapping")
"""What of a problem may be replaced as a whole."""

_HOW = (
    "give a table with a row a scenario and a column a figure, such as cl.draws makes; a dict of "
    "scenarios by name, {'low': {'coordination.kappa': 0.002}}; a list of such changes; or a "
    "grid, {'coordination.kappa': [0.002, 0.007]}"
)


@dataclass(frozen=True, eq=False)
class Scenario:
    """One change of a problem.

    Attributes
    ----------
    name
        What it is called.
    settings
        What is otherwise: values of figures by name, and parts of the problem.
    """

    name: Name
    settings: Mapping[str, Any]

    @property
    def parts(self) -> dict[str, Any]:
        """The parts of the problem that are replaced as a whole."""
        return {key: value for key, value in self.settings.items() if key in PARTS}


class Changes(Sequence[Scenario]):
    """All scenarios of a sweep, each with a name of its own.

    Parameters
    ----------
    problem
        The problem that they change.
    stated
        The changes, as `sweep` takes them.

    Raises
    ------
    InputError
        If they are none, or one does not belong to the problem.
    """

    def __init__(self, problem: Problem, stated: Stated) -> None:
        self._terms, self._today = problem.terms, problem.today
        self._scenarios = tuple(Scenario(name, given) for name, given in _named(stated))
        if not self._scenarios:
            raise InputError(f"there are no changes to solve for; {_HOW}")
        names = [scenario.name for scenario in self._scenarios]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(f"two changes are called {shown(twice)}; give each its own name")
        self.keys = tuple(dict.fromkeys(itertools.chain(*(s.settings for s in self._scenarios))))
        self.figures: dict[str, Figure | _Field] = {
            key: _figure_or_field(problem.terms, key) for key in self.keys if key not in PARTS
        }
        for scenario in self._scenarios:
            with naming(scenario):
                self.fields(scenario)

    def __len__(self) -> int:
        return len(self._scenarios)

    def __getitem__(self, index: Any) -> Any:
        return self._scenarios[index]

    def fields(self, scenario: Scenario) -> dict[str, Any]:
        """Return what `Problem.replace` is to be told for a scenario.

        Terms without a figure that changes are the same objects as before.

        Raises
        ------
        InputError
            If a term refuses a value.
        """
        fields = scenario.parts
        changed: dict[str, Any] = {}
        for key, target in self.figures.items():
            if key not in scenario.settings:
                continue
            terms = changed.get("terms", self._terms)
            today = changed.get("today", self._today)
            changed |= _set(target, scenario.settings[key], terms, today)
            for part in changed.keys() & fields.keys():
                raise InputError(
                    f"it gives {part}, and {key} of {part}; set the figure in the {part} given"
                )
        return fields | changed

    @property
    def table(self) -> pd.DataFrame:
        """A row a scenario, a column a figure or part; what one leaves as it is has its value."""
        columns: dict[str, list[Any]] = {}
        for key in self.keys:
            now = self.figures[key].now if key in self.figures else "as it is"
            values = [scenario.settings.get(key, now) for scenario in self._scenarios]
            columns[key] = [_in_a_cell(value) for value in values]
        return pd.DataFrame(columns, index=self.names)

    def told(self, scenario: Scenario) -> dict[str, Any]:
        """Return the settings of a scenario as a table shows them."""
        return {key: _in_a_cell(value) for key, value in scenario.settings.items()}

    def mark(self, scenario: Scenario, problem: Problem) -> str:
        """Return a fingerprint of a change: by its values, or by what becomes of the problem."""
        values = list(scenario.settings.values())
        if all(isinstance(value, (bool, int, float, str)) for value in values):
            plain = [
                (key, value if isinstance(value, (bool, str)) else float(value))
                for key, value in sorted(scenario.settings.items())
            ]
            return digest(plain)
        with naming(scenario):
            return fingerprint(problem.replace(**self.fields(scenario)))

    @property
    def names(self) -> pd.Index:
        """The names of the scenarios."""
        return pd.Index([scenario.name for scenario in self._scenarios], name="scenario")


@contextmanager
def naming(scenario: Scenario | None) -> Iterator[None]:
    """Say in what is refused within a block which scenario it is about; None for no scenario."""
    try:
        yield
    except InputError as error:
        if scenario is None:
            raise
        raise InputError(f"scenario {shown(scenario.name)}: {error}") from error


@dataclass(frozen=True, eq=False)
class _Field:
    """A field of a term that is no number, such as ``form`` of a `Scale`."""

    field: str
    terms: tuple[int, ...]
    now: Any

    def changes(self, value: Any, terms: Sequence[Term], today: Today | None) -> dict[str, Any]:
        """Return what `Problem.replace` is to be told for another value, as of a `Figure`."""
        changed: list[Any] = list(terms)
        change = {self.field: value}
        if any(isinstance(changed[k], FromToday) for k in self.terms):
            assert today is not None
            return {"today": dataclasses.replace(today, **change)}
        for k in self.terms:
            changed[k] = dataclasses.replace(changed[k], **change)
        return {"terms": tuple(changed)}


def _set(
    target: Figure | _Field, value: Any, terms: tuple[Term, ...], today: Today | None
) -> dict[str, Any]:
    """Return what `Problem.replace` is to be told for a value of a figure or a field."""
    if isinstance(target, _Field):
        return target.changes(value, terms, today)
    check_number(target.name, value, finite=False)
    if target.whole:
        # A column of a table with whole numbers may have become one of floats.
        value = int(value) if isinstance(value, float) and value.is_integer() else value
        check_whole(target.name, value, at_least=0)
    return target.changes(float(value), terms, today)


def _figure_or_field(terms: tuple[Term, ...], key: str) -> Figure | _Field:
    owner, _, field = key.rpartition(".")
    some: list[Any] = list(terms)
    whose = tuple(
        k
        for k, term in enumerate(some)
        if (not owner or term.name == owner)
        and dataclasses.is_dataclass(term)
        and field in _fields(term)
    )
    values = [getattr(some[k], field) for k in whose]
    if values and not all(type(value) in (int, float) for value in values):
        return _Field(field, whose, values[0])
    return figure_called(terms, key)


def _fields(term: Any) -> list[str]:
    """Return what of a term a sweep may change."""
    if isinstance(term, FromToday):  # All else is made of `Today`, with which it would come again.
        return ["full_saving"]
    return [one.name for one in dataclasses.fields(term) if one.init and one.name != "name"]


def _named(stated: Any) -> Iterator[tuple[Name, dict[str, Any]]]:
    """Yield the name and the settings of each scenario."""
    if isinstance(stated, pd.DataFrame):
        for name, row in zip(stated.index, stated.to_dict("records"), strict=True):
            given = {key: value for key, value in row.items() if not _is_missing(value)}
            yield _name(name), _settings(name, given)
    elif isinstance(stated, Mapping) and all(isinstance(one, Mapping) for one in stated.values()):
        for name, given in stated.items():
            yield _name(name), _settings(name, given)
    elif isinstance(stated, Mapping):
        yield from enumerate(_grid(stated))
    elif isinstance(stated, Iterable) and not isinstance(stated, (str, bytes)):
        for number, given in enumerate(stated):
            yield number, _settings(number, given)
    else:
        raise InputError(f"changes cannot be {shown(stated)}; {_HOW}")


def _grid(stated: Mapping[Any, Any]) -> list[dict[str, Any]]:
    """Return all combinations of the values of a grid."""
    for key, values in stated.items():
        if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
            raise InputError(
                f"changes[{shown(key)}] = {shown(values)} must be a list of values, for a grid, "
                "or a dict, for a scenario"
            )
    lists = {key: list(values) for key, values in stated.items()}
    combined = itertools.product(*lists.values())
    return [
        _settings(k, dict(zip(lists, values, strict=True))) for k, values in enumerate(combined)
    ]


def _settings(name: object, given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise InputError(f"scenario {shown(name)} cannot be {shown(given)}; {_HOW}")
    for key in given:
        if not isinstance(key, str):
            raise InputError(f"scenario {shown(name)} changes {shown(key)}; name a figure")
    return {
        key: value.item() if isinstance(value, np.generic) else value
        for key, value in given.items()
    }


def _name(name: Hashable) -> Name:
    if isinstance(name, tuple):
        return ", ".join(map(str, name))
    if isinstance(name, (int, np.integer)) and not isinstance(name, bool):
        return int(name)
    return str(name)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def _in_a_cell(value: Any) -> Any:
    """Return a value as a table shows it."""
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(map(repr, value))
    return f"another {type(value).__name__}"
