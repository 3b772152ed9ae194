"""What writes each kind of file of a report, by the ending of its name, and what it needs."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from clusterer.reports.document import Document
from clusterer.reports.html import write_html
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


def _write_page(document: Document, material: Material, path: Path) -> Path:  # noqa: ARG001
    return write_html(document, path)


def _write_word(document: Document, material: Material, path: Path) -> Path:  # noqa: ARG001
    from clusterer.reports.word.write import write_docx  # What it imports may not be installed.

    return write_docx(document, path)


def _write_excel(document: Document, material: Material, path: Path) -> Path:
    from clusterer.reports.workbook.write import write_workbook

    return write_workbook(document, material, path)


WRITERS: dict[str, Callable[[Document, Material, Path], Path]] = {
    ".html": _write_page,
    ".docx": _write_word,
    ".xlsx": _write_excel,
}
"""By the ending: writes what a report says, or calculates from what it is made of, to a place."""
