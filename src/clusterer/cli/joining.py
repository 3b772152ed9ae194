"""A table of figures joined to the councils, by a code or a name that both have."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.councils.names import Names
from clusterer.errors import InputError

_log = logging.getLogger(__name__)

_SHOWN = 10
"""How many rows a message names before it says how many more there are."""

_OF_NAMES = re.compile(r"(?i)name|nm$")
"""What columns of names are called, such as LAD24NM."""

_IS_NAME = re.compile(r"[^\W\d_]{4}|[^\x00-\x7F]")
"""What a name has and a code has not: four letters in a row, or one that is not English."""


def joined(councils: gpd.GeoDataFrame, table: pd.DataFrame, on: str, file: str) -> gpd.GeoDataFrame:
    """Return councils with the columns of a table: the row of each by a code or a name.

    Codes match as text and as numbers: 7, 7.0, "7" and "007" are one, unless a file has two of
    them as codes of two rows. What matches nothing is logged, by name.

    Parameters
    ----------
    councils
        A row a council.
    table
        A row a council, in any order. Where both have a column, that of the table is taken.
    on
        The column of both, or ``"column of councils=column of table"``.
    file
        What messages call the table.

    Raises
    ------
    InputError
        If a column is not there, a code stands in two rows, or nothing matches at all.
    """
    left, _, right = (part.strip() for part in on.partition("="))
    right = right or left
    for column, frame, whose in ((left, councils, "the boundaries"), (right, table, file)):
        if column not in frame.columns:
            columns = ", ".join(map(str, _plain_columns(frame)))
            raise InputError(
                f"--on {on!r}: {column!r} is no column of {whose}; there are {columns}; if it has "
                "two names, write --on 'that in the boundaries=that in the table'"
            )
    ours, theirs = alike(councils[left], table[right])
    _check_once(theirs, file, "keep one row a council")
    _check_once(ours, "the boundaries", "merge the parts of a council in the file")
    row = {key: i for i, key in enumerate(theirs) if key is not None}
    rows = [row.get(key, -1) if key is not None else -1 for key in ours]
    unmatched = [i for i, found in enumerate(rows) if found < 0]
    unused = sorted(set(range(len(table))) - set(rows))
    if len(unmatched) == len(councils):
        raise InputError(
            f"--join {file}: no {left} of the boundaries, such as {shown(councils[left].iloc[0])}, "
            f"is a {right} of {file}, such as {_sample(table[right])}; choose other columns "
            "with --on"
        )
    told = []
    if unmatched:
        told.append(
            f"{len(unmatched)} of {len(councils)} councils have no row in it: "
            f"{Councils(councils).describe(unmatched)}"
        )
    if unused:
        of_none = _rows_of_none(table.iloc[unused], right, councils.iloc[unmatched], left)
        told.append(f"{len(unused)} of its rows are of no council: {of_none}")

    new = [column for column in table.columns if column not in (right, _geometry(councils))]
    twice = [
        str(column)
        for column in new
        if column in councils.columns
        and councils[column].astype(str).tolist() != _taken(table[column], rows)
    ]
    if twice:
        told.append(f"{', '.join(twice)} of it replaces what the boundaries have")
    if told:
        _log.warning("--join %s: %s", file, "; ".join(told))
    # A row beyond the last is one of gaps.
    rows = [i if i >= 0 else len(table) for i in rows]
    found = table[new].reset_index(drop=True).reindex(rows)
    return councils.assign(**{column: found[column].array for column in new})


def alike(ours: pd.Series, theirs: pd.Series) -> tuple[list[str | None], list[str | None]]:
    """Return what distinguishes the rows of both: codes without noughts before them, if that does.

    Codes match as text and as numbers: 7, 7.0, "7" and "007" are one, unless a column has two of
    them. A gap is None.
    """
    exact = (texts(ours), texts(theirs))
    plain = tuple([_without_noughts(key) for key in keys] for keys in exact)
    merged = any(len(set(some)) < len(set(keys)) for some, keys in zip(plain, exact, strict=True))
    return exact if merged else (plain[0], plain[1])


def texts(values: pd.Series) -> list[str | None]:
    """Return values as text: whole numbers as such, accents in one form, no blanks at the ends."""
    found: list[str | None] = []
    for value in values:
        if pd.isna(value) or not str(value).strip():
            found.append(None)
        elif isinstance(value, float) and value.is_integer():
            found.append(str(int(value)))
        else:
            found.append(unicodedata.normalize("NFC", str(value).strip()))
    return found


def _without_noughts(key: str | None) -> str | None:
    return (key.lstrip("0") or "0") if key is not None and key.isdecimal() else key


def _check_once(keys: Iterable[str | None], whose: str, remedy: str) -> None:
    counts = Counter(key for key in keys if key is not None)
    twice = [key for key, count in counts.items() if count > 1]
    if twice:
        raise InputError(
            f"--on: {', '.join(map(repr, twice[:_SHOWN]))}{_more(twice)} "
            f"{'stands' if len(twice) == 1 else 'stand'} in more than one row of {whose}; {remedy}"
        )


def _rows_of_none(table: pd.DataFrame, key: str, left_over: pd.DataFrame, other: str) -> str:
    """Name rows that are of no council, and which council without a row each may be of.

    Parameters
    ----------
    table, key
        These rows, and the column that was to join them.
    left_over, other
        The councils without a row, and the same column of theirs.
    """
    keys, names = table[key].astype(str), _names_of(table, key)
    known = Names(pd.DataFrame({"name": _names_of(left_over, other)}).set_index(left_over[other]))
    named = []
    for code, name in zip(keys[:_SHOWN], names[:_SHOWN], strict=True):
        # Codes that look alike are of two councils all the same.
        meant = known.like(name) if _IS_NAME.search(name) else ()
        perhaps = f", perhaps {' or '.join(meant)}" if meant else ""
        named.append(
            f"{name} ({code}{perhaps})"
            if name != code
            else f"{name} ({perhaps.removeprefix(', ')})"
            if perhaps
            else name
        )
    return ", ".join(named) + _more(keys.to_list())


def _names_of(table: pd.DataFrame, key: str) -> list[str]:
    """Return what to call the rows: by the first column that looks like names, or by the key."""
    columns = [c for c in table.columns if c != key and _OF_NAMES.search(str(c))]
    names = table[columns[0] if columns else key].astype(object)
    return names.where(names.notna(), table[key]).astype(str).to_list()


def _more(some: list[int] | list[str]) -> str:
    return f", and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""


def _taken(values: pd.Series, rows: list[int]) -> list[str]:
    return [str(values.iloc[i]) if i >= 0 else "" for i in rows]


def _sample(values: pd.Series) -> str:
    known = values.dropna()
    return shown(known.iloc[0]) if len(known) else "none, as it is empty"


def _plain_columns(frame: pd.DataFrame) -> list[object]:
    return [column for column in frame.columns if column != _geometry(frame)]


def _geometry(frame: pd.DataFrame) -> str | None:
    return frame.active_geometry_name if isinstance(frame, gpd.GeoDataFrame) else None
