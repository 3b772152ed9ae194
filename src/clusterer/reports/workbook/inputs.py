"""The sheet of inputs: what a reader may change, and every figure that the plan rests on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from clusterer.model.figure_register import register
from clusterer.model.figure_words import plain_words_of, words_of, written
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.reports.formats import COUNT, WORDS, Format
from clusterer.reports.material import Material
from clusterer.reports.plain_names import choice_called, service_called, term_called
from clusterer.reports.workbook.amounts import Amounts
from clusterer.reports.workbook.book import Book, Cell, Input, Sheet

AS_FOUND = "The figures as found: they do not follow what is changed above"
"""What stands between the inputs that may be changed and all others."""

COLUMNS = ("Input", "Value", "Unit", "From", "To", "Whose", "Mark", "Source")

RATE = Format(decimals=2, after="%", factor=100.0)
"""A discount rate, as a reader gives it."""

_SHARE = Format(decimals=0, after="%", factor=100.0)


@dataclass(frozen=True)
class Levers:
    """What formulas call the inputs that a reader may change.

    Attributes
    ----------
    rate, years
        The names of the discount rate and of the last year that is counted.
    parts
        For each item of the business case, the cell that says what part of it is counted.
    found
        The discount rate with which the cash was found.
    """

    rate: str
    years: str
    parts: Mapping[str, str]
    found: float


def write_inputs(
    book: Book, sheet: Sheet, material: Material, amounts: Amounts | None
) -> Levers | None:
    """Write the sheet; return what may be changed, None if there is no cash."""
    sheet.title("Inputs")
    if amounts is not None:
        sheet.lines(
            "Blue on yellow: you may change it, here and on the sheets of cash, and all cash "
            "follows. Black is calculated or stated.",
            "note",
        )
    sheet.lines(
        "The figures with which the plan was found stand here to be read. With other values "
        "another plan may be best: that needs another search, and a new report.",
        "note",
    )
    sheet.row += 1
    sheet.head(COLUMNS, [WORDS, COUNT, WORDS, COUNT, COUNT, WORDS, WORDS, WORDS])
    levers = None if amounts is None else _levers(book, sheet, amounts)
    if levers is not None:
        sheet.put(sheet.row, 0, AS_FOUND, "bold", fits=False)
        sheet.row += 1
    for name, row in figures_of(material):
        _write_figure(sheet, name, row)
    sheet.finish({7: 60})
    return levers


def _levers(book: Book, sheet: Sheet, amounts: Amounts) -> Levers:
    """Write what may be changed."""
    case = amounts.case
    rate = _lever(sheet, "Discount rate", case.discount_rate, RATE, "a year, real")
    sheet.raw.data_validation(
        *rate,
        *rate,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 1,
            "input_title": "Discount rate",
            "input_message": "A real rate a year, such as 3.5%.",
            "error_message": "Give a rate from 0% to 100%.",
        },
    )
    years = _lever(sheet, "Last year that is counted", float(case.horizon), COUNT, "year")
    sheet.raw.data_validation(
        *years,
        *years,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": case.horizon,
            "input_title": "Last year",
            "input_message": f"A whole year, {case.horizon} at most: there is no cash beyond.",
            "error_message": f"Give a whole year from 0 to {case.horizon}.",
        },
    )
    parts = {}
    for item in amounts.items:
        cell = _lever(sheet, f"Part that is counted of: {term_called(item)}", 1.0, _SHARE, "part")
        sheet.raw.data_validation(
            *cell,
            *cell,
            {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "input_title": "Part that is counted",
                "input_message": "100% counts all of it, 80% four fifths, 120% a fifth more.",
                "error_message": "Give a part of 0% or more.",
            },
        )
        parts[item] = sheet.at(*cell)
    return Levers(
        book.call("discount_rate", sheet.at(*rate)),
        book.call("years_counted", sheet.at(*years)),
        parts,
        case.discount_rate,
    )


def _lever(sheet: Sheet, what: str, value: float, form: Format, unit: str) -> tuple[int, int]:
    """Write an input that may be changed; return where."""
    row = sheet.row
    cells: list[Cell] = [what, Input(value), unit, None, None, "you may change it", None, None]
    sheet.rows([cells], [WORDS, form, *[WORDS] * 6])
    return row, 1


def figures_of(material: Material) -> Iterator[tuple[str, pd.Series]]:
    """Go through the figures in words; one that is the same in several services stands once."""
    tables = {name: one.problem.figures for name, one in material.evaluations.items()}
    services = {
        service.name
        for one in material.evaluations.values()
        for term in one.problem.terms
        for service in getattr(term, "services", ())
    }
    if isinstance(material.plan, PortfolioEvaluation):
        tables["governance"] = register(material.plan.portfolio.governance)
    seen: set[tuple[str, ...]] = set()
    for whose, table in tables.items():
        for name, row in table.iterrows():
            figure = str(name)
            owner = figure.rpartition(".")[0].rpartition(".")[2]
            what = plain_words_of(figure)
            key = (figure, *map(str, row))
            if key in seen:
                continue
            same_name = any(figure == other for other, *_ in seen)
            seen.add(key)
            said = f"{service_called(owner)}: {what}" if owner in services else what
            if same_name and whose:
                said += f" ({service_called(whose)})"
            yield said[:1].upper() + said[1:], row.rename(figure)


def _write_figure(sheet: Sheet, what: str, row: pd.Series) -> None:
    figure, value = str(row.name), row["value"]
    form = _form(figure, value)
    said: str | float
    if isinstance(value, (str, bool)):
        said = choice_called(value)
    else:
        said = float(value) if math.isfinite(value) else written(figure, value)
    ends: list[Cell] = [float(row[end]) for end in ("low", "high")]
    choice = "choice of the model" if row["default"] else "own figure"
    whose = "default" if row["mark"] else choice
    cells: list[Cell] = [
        what,
        said,
        "" if form.after == "%" else words_of(figure).unit or str(row["unit"]),
        *ends,
        whose,
        str(row["mark"]),
        str(row["source"]),
    ]
    sheet.rows([cells], [WORDS, form, WORDS, form, form, WORDS, WORDS, WORDS])


def _form(figure: str, value: object) -> Format:
    """Return how a figure is written: shares in per cent, others with some digits that tell."""
    if isinstance(value, (str, bool)) or not isinstance(value, (int, float)):
        return WORDS
    words = words_of(figure)
    if words.unit in ("share", "a year"):
        return Format(decimals=words.digits + 1, after="%", factor=100.0)
    if float(value).is_integer() or not math.isfinite(value):
        return COUNT
    return Format(decimals=max(0, min(6, 3 - math.floor(math.log10(abs(value))))))
