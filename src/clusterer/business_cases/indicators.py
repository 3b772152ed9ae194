"""What cash flows come to: the four figures that a finance director asks for.

Flows are in £m by year, beginning with year 0, which is now; what is spent is below 0. After
HM Treasury, *The Green Book: central government guidance on appraisal and evaluation* (2022).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ROUNDING = 1e-9
"""As a part of the largest figure, what is no money but rounding."""


def discounted(flows: ArrayLike, discount_rate: float) -> Floats:
    """Return what each year's flow is worth now: ``b_t / (1 + r)^t``.

    Examples
    --------
    >>> discounted([-10, 11, 12.1], 0.1).round(6)
    array([-10.,  10.,  10.])
    """
    money = np.asarray(flows, dtype=np.float64)
    worth: Floats = money / (1.0 + discount_rate) ** np.arange(money.size)
    return worth


def net_present_value(flows: ArrayLike, discount_rate: float) -> float:
    """Return what all flows together are worth now: ``Σ_t b_t / (1 + r)^t``.

    Examples
    --------
    >>> round(net_present_value([-10, 11, 12.1], 0.1), 6)
    10.0
    """
    return float(discounted(flows, discount_rate).sum())


def payback(flows: ArrayLike) -> float | None:
    """Return the years until what was spent has come back for good, or None if it never has.

    From then on the sum of all flows so far is never below 0 again. Within a year the flow is
    taken to come evenly, so that it may be part of one. 0 where nothing is ever out of pocket.

    Examples
    --------
    >>> payback([-10, 4, 4, 4]), payback([-10, 4, 4]), payback([0, 4])
    (2.5, None, 0.0)

    What comes back and is spent again is not back for good:

    >>> payback([-10, 12, -4, 4])
    2.5
    """
    so_far = np.cumsum(np.asarray(flows, dtype=np.float64))
    owing = np.flatnonzero(so_far < -_ROUNDING * np.abs(so_far).max(initial=0.0))
    if not owing.size:
        return 0.0
    last = int(owing[-1])
    if last == so_far.size - 1:
        return None
    return last + float(min(1.0, -so_far[last] / (so_far[last + 1] - so_far[last])))


def internal_rate_of_return(flows: ArrayLike) -> float | None:
    """Return the discount rate at which the flows are worth nothing, or None if there is no one.

    There is exactly one where money is first spent and then comes in: where the flows begin below
    0 and change sign once. Of flows that change it more often there may be several, and none of
    them says whether it pays; of flows that never do there is none.

    Examples
    --------
    >>> round(internal_rate_of_return([-10, 6, 6]), 6)
    0.130662
    >>> print(internal_rate_of_return([-10, -1]), internal_rate_of_return([-10, 30, -20]))
    None None
    """
    money = np.asarray(flows, dtype=np.float64)
    years = np.flatnonzero(np.abs(money) > _ROUNDING * np.abs(money).max(initial=0.0))
    signs = np.sign(money[years])
    if not signs.size or signs[0] > 0 or np.count_nonzero(np.diff(signs)) != 1:
        return None
    return math.expm1(_log_of_the_rate(years, money[years]))


def _log_of_the_rate(years: NDArray[np.intp], money: Floats) -> float:
    """Return ``log(1 + r)`` of the rate at which flows that change sign once are worth nothing.

    What is spent comes first, so the higher the rate, the less of what comes in is left: below
    the root the flows are worth more than nothing, above it less. Halves a bracket until there is
    no number between its ends.
    """
    sizes = np.log(np.abs(money))

    def pays(log_rate: float) -> bool:
        logs = sizes - years * log_rate
        # Only the sign is asked for, so that no power overflows.
        return float((np.sign(money) * np.exp(logs - logs.max())).sum()) > 0

    low, high = -1.0, 1.0
    while not pays(low):
        low *= 2.0
    while pays(high):
        high *= 2.0
    while low < (middle := low + (high - low) / 2) < high:
        low, high = (middle, high) if pays(middle) else (low, middle)
    return high


def benefit_cost_ratio(benefits: ArrayLike, costs: ArrayLike, discount_rate: float) -> float | None:
    """Return the present value of benefits for each £1 of that of costs, None if nothing costs.

    Examples
    --------
    >>> benefit_cost_ratio([0, 11], [5, 0], 0.1)
    2.0
    """
    spent = net_present_value(costs, discount_rate)
    return net_present_value(benefits, discount_rate) / spent if spent > 0 else None
