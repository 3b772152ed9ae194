"""How the numbers of a table are written: in words for a page, as a format for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Format:
    """How the values of a column are written.

    Attributes
    ----------
    number
        Whether they are numbers, which stand to the right.
    decimals
        Digits after the point.
    before, after
        What is written around a number, such as "£" and "m".
    factor
        What a number is multiplied by before it is written: 100 for a share in per cent.
    sign
        Whether a number above zero has a plus.
    missing
        What is written where there is no value.

    Examples
    --------
    >>> MONEY.written(-1234.567), SHARE.written(0.0126), COUNT.written(1e6), MONEY.written(None)
    ('−£1,234.57m', '1.3%', '1,000,000', '–')
    >>> MONEY.spreadsheet, SHARE.spreadsheet
    ('"£"#,##0.00"m";"−£"#,##0.00"m"', '#,##0.0%;"−"#,##0.0%')
    >>> CHANGE.spreadsheet
    '"+£"#,##0.00"m";"−£"#,##0.00"m";"£"#,##0.00"m"'
    """

    number: bool = True
    decimals: int = 0
    before: str = ""
    after: str = ""
    factor: float = 1.0
    sign: bool = False
    missing: str = "–"

    def written(self, value: Any) -> str:
        """Return a value in words."""
        if self.is_missing(value):
            return self.missing
        if not self.number or isinstance(value, str):
            return str(value)
        scaled = round(float(value) * self.factor, self.decimals)
        sign = "−" if scaled < 0 else "+" if self.sign and scaled > 0 else ""
        return f"{sign}{self.before}{abs(scaled):,.{self.decimals}f}{self.after}"

    @staticmethod
    def is_missing(value: Any) -> bool:
        """Tell whether there is no value."""
        return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))

    @property
    def spreadsheet(self) -> str:
        """The number format of a spreadsheet, "" for words; the cell has the value itself."""
        if not self.number:
            return ""
        digits = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        share = self.factor == 100.0 and self.after == "%"
        after = "%" if share else f'"{self.after}"' if self.after else ""
        plus, minus, none = (
            f'"{before}"{digits}{after}' if before else f"{digits}{after}"
            for before in (f"+{self.before}", f"−{self.before}", self.before)
        )
        return f"{plus};{minus};{none}" if self.sign else f"{none};{minus}"


WORDS = Format(number=False)
"""Words, as they are."""

COUNT = Format()
"""Whole numbers: residents, councils, posts."""

NUMBER = Format(decimals=1)
"""Numbers with one decimal, such as posts."""

MONEY = Format(decimals=2, before="£", after="m")
"""£m, to £10,000."""

CHANGE = Format(decimals=2, before="£", after="m", sign=True)
"""£m more or less than something else."""

SHARE = Format(decimals=1, after="%", factor=100.0)
"""A fraction, in per cent."""

YEARS = Format(decimals=1, after=" years")
"""A time in years."""
