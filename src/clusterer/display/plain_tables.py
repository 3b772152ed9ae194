"""Tables made fit for files and the web: plain columns with names that none disputes."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral

import numpy as np
import pandas as pd

from clusterer._support.wording import shown

_EXACT = 2**53
"""Floats have all whole numbers up to this one."""


def with_index(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table with its index as the first column, under its own name or this one.

    An index that stands in a column of its name already, as after ``set_index(drop=False)``,
    is not repeated.
    """
    called = name if frame.index.name is None else frame.index.name
    flat = frame.reset_index(drop=True)
    if called in flat.columns:
        if flat[called].tolist() == frame.index.tolist():
            return flat
        called = unlike(str(called), flat.columns)
    flat.insert(0, called, frame.index)
    return flat


def plain(table: pd.DataFrame, reserved: Iterable[str] = ()) -> pd.DataFrame:
    """Return a table of numbers, truth values, times and words only, under distinct names.

    Labels of several kinds become words, as do lists, periods and whatever else a file
    cannot hold.

    Parameters
    ----------
    table
        Columns without geometry.
    reserved
        Names that no column may have, in capitals or not.
    """
    columns: dict[str, pd.Series] = {}
    taken = [name.lower() for name in reserved]
    for column in table.columns:
        name = unlike(str(column), taken)
        taken.append(name.lower())
        columns[name] = _plain_values(table[column])
    return pd.DataFrame(columns, index=table.index)


def unlike(name: str, taken: Iterable[object]) -> str:
    """Return a name, with underscores after it until it is none of those taken."""
    others = {str(other).lower() for other in taken}
    while name.lower() in others:
        name += "_"
    return name


def _plain_values(values: pd.Series) -> pd.Series:
    """Return values as the plain type that they all have, else in words."""
    kind = pd.api.types.infer_dtype(values, skipna=True)
    gaps = bool(values.isna().any())
    if kind == "boolean" and not gaps:
        return values.astype("bool")
    # A whole number that fits into no column of numbers, or not with all its digits, is words.
    largest = np.iinfo(np.int64).max if kind == "integer" and not gaps else _EXACT
    whole = (value for value in values if isinstance(value, Integral))
    fits = all(abs(int(value)) <= largest for value in whole)
    if kind == "integer" and not gaps and fits:
        return values.astype("int64")
    if fits and kind in ("integer", "floating", "mixed-integer-float", "decimal"):
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        return pd.Series(numbers, index=values.index)
    if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
        return values
    words = [None if gap else word(v) for v, gap in zip(values, values.isna(), strict=True)]
    return pd.Series(words, index=values.index, dtype=object)


def word(value: object) -> str:
    """Return a value as a text, however long a number it is."""
    try:
        return str(value)
    except ValueError:  # Python writes no more than some thousands of digits.
        return shown(value)
