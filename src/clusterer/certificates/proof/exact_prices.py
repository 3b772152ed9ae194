"""Make floating-point prices exact, so that no candidate is charged more than it costs.

A candidate costs exactly the floating-point number that the terms give, as it does for `verify`.
Prices are rounded down, and lowered by what rounding may do to sums, in proportion to the
figures that are added up: so it does not matter in which unit money is counted.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.certificates.verify.arithmetic import UNIT, PriceList
from clusterer.errors import CertificateError
from clusterer.search.columns import Columns, with_subset_rows
from clusterer.search.prices import price, repaired
from clusterer.search.solution import tolerance
from clusterer.search.subset_row import SubsetRow

Floats = NDArray[np.float64]

_ROUNDING = 1e-13
"""Of the figures that are added up, more than what rounding may take from a sum of them."""

_OTHERWISE = 1e-12
"""Of the cost of a candidate, by how much it may come out otherwise on another machine."""

_LEAST = 1e-8
"""The same, £m, at least: so much more than the gap is listed."""

_TINY = 1e-12
"""£m: a limit is of no price at which it charges no candidate more."""

_AT_ONCE = 500
"""Candidates that are priced before it is asked whether to go on."""


class ExactPrices:
    """The candidates of a problem, and exact prices for them.

    Parameters
    ----------
    columns
        The candidates, under the limits and, as the last one, the number of clusters.
    check
        Is called again and again in long work; what it raises ends it.
    """

    def __init__(self, columns: Columns, check: Callable[[], None]) -> None:
        self._columns = columns
        self._check = check
        self._n_limits = len(columns.amounts) - 1
        self._sets: dict[int, int] = {}

    def members(self, k: int) -> int:
        """Return the members of a candidate, as the bits of a number."""
        found = self._sets.get(k)
        if found is None:
            found = sum(1 << i for i in self._columns.candidates.positions(k).tolist())
            self._sets[k] = found
        return found

    def cost(self, k: int) -> Fraction:
        """Return what a candidate costs, in whole units."""
        return whole(float(self._columns.costs[k])) * UNIT

    def exact(
        self,
        columns: Columns,
        council_duals: Floats,
        limit_duals: Floats,
        rows: Sequence[SubsetRow] = (),
    ) -> tuple[PriceList, Floats]:
        """Return prices of some candidates, exactly, and reduced costs that are no higher.

        Parameters
        ----------
        columns
            The candidates, under the limits and the number of clusters.
        council_duals, limit_duals
            The prices, those of subset rows last.
        rows
            The subset rows, without multipliers: the format knows none.
        """
        if any(row.multipliers for row in rows):
            raise ValueError("a certificate has no rows with multipliers")
        limit_duals = limit_duals.copy()
        of_limits, of_units = limit_duals[: self._n_limits], limit_duals[self._n_limits :]
        of_limits[np.abs(of_limits) * columns.scales[: self._n_limits] < _TINY] = 0.0
        in_units = [whole(dual, math.floor) for dual in of_units.tolist()]
        of_units[:] = [units * float(UNIT) for units in in_units]
        cut = with_subset_rows(columns, rows)
        sums = cut.candidates.sum(np.abs(council_duals)) + np.abs(cut.costs)
        for dual, amounts in zip(limit_duals, cut.amounts, strict=True):
            sums += np.abs(dual * amounts)
        lowered = cut.costs - _ROUNDING * sums - _OTHERWISE * np.abs(cut.costs)
        cut = dataclasses.replace(cut, costs=lowered)
        fixed = repaired(cut, price(cut, council_duals, limit_duals))
        cluster, *of_rows = in_units
        prices = PriceList(
            tuple(whole(pi, math.floor) for pi in fixed.council_duals.tolist()),
            # As it is written down, exactly.
            tuple(Fraction(repr(dual)) for dual in fixed.limit_duals[: self._n_limits].tolist()),
            cluster,
            tuple(
                (sum(1 << i for i in row.councils), row.divisor, units)
                for row, units in zip(rows, of_rows, strict=True)
                if units < 0
            ),
        )
        return prices, fixed.reduced_costs - _ROUNDING * sums

    def within(self, prices: PriceList, gap: Fraction, among: Iterable[int]) -> dict[int, Fraction]:
        """Return the exact reduced costs of some candidates, as far as they are within a gap.

        Or a little above, so that a sum that comes out otherwise elsewhere does no harm.
        """
        found = {}
        for count, k in enumerate(among):
            if count % _AT_ONCE == 0:
                self._check()
            cost = float(self._columns.costs[k])
            reduced = Fraction(cost) - prices.charge(self.members(k), self._amounts(k))
            if reduced < gap + Fraction(max(_LEAST, _OTHERWISE * abs(cost))):
                found[k] = reduced
        return found

    def _amounts(self, k: int) -> list[Fraction]:
        """Return what a candidate adds to each limit."""
        return [Fraction(float(row[k])) for row in self._columns.amounts[: self._n_limits]]


def whole(number: float | Fraction, how: Callable[[Fraction], int] = round) -> int:
    """Return a number in whole units."""
    return how(Fraction(number) / UNIT)


def exact_tolerance(cost: Fraction) -> Fraction:
    """Return the gap that counts as none of a plan that costs so much, in whole units."""
    return -(-Fraction(tolerance(float(cost))) // UNIT) * UNIT


def numbers_of(candidates: Candidates, clusters: Iterable[Iterable[int]]) -> list[int]:
    """Return which candidates the clusters of a plan are.

    Raises
    ------
    CertificateError
        If one is none.
    """
    plan = [list(cluster) for cluster in clusters]
    label, sizes = np.empty(len(candidates.councils)), np.array([len(cluster) for cluster in plan])
    for k, cluster in enumerate(plan):
        label[cluster] = k
    first = candidates.min(label)
    whole_ones = (first == candidates.max(label)) & (candidates.size == sizes[first.astype(int)])
    found = {int(first[k]): int(k) for k in np.flatnonzero(whole_ones)}
    if len(found) < len(plan):
        raise CertificateError("the plan has a cluster that is connected no more, or not allowed")
    return [found[k] for k in range(len(plan))]
