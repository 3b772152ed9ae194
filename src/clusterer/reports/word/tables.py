"""Tables of a report in Word: the head stands again on each page, numbers stand to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu, Pt, RGBColor

from clusterer.reports.document import KeyFacts, Table
from clusterer.reports.word.styles import CELL, NOTE, WIDTH
from clusterer.reports.word.xml import (
    describe,
    keep_whole,
    line,
    pad,
    repeat_as_head,
    shade,
)
from clusterer.reports.words import readable

_LINES, _HEAD = "BFBFBF", "E7EBF0"

_LONGEST_WORD, _LONGEST_LINE = 30, 120
"""Letters beyond which a word may be broken, and words go into several lines."""

_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
"""Points of the letters: the largest at which no word is broken."""

_LETTER = 0.6
"""Width of a letter as a part of its size, with some room for other typefaces."""

_BOLD = 1.2
"""How much wider bold letters are."""

_MARGIN = 0.08
"""Centimetres on either side in a cell."""

_SHORT = 14
"""Letters of a key fact beyond which it is not written large."""


def add_table(word: Any, table: Table) -> None:
    """Add a table with its caption above and its notes below."""
    values = table.written
    corner = str(values.index.name or "")
    heads = [corner[:1].upper() + corner[1:], *(str(name).strip() for name in values.columns)]
    rows = [
        [str(label), *map(str, cells)]
        for label, cells in zip(values.index, values.to_numpy(dtype=object), strict=True)
    ]
    numbers = [False, *(table.format_of(name).number for name in table.values.columns)]
    caption = word.add_paragraph(readable(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    made = word.add_table(rows=len(rows) + 1, cols=len(heads))
    line(made, _LINES)
    describe(made, table.caption, head=True)
    size = Pt(_set_widths(made, [heads, *rows]))
    colours = ["", *table.swatches, *[""] * len(rows)]
    for number, (row, said) in enumerate(zip(made.rows, [heads, *rows], strict=True)):
        keep_whole(row)
        if number == 0:
            repeat_as_head(row)
        total = table.total and number == len(rows)
        for column, (cell, words) in enumerate(zip(row.cells, said, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL
            if column == 0 and colours[number]:
                _swatch(paragraph, colours[number])
            run = paragraph.add_run(readable(words))
            run.font.size = size
            run.bold = True if number == 0 or total else None
            if numbers[column]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0:
                shade(cell, _HEAD)
                paragraph.paragraph_format.keep_with_next = True
    lines = [words for words in table.note.splitlines() if words]
    for words in lines or [""]:
        # A table needs a paragraph after it, or the next would be one with it.
        word.add_paragraph(readable(words), style=NOTE)


def add_facts(word: Any, facts: KeyFacts) -> None:
    """Add key facts: what each is of, the fact, and what must be said with it."""
    rows = [[fact.label, fact.value, fact.note] for fact in facts.facts]
    large = all(len(fact.value) <= _SHORT for fact in facts.facts)
    made = word.add_table(rows=len(rows), cols=3)
    line(made, _LINES)
    describe(made, "Key facts", head=False)
    _set_widths(made, rows, wider=1 if large else None)
    for row, said in zip(made.rows, rows, strict=True):
        keep_whole(row)
        for column, (cell, words) in enumerate(zip(row.cells, said, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL
            run = paragraph.add_run(readable(words))
            if column == 1:
                run.bold = True
                run.font.size = Pt(12) if large else None
    word.add_paragraph(style=NOTE)


def _swatch(paragraph: Any, colour: str) -> None:
    """Show the colour that a row has on the map."""
    run = paragraph.add_run("■ ")
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#")[:6].upper())


def _set_widths(table: Any, rows: Sequence[Sequence[str]], *, wider: int | None = None) -> float:
    """Share the width of the page by what stands in the columns; return the size of the letters.

    Each column gets what its longest word needs, and what is left by what more it asks for: the
    less the shorter most of its cells are. One of them may be `wider`, as its letters are larger.
    """
    table.autofit = False
    pad(table, Cm(_MARGIN).twips)
    needs, more = [], []
    for number, cells in enumerate(zip(*rows, strict=True)):
        larger = 1.6 if number == wider else 1.0
        longest = min(_LONGEST_LINE, max(map(len, cells)))
        word = max(len(part) for words in cells for part in words.split(" "))
        needs.append(larger * max(3.0, _BOLD * min(word, _LONGEST_WORD)) + 1.0)
        want = larger * _BOLD * longest + 1.0
        usual = min(1.0, sum(map(len, cells)) / len(cells) / max(1, longest))
        more.append(max(0.0, want - needs[-1]) * usual)
    margins = 2 * Cm(_MARGIN).pt * len(needs)

    def room(size: float) -> float:
        """Return how many letters of a size the page has."""
        return float(WIDTH.pt - margins) / (_LETTER * size)

    size = next((size for size in _SIZES if sum(needs) <= room(size)), _SIZES[-1])
    left = max(0.0, room(size) - sum(needs))
    part = left / sum(more) if sum(more) > 0 else 0.0
    letters = [need + part * rest for need, rest in zip(needs, more, strict=True)]
    for column, many in zip(table.columns, letters, strict=True):
        width = Emu(int(WIDTH * many / sum(letters)))
        column.width = width
        for cell in column.cells:
            cell.width = width
    return size
