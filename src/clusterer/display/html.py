"""A table of clusters in HTML, for notebooks and reports."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd

from clusterer._support.wording import separator
from clusterer.display.cluster_rows import BROKEN, Row, Summary, summarise

_MOST_CLUSTERS = 50

# Lines and tints of a transparent grey, and no colour of text: right on light and on dark.
_LINE = "1px solid rgba(128,128,128,0.35)"
_HEAVY = "2px solid rgba(128,128,128,0.8)"
_BOX = "max-width:100%;overflow-x:auto"
_SMALL = "font-size:0.85em;opacity:0.75;margin:0.5em 0"
_TABLE = "border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0.5em 0"
_CELL = "padding:0.3em 0.4em;background:none"
_WORDS = f"{_CELL};vertical-align:top;text-align:left;white-space:normal;max-width:32em"
_MEMBERS = f"{_WORDS};min-width:11em"
_NUMBER = f"{_CELL};vertical-align:top;text-align:right;white-space:nowrap"
# A heading breaks into lines, so that its column is as narrow as the figures allow.
_HEAD = f"{_CELL};vertical-align:bottom;white-space:normal;border-bottom:{_HEAVY}"
_HEAD_WORDS = f"{_HEAD};text-align:left"
_HEAD_NUMBER = f"{_HEAD};text-align:right"
_HEADLINE = "font-weight:bold;margin:0.5em 0"

CSS = {
    "box": _BOX,
    "headline": _HEADLINE,
    "small": _SMALL,
    "table": _TABLE,
    "words": f"{_WORDS};border-bottom:{_LINE}",
    "number": f"{_NUMBER};border-bottom:{_LINE}",
    "head words": _HEAD_WORDS,
    "head number": _HEAD_NUMBER,
}
"""The style of each part, for other tables to look alike."""


def as_html(
    headline: str,
    clusters: pd.DataFrame,
    *,
    assumptions: str = "",
    broken: Iterable[str] = (),
) -> str:
    """Return the clusters as an HTML table, with what is broken below it.

    Parameters
    ----------
    headline
        What to write above the table.
    clusters
        A row a cluster, by its label: members, size, host, a column a term in £m, total,
        standalone, saving.
    assumptions
        What the figures rest on, to write small below the headline; nothing for "".
    broken
        The rules and limits that are broken, to list below it.
    """
    summary = summarise(clusters, _MOST_CLUSTERS)
    body = [_row(summary, row) for row in summary.rows]
    head = "".join(
        f'<th scope="col" style="{style}">{_heading(words)}</th>'
        for words, style in [
            ("cluster", _HEAD_WORDS),
            ("members", _HEAD_WORDS),
            ("size", _HEAD_NUMBER),
            ("host", _HEAD_WORDS),
            *((f"{column} £m", _HEAD_NUMBER) for column in summary.columns),
        ]
    )
    pieces = [
        f'<p style="{_HEADLINE}">{escape(headline)}</p>',
        *([f'<p style="{_SMALL}">{escape(assumptions)}</p>'] if assumptions else []),
        f'<table style="{_TABLE}">',
        f"<thead><tr>{head}</tr></thead>",
        f"<tbody>{''.join(body)}</tbody>",
        f"<tfoot>{_row(summary, summary.total, total=True)}</tfoot>",
        "</table>",
    ]
    listed = "".join(f"<li>{escape(words)}</li>" for words in broken)
    if listed:
        pieces.append(f'<p style="{_HEADLINE}">{BROKEN}</p>')
        pieces.append(f'<ul style="margin:0.5em 0">{listed}</ul>')
    return f'<div class="clusterer" style="{_BOX}">{"".join(pieces)}</div>'


def _heading(words: str) -> str:
    """Return words with the unit in a line of its own, and hyphens at which no line breaks."""
    plain = escape(words.replace("-", "\N{NON-BREAKING HYPHEN}"))
    return plain.removesuffix(" £m") + " <br/>£m" if plain.endswith(" £m") else plain


def _row(summary: Summary, row: Row, *, total: bool = False) -> str:
    weight = f";font-weight:bold;border-top:{_HEAVY}" if total else f";border-bottom:{_LINE}"
    members = escape(row.members)
    if row is summary.alone:
        names = escape(separator(summary.alone_names).join(summary.alone_names))
        members = f'{members}: <span style="opacity:0.75">{names}</span>'
    cells = [
        (escape("total" if total else row.label), _WORDS),
        (members, _MEMBERS),
        (f"{row.size:,}", _NUMBER),
        (escape(row.host), _WORDS),
        *((summary.figure(row, column), _NUMBER) for column in summary.columns),
    ]
    return "<tr>" + "".join(f'<td style="{s}{weight}">{w}</td>' for w, s in cells) + "</tr>"
