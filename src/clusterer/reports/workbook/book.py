"""A workbook for Excel: its styles, and what all of its sheets have in common.

Cells hold words, numbers and formulas. Words are never taken for formulas, whatever they begin
with; each formula stands beside the value that it has, so that programs that do not calculate show
it too. The same cells give the same bytes: no clock is read.
"""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from clusterer.reports.formats import WORDS, Format

_CREATED = datetime.datetime(2000, 1, 1)
"""What the file says of when it was made: always the same."""

_A4 = 9
"""What Excel calls that paper."""

_LONGEST = 32_767
"""Characters that a cell can hold."""

_NARROW, _WIDE = 9.0, 46.0
"""Characters: no column is narrower, and words wrap in a wider one."""

_NO_ERRORS = ("number_stored_as_text", "formula_differs", "formula_range")
"""What Excel would mark as odd: a cluster that is called "1", and sums that leave a column out."""

_HEIGHT = 15.0
"""Points of a row with one line."""

_TALLEST = 400.0
"""Points: no row can be taller than 409."""

_LINE = 110
"""Characters of a line of words that runs over several columns."""

Kind = Literal["plain", "title", "heading", "head", "input", "total", "note", "warning", "bold"]
"""What a cell is."""

_KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "head": {"bold": True, "bottom": 1, "bg_color": "#E7EBF0", "text_wrap": True},
    "input": {
        "font_color": "#0000FF",
        "bg_color": "#FFFFCC",
        "border": 1,
        "border_color": "#C9C9A0",
    },
    "total": {"bold": True, "top": 1},
    "note": {"font_color": "#595959"},
    "warning": {"bold": True, "font_color": "#9C0006"},
    "bold": {"bold": True},
}


@dataclass(frozen=True)
class Formula:
    """A formula, without the sign of equality before it, and the value that it has."""

    text: str
    value: float | str


@dataclass(frozen=True)
class Input:
    """A number that the reader of the workbook may change."""

    value: float


Cell: TypeAlias = "str | float | Formula | Input | None"
"""What stands in a cell; nothing, or no number, leaves it empty."""


class Book:
    """A workbook that is being written.

    Parameters
    ----------
    title
        What the properties of the file call it.
    """

    def __init__(self, title: str) -> None:
        import xlsxwriter  # Optional, and slow to load.

        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._book.set_properties({"title": title, "author": "clusterer", "created": _CREATED})
        self._styles: dict[tuple[str, str, bool, bool], Any] = {}
        self._names: set[str] = set()

    def sheet(self, name: str) -> Sheet:
        """Return a new sheet, behind those that there are, with a name that is allowed."""
        words = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Sheet"
        number = 2
        while words.lower() in self._names:
            words = f"{words[:27]} {number}"
            number += 1
        self._names.add(words.lower())
        return Sheet(self, self._book.add_worksheet(words), words)

    def call(self, name: str, where: str) -> str:
        """Give a cell a name that formulas of all sheets know, and return it."""
        self._book.define_name(name, f"={where}")
        return name

    def style(
        self, kind: Kind, number: str = "", *, wrap: bool = False, apart: bool = False
    ) -> Any:
        """Return the style of a cell, its words a little `apart` from the cell before it."""
        key = kind, number, wrap, apart
        if key not in self._styles:
            wanted: dict[str, Any] = dict(_KINDS[kind], valign="top")
            if number:
                wanted["num_format"] = number
                wanted |= {"align": "right", "indent": 1}
            elif apart:
                wanted["indent"] = 1
            if wrap:
                wanted["text_wrap"] = True
            self._styles[key] = self._book.add_format(wanted)
        return self._styles[key]

    def chart(self, kind: str) -> Any:
        """Return a new chart, to be put on a sheet."""
        return self._book.add_chart({"type": kind})

    @cached_property
    def content(self) -> bytes:
        """The file, once all is written."""
        self._book.close()
        return self._file.getvalue()


