"""A document as one page of HTML: no scripts, no network; for screens, phones and paper."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from html import escape

from clusterer.reports.document import (
    Code,
    Document,
    Heading,
    KeyFacts,
    Paragraph,
    Part,
    Picture,
    Points,
    Section,
    SideBySide,
    Table,
)
from clusterer.reports.html_style import STYLE
from clusterer.reports.pictures import for_web
from clusterer.reports.words import capital, readable

_LONG = 40
"""Rows beyond which a table scrolls in its own box on a screen."""

_NARROW = 16
"""Characters of the heading of a row that need no room of their own."""

_ADDRESS = re.compile(r"https?://[^\s<>\"'”)\]]+[^\s<>\"'”)\].,;:]")
"""An address of the web in a text, which becomes a link."""

_SAFE = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
"""What the page may do: show what is in it, and fetch nothing."""


def as_page(document: Document) -> str:
    """Return a document as a whole page of HTML."""
    sections = "\n".join(_section(number, one) for number, one in enumerate(document.sections, 1))
    subtitle = f'<p class="subtitle">{_text(document.subtitle)}</p>' if document.subtitle else ""
    date = f'<p class="date">{_text(document.date)}</p>' if document.date else ""
    contents = "".join(
        f'<li><a href="#{one.key}">{escape(one.title)}</a></li>' for one in document.sections
    )
    first = document.sections[0].key if document.sections else "top"
    page = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_SAFE}">
<title>{escape(document.title)}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#{first}">Skip to the {escape(_first_title(document))}</a>
<header id="top">
<h1>{_text(document.title)}</h1>
{subtitle}{date}
</header>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>{contents}</ol></nav>
<main>
{sections}
</main>
</body>
</html>
"""
    return readable(page)


def _first_title(document: Document) -> str:
    return document.sections[0].title.lower() if document.sections else "page"


def _section(number: int, section: Section) -> str:
    heading = f'<h2 id="{section.key}-title">{number}. {_text(section.title)}</h2>'
    body = _Body(section.key).of(section.parts)
    return (
        f'<section id="{section.key}" aria-labelledby="{section.key}-title">\n{heading}\n{body}\n'
        "</section>"
    )


class _Body:
    """The parts of a section, with addresses that no other part of the page has."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._number = 0

    def of(self, parts: Iterable[Part]) -> str:
        return "\n".join(map(self._part, parts))

    def _part(self, part: Part) -> str:
        if isinstance(part, Paragraph):
            kind = "" if part.kind == "plain" else f' class="{part.kind}"'
            return f"<p{kind}>{_text(part.text)}</p>"
        if isinstance(part, Heading):
            return f"<h3>{_text(part.text)}</h3>"
        if isinstance(part, Points):
            return _points(part)
        if isinstance(part, KeyFacts):
            return _key_facts(part)
        if isinstance(part, Table):
            return self._table(part)
        if isinstance(part, Picture):
            return self._picture(part)
        if isinstance(part, Code):
            box = f'class="code" tabindex="0" role="region" aria-label="Lines, {self._next()}"'
            return f"<pre {box}><code>{escape(part.text)}</code></pre>"
        if isinstance(part, SideBySide):
            return f'<div class="beside">{self.of(part.parts)}</div>'
        raise TypeError(f"a page of HTML has no {type(part).__name__}")

    def _next(self) -> str:
        """Return an address for a part."""
        self._number += 1
        return f"{self._key}-{self._number}"

    def _picture(self, picture: Picture) -> str:
        kind, image = for_web(picture)
        data = base64.b64encode(image).decode("ascii")
        label = self._next()
        return (
            f'<figure><div class="picture" role="group" aria-labelledby="{label}">'
            f'<img src="data:{kind};base64,{data}" alt="{escape(picture.alt)}"></div>'
            f'<figcaption id="{label}">{_text(picture.caption)}</figcaption></figure>'
        )

    def _table(self, table: Table) -> str:
        label = self._next()
        long = " long" if len(table.values) > _LONG else ""
        box = f'class="table{long}" tabindex="0" role="region" aria-labelledby="{label}"'
        caption = f'<caption id="{label}">{_text(table.caption)}</caption>'
        return (
            f'<div class="block"><div {box}><table>\n{caption}\n{_head(table)}\n{_rows(table)}\n'
            f"</table></div>{_note(table)}</div>"
        )


def _head(table: Table) -> str:
    corner = escape(capital(str(table.values.index.name or "name")))
    cells = [f'<th scope="col">{corner}</th>']
    for column in table.values.columns:
        kind = ' class="number"' if table.format_of(column).number else ""
        cells.append(f'<th scope="col"{kind}>{_text(str(column).strip())}</th>')
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _rows(table: Table) -> str:
    written = table.written
    numbers = [table.format_of(column).number for column in written.columns]
    swatches = [*table.swatches, *[""] * (len(written) - len(table.swatches))]
    rows = []
    wide = ' class="wide"' if max(map(len, written.index), default=0) > _NARROW else ""
    for number, (label, cells, swatch) in enumerate(
        zip(written.index, written.to_numpy(dtype=object), swatches, strict=True), start=1
    ):
        colour = (
            f'<span class="swatch" style="background:{escape(swatch)}"></span>' if swatch else ""
        )
        said = [f'<th scope="row"{wide}>{colour}{_text(str(label))}</th>']
        for cell, is_number in zip(cells, numbers, strict=True):
            kind = ' class="number"' if is_number else ""
            said.append(f"<td{kind}>{_text(str(cell))}</td>")
        total = ' class="total"' if table.total and number == len(written) else ""
        rows.append(f"<tr{total}>{''.join(said)}</tr>")
    return "<tbody>\n" + "\n".join(rows) + "\n</tbody>"


def _note(table: Table) -> str:
    return "".join(f'<p class="note">{_text(line)}</p>' for line in table.note.splitlines() if line)


def _points(points: Points) -> str:
    leads = (f"<strong>{_text(one.lead)}</strong> " if one.lead else "" for one in points.items)
    items = "".join(
        f"<li>{lead}{_text(one.text)}</li>" for lead, one in zip(leads, points.items, strict=True)
    )
    tag = "ol" if points.numbered else "ul"
    return f"<{tag}>{items}</{tag}>"


def _key_facts(facts: KeyFacts) -> str:
    items = "".join(
        f"<div><dt>{_text(fact.label)}</dt><dd>{_text(fact.value)}"
        f"{f'<small>{_text(fact.note)}</small>' if fact.note else ''}</dd></div>"
        for fact in facts.facts
    )
    return f'<dl class="facts">{items}</dl>'


def _text(words: str) -> str:
    """Return words for HTML, with addresses of the web as links."""
    found, last = [], 0
    for match in _ADDRESS.finditer(words):
        found.append(escape(words[last : match.start()]))
        address = escape(match[0])
        found.append(f'<a href="{address}">{address}</a>')
        last = match.end()
    return "".join([*found, escape(words[last:])])
