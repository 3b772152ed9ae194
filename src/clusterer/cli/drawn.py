"""Options that were drawn in a table: a row a council, a column an option."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Sequence
from pathlib import Path

import pandas as pd

from clusterer._support.wording import first_of
from clusterer.cli.councils import councils_in
from clusterer.cli.joining import alike, texts
from clusterer.cli.places import here, name_of
from clusterer.cli.tables import read_table
from clusterer.councils import Councils
from clusterer.errors import InputError

_log = logging.getLogger(__name__)

Drawn = dict[str, dict[Hashable, Hashable]]
"""By the name of each option, the cluster of each council."""


def read_options(
    file: Path | str,
    councils: Councils,
    *,
    council: str | None = None,
    chosen: Sequence[str] = (),
    rest_alone: bool = False,
    called: str = "--option",
) -> Drawn:
    """Read options from a table: a row a council, a column an option with labels of clusters.

    Parameters
    ----------
    file
        A path, or an address on the web, of a CSV or a spreadsheet.
    councils
        Those that the options group.
    council
        The column with their names or codes; the first unless given.
    chosen
        The columns that are options. All others, unless given, but those that only name the
        councils again.
    rest_alone
        Whether councils that have no row or an empty cell stand alone.
    called
        The option of the command that chooses columns.

    Raises
    ------
    InputError
        If it cannot be read, a column is not there, or a council is unknown, twice there, or in no
        cluster. The message has the file, the column and the council.
    """
    with here(file) as path:
        table = read_table(path)
    name = name_of(file)
    columns = list(map(str, table.columns))
    table = table.set_axis(columns, axis=1).dropna(how="all")
    for option, column in (("--council", council), *((called, one) for one in chosen)):
        if column is not None and column not in columns:
            raise InputError(
                f"{option} {column!r} is no column of {name}; there are {', '.join(columns)}"
            )
    key = columns[0] if council is None else council
    found = _positions(table[key], councils, f"{name}, column {key!r}")
    lines = _lines(table[key])
    options: Drawn = {}
    for column in chosen or [one for one in columns if one != key]:
        labels = texts(table[column])
        if not chosen and _names_again(labels, found, councils):
            _log.warning("%s: column %r names the councils again, and is no option", name, column)
            continue
        home = {row: label for row, label in zip(found, labels, strict=True) if label is not None}
        missing = [row for row in range(len(councils)) if row not in home]
        if missing and not rest_alone:
            # Only commands that take several options let the rest stand alone.
            others = ", or add --rest-alone to let them stand alone" if called == "--option" else ""
            empty = [line for line, label in zip(lines, labels, strict=True) if label is None]
            raise InputError(
                f"{name}, column {column!r}: no cluster for {councils.describe(missing)}; "
                f"{_to_fill_in(empty, len(missing))}{others}"
            )
        options[column] = {councils.ids[row]: label for row, label in home.items()}
    if not options:
        raise InputError(
            f"{name} has no option; give it a column for each, beside {key!r}, with the label of "
            "the cluster of each council"
        )
    return options


def _positions(keys: pd.Series, councils: Councils, where: str) -> list[int]:
    """Return the row number of the council that each row of a table is of."""
    ids, rows = alike(pd.Series(councils.ids), keys)
    by_code = {code: row for row, code in enumerate(ids)}
    found: list[int] = []
    lines = _lines(keys)
    for line, code, name in zip(lines, rows, texts(keys), strict=True):
        if name is None:
            raise InputError(f"{where}: row {line} names no council")
        position = by_code.get(code)
        if position is None:
            try:
                read = councils_in(name, councils.frame)
                position = councils.position(read[0] if len(read) == 1 else name)
            except InputError as error:
                raise InputError(f"{where}: {error}") from None
        if position in found:
            raise InputError(
                f"{where}: {councils.describe([position])} stands in two rows, "
                f"{lines[found.index(position)]} and {line}; keep one"
            )
        found.append(position)
    return found


def _lines(keys: pd.Series) -> list[int]:
    """Return the number of each row as a spreadsheet counts them, below the headings."""
    return [row + 2 for row in keys.index]


def _to_fill_in(empty: Sequence[int], n_missing: int) -> str:
    """Say what to do for councils without a cluster: those of empty cells, and those of no row."""
    if not empty:
        return "add a row for each"
    cells = "the cell in row" if len(empty) == 1 else "the cells in rows"
    others = ", and add a row for each of the others" if len(empty) < n_missing else ""
    return f"fill in {cells} {first_of(map(str, empty))}{others}"


def _names_again(labels: Sequence[Hashable], rows: Sequence[int], councils: Councils) -> bool:
    """Tell whether a column has the names or the codes of the councils of its rows."""
    own = councils.frame.iloc[list(rows)]
    codes, same = alike(pd.Series(own.index), pd.Series(labels))
    return codes == same or ("name" in own.columns and texts(own["name"]) == labels)
