"""What a report says, in parts that each kind of file can show.

A document has sections, and a section has parts: words, facts, tables, pictures. Nothing here
knows of plans, or of HTML, Word and Excel: chapters make a document, writers write one. Words are
plain text; a writer escapes them as its kind of file asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import pandas as pd
from matplotlib.figure import Figure

from clusterer.reports.formats import WORDS, Format


@dataclass(frozen=True)
class Paragraph:
    """Words.

    Attributes
    ----------
    text
        What it says.
    kind
        "lead" is the sentence that matters most, "note" is small print, and "warning" is what
        nobody may miss.
    """

    text: str
    kind: Literal["plain", "lead", "note", "warning"] = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading within a section, one below that of the section."""

    text: str


@dataclass(frozen=True)
class Point:
    """One of several points.

    Attributes
    ----------
    text
        What it says.
    lead
        The words in bold before it, such as "Staff."; "" for none.
    """

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Points:
    """Points, one below the other; numbered if their order matters."""

    items: tuple[Point, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Fact:
    """A key fact: what it is of, the fact in words, and what must be said with it ("" for none)."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class KeyFacts:
    """A few facts that are seen first."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """A table of values, which a writer shows as words or as numbers.

    Attributes
    ----------
    values
        The index is the heading of each row, and its name that of the first column. Columns have
        distinct names. Numbers are numbers, and missing where there is none; all else is words.
    caption
        What the table shows, above it.
    formats
        How the values of a column are written, by the name of the column; words unless given.
    note
        What is said below it, small; each line is one note.
    total
        Whether the last row sums up those above.
    swatches
        A colour for each row, such as that of its cluster on the map; "" for none. Empty if no
        row has one.
    row_format
        How the headings of the rows are written.
    """

    values: pd.DataFrame
    caption: str
    formats: Mapping[str, Format] = field(default_factory=dict)
    note: str = ""
    total: bool = False
    swatches: tuple[str, ...] = ()
    row_format: Format = WORDS

    def format_of(self, column: str) -> Format:
        """Return how the values of a column are written."""
        return self.formats.get(column, WORDS)

    @property
    def written(self) -> pd.DataFrame:
        """The same table with each cell, and each heading of a row, in words."""
        values = self.values
        columns = {
            column: [self.format_of(column).written(value) for value in values[column]]
            for column in values.columns
        }
        rows = pd.Index([self.row_format.written(label) for label in values.index], dtype=object)
        return pd.DataFrame(columns, index=rows.rename(values.index.name), dtype=object)


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that is drawn when a writer asks for it.

    Attributes
    ----------
    draw
        Returns the figure; the same at each call. `clusterer.reports.pictures` makes it PNG or
        SVG, and closes it.
    alt
        What it shows, in words, for those who do not see it.
    caption
        What is written below it.
    """

    draw: Callable[[], Figure]
    alt: str
    caption: str


@dataclass(frozen=True)
class Code:
    """Lines for analysts, shown as they are; what they are for is said before them."""

    text: str


@dataclass(frozen=True)
class SideBySide:
    """Parts that stand beside each other where there is room, and else below each other."""

    parts: tuple[Part, ...]


Part: TypeAlias = Paragraph | Heading | Points | KeyFacts | Table | Picture | Code | SideBySide
"""What a section is made of."""


@dataclass(frozen=True)
class Section:
    """A chapter of the report.

    Attributes
    ----------
    key
        One word that no other section has, such as "summary"; the address of the chapter.
    title
        Its heading.
    parts
        What it says, in order.
    """

    key: str
    title: str
    parts: tuple[Part, ...]

    def __iter__(self) -> Iterator[Part]:
        """Go over the parts, those that stand side by side one after the other."""
        return _flat(self.parts)


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes
    ----------
    title
        Its heading.
    subtitle
        What stands below it, such as the area and the councils; "" for nothing.
    sections
        The chapters, in order.
    date
        The date that was given for it, in words; "" for none.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    date: str = ""


def _flat(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, SideBySide):
            yield from _flat(part.parts)
        else:
            yield part
