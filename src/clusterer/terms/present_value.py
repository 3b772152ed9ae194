"""Present value of yearly sums, so that all terms are in the same £m."""

from __future__ import annotations

import numpy as np

from clusterer._support.checks import LARGEST, MOST_YEARS, check_number, check_whole
from clusterer._support.wording import shown
from clusterer.errors import InputError


def annuity(discount_rate: float, years: int, *, ramp_years: int = 1) -> float:
    """Return the present value of £1 a year, paid at the end of each year.

    ``Σ_t min(t / ramp_years, 1) / (1 + discount_rate)^t`` for t = 1 … years, after HM
    Treasury, The Green Book (2022), annex 6. With `ramp_years` above 1 the payment grows
    in equal steps to £1 in that year, as a saving does that takes time to arrive.

    Parameters
    ----------
    discount_rate
        Real rate a year, as a fraction.
    years
        The horizon.
    ramp_years
        The year in which the full sum is reached.

    Raises
    ------
    InputError
        If the rate is -1 or less, or a number of years is not a whole number from 1 to 1,000, or
        if the value is too large a number.

    Examples
    --------
    >>> round(annuity(0.035, 10), 4)
    8.3166
    >>> annuity(0.0, 3, ramp_years=3)
    2.0
    """
    check_number("discount_rate", discount_rate, kind="fraction", above=-1, at_most=1)
    for name, value in (("horizon", years), ("ramp_years", ramp_years)):
        check_whole(name, value, kind="whole number of years", at_least=1)
        if value > MOST_YEARS:
            raise InputError(
                f"{name} = {shown(value)} must be a whole number of years, {MOST_YEARS:,} at most"
            )
    t = np.arange(1, int(years) + 1)
    with np.errstate(over="ignore", divide="ignore"):
        # A rate near −1 makes of later years more than a float holds.
        worth = float((np.minimum(t / ramp_years, 1.0) / (1.0 + float(discount_rate)) ** t).sum())
    if worth > LARGEST:
        raise InputError(
            f"discount_rate = {shown(discount_rate)} makes £1 a year over horizon = "
            f"{shown(years)} worth too much to calculate with; give another rate or fewer years"
        )
    return worth
