"""The cheapest plan whose criterion is within an end: one point of a frontier.

The ε-constraint method (Haimes, Lasdon and Wismer, 1971, IEEE Transactions on Systems, Man, and
Cybernetics 1(3), 296-297): the cost is minimised under a limit on the criterion. Of plans that
cost the same the one with the least of the criterion is taken, so that no point is dominated. All
of this goes over the same columns, which are listed and costed once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.geography import Neighbours
from clusterer.search.columns import Columns
from clusterer.search.map_parts import search_of
from clusterer.search.plans_below import PlansBelow
from clusterer.search.solution import OutOfTime, Watch, is_near

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_MOST_TIES = 10_000
"""So many plans of the same cost are listed to find the one with the least of the criterion."""

_SCALE = 1e3
"""The size of the largest amount where the criterion is what is minimised."""

_FINE = 1e-6
"""Amounts of plans that differ by so small a part of the largest amount are the same."""

_ROUNDING = 1e-14
"""What a sum of amounts may be off, as a part of the largest, for each council."""


@dataclass(frozen=True, eq=False)
class Point:
    """A plan on the frontier.

    Attributes
    ----------
    chosen
        Its columns.
    amount
        Its criterion; less is better.
    cost
        Its £m.
    bound
        What every plan costs at least whose criterion is no worse.
    word_of
        As in `Solution`.
    """

    chosen: Numbers
    amount: float
    cost: float
    bound: float
    word_of: str = ""


@dataclass(frozen=True, eq=False)
class Tradeoff:
    """Two figures of the plans of some columns: the cost, and a criterion.

    Attributes
    ----------
    columns
        The columns, with what is minimised as costs.
    amounts
        Shape (m,): the criterion of each; less is better.
    worst
        Whether that of a plan is the largest of its clusters, and not their sum.
    step
        Sums that differ by less are the same; not for the largest, of which all are exact.
    same_cost
        Costs that differ by no more are the same.
    remaining
        Tells the seconds left.
    neighbours, seed
        As for `SetPartitionSearch`.
    """

    columns: Columns
    amounts: Floats
    worst: bool
    step: float
    same_cost: float
    remaining: Callable[[], float]
    neighbours: Neighbours | None = None
    seed: int = 0

    @staticmethod
    def step_of(candidates: Candidates, amounts: Floats) -> float:
        """Return by how much the sums of amounts differ at least, if they do.

        What every plan has at least, ``Σ_i min_{S∋i} a_S / |S|``, makes no difference between
        plans, however large it is.
        """
        if bool((amounts == np.rint(amounts)).all()):
            return 1.0
        shares = candidates.least_share(amounts)
        excess = float((amounts - candidates.sum(shares)).max(initial=0.0))
        rounding = _ROUNDING * len(candidates.councils) * float(np.abs(amounts).max(initial=0.0))
        return max(_FINE * excess, rounding)

    def amount_of(self, chosen: Numbers) -> float:
        """Return the criterion of a plan."""
        amounts = self.amounts[chosen]
        return float(amounts.max()) if self.worst else math.fsum(amounts)

    def point(self, chosen: Numbers, bound: float, word_of: str = "") -> Point:
        """Return a plan as a point."""
        cost = math.fsum(self.columns.costs[chosen])
        return Point(chosen, self.amount_of(chosen), cost, bound, word_of)

    def below(self, amount: float) -> float:
        """Return the next amount below one that a plan may have."""
        if not self.worst:
            return amount - self.step
        before = int(np.searchsorted(self._values, amount)) - 1
        return float(self._values[before]) if before >= 0 else -math.inf

    def between(self, low: float, high: float) -> float:
        """Return an amount in the middle of two that have others between them."""
        if self.worst:
            first, end = (
                np.searchsorted(self._values, low, "right"),
                self._values.searchsorted(high),
            )
            return float(self._values[(first + end) // 2])
        middle = (low + high) / 2
        return min(math.ceil(middle) if self.step == 1.0 else middle, self.below(high))

    def cheapest(
        self, end: float, start: Point | None = None, *, known: bool = False
    ) -> Point | None:
        """Return the cheapest plan whose criterion is at most `end`, or None if there is none.

        Of those that cost the same, the one with the least of the criterion.

        Parameters
        ----------
        end
            The end.
        start
            A plan within it to begin with.
        known
            Whether none within it is known to be cheaper.

        Raises
        ------
        OutOfTime
            If that is not proved in time.
        """
        found = start if known else self._search(end, start)
        if found is None:
            return None
        # So each of them is proved to cost no more than it must.
        cutoff = max(found.cost, found.bound + self.same_cost)
        columns, numbers = self._within(end)
        below = PlansBelow.of(columns, cutoff, self.remaining)
        if below is not None and below.count(at_most=_MOST_TIES) <= _MOST_TIES:
            plans = [numbers[plan] for plan in below.listed()]
            least = min([*plans, found.chosen], key=self.amount_of)
            return self.point(least, found.bound, found.word_of)
        least_so_far = found
        while True:  # The plans are too many to list: step down as long as it costs nothing.
            lower = self._search(self.below(least_so_far.amount), None)
            if lower is None or lower.cost > cutoff:
                return self.point(least_so_far.chosen, found.bound, least_so_far.word_of)
            least_so_far = lower

    def least(self, start: Point) -> Point:
        """Return the plan with the least of the criterion, and of these the cheapest.

        Parameters
        ----------
        start
            Any plan.

        Raises
        ------
        OutOfTime
            If that is not proved in time.
        """
        start = self._least_largest(start) if self.worst else self._least_sum(start)
        found = self.cheapest(start.amount, start)
        return start if found is None else found

    def _least_sum(self, start: Point) -> Point:
        """Return a plan with the least sum."""
        own = self.columns
        scale = _SCALE / (float(np.abs(self.amounts).max(initial=0.0)) or 1.0)
        columns = Columns(own.candidates, scale * self.amounts, own.amounts, own.low, own.high)
        chosen, _, _ = self._solved(columns, start.chosen)
        return start if chosen is None else self.point(chosen, -math.inf)

    def _least_largest(self, start: Point) -> Point:
        """Return a plan with the least largest amount, by halving what it may be."""
        # Each council is in some cluster.
        lowest = _least_of_each(self.columns, self.amounts).max(initial=-math.inf)
        values = self._values[(self._values >= lowest) & (self._values < start.amount)]
        low, high = 0, values.size
        while low < high:
            middle = (low + high) // 2
            found = self._search(float(values[middle]), None, gap=math.inf)
            if found is None:
                low = middle + 1
            else:
                start = found
                high = int(np.searchsorted(values, found.amount))
        return start

    def _search(self, end: float, start: Point | None, *, gap: float = 0.0) -> Point | None:
        """Return the cheapest plan within an end, to the gap; None if there is none."""
        columns, numbers = self._within(end)
        first = None
        if start is not None and np.isin(start.chosen, numbers).all():
            first = np.searchsorted(numbers, start.chosen)
        chosen, bound, word_of = self._solved(columns, first, gap=gap)
        return None if chosen is None else self.point(numbers[chosen], bound, word_of)

    def _solved(
        self, columns: Columns, start: Numbers | None, *, gap: float = 0.0
    ) -> tuple[Numbers | None, float, str]:
        """Return the best plan of some columns, if there is one, with its bound."""
        search = search_of(
            columns,
            start=start,
            gap=gap,
            seed=self.seed,
            watch=Watch(self.remaining()),
            neighbours=self.neighbours,
        )
        solution = search.search()
        if solution.clusters is None and solution.bound == math.inf:
            return None, math.inf, solution.word_of
        if not is_near(solution.objective, solution.bound, gap=gap):
            raise OutOfTime
        return search.chosen, solution.bound, solution.word_of

    def _within(self, end: float) -> tuple[Columns, Numbers]:
        """Return the columns of which plans within an end are made, and their numbers."""
        if end == math.inf:
            return self.columns, np.arange(len(self.columns))
        if self.worst:
            numbers = np.flatnonzero(self.amounts <= end)
            return self.columns.restricted(numbers), numbers
        # Sums may be rounded.
        ends = np.array([-math.inf]), np.array([end + self.step / 4])
        limited = self.columns.limited((self.amounts,), *ends)
        numbers = np.flatnonzero(limited.possible_ones())
        return limited.restricted(numbers), numbers

    @cached_property
    def _values(self) -> Floats:
        return np.unique(self.amounts)


def _least_of_each(columns: Columns, amounts: Floats) -> Floats:
    """Return shape (n,): the least amount of a candidate that has each council."""
    _, members = columns.candidates.flat()
    least = np.full(columns.n, math.inf)
    np.minimum.at(least, members, np.repeat(amounts, columns.candidates.size))
    return least
