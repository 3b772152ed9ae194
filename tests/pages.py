"""Pages of the documentation: the text between their cells, and what the cells leave behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd

DOCS = Path(__file__).parents[1] / "docs"

_CELL = re.compile(r"```\{code-cell\} ipython3\n(?::tags: ([^\n]*)\n)?(.*?)```", re.DOTALL)


def page_of(name: str) -> str:
    """Return the source of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def cells_of(source: str) -> list[str]:
    """Return the code of each cell, in order."""
    return [cell for _, cell in _CELL.findall(source)]


def code_of(source: str) -> list[tuple[str, str]]:
    """Return each cell as it stands on the page, with its tags."""
    return [(match[0], match[1] or "") for match in _CELL.finditer(source)]


def text_of(source: str) -> str:
    """Return what stands between the cells, with one space between words."""
    return " ".join(_CELL.sub("", source).split())


def saying(source: str) -> Callable[[str], None]:
    """Return a function that asserts that a page says some words, outside its cells."""
    text = text_of(source)

    def says(words: str) -> None:
        assert words in text, words

    return says


def _as_they_are() -> list[Any]:
    """Return the options of tables that pages set, each with the value that it has now."""
    names = (
        *("display.precision", "display.max_colwidth", "display.float_format"),
        *("styler.format.thousands", "styler.format.precision"),
    )
    return [part for name in names for part in (name, pd.get_option(name))]


@contextmanager
def run(cells: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Run cells one after the other, and give the names that they leave behind."""
    names: dict[str, Any] = {}
    with matplotlib.rc_context(), pd.option_context(*_as_they_are()):
        plt.switch_backend("Agg")
        for cell in cells:
            exec(cell, names)
        yield names
        plt.close("all")
