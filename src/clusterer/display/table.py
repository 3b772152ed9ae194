"""Any table of words, with a headline above it and notes below it, as text and as HTML."""

from __future__ import annotations

from html import escape

import pandas as pd

from clusterer.display.html import CSS
from clusterer.display.wrapping import wrap

_WIDTH = 100
_HEAD_WIDTH = 11
"""How wide a heading may be before it breaks."""


def table_as_text(headline: str, table: pd.DataFrame, note: str = "") -> str:
    """Return a table in plain text: the index to the left, all else to the right.

    Parameters
    ----------
    headline
        What to write above it.
    table
        Cells of words, figures already written as they should be.
    note
        What to write below it; each of its lines begins a new one.

    Examples
    --------
    >>> frame = pd.DataFrame({"saving": ["5.5", "0.0"]}, index=["A pair", "Alone"])
    >>> print(table_as_text("Two plans", frame, "figures in £m"))
    Two plans
    <BLANKLINE>
            saving
    A pair     5.5
    Alone      0.0
    <BLANKLINE>
    figures in £m
    """
    heads = [wrap(str(column), _HEAD_WIDTH, break_long_words=False) for column in table.columns]
    depth = max(map(len, heads), default=1)
    corner = [""] * (depth - 1) + [str(table.index.name or "")]
    above = [[""] * (depth - len(head)) + head for head in heads]
    grid = list(map(list, zip(corner, *above, strict=True)))
    for label, cells in zip(table.index, table.to_numpy(dtype=object), strict=True):
        grid.append([str(label), *map(str, cells)])
    widths = [max(map(len, column)) for column in zip(*grid, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if k else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in grid
    ]
    notes = [line for said in note.splitlines() for line in wrap(said, _WIDTH)]
    below = ["", *notes] if notes else []
    return "\n".join([*wrap(headline, _WIDTH), "", *lines, *below])


def table_as_html(headline: str, table: pd.DataFrame, note: str = "") -> str:
    """Return the same in HTML, in the style of the tables of clusters."""
    head = "".join(
        f'<th scope="col" style="{CSS["head words"] if k == 0 else CSS["head number"]}">'
        f"{escape(str(words or ''))}</th>"
        for k, words in enumerate([table.index.name, *table.columns])
    )
    body = "".join(
        f'<tr><th scope="row" style="{CSS["words"]};font-weight:normal">{escape(str(label))}</th>'
        + "".join(f'<td style="{CSS["number"]}">{escape(str(cell))}</td>' for cell in cells)
        + "</tr>"
        for label, cells in zip(table.index, table.to_numpy(dtype=object), strict=True)
    )
    pieces = [
        f'<p style="{CSS["headline"]}">{escape(headline)}</p>',
        f'<table style="{CSS["table"]}"><thead><tr>{head}</tr></thead>',
        f"<tbody>{body}</tbody></table>",
        *(f'<p style="{CSS["small"]}">{escape(line)}</p>' for line in note.splitlines() if line),
    ]
    return f'<div class="clusterer" style="{CSS["box"]}">{"".join(pieces)}</div>'
