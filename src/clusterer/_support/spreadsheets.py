"""Words in the cells of a spreadsheet, which takes some of them for formulas."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""How words begin that a spreadsheet calculates, or would after one apostrophe is taken off."""

_MARKED = re.compile(r"'+[=+\-@\t\r\n]")


def marked_as_text(words: str) -> str:
    """Return words with an apostrophe before them, if a spreadsheet would take them for a formula.

    Examples
    --------
    >>> marked_as_text("=1+1"), marked_as_text("Bath"), marked_as_text("'=1+1")
    ("'=1+1", 'Bath', "''=1+1")
    """
    return f"'{words}" if _FORMULA.match(words) else words


def unmarked(words: str) -> str:
    """Return words as they were before `marked_as_text`.

    Examples
    --------
    >>> unmarked("'=1+1"), unmarked("Bath"), unmarked("'tis")
    ('=1+1', 'Bath', "'tis")
    """
    return words[1:] if _MARKED.match(words) else words