class Sheet:
    """A sheet that is being written from the top down.

    Rows and columns are counted from 0 on, as in the code of the library that writes them.

    Attributes
    ----------
    name
        What it is called.
    row
        The next row that is free.
    """

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self.book = book
        self.name = name
        self.row = 0
        self.raw = sheet
        self._widths: dict[int, float] = {}
        self._wrapped: list[tuple[int, int, str]] = []
        self._heads: list[int] = []
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.hide_gridlines(2)
        sheet.ignore_errors(dict.fromkeys(_NO_ERRORS, "A1:XFD1048576"))

    def title(self, words: str) -> None:
        """Write what the sheet is, on its first line."""
        self.put(self.row, 0, words, "title", fits=False)
        self.raw.set_row(self.row, 1.6 * _HEIGHT)
        self.row += 1

    def heading(self, words: str) -> None:
        """Write a heading, with a free row before it."""
        self.row += 1
        self.put(self.row, 0, words, "heading", fits=False)
        self.row += 1

    def lines(self, words: str, kind: Kind = "plain") -> None:
        """Write words as lines that run over the columns to the right."""
        for line in folded(words):
            self.put(self.row, 0, line, kind, fits=False)
            self.row += 1

    def put(
        self,
        row: int,
        column: int,
        cell: Cell,
        kind: Kind = "plain",
        form: Format = WORDS,
        *,
        fits: bool = True,
        wrap: bool = False,
    ) -> None:
        """Write a cell; if it `fits`, its column becomes as wide as it asks for."""
        if isinstance(cell, Input):
            kind, cell = "input", cell.value
        apart = column > 0 and isinstance(cell, str)
        style = self.book.style(kind, form.spreadsheet, wrap=wrap, apart=apart)
        if fits:
            self._widen(column, cell, form)
        if wrap and isinstance(cell, str):
            self._wrapped.append((row, column, cell))
        if isinstance(cell, Formula):
            value = cell.value if _is_told(cell.value) else ""
            self.raw.write_formula(row, column, f"={cell.text}", style, value)
        elif cell is None or (not isinstance(cell, str) and not math.isfinite(cell)):
            self.raw.write_blank(row, column, None, style)
        elif isinstance(cell, str):
            self.raw.write_string(row, column, _short(cell), style)
        else:
            self.raw.write_number(row, column, cell + 0.0, style)  # No minus before nothing.

    def head(self, columns: Sequence[Cell], forms: Sequence[Format], *, start: int = 0) -> int:
        """Write the heads of the columns of a table, and return their row."""
        row = self.row
        for column, (cell, form) in enumerate(zip(columns, forms, strict=True), start=start):
            if isinstance(cell, str):
                longest = max(re.split(r"[\s-]+", cell), key=len)
                self._widen(column, longest, WORDS)
                self._wrapped.append((row, column, cell))
            self.put(row, column, cell, "head", form, fits=not isinstance(cell, str))
        self._heads.append(row)
        self.row += 1
        return row

    def rows(
        self,
        rows: Sequence[Sequence[Cell]],
        forms: Sequence[Format],
        *,
        kind: Kind = "plain",
    ) -> tuple[int, int]:
        """Write rows of a table; return the first and the last of them."""
        first = self.row
        for cells in rows:
            for column, (cell, form) in enumerate(zip(cells, forms, strict=True)):
                wrap = isinstance(cell, str) and len(cell) > _WIDE
                self.put(self.row, column, cell, kind, form, wrap=wrap)
            self.row += 1
        return first, self.row - 1

    def finish(
        self,
        widths: Mapping[int, float] | None = None,
        *,
        keep_head: bool = True,
        hidden: Collection[int] = (),
    ) -> None:
        """Set the widths of the columns, and what stays in view and on each printed page.

        Columns that are hidden are a group, which a click above them opens. The heads stay where
        the sheet has one table; of several none could stand for the others.
        """
        found = {column: min(width, _WIDE) for column, width in self._widths.items()}
        found |= widths or {}
        for column, width in found.items():
            closed = {"level": 1, "hidden": True} if column in hidden else {}
            self.raw.set_column(column, column, width, None, closed)
        lines: dict[int, int] = {}
        for row, column, words in self._wrapped:
            many = len(folded(words, int(found.get(column, _NARROW))))
            lines[row] = max(lines.get(row, 1), many)
        for row, many in lines.items():
            self.raw.set_row(row, min(_HEIGHT * many, _TALLEST))
        if keep_head and len(self._heads) == 1:
            (row,) = self._heads
            self.raw.freeze_panes(row + 1, 1)
            self.raw.repeat_rows(row)

    def at(self, row: int, column: int) -> str:
        """Return what formulas of all sheets call a cell, such as ``'Cash by year'!$B$5``."""
        return f"{self._prefix}{place(row, column)}"

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return the same of a range of cells, each a row and a column."""
        return f"{self._prefix}{place(*first)}:{place(*last)}"

    @property
    def _prefix(self) -> str:
        plain = re.fullmatch(r"[A-Za-z_]+", self.name)
        return f"{self.name}!" if plain else f"'{self.name}'!"

    def _widen(self, column: int, cell: Cell, form: Format) -> None:
        value = cell.value if isinstance(cell, Formula) else cell
        words = form.written(value) if value is not None else ""
        widest = max(map(len, words.splitlines()), default=0)
        self._widths[column] = max(self._widths.get(column, _NARROW), 1.1 * widest + 1.5)


def value_of(cell: Cell) -> float:
    """Return the number that a cell shows."""
    value = cell.value if isinstance(cell, (Formula, Input)) else cell
    if not isinstance(value, float):
        raise TypeError(f"a cell has {value!r} in place of a number")
    return value


def place(row: int, column: int, *, fixed: bool = True) -> str:
    """Return what a cell of the same sheet is called.

    Examples
    --------
    >>> place(4, 1), place(0, 27, fixed=False)
    ('$B$5', 'AB1')
    """
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"${letters}${row + 1}" if fixed else f"{letters}{row + 1}"


def span(first: tuple[int, int], last: tuple[int, int], *, fixed: bool = False) -> str:
    """Return what a range of the same sheet is called, from one row and column to another.

    Examples
    --------
    >>> span((4, 1), (14, 1))
    'B5:B15'
    """
    return f"{place(*first, fixed=fixed)}:{place(*last, fixed=fixed)}"


def folded(words: str, width: int = _LINE) -> list[str]:
    """Return words in lines of a width, at the end of words where that is possible.

    Examples
    --------
    >>> folded("all councils share", 12)
    ['all councils', 'share']
    """
    lines = []
    for paragraph in words.splitlines():
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return [line for line in lines if line.strip()]


def _short(words: str) -> str:
    """Return words that a cell can hold; of longer ones it is seen that they go on."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _is_told(value: float | str) -> bool:
    return isinstance(value, str) or math.isfinite(value)
