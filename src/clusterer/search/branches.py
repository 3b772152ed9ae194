"""The branches of a search on how many clusters there are, and the bound that they leave."""

from __future__ import annotations

import dataclasses
import heapq
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Branch:
    """Plans with counts of clusters from `low` to `high`, which cost at least `bound`.

    It is `looked_into` where plans of it have been looked for.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    bound: float
    looked_into: bool = False

    def halves(self, number: int, count: float) -> list[Branch]:
        """Return the plans with no more of a count than its whole part, and those with more."""
        low, high = list(self.low), list(self.high)
        high[number] = math.floor(count)
        low[number] = high[number] + 1
        return [
            dataclasses.replace(self, high=tuple(high)),
            dataclasses.replace(self, low=tuple(low)),
        ]

    def counting(self, counts: Sequence[float]) -> Branch:
        """Return the plans with just these counts."""
        return dataclasses.replace(self, low=tuple(counts), high=tuple(counts))

    def lifted(self, bound: float) -> Branch:
        """Return the branch with a bound that is no lower than its own."""
        return dataclasses.replace(self, bound=max(self.bound, bound))


class Branches:
    """All branches of a search, the one of least bound first.

    At every moment each plan that may be better than the incumbent is in the branch in
    hand, in an open one or in one set aside: so `bound` is right wherever Ctrl-C strikes.

    Parameters
    ----------
    first
        The branch to begin with, which has all plans.
    """

    def __init__(self, first: Branch) -> None:
        self.in_hand: Branch | None = first
        self._ties = itertools.count()
        self._open: list[tuple[float, int, Branch]] = []
        self._aside = math.inf

    @property
    def bound(self) -> float:
        """What every plan costs at least, whichever branch it is in."""
        in_hand = [] if self.in_hand is None else [self.in_hand.bound]
        return min([self._aside, *in_hand, *(bound for bound, _, _ in self._open)])

    @property
    def next(self) -> Branch | None:
        """The open branch of least bound, or None."""
        return self._open[0][2] if self._open else None

    def push(self, branch: Branch) -> None:
        """Open a branch."""
        heapq.heappush(self._open, (branch.bound, next(self._ties), branch))

    def take(self) -> Branch:
        """Take the next branch in hand."""
        self.in_hand = branch = self._open[0][2]
        heapq.heappop(self._open)
        return branch

    def set_aside(self, branch: Branch) -> None:
        """Look no further into a branch, whether its bound is good enough or time is up."""
        self._aside = min(self._aside, branch.bound)
