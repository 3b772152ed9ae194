"""Amounts of money by council: one for all, or one each."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer.councils import Councils
from clusterer.councils.labelled import as_vector
from clusterer.errors import InputError


def as_amounts(councils: Councils, what: str, given: Any) -> NDArray[np.float64]:
    """Return the £m of each council, none below 0.

    Parameters
    ----------
    councils
        The councils.
    what
        What messages call it.
    given
        A number for all; or a Series or dict by index label or name, where councils that are not
        named have none; or values in the order of the councils.

    Raises
    ------
    InputError
        If it is none of these, or an amount is below 0.
    """
    if isinstance(given, Real) or not isinstance(
        given, (Mapping, pd.Series, list, tuple, np.ndarray)
    ):
        check_number(what, given, kind="number of £m", at_least=0)
        return np.full(len(councils), float(given))
    if not isinstance(given, (Mapping, pd.Series)):
        amounts = as_vector(councils, given)
        for row in np.flatnonzero(amounts < 0).tolist():
            check_number(_of(councils, what, row), amounts[row], at_least=0)
        return amounts
    amounts = np.zeros(len(councils))
    seen: set[int] = set()
    for council, amount in given.items():
        row = councils.position(council)
        if row in seen:
            raise InputError(f"{what} has {councils.describe([row])} twice; keep one")
        seen.add(row)
        check_number(_of(councils, what, row), amount, kind="number of £m", at_least=0)
        amounts[row] = float(amount)
    return amounts


def _of(councils: Councils, what: str, row: int) -> str:
    return f"{what} of {councils.describe([row])}"
