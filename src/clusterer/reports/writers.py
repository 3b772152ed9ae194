"""What writes each kind of file of a report, by the ending of its name, and what it needs."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from clusterer._support.writing import replacing
from clusterer.reports.document import Document
from clusterer.reports.html import as_page
from clusterer.reports.material import Material

_NEEDED = {".docx": ("docx", "python-docx"), ".xlsx": ("xlsxwriter", "xlsxwriter")}
"""The module that a kind of file needs, and the name by which it is installed."""


def check_installed(ending: str) -> None:
    """Check that what an ending needs is installed.

    Raises
    ------
    ImportError
        If it is not.
    """
    module, name = _NEEDED.get(ending, ("", ""))
    if not module:
        return
    try:
        importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"a report as {ending} needs {name}: pip install 'clusterer[report]'"
        ) from error


def _page(document: Document, _material: Material) -> bytes:
    return as_page(document).encode("utf-8")


def _word(document: Document, _material: Material) -> bytes:
    from clusterer.reports.word.write import as_docx  # What it imports may not be installed.

    return as_docx(document)


def _workbook(document: Document, material: Material) -> bytes:
    from clusterer.reports.workbook.write import as_workbook

    return as_workbook(document, material)


def _writer(content: Callable[[Document, Material], bytes]) -> Writer:
    """Return what writes the content of a kind of file, once it is complete."""

    def write(document: Document, material: Material, path: Path) -> Path:
        made = content(document, material)
        with replacing(path) as draft:
            draft.write_bytes(made)
        return path

    return write


Writer: TypeAlias = Callable[[Document, Material, Path], Path]

WRITERS: dict[str, Writer] = {
    ".html": _writer(_page),
    ".docx": _writer(_word),
    ".xlsx": _writer(_workbook),
}
"""By the ending: writes what a report says, or calculates from what it is made of, to a place.

The same report gives the same bytes. What was there before stays if it cannot be written.
"""
