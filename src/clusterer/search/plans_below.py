"""All plans that cost no more than some amount: counted, listed and drawn.

Every plan costs at least the bound of a relaxation and the reduced costs of its clusters. So plans
below a cutoff have only clusters of reduced cost within the gap, and these add up to no more. That
leaves a window of few candidates, over which a sweep keeps all ways (`plan_graph`). As in
`closing`, the number of clusters is branched on and subset rows are added where that makes the
window smaller.
"""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.search.column_generation import MANY, WHOLE, ColumnGeneration
from clusterer.search.columns import Columns
from clusterer.search.cutting_planes import tighten, tighten_further
from clusterer.search.plan_graph import PlanGraph
from clusterer.search.prices import Prices, price, repaired
from clusterer.search.rank_one import rank_one_rows
from clusterer.search.solution import OutOfTime, tolerance
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import violated

logger = logging.getLogger(__name__)

_FEW_LABELS = 1 << 18
"""A sweep that takes no more is tried before any subset rows."""

_MOST_LABELS = 1 << 24
"""They take about a gigabyte."""

_HALVINGS = 60
"""How often the cutoff of the n cheapest is looked for between two others."""

_SPARE = 1_000
"""So many plans more than asked for are no trouble to sort."""


@dataclass(frozen=True, eq=False)
class PlansBelow:
    """All plans of some columns that cost no more than `cutoff`.

    Attributes
    ----------
    columns
        The columns.
    cutoff
        In £m; infinite if these are all plans.
    graphs
        The plans of each branch.
    remaining
        Tells the seconds left.
    """

    columns: Columns
    cutoff: float
    graphs: tuple[PlanGraph, ...]
    remaining: Callable[[], float]

    @classmethod
    def of(
        cls, columns: Columns, cutoff: float, remaining: Callable[[], float]
    ) -> PlansBelow | None:
        """Return all plans of columns up to a cutoff, or None if they are too many to hold.

        Raises
        ------
        OutOfTime
            If no time is left.
        """
        graphs = []
        for branch, prices in _branches(columns, cutoff, remaining):
            graph = _graph(branch, prices, cutoff, remaining)
            if remaining() <= 0:
                raise OutOfTime
            if graph is None:
                return None
            graphs.append(graph)
        return cls(columns, cutoff, tuple(graphs), remaining)

    @property
    def counts_at_once(self) -> bool:
        """Whether the number of all plans is known without going through them."""
        return self.cutoff == math.inf and all(graph.is_exact for graph in self.graphs)

    def count(self, cutoff: float | None = None, *, at_most: float = math.inf) -> int:
        """Return how many plans there are up to a cutoff; or a number above `at_most`."""
        if self._up_to(cutoff) == math.inf and self.counts_at_once:
            return sum(graph.n_paths for graph in self.graphs)
        total = 0
        for graph in self.graphs:
            if total <= at_most:
                total += graph.count(
                    self._up_to(cutoff), at_most=at_most - total, remaining=self.remaining
                )
        return total

    def cheapest(self, n: int) -> list[NDArray[np.intp]]:
        """Return the n cheapest plans in order of cost, or all if there are fewer."""
        many = n + _SPARE
        if self.count(at_most=many) <= many:
            return self.listed()
        # Between a cutoff with too few and one with too many.
        low, high = self._ends()
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            found = self.count(middle, at_most=many)
            if n <= found <= many:
                return self.listed(middle)[:n]
            low, high = (low, middle) if found > many else (middle, high)
        # More plans than can be listed cost the same: some of them are as good as others.
        fewer = self.count(low)
        ties = self._in_order([self._first(high, fewer + n)])
        return self._without_doubles([*self.listed(low), *ties])[:n]

    def _first(self, cutoff: float, most: int) -> NDArray[np.int64]:
        """Return so many plans up to a cutoff, those that are met first."""
        found = [np.zeros((0, self.columns.n), dtype=np.int64)]
        for graph in self.graphs:
            room = most - sum(map(len, found))
            up_to = self._up_to(cutoff)
            found.append(graph.plans(up_to, at_most=room, remaining=self.remaining))
        return np.concatenate(found)

    @staticmethod
    def _without_doubles(plans: list[NDArray[np.intp]]) -> list[NDArray[np.intp]]:
        return list({tuple(plan.tolist()): plan for plan in plans}.values())

    def listed(self, cutoff: float | None = None) -> list[NDArray[np.intp]]:
        """Return all plans up to a cutoff in order of cost, as numbers of columns."""
        up_to, left = self._up_to(cutoff), self.remaining
        return self._in_order([graph.plans(up_to, remaining=left) for graph in self.graphs])

    def drawn(self, k: int, total: int, seed: int) -> list[NDArray[np.intp]]:
        """Return k of all `total` plans, each with the same chance, in order of cost."""
        # Python's own, since the numbers may be beyond all that numpy has.
        chosen = sorted(random.Random(seed).sample(range(total), k))
        found, before = [], 0
        for graph in self.graphs:
            if self.counts_at_once:
                many = graph.n_paths
            else:
                many = graph.count(self.cutoff, at_most=math.inf, remaining=self.remaining)
            wanted = [one - before for one in chosen if before <= one < before + many]
            if self.counts_at_once:
                rows = [graph.path(one) for one in wanted]
                found.append(np.array(rows, dtype=np.int64).reshape(len(rows), self.columns.n))
            else:
                numbers = np.array(wanted, dtype=np.int64)
                found.append(graph.plans(self.cutoff, remaining=self.remaining, wanted=numbers))
            before += many
        return self._in_order(found)

    def _up_to(self, cutoff: float | None) -> float:
        return self.cutoff if cutoff is None else min(cutoff, self.cutoff)

    def _ends(self) -> tuple[float, float]:
        """Return costs between which all plans lie."""
        low = min((graph.bound for graph in self.graphs), default=0.0)
        most = min(self.cutoff, self.columns.largest_cost)
        return low - tolerance(low), most + tolerance(most)

    def _in_order(self, found: list[NDArray[np.int64]]) -> list[NDArray[np.intp]]:
        """Return plans in order of cost; of those that cost the same, by their columns."""
        n = self.columns.n
        plans = np.concatenate([*found, np.zeros((0, n), dtype=np.int64)])
        costs = np.append(self.columns.costs, 0.0)[plans].sum(axis=1)
        # Costs that are the same may differ by their rounding.
        step = tolerance(float(costs.min(initial=0.0))) / 10
        order = np.lexsort((*plans.T[::-1], np.rint(costs / step)))
        return [plan[plan >= 0] for plan in plans[order]]


