"""The ratio of two estimates, and how far it can be told."""

from __future__ import annotations

import math
from typing import NamedTuple


class Ratio(NamedTuple):
    """A ratio with its interval; from minus infinity to infinity where it cannot be estimated."""

    value: float
    low: float
    high: float


def ratio_of(
    above: float,
    below: float,
    *,
    variance_above: float,
    variance_below: float,
    covariance: float,
    quantile: float,
) -> Ratio:
    """Return a ratio of two estimates, with the interval of Fieller.

    It holds each ρ for which ``above − ρ · below`` may be 0. Where ``below``
    itself may be 0, that is no interval, and the ratio is not identified: any
    value may be right. (The delta method gives an interval even then, and it is wrong.)

    Parameters
    ----------
    above, below
        The estimates.
    variance_above, variance_below, covariance
        Of the estimates.
    quantile
        How many standard errors an interval goes to either side, such as 1.96.

    References
    ----------
    E. C. Fieller, "Some problems in interval estimation", *Journal of the Royal Statistical
    Society B* 16, 1954, 175–185.

    Examples
    --------
    A divisor that is known gives the interval of the dividend; one as uncertain as it is large
    gives none.

    >>> ratio_of(4, 2, variance_above=1, variance_below=0, covariance=0, quantile=2)
    Ratio(value=2.0, low=1.0, high=3.0)
    >>> ratio_of(4, 2, variance_above=1, variance_below=1, covariance=0, quantile=2)
    Ratio(value=2.0, low=-inf, high=inf)
    """
    z2 = quantile**2
    # above² − 2 ρ above below + ρ² below² ≤ z² (Vaa − 2 ρ Vab + ρ² Vbb), a quadratic in ρ.
    a = below**2 - z2 * variance_below
    b = above * below - z2 * covariance
    c = above**2 - z2 * variance_above
    value = above / below if below else math.nan
    if a <= 0:
        return Ratio(value, -math.inf, math.inf)
    spread = math.sqrt(max(b * b - a * c, 0.0))
    return Ratio(value, (b - spread) / a, (b + spread) / a)
