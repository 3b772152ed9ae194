"""Links between councils that a planner adds by name: bridges, tunnels, ferries."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from numbers import Integral
from typing import Any, TypeAlias

import pandas as pd

from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError

Crossings: TypeAlias = pd.DataFrame | Iterable[tuple[Hashable, ...]]
"""A table with columns council_a, council_b and perhaps crossing; or pairs, or triples."""

_FORMS = "[(council, council), ...] or [(council, council, name of the crossing), ...]"


def crossing_names(
    councils: Councils, crossings: Crossings | None
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return for each pair i < j of row numbers that is linked the names of its crossings.

    Raises
    ------
    InputError
        If the table lacks a column, a council is unknown, or a crossing joins a council
        with itself.
    """
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, (a, b, name) in enumerate(_rows(crossings)):
        what = f"crossing {number}" if name is None else f"crossing {name!r}"
        try:
            i, j = councils.positions((a, b))
        except InputError as error:
            raise InputError(f"{what}: {error}{_of_a_part(error, a, b)}") from None
        if i == j:
            raise InputError(
                f"{what} joins {councils.describe([i])} with itself; give the council across"
            )
        pair = (min(i, j), max(i, j))
        names = found.get(pair, ())
        found[pair] = names if name is None or name in names else (*names, name)
    return found


def _of_a_part(error: InputError, *ends: object) -> str:
    """Say what to do if a council is not misspelt, but in no row of the table."""
    codes = all(isinstance(end, (str, Integral)) for end in ends)
    if not codes or "did you mean" in str(error):
        return ""
    return (
        "; for a part of a map leave out the crossings whose councils are not in the table, or "
        "take adjacency(whole_map, crossings=...).subgraph(part.index)"
    )


def _rows(crossings: Crossings | None) -> Iterator[tuple[Hashable, Hashable, str | None]]:
    """Go through crossings in whatever form they came, as (council, council, name)."""
    if crossings is None:
        return
    if isinstance(crossings, pd.DataFrame):
        rows: Iterable[Any] = _table_rows(crossings)
    elif isinstance(crossings, str) or not isinstance(crossings, Iterable):
        raise InputError(f"crossings must be a DataFrame or {_FORMS}, got {shown(crossings)}")
    else:
        rows = crossings
    for row in rows:
        if isinstance(row, str) or not isinstance(row, Iterable):
            raise InputError(f"crossings holds {shown(row)}; write {_FORMS}")
        ends = tuple(row)
        if len(ends) not in (2, 3):
            raise InputError(f"crossings holds {ends!r}; write {_FORMS}")
        name = None if len(ends) == 2 or pd.isna(ends[2]) else str(ends[2])
        yield ends[0], ends[1], name


def _table_rows(table: pd.DataFrame) -> Iterable[Any]:
    for column in ("council_a", "council_b"):
        if column not in table.columns:
            raise InputError(
                f"crossings has no column {column!r}; it needs council_a and council_b, and may "
                f"have crossing, the name; there are {list(table.columns)}"
            )
    columns = ["council_a", "council_b", *(["crossing"] if "crossing" in table.columns else [])]
    return table[columns].itertuples(index=False, name=None)