def _branches(
    columns: Columns, cutoff: float, remaining: Callable[[], float]
) -> Iterator[tuple[Columns, Prices]]:
    """Go through what the number of clusters may be where plans are within the cutoff."""
    n, none = columns.n, np.zeros(len(columns.amounts))
    if cutoff == math.inf:
        yield columns, repaired(columns, price(columns, np.zeros(n), none))
        return
    ones = np.broadcast_to(np.float64(1.0), len(columns))
    counted = columns.limited((ones,), np.zeros(1), np.array([float(n)]))
    generation = ColumnGeneration(counted)
    to_do = [(0.0, float(n))]
    while to_do:
        low, high = to_do.pop()
        branch = counted.within(np.append(columns.low, low), np.append(columns.high, high))
        found = generation.relax(
            branch.low, branch.high, remaining=remaining, report=lambda _: None
        )
        if remaining() <= 0:
            raise OutOfTime
        if found.infeasible or found.prices.bound > cutoff + tolerance(cutoff):
            continue
        many = 0.0 if found.values is None else float(found.values.sum())
        # The values of an interior point are too rough to branch on.
        fractional = columns.n < MANY and abs(many - round(many)) > WHOLE
        if fractional and low < math.ceil(many) <= high:
            to_do += [(math.ceil(many), high), (low, math.floor(many))]
        else:
            yield branch, repaired(branch, found.prices)


def _graph(
    branch: Columns, prices: Prices, cutoff: float, remaining: Callable[[], float]
) -> PlanGraph | None:
    """Return all plans of a branch, with as few subset rows as will do."""
    room = cutoff - prices.bound + tolerance(prices.bound)
    inside = np.flatnonzero(prices.reduced_costs <= room)
    columns, prices = branch.restricted(inside), prices.of(inside)

    def swept(
        columns: Columns, prices: Prices, rows: Sequence[SubsetRow], most: int
    ) -> PlanGraph | None:
        if remaining() <= 0:  # To set out takes a while.
            raise OutOfTime
        return PlanGraph.of(
            columns, prices, rows, cutoff=cutoff, most_labels=most, remaining=remaining
        )

    graph, chosen = swept(columns, prices, (), _FEW_LABELS), inside
    if graph is None and cutoff == math.inf:
        graph = swept(columns, prices, (), _MOST_LABELS)
    elif graph is None:
        above = cutoff + tolerance(cutoff)
        tight = tighten(columns, prices, above, remaining=remaining)
        graph = swept(tight.left, tight.prices, tight.rows, _FEW_LABELS)
        if graph is None and remaining() > 0:
            tight = tighten_further(
                columns, tight, above, remaining=remaining, separate=(violated, rank_one_rows)
            )
            graph = swept(tight.left, tight.prices, tight.rows, _MOST_LABELS)
        chosen = inside[tight.chosen]
    return None if graph is None else graph.of_columns(chosen)
