"""A chapter of a report as a sheet: its words as lines, its tables as numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

from clusterer.reports.document import (
    Code,
    Heading,
    KeyFacts,
    Paragraph,
    Part,
    Picture,
    Points,
    Section,
    Table,
)
from clusterer.reports.formats import WORDS, Format
from clusterer.reports.workbook.book import Cell, Formula, Kind, Sheet, span

_KINDS: dict[str, Kind] = {"plain": "plain", "lead": "bold", "note": "note", "warning": "warning"}

_WORDS_ALONE = 110.0
"""Characters: how wide the column is of a sheet that has words alone."""


def write_chapter(
    sheet: Sheet,
    section: Section,
    *,
    tables: bool = True,
    sums: Collection[str] = (),
    more: Callable[[Sheet], None] | None = None,
) -> None:
    """Write a chapter on a sheet of its own.

    Parameters
    ----------
    sheet, section
        The sheet and the chapter.
    tables
        Whether its tables are written.
    sums
        The columns of which the sum stands below tables that have no row of sums.
    more
        Writes what is added at the end.
    """
    sheet.title(section.title)
    parts = [part for part in section if tables or not isinstance(part, Table)]
    write_parts(sheet, parts, sums=sums)
    if more is not None:
        more(sheet)
    words_alone = more is None and not any(isinstance(part, (Table, KeyFacts)) for part in parts)
    sheet.finish({0: _WORDS_ALONE} if words_alone else None)


def write_parts(sheet: Sheet, parts: Iterable[Part], *, sums: Collection[str] = ()) -> None:
    """Write parts one below the other. Pictures are left out: a page shows them."""
    for part in parts:
        if isinstance(part, Picture):
            continue
        if isinstance(part, Heading):
            sheet.heading(part.text)
            continue
        sheet.row += 1
        if isinstance(part, Paragraph):
            sheet.lines(part.text, _KINDS[part.kind])
        elif isinstance(part, Points):
            for number, point in enumerate(part.items, start=1):
                mark = f"{number}. " if part.numbered else "• "
                sheet.lines(f"{mark}{f'{point.lead} ' if point.lead else ''}{point.text}")
        elif isinstance(part, KeyFacts):
            for fact in part.facts:
                sheet.put(sheet.row, 0, fact.label)
                sheet.put(sheet.row, 1, fact.value, "bold")
                sheet.put(sheet.row, 2, fact.note, "note", fits=False)
                sheet.row += 1
        elif isinstance(part, Code):
            _write_code(sheet, part)
        elif isinstance(part, Table):
            write_table(sheet, part, sums=sums)


def _write_code(sheet: Sheet, code: Code) -> None:
    """Write lines as they are; the few that are long go on in the next row."""
    for line in code.text.splitlines():
        if len(line) > _WORDS_ALONE:
            sheet.lines(line)
            continue
        sheet.put(sheet.row, 0, line, fits=False)
        sheet.row += 1


def write_table(sheet: Sheet, table: Table, *, sums: Collection[str] = ()) -> None:
    """Write a table: numbers as numbers, and a last row of sums as formulas.

    Where it has no such row, the columns that are named get their `sums` all the same.
    """
    values = table.values
    sheet.put(sheet.row, 0, table.caption, "bold", fits=False)
    sheet.row += 1
    forms = [table.row_format, *(table.format_of(column) for column in values.columns)]
    corner = str(values.index.name or "")
    heads = [corner[:1].upper() + corner[1:], *(str(column).strip() for column in values.columns)]
    sheet.head(heads, forms)
    cells = [
        [_cell(label, forms[0]), *(_cell(v, form) for v, form in zip(row, forms[1:], strict=True))]
        for label, row in zip(values.index, values.itertuples(index=False, name=None), strict=True)
    ]
    body = cells[:-1] if table.total else cells
    first, last = sheet.rows(body, forms)
    if table.total:
        total = [_sum(column, cells, first, last) for column in range(len(forms))]
        sheet.rows([total], forms, kind="total")
    elif body and any(name in sums for name in values.columns):
        total = ["All", *([None] * len(values.columns))]
        for column, name in enumerate(values.columns, start=1):
            if name in sums:
                of_all = span((first, column), (last, column))
                numbers = [cell[column] for cell in body]
                value = sum(number for number in numbers if isinstance(number, float))
                total[column] = Formula(f"SUM({of_all})", value)
        sheet.rows([total], forms, kind="total")
    for line in table.note.splitlines():
        sheet.lines(line, "note")


def _cell(value: object, form: Format) -> Cell:
    """Return a value as a cell: a number, words, or what is said where there is none."""
    if form.is_missing(value):
        return form.missing if form.number and form.missing != WORDS.missing else None
    if form.number and not isinstance(value, (str, bool)):
        number = float(value)  # type: ignore[arg-type] # A cell of a number format.
        return number if math.isfinite(number) else form.written(number)
    return form.written(value)


def _sum(column: int, cells: list[list[Cell]], first: int, last: int) -> Cell:
    """Return the last cell of a column as a formula, if it is the sum of those above."""
    total = cells[-1][column]
    if not isinstance(total, float):
        return total
    above = [row[column] for row in cells[:-1]]
    numbers = [value for value in above if isinstance(value, float)]
    near = math.isclose(sum(numbers), total, rel_tol=1e-9, abs_tol=1e-9)
    if column == 0 or not numbers or not near:
        return total
    return Formula(f"SUM({span((first, column), (last, column))})", total)
