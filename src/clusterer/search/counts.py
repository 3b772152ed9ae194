"""What a search branches on: how many clusters a plan has, in all and of each size.

Each count is one more limit of the columns, and a `Branch` has the ends of all of them. Where the
relaxation takes a number that is not whole, a plan has no more than its whole part, or one more.
Where it takes the fewest clusters that there can be, a plan has one of the `profiles`, or more
clusters.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.search.branches import Branch
from clusterer.search.column_generation import WHOLE
from clusterer.search.columns import Columns
from clusterer.search.profiles import profiles

Floats = NDArray[np.float64]

_FEW = 2_000
"""Where fewer columns may be in a better plan, the sizes of clusters are not branched on;"""

_SMALL = 100
"""on maps of fewer councils,"""

_FEW_OF_SMALL = 10_000
"""where fewer than these may."""


class Counts:
    """The counts of a search.

    Parameters
    ----------
    columns
        The columns, under the limits of the problem.
    amounts
        Of each count, those of each column, 0 or 1, whose sum is a whole number in any plan. The
        number of clusters unless given, and then of those of each size, once they are asked for.

    Attributes
    ----------
    columns
        The columns, under all counts as well.
    """

    def __init__(self, columns: Columns, amounts: Sequence[NDArray[Any]] | None = None) -> None:
        # Which count is that of which size, once they are counted.
        self._sizes: dict[int, int] = {}
        self._may_count_sizes = amounts is None
        self._amounts: tuple[NDArray[Any], ...] = ()
        self.columns = columns
        if amounts is None:
            amounts = [np.broadcast_to(np.float64(1.0), len(columns))]  # It takes no memory.
        self._add(amounts)

    def all_plans(self, bound: float) -> Branch:
        """Return the branch that has all plans, which cost at least a bound."""
        return self.under_all(Branch((), (), bound))

    def under_all(self, branch: Branch) -> Branch:
        """Return a branch from before sizes were counted, under limits of these that leave all."""
        missing = len(self._amounts) - len(branch.low)
        return dataclasses.replace(
            branch,
            low=(*branch.low, *(missing * [0.0])),
            high=(*branch.high, *(missing * [float(self.columns.n)])),
        )

    def within(self, branch: Branch) -> Columns:
        """Return the columns under the limits of a branch."""
        low, high = self.columns.low.copy(), self.columns.high.copy()
        k = len(self._amounts)
        low[-k:], high[-k:] = branch.low, branch.high
        return self.columns.within(low, high)

    def count_sizes(self, values: Floats, reduced_costs: Floats, gap: float) -> bool:
        """Count the clusters of each size from now on if that will help; tell whether it began.

        Not before: in most problems that end without branches, more rows only take time. Where few
        columns may be in a better plan, a branch is closed sooner than it is split by sizes. On a
        small map that is so of more columns, and after the halves of a number that is not whole.

        Parameters
        ----------
        values, reduced_costs
            x of each column in the relaxation, and its reduced cost.
        gap
            A column of a larger one is in no better plan.
        """
        if not self._may_count_sizes:
            return False
        small = self.columns.n < _SMALL
        if small and not _is_whole(float(self._amounts[0] @ values)):
            return False
        if np.count_nonzero(reduced_costs <= gap) < (_FEW_OF_SMALL if small else _FEW):
            return False
        self._may_count_sizes = False
        candidates = self.columns.candidates
        sizes = np.flatnonzero(np.bincount(candidates.size)).tolist()
        if not profiles(self.columns.n, sizes[-1]):
            return False  # There are too many ways to have them.
        self._sizes = dict(enumerate(sizes, start=len(self._amounts)))
        self._add([(candidates.size == size).astype(np.int8) for size in sizes])
        return True

    def ways_to_split(self, branch: Branch, values: Floats) -> Iterator[list[Branch]]:
        """Yield branches that have all plans of one, by what the relaxation counts."""
        counts = [float(one @ values) for one in self._amounts]
        sizes = list(self._sizes.values())
        # Of sizes, the largest two tell most.
        least = sizes[-2] if len(sizes) > 1 else 0
        for number, count in enumerate(counts):
            if self._sizes.get(number, math.inf) >= least and not _is_whole(count):
                yield branch.halves(number, count)
        if not sizes or branch.high[0] == branch.low[0]:
            return
        fewest = -(-self.columns.n // max(sizes))
        if counts[0] <= fewest + WHOLE:
            exact = [
                branch.counting([fewest, *(profile.get(size, 0) for size in sizes)])
                for profile in profiles(self.columns.n, max(sizes))
                if profile.keys() <= set(sizes)
            ]
            yield [*exact, branch.halves(0, fewest)[1]]

    def _add(self, amounts: Sequence[NDArray[Any]]) -> None:
        """Count more, under limits that every plan keeps."""
        self._amounts = (*self._amounts, *amounts)
        none, all_of_them = np.zeros(len(amounts)), np.full(len(amounts), float(self.columns.n))
        self.columns = self.columns.limited(tuple(amounts), none, all_of_them)


def _is_whole(count: float) -> bool:
    return abs(count - round(count)) <= WHOLE
