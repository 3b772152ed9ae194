"""Partnerships that exist: one grouping of the councils, read from any of the usual forms.

Each council is in one partnership, or stands alone. Partnerships that overlap, as those of
different services do, are no grouping: they are refused, with the council and both names.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from clusterer._support.warn import warn_implausible
from clusterer._support.wording import shown
from clusterer.councils.labelled import as_labels, check_filled, is_blank
from clusterer.councils.table import Councils
from clusterer.errors import InputError

Partnerships: TypeAlias = (
    Mapping[Hashable, Any] | pd.Series | pd.DataFrame | Iterable[Iterable[Hashable]]
)
"""A grouping, partnerships by name, a table, or a list of sets of councils."""

_NAMES = ("partnership", "cluster")
"""Which column of a table names the partnership, the first that there is."""

_FORMS = (
    "give {council: partnership}, {partnership: [councils]}, a list of sets of councils, or a "
    "table with the columns council and partnership"
)


def read_partnerships(councils: Councils, given: Partnerships) -> dict[Hashable, list[int]]:
    """Return the row numbers of the members of each partnership of two or more.

    Parameters
    ----------
    councils
        The councils. Who is not named stands alone.
    given
        For each council, by index label or name, its partnership; for each partnership its
        councils; a list of sets of councils, which are numbered from 1; or a table with a row a
        council: ``council``, ``partnership`` (or ``cluster``), and perhaps ``scheme``, as
        `clusterer.datasets.real_clusters` has them, and ``service``.

    Raises
    ------
    InputError
        If a council is unknown or in two partnerships, or a table lacks a column or a value or is
        of several services.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> read_partnerships(councils, [{"Newham", "Havering"}, {"Camden"}])
    {1: [14, 23]}
    """
    if isinstance(given, (pd.Series, Mapping)) and not _has_lists(given):
        for council, label in given.items():
            if is_blank(label):
                raise InputError(
                    f"today: {shown(council)} has the partnership {shown(label)}, which is blank; "
                    "name it, or leave the council out if it stands alone"
                )
        # A Series may name a council twice, which is to be told.
        given = (
            given.astype(object).map(_without_spaces)
            if isinstance(given, pd.Series)
            else {council: _without_spaces(label) for council, label in given.items()}
        )
        _warn_of_twins(label for _, label in given.items())
        try:
            labels = as_labels(councils, given, rest_alone=True)
        except InputError as error:
            raise InputError(f"today: {error}") from None
        rows: dict[Hashable, list[int]] = {}
        for row, label in enumerate(labels):
            rows.setdefault(label, []).append(row)
        return {label: members for label, members in rows.items() if len(members) > 1}
    found: dict[Hashable, list[int]] = {}
    partnership_of: dict[int, Hashable] = {}
    for label, council in _pairs(given):
        try:
            row = councils.position(council)
        except InputError as error:
            raise InputError(f"today, partnership {shown(label)}: {error}") from None
        label = _without_spaces(label)
        other = partnership_of.setdefault(row, label)
        members = found.setdefault(label, [])
        if other != label or row in members:
            _refuse_twice(councils, row, other, label)
        members.append(row)
    _warn_of_twins(found)
    return {label: sorted(members) for label, members in found.items() if len(members) > 1}


def _without_spaces(label: Hashable) -> Hashable:
    """Return a name without the spaces that nobody sees: at its ends, or two in place of one."""
    return " ".join(label.split()) if isinstance(label, str) else label


def _warn_of_twins(labels: Iterable[Hashable]) -> None:
    """Warn of partnerships whose names differ in nothing but capital letters."""
    first: dict[str, str] = {}
    for label in labels:
        other = first.setdefault(label.casefold(), label) if isinstance(label, str) else label
        if other != label:
            warn_implausible(
                f"today: the partnerships {other!r} and {label!r} differ in capital letters alone; "
                "if they are one, write them alike"
            )
            return


def _has_lists(given: Mapping[Hashable, Any] | pd.Series) -> bool:
    """Tell whether partnerships have their councils, and not councils their partnership."""
    lists = [_is_list(value) for _, value in given.items()]
    if any(lists) and not all(lists):
        raise InputError(f"today has lists of councils beside single values; {_FORMS}")
    return bool(lists) and all(lists)


def _is_list(value: object) -> bool:
    return isinstance(value, (list, set, frozenset, tuple, pd.Index, np.ndarray))


def _pairs(given: Partnerships) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield the name of each partnership with each of its councils."""
    if isinstance(given, pd.DataFrame):
        yield from _of_table(given)
        return
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InputError(f"today = {shown(given)} says of no council with whom it shares; {_FORMS}")
    by_name = given.items() if isinstance(given, (Mapping, pd.Series)) else enumerate(given, 1)
    for label, members in by_name:
        if not _is_list(members):
            raise InputError(
                f"today has the partnership {shown(members)}, which is no list of councils; "
                f"{_FORMS}"
            )
        yield from ((label, council) for council in members)


def _of_table(table: pd.DataFrame) -> Iterator[tuple[Hashable, Hashable]]:
    """Yield the partnership and the council of each row of a table."""
    name = next((column for column in _NAMES if column in table.columns), None)
    for column, wanted in (("council", "council"), (name, "partnership")):
        if column is None or column not in table.columns:
            raise InputError(
                f"today has no column {wanted!r}; there are "
                f"{', '.join(map(str, table.columns))}: rename(columns=...) one, or {_FORMS}"
            )
    keys = [column for column in ("scheme", name) if column and column in table.columns]
    for column in ("council", *keys):
        check_filled("today", table, column)
    if "service" in table.columns and table["service"].nunique(dropna=False) > 1:
        services = ", ".join(sorted(map(str, table["service"].unique())))
        raise InputError(
            f"today has partnerships of several services, {services}; a problem has one grouping: "
            "choose the rows of one, or make a Portfolio of a problem for each"
        )
    # One scheme says nothing that its clusters do not; of several, clusters may be called alike.
    if len(keys) == 2 and table["scheme"].nunique() > 1:
        pair = table["scheme"].astype(str) + ", " + table[name].astype(str)
        labels: Iterable[Hashable] = [
            str(scheme) if table.loc[table["scheme"] == scheme, name].nunique() == 1 else both
            for scheme, both in zip(table["scheme"], pair, strict=True)
        ]
    else:
        labels = table[name]
    yield from zip(labels, table["council"], strict=True)


def _refuse_twice(councils: Councils, row: int, other: Hashable, label: Hashable) -> None:
    who = councils.describe([row])
    if other == label:
        raise InputError(f"today: {who} stands twice in partnership {shown(label)}; name it once")
    raise InputError(
        f"today: {who} is in two partnerships, {shown(other)} and {shown(label)}; a problem has "
        "one grouping of what it shares: choose those of its service, or make a Portfolio with a "
        "problem for each service"
    )
