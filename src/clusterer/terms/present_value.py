"""Present value of yearly sums, so that all terms are in the same £m."""

from __future__ import annotations

import numpy as np

from clusterer.checks import check_number, check_whole


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
        If the rate is -1 or less, or a number of years is not a positive whole number.

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
    t = np.arange(1, years + 1)
    return float((np.minimum(t / ramp_years, 1.0) / (1.0 + discount_rate) ** t).sum())
