"""A table of clusters in plain text, for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from clusterer._support.wording import separator
from clusterer.display.cluster_rows import BROKEN, Row, Summary, summarise
from clusterer.display.wrapping import wrap

_WIDTH = 100
_ENOUGH_FOR_MEMBERS = 40
"""Characters for the members without which terms go below the table."""

_LEAST_FOR_MEMBERS = 20
_MOST_FOR_LABEL = 24
_MOST_LINES = 4
"""How many lines the members of a cluster may take."""

_MOST_CLUSTERS = 20
_MOST_LINES_ALONE = 6
_MOST_BROKEN = 20
_GAP = "  "


def as_text(
    headline: str,
    clusters: pd.DataFrame,
    *,
    width: int = _WIDTH,
    assumptions: str = "",
    broken: Iterable[str] = (),
) -> str:
    """Return the clusters as a table in plain text.

    Shared clusters come first, up to twenty; councils that stand alone are summed up in a row
    and named below it. Terms have a column each if there is room, else a line below.

    Parameters
    ----------
    headline
        What to write above the table.
    clusters
        A row a cluster, by its label: members, size, host, a column a term in £m, total,
        standalone, saving.
    width
        How many characters a line may have; 60 or more leave room for the members.
    assumptions
        What the figures rest on, to write below the table; nothing for "".
    broken
        The rules and limits that are broken, to list below it.

    Examples
    --------
    >>> import pandas as pd
    >>> clusters = pd.DataFrame(
    ...     {
    ...         "members": ["Bo, Cy", "Di"],
    ...         "size": [2, 1],
    ...         "host": ["Cy", "Di"],
    ...         "scale": [30.0, 19.5],
    ...         "total": [30.0, 19.5],
    ...         "standalone": [35.5, 19.5],
    ...         "saving": [5.5, 0.0],
    ...     },
    ...     index=["a", "Di"],
    ... )
    >>> print(as_text("A pair", clusters))
    A pair
    <BLANKLINE>
    cluster  members (* host)  size  scale  total  standalone  saving
    a        Bo, Cy*              2   30.0   30.0        35.5     5.5
             1 council alone      1   19.5   19.5        19.5     0.0
    total    all councils         3   49.5   49.5        55.0     5.5
    figures in £m
    <BLANKLINE>
    alone: Di
    """
    summary = summarise(clusters, _MOST_CLUSTERS)
    lines = [*wrap(headline, width), "", *_table(summary, width)]
    if summary.alone_names:
        lines += ["", *_named("alone: ", summary.alone_names, width)]
    if assumptions:
        lines += ["", *wrap(assumptions, width)]
    if listed := tuple(broken):
        lines += ["", BROKEN, *_listed(listed, width)]
    return "\n".join(lines)


def _table(summary: Summary, width: int) -> list[str]:
    rows = [*summary.rows, summary.total]
    columns, below = summary.columns, "figures in £m"
    if _room(summary, rows, columns, width) < _ENOUGH_FOR_MEMBERS:
        columns = columns[len(summary.terms) :]
        sums = (f"{term} {summary.figure(summary.total, term)}" for term in summary.terms)
        below = f"{below}; by term: {', '.join(map(_unbroken, sums))}"
    room = max(_room(summary, rows, columns, width), _LEAST_FOR_MEMBERS)
    grid = [["cluster", "members (* host)", "size", *columns]]
    for row in rows:
        label = "total" if row is summary.total else _short(row.label, _MOST_FOR_LABEL)
        figures = [summary.figure(row, column) for column in columns]
        first, *others = _members(row, room)
        grid.append([label, first, f"{row.size:,}", *figures])
        grid += [["", line, *[""] * (len(columns) + 1)] for line in others]
    notes = wrap(below, width, subsequent_indent=" " * 9)
    return [*_aligned(grid), *map(_breakable, notes)]


def _room(summary: Summary, rows: list[Row], columns: Sequence[str], width: int) -> int:
    """Return how many characters a line leaves for the members."""
    widths = [
        max([7, *(min(len(row.label), _MOST_FOR_LABEL) for row in rows)]),
        max([4, *(len(f"{row.size:,}") for row in rows)]),
        *(max([len(c), *(len(summary.figure(row, c)) for row in rows)]) for c in columns),
    ]
    return width - sum(widths) - len(_GAP) * len(widths)


def _members(row: Row, room: int) -> list[str]:
    """Break names into lines between names where that can be, a star after the host."""
    members = row.members
    if row.host:
        host = rf"(?<![^,;] )(?<!\S){re.escape(row.host)}(?=[,;]|$)"
        members = re.sub(host, lambda found: f"{found[0]}*", members, count=1)
    between = "; " if members.count("; ") == row.size - 1 > 0 else ", "
    lines = _wrapped(members.split(between), room, between)
    if len(lines) > _MOST_LINES:
        last = lines[_MOST_LINES - 1]
        lines = [*lines[: _MOST_LINES - 1], _short(last, room - 2).rstrip(",;…") + f"{between}…"]
    return lines or [""]


def _named(start: str, names: Sequence[str], width: int) -> list[str]:
    """Return lines with as many names as six lines hold, and how many more there are."""
    indent = " " * len(start)
    for shown in range(len(names), 0, -1):
        more = [f"and {len(names) - shown} more"] if shown < len(names) else []
        lines = _wrapped([*names[:shown], *more], width - len(start), separator(names))
        if len(lines) <= _MOST_LINES_ALONE or shown == 1:
            break
    return [(start if k == 0 else indent) + line for k, line in enumerate(lines)]


def _listed(items: Sequence[str], width: int) -> list[str]:
    """Return lines with the items one below the other, and how many more there are."""
    lines = []
    for item in items[:_MOST_BROKEN]:
        lines += wrap(item, width, initial_indent="- ", subsequent_indent="  ")
    more = len(items) - _MOST_BROKEN
    return [*lines, f"- … and {more} more"] if more > 0 else lines


def _wrapped(names: Sequence[str], room: int, between: str) -> list[str]:
    """Join names in lines; a name goes on a new line rather than over two."""
    lines = wrap(between.join(map(_unbroken, names)), room)
    return list(map(_breakable, lines))


def _unbroken(words: str) -> str:
    """Return words with no-break spaces, which are none for textwrap."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _breakable(line: str) -> str:
    return line.replace("\N{NO-BREAK SPACE}", " ")


def _short(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[: room - 1]}…"


def _aligned(grid: list[list[str]]) -> list[str]:
    """Return the lines of a grid: two columns of words, then numbers."""
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    return [
        _GAP.join(
            cell.ljust(width) if k < 2 else cell.rjust(width)
            for k, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in grid
    ]
