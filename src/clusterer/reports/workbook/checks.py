"""Checks in a workbook: formulas that say OK, or by how much two sums differ."""

from __future__ import annotations

from dataclasses import dataclass

from clusterer.reports.workbook.book import Formula

_POUND = "0.000001"
"""£m: what differs by less is rounding."""

OK = "OK"
"""What a check says that holds."""


@dataclass(frozen=True)
class Check:
    """A check, and where it stands.

    Attributes
    ----------
    what
        What it says if it holds.
    where
        Its cell, as formulas of all sheets call it.
    """

    what: str
    where: str


def equal(one: str, other: str) -> Formula:
    """Return the formula that compares two cells of £m, which are equal as the file is made.

    Examples
    --------
    >>> equal("B5", "C5").text
    'IF(ABS(B5-C5)<0.000001,"OK","differs by £m "&TEXT(B5-C5,"0.000000"))'
    """
    differs = f'"differs by £m "&TEXT({one}-{other},"0.000000")'
    return Formula(f'IF(ABS({one}-{other})<{_POUND},"{OK}",{differs})', OK)
