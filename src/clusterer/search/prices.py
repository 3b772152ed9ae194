"""Prices of columns: duals, the reduced costs that they leave, and the bound that they prove."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.search.columns import Columns
from clusterer.search.subset_row import SubsetRow, charged

Floats = NDArray[np.float64]

_LOOK_AT = 10
"""The nearest columns are sought among so many times as many first."""


@dataclass(frozen=True, eq=False)
class Prices:
    """Duals, the reduced costs that they leave, and the bound that they prove.

    For any council duals π and limit duals λ (λ_l ≥ 0 where only a lower end is finite,
    λ_l ≤ 0 where only an upper one is) every plan costs at least
    ``Σ_i π_i + Σ_l (λ_l⁺ low_l − λ_l⁻ high_l) + Σ_S r_S x_S``, and the last sum is at least
    ``Σ_i min_{S∋i} r_S / |S|``, as each cluster is charged to its members in equal parts.
    So the bound holds whatever stopped the linear program, and however rounded it is.

    Attributes
    ----------
    council_duals, limit_duals
        π and λ.
    reduced_costs
        Shape (m,): r_S = c_S − Σ_{i∈S} π_i − Σ_l λ_l a_lS.
    shares
        Shape (n,): min_{S∋i} r_S / |S|; infinite for a council that no candidate has.
    bound
        What every plan costs at least.
    """

    council_duals: Floats
    limit_duals: Floats
    reduced_costs: Floats
    shares: Floats
    bound: float

    def of(self, chosen: NDArray[np.intp]) -> Prices:
        """Return the prices of some of the columns; the bound is still that of all."""
        return dataclasses.replace(self, reduced_costs=self.reduced_costs[chosen])


def price(
    columns: Columns, council_duals: Floats, limit_duals: Floats, rows: Sequence[SubsetRow] = ()
) -> Prices:
    """Price every column at given duals, those of subset rows the last of the limits."""
    low = np.append(columns.low, np.full(len(rows), -np.inf))
    high = np.append(columns.high, [float(row.most) for row in rows])
    limit_duals = admissible(limit_duals, low, high)
    own = len(columns.amounts)
    reduced = columns.candidates.sum(council_duals)
    np.subtract(columns.costs, reduced, out=reduced)
    for dual, amounts in zip(limit_duals[:own], columns.amounts, strict=True):
        if dual != 0.0:
            reduced -= dual * amounts
    if limit_duals[own:].any():
        reduced -= charged(rows, limit_duals[own:], columns.candidates)
    shares = columns.candidates.least_share(reduced)
    bound = dual_objective(council_duals, limit_duals, low, high) + shares.sum()
    bound -= rounding(columns, council_duals, limit_duals, rows)
    return Prices(council_duals, limit_duals, reduced, shares, float(bound))


def rounding(
    columns: Columns, council_duals: Floats, limit_duals: Floats, rows: Sequence[SubsetRow] = ()
) -> float:
    """Return how far the rounded sums of `price` may be off in all clusters of a plan.

    Each sum of k numbers is off by some k units in the last place of their sizes at most. That
    is far below a pound, unless a limit has a price so large that its products drown the rest.
    """
    sizes = columns.largest_cost + 2.0 * float(np.abs(council_duals).sum())
    own = len(columns.amounts)
    for limit in np.flatnonzero(limit_duals[:own]):
        dual, row = float(limit_duals[limit]), columns.amounts[limit]
        end = columns.low[limit] if dual > 0 else columns.high[limit]
        largest = max(float(row.max(initial=0.0)), -float(row.min(initial=0.0)))
        sizes += abs(dual) * (abs(float(end)) + columns.n * largest)
    for cut, price_of_it in zip(rows, np.abs(limit_duals[own:]).tolist(), strict=True):
        sizes += price_of_it * cut.most * (1 + columns.n)
    if not math.isfinite(sizes):
        return 0.0  # Some council has no column: there is no plan.
    longest = int(columns.candidates.size.max(initial=0)) + int(np.count_nonzero(limit_duals))
    return 4.0 * float(np.finfo(np.float64).eps) * (longest + 8) * sizes


def admissible(limit_duals: Floats, low: Floats, high: Floats) -> Floats:
    """Return the duals of limits, nothing where the end that they price is infinite."""
    end = np.where(limit_duals > 0, low, high)
    return np.where(np.isfinite(end), limit_duals, 0.0)


def dual_objective(council_duals: Floats, limit_duals: Floats, low: Floats, high: Floats) -> float:
    """Return ``Σ_i π_i + Σ_l (λ_l⁺ low_l − λ_l⁻ high_l)`` of admissible duals."""
    end = np.where(limit_duals > 0, low, np.where(limit_duals < 0, high, 0.0))
    return float(council_duals.sum() + limit_duals @ end)


def repaired(columns: Columns, prices: Prices) -> Prices:
    """Return prices with the same bound whose reduced costs are all non-negative.

    Each council dual takes in its share. Then every plan costs at least the bound and the
    reduced costs of its clusters, so that a candidate whose reduced cost is above
    incumbent − bound is in no better plan.
    """
    shares = np.where(np.isinf(prices.shares), 0.0, prices.shares)
    return Prices(
        prices.council_duals + shares,
        prices.limit_duals,
        prices.reduced_costs - columns.candidates.sum(shares),
        np.zeros(columns.n),
        prices.bound,
    )


def nearest(columns: Columns, prices: Prices, per_council: int) -> NDArray[np.intp]:
    """Return the numbers of so many columns of each council, about: of least reduced cost."""
    reduced, few = prices.reduced_costs, _LOOK_AT * per_council * columns.n
    if reduced.size > few:  # To sort all would take most of the time.
        among = np.flatnonzero(reduced <= np.partition(reduced, few)[few])
        chosen = _spread(columns, reduced, among, per_council)
        members = columns.candidates.take(chosen).flat()[1]
        if np.bincount(members, minlength=columns.n).min() >= per_council:
            return chosen
    return _spread(columns, reduced, np.arange(reduced.size), per_council)


def _spread(
    columns: Columns, reduced: Floats, among: NDArray[np.intp], per_council: int
) -> NDArray[np.intp]:
    """Return the numbers of so many columns of each council, about, among some."""
    order = among[np.argsort(reduced[among], kind="stable")]
    return np.sort(columns.candidates.spread(order, per_council))
