"""A page of HTML as a test reads it: headings, links, pictures, tables, and all its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
"""Tags without an end."""


@dataclass
class Table:
    """A table: its caption, and its cells row by row, headings among them."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)

    @property
    def head(self) -> list[str]:
        return self.rows[0]

    def column(self, name: str) -> list[str]:
        """Return the cells below a heading."""
        return [row[self.head.index(name)] for row in self.rows[1:]]

    def row(self, name: str) -> dict[str, str]:
        """Return the cells of a row by the headings of the columns."""
        (found,) = (row for row in self.rows[1:] if row[0] == name)
        return dict(zip(self.head, found, strict=True))


class Page(HTMLParser):
    """What a page of HTML has in it.

    Attributes
    ----------
    tags
        Each opening tag with its attributes, in order.
    headings
        The level of each heading, with its words.
    tables
        The tables.
    text
        All words outside of styles, with one blank between them.
    unclosed
        Tags that were closed in the wrong order, or not.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self.tables: list[Table] = []
        self.unclosed: list[str] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._part: list[str] = []
        self.feed(source)
        self.close()
        self.unclosed += self._open
        self.text = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self.tables.append(Table())
        if tag == "tr":
            self.tables[-1].rows.append([])
        if tag in ("h1", "h2", "h3", "h4", "th", "td", "caption"):
            self._part = []

    def handle_endtag(self, tag):
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unclosed.append(tag)
        said = " ".join("".join(self._part).split())
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), said))
        if tag in ("th", "td"):
            self.tables[-1].rows[-1].append(said)
        if tag == "caption":
            self.tables[-1].caption = said

    def handle_data(self, data):
        if "style" not in self._open and "title" not in self._open:
            self._words.append(data)
            self._part.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of all tags of a name."""
        return [attributes for name, attributes in self.tags if name == tag]

    def table(self, caption: str) -> Table:
        """Return the table with a caption."""
        (found,) = (table for table in self.tables if table.caption == caption)
        return found

    @property
    def chapters(self) -> list[str]:
        """The keys of the chapters."""
        return [attributes["id"] for attributes in self.all("section")]
