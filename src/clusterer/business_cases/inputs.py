"""Checks of what a business case is given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import LARGEST, check_number
from clusterer.councils.labelled import as_floats
from clusterer.errors import InputError
from clusterer.terms.defaults import central


def checked_rate(discount_rate: float | None) -> float:
    """Return a discount rate, that of the shipped table if None.

    Raises
    ------
    InputError
        If it is no fraction from 0 to 1, as 3.5 is not.
    """
    if discount_rate is None:
        return central("discount_rate")
    check_number("discount_rate", discount_rate, kind="fraction", at_least=0, at_most=1)
    return float(discount_rate)


def checked_money(what: str, figures: float | Sequence[float]) -> NDArray[np.float64]:
    """Return £m by year.

    Raises
    ------
    InputError
        If one is no finite number, or there is none.
    """
    money = as_floats(what, figures)
    if money.ndim > 1 or not money.size or not (np.abs(money) <= LARGEST).all():
        raise InputError(f"{what} must be £m by year, finite numbers in a list such as [4.6, 4.6]")
    return money
