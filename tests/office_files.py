"""Reads workbooks and documents of reports, and has LibreOffice calculate them again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

NO_OFFICE = "no LibreOffice: install it, on Debian by apt-get install libreoffice-calc"


def calculated(files: list[Path], folder: Path) -> dict[str, Any]:
    """Return workbooks, by the names of their files, with all values calculated by LibreOffice.

    What it is given has no values beside its formulas, so that it has none to keep.
    """
    bare = folder / "bare"
    bare.mkdir()
    for file in files:
        openpyxl.load_workbook(file).save(bare / file.name)
    bare_files = [str(bare / file.name) for file in files]
    for file in bare_files:
        values = openpyxl.load_workbook(file, data_only=True)
        assert not any(
            values[sheet.title][cell.coordinate].value is not None
            for sheet, cell in formulas(openpyxl.load_workbook(file))
        )
    assert SOFFICE is not None
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    subprocess.run([*command, *bare_files], check=True, capture_output=True, timeout=300)
    return {
        file.stem: openpyxl.load_workbook(folder / "out" / file.name, data_only=True)
        for file in files
    }


def formulas(book: Any) -> Iterator[tuple[Any, Any]]:
    """Go through the cells of a workbook that have a formula, each with its sheet."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet, cell


def row_of(sheet: Any, *words: str) -> int:
    """Return the row that begins with some words."""
    for row in sheet.iter_rows():
        begun = [cell.value for cell in row[: len(words)]]
        if begun == list(words):
            return int(row[0].row)
    raise AssertionError(f"{sheet.title} has no row {words}")


def beside(sheet: Any, words: str, column: int = 2) -> Any:
    """Return the cell in a column of the row that begins with some words."""
    return sheet.cell(row_of(sheet, words), column)


def column_of(sheet: Any, row: int, words: object) -> int:
    """Return the column that has some words in a row."""
    for cell in sheet[row]:
        if cell.value == words:
            return int(cell.column)
    raise AssertionError(f"{sheet.title} has no {words} in row {row}")
