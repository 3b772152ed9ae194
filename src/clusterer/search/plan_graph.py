"""All plans below some cost, as paths through the labels of a sweep.

A `sweep` that keeps all ways to each label is a decision diagram: a path from the first label to
a plan is a plan, and each plan within the room is one path. Minato (2017, "Power of enumeration:
recent topics on BDD/ZDD-based techniques for discrete structure manipulation", IEICE Transactions
E100-D) shows what such diagrams answer. Of a label it is known what the cheapest way to it weighs.
So a walk from the ends to the beginning never comes to a label that is in no plan below the
cutoff, and takes time for what it lists and no more.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.search._plan_graph import Walker, Ways, walk
from clusterer.search.columns import Columns
from clusterer.search.course import counts_clusters, course_of
from clusterer.search.prices import Prices, rounding
from clusterer.search.route import Route
from clusterer.search.solution import OutOfTime, tolerance
from clusterer.search.subset_row import SubsetRow
from clusterer.search.sweep import run

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_STEPS_AT_ONCE = 2_000_000
"""Between two looks at the clock."""

_ROWS = 1_024
"""There is room for so many plans at first, where all are listed."""


@dataclass(frozen=True, eq=False)
class PlanGraph:
    """The plans of some columns whose reduced costs add up to less than some room.

    Attributes
    ----------
    ways
        The labels.
    left
        How many councils each label leaves to be covered: fewer than the one it came of.
    numbers
        The number of each column of `ways` among the columns that came in.
    bound
        What a plan costs whose columns weigh nothing.
    n
        The number of councils.
    slack
        How far a weight may be off by rounding.
    """

    ways: Ways
    left: NDArray[np.int32]
    numbers: Numbers
    bound: float
    n: int
    slack: float

    @classmethod
    def of(
        cls,
        columns: Columns,
        prices: Prices,
        rows: Sequence[SubsetRow] = (),
        *,
        cutoff: float,
        most_labels: int,
        remaining: Callable[[], float],
    ) -> PlanGraph | None:
        """Return all plans that cost no more than `cutoff`; None if labels are too many.

        Parameters
        ----------
        columns, prices, rows, most_labels, remaining
            As for `sweep_plans`.
        cutoff
            In £m; may be infinite.
        """
        route = Route.of(columns)
        if route is None:
            return None
        course, numbers = course_of(columns, prices, rows, route)
        slack = rounding(columns, prices.council_duals, prices.limit_duals, rows)
        slack += tolerance(prices.bound)
        room = cutoff - prices.bound + slack
        labels, standing = run(
            course, room=room, most_labels=most_labels, remaining=remaining, every=True
        )
        if standing.place[0] < columns.n:
            return None
        own = [k for k, row in enumerate(columns.amounts) if not counts_clusters(row)]
        ways = Ways(
            labels.weight,
            labels.parent,
            labels.column,
            labels.link,
            int(standing.last[0]),
            # Where a limit has a price, a plan may cost more than its columns weigh.
            np.array([columns.costs[numbers], *(columns.amounts[k][numbers] for k in own)]),
            np.append(-math.inf, columns.low[own]),
            np.append(math.inf, columns.high[own]),
        )
        return cls(ways, labels.left, numbers, prices.bound, columns.n, slack)

    def of_columns(self, chosen: Numbers) -> PlanGraph:
        """Return the same plans, where the columns are those numbers of others."""
        return dataclasses.replace(self, numbers=chosen[self.numbers])

    def count(self, cutoff: float, *, at_most: float, remaining: Callable[[], float]) -> int:
        """Return how many plans cost no more than `cutoff`, or a number above `at_most`."""
        nothing = np.zeros(0, dtype=np.int64)
        walker = self._beginning()
        while walker.place[0] > 0 and walker.place[1] <= at_most:
            self._go_on(walker, cutoff, nothing, np.zeros((0, self.n), dtype=np.int32), remaining)
        return int(walker.place[1])

    def plans(
        self,
        cutoff: float,
        *,
        remaining: Callable[[], float],
        at_most: int | None = None,
        wanted: NDArray[np.int64] | None = None,
    ) -> NDArray[np.int64]:
        """Return shape (plans, n): the columns of plans that cost no more than `cutoff`.

        The numbers of columns are ascending, and -1 stands behind the last.

        Parameters
        ----------
        cutoff, remaining
            As for `count`.
        at_most
            How many to return at most: the first that are met; all unless given.
        wanted
            Which of them, by their numbers in the walk, ascending; all unless given.
        """
        if wanted is not None:
            at_most = wanted.size
        found = np.empty((_ROWS if at_most is None else at_most, self.n), dtype=np.int32)
        walker = self._beginning()
        chosen = np.zeros(0, dtype=np.int64) if wanted is None else wanted
        while walker.place[0] > 0 and (at_most is None or walker.place[2] < at_most):
            if walker.place[2] == len(found):
                found = np.concatenate([found, np.empty_like(found)])
            self._go_on(walker, cutoff, chosen, found, remaining)
        found = found[: walker.place[2]]
        # Ascending, and what stands for none behind.
        far = np.iinfo(np.int64).max
        numbered = np.where(found < 0, far, self.numbers[found])
        numbered.sort(axis=1)
        return np.where(numbered == far, -1, numbered)

    @property
    def is_exact(self) -> bool:
        """Whether each path is a plan, as no limit is left that the sweep did not check."""
        return self.ways.low.size == 1

    @cached_property
    def paths(self) -> dict[int, int]:
        """How many paths lead to each future, by its first label, whatever they weigh."""
        ways = self.ways
        paths = {int(np.flatnonzero(ways.column < 0)[0]): 1} if ways.ends >= 0 else {}
        reached = np.unique(ways.parent[_some(ways, ways.ends)])
        to_do = [int(label) for label in reached]
        futures = set(to_do)
        while to_do:
            for one in _some(ways, to_do.pop()).tolist():
                parent = int(ways.parent[one])
                if parent >= 0 and parent not in futures:
                    futures.add(parent)
                    to_do.append(parent)
        for first in sorted(futures - set(paths), key=lambda label: -int(self.left[label])):
            paths[first] = sum(paths[int(ways.parent[one])] for one in _some(ways, first).tolist())
        return paths

    @cached_property
    def n_paths(self) -> int:
        """How many plans there are, whatever they cost, if it `is_exact`."""
        ways = self.ways
        return sum(self.paths[int(ways.parent[end])] for end in _some(ways, ways.ends).tolist())

    def path(self, number: int) -> NDArray[np.int64]:
        """Return shape (n,): the columns of one of all plans, by its number from 0 on.

        As in `plans`: ascending, and -1 behind the last.
        """
        ways, first, found = self.ways, self.ways.ends, []
        while first >= 0 and ways.column[first] >= 0:
            for one in _some(ways, first).tolist():
                many = self.paths[int(ways.parent[one])]
                if number < many:
                    break
                number -= many
            found.append(int(self.numbers[ways.column[one]]))
            first = int(ways.parent[one])
        row = np.full(self.n, -1, dtype=np.int64)
        row[: len(found)] = sorted(found)
        return row

    def _beginning(self) -> Walker:
        stack = np.zeros(self.n + 1, dtype=np.int64)
        stack[0] = self.ways.ends
        return Walker(np.array([1, 0, 0], dtype=np.int64), stack, np.zeros(self.n + 1))

    def _go_on(
        self,
        walker: Walker,
        cutoff: float,
        wanted: NDArray[np.int64],
        found: NDArray[np.int32],
        remaining: Callable[[], float],
    ) -> None:
        room = cutoff - self.bound + self.slack
        high = np.append(cutoff, self.ways.high[1:])
        walk(self.ways._replace(high=high), walker, room, wanted, found, _STEPS_AT_ONCE)
        if walker.place[0] > 0 and remaining() <= 0:
            raise OutOfTime


def _some(ways: Ways, first: int) -> NDArray[np.int64]:
    """Return the labels of a future, or all plans, by the first of them."""
    found = []
    while first >= 0:
        found.append(first)
        first = int(ways.link[first])
    return np.array(found, dtype=np.int64)
