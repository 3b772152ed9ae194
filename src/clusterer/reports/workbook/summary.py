"""The first sheet: what is recommended, what it comes to now, and whether all sums agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clusterer.business_cases import BusinessCase
from clusterer.reports.document import Document, KeyFacts, Paragraph, Part, Table
from clusterer.reports.formats import MONEY, WORDS
from clusterer.reports.workbook.book import Cell, Formula, Sheet, place
from clusterer.reports.workbook.chapters import write_parts
from clusterer.reports.workbook.checks import OK, Check
from clusterer.reports.workbook.indicators import FORMATS, MEANINGS, figures_of


def write_summary(
    sheet: Sheet,
    document: Document,
    case: BusinessCase | None,
    figures: Mapping[str, str],
    checks: Sequence[Check],
) -> None:
    """Write the summary.

    Parameters
    ----------
    sheet
        The sheet.
    document
        The report.
    case
        Its business case, if there is one.
    figures
        Where each of its figures stands, as formulas of all sheets call it.
    checks
        What is checked.
    """
    sheet.title(document.title)
    for words in (document.subtitle, document.date):
        if words:
            sheet.lines(words, "note")
    said = [part for one in document.sections if one.key == "summary" for part in one]
    parts = [part for part in said if not isinstance(part, Table)]  # The clusters have a sheet.
    first = [part for part in parts if _is_first(part)]
    later = [part for part in parts if not _is_first(part)]
    live = case is not None and bool(figures)
    write_parts(sheet, [_as_found(part) for part in first] if live else first)
    if case is not None and figures:
        _live(sheet, case, figures)
    if checks:
        _checked(sheet, checks)
    if live and later:
        sheet.heading("More of the plan, as found")
    write_parts(sheet, later)
    sheet.finish(keep_head=False)


def _is_first(part: Part) -> bool:
    """Tell whether a part stands before the figures."""
    return isinstance(part, KeyFacts) or (isinstance(part, Paragraph) and part.kind != "plain")


def _as_found(part: Part) -> Part:
    """Return a part whose figures are marked, as they do not follow the inputs."""
    if not isinstance(part, KeyFacts):
        return part
    return KeyFacts(tuple(replace(fact, label=f"{fact.label}, as found") for fact in part.facts))


def _live(sheet: Sheet, case: BusinessCase, figures: Mapping[str, str]) -> None:
    """Write the figures of the cash as they are now, and as they were when the file was made."""
    sheet.heading("What the cash comes to, with the inputs as they are now")
    heads = ["Figure", "Now", "As the plan was found", "Change", "What it is"]
    sheet.head(heads, [WORDS, MONEY, MONEY, MONEY, WORDS])
    made = figures_of(case)
    for name, form in FORMATS.items():
        row, value = sheet.row, made[name]
        now, then = place(row, 1, fixed=False), place(row, 2, fixed=False)
        both = f"AND(ISNUMBER({now}),ISNUMBER({then}))"
        change = Formula(f'IF({both},{now}-{then},"")', 0.0 if isinstance(value, float) else "")
        cells: list[Cell] = [name.capitalize(), Formula(figures[name], value), value, change]
        sheet.rows([cells], [WORDS, form, form, form])
        sheet.put(row, 4, MEANINGS[name], "note", fits=False)


def _checked(sheet: Sheet, checks: Sequence[Check]) -> None:
    sheet.heading("Whether all sums agree")
    for check in checks:
        sheet.put(sheet.row, 0, check.what, fits=False)
        sheet.put(sheet.row, 5, Formula(check.where, OK), "bold")
        sheet.row += 1
