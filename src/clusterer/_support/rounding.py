"""Differences of sums, without what only rounding makes of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-12
"""As a part of what is subtracted, the most that is rounding of sums, and no difference."""


def difference(one: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """Return numbers less others; 0 where they differ by rounding alone, and never -0.

    Sums of the same amounts in another order differ in their last digits. What a plan saves that
    changes nothing would otherwise be £m 1e-13.

    Examples
    --------
    >>> 0.1 + 0.2 - 0.3
    5.551115123125783e-17
    >>> difference([0.1 + 0.2, 3.0], [0.3, 1.0]).tolist()
    [0.0, 2.0]
    """
    first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    found = first - second
    least = ROUNDING * np.maximum(np.abs(first), np.abs(second))
    return np.where(np.abs(found) > least, found, 0.0)
