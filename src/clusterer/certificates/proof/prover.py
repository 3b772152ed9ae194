"""Look for the prices that prove a plan.

Plans are branched on by their number of clusters where that helps. Candidates of reduced cost
within the gap are left; if a search among them would be long, subset rows lift the bound
(`cutting_planes`), and nodes are split by whether two councils are together (Ryan and Foster,
1981), always that of the least bound. So the bound of all rises to the target, if time is given.
"""

from __future__ import annotations

import dataclasses
import heapq
import logging
from collections.abc import Iterable
from fractions import Fraction
from itertools import count

import numpy as np
from numpy.typing import NDArray

from clusterer.certificates.proof.branching import halves, split_pair, worth_branching
from clusterer.certificates.proof.exact_prices import (
    ExactPrices,
    exact_tolerance,
    numbers_of,
    whole,
)
from clusterer.certificates.proof.proof_tree import Costed, Entry, Known, Node, Proof
from clusterer.certificates.proof.start import Started
from clusterer.certificates.proof.timed import Timed
from clusterer.certificates.verify.arithmetic import UNIT, control_sum, parted
from clusterer.certificates.verify.partitions import MOST_STEPS, partitions
from clusterer.certificates.verify.reading import MOST_ENTRIES, MOST_PRICED
from clusterer.errors import CertificateError
from clusterer.search.column_generation import ColumnGeneration
from clusterer.search.columns import Columns
from clusterer.search.cutting_planes import QUICK, Tightened, tighten
from clusterer.search.prices import Prices, price
from clusterer.search.solution import OutOfTime, Watch
from clusterer.search.subset_row import SubsetRow

logger = logging.getLogger(__name__)

_EASY = 60
"""Candidates within the gap that are searched at once; if more are left, prices are improved."""

_TRY = 100_000
"""Steps of a search that is tried before a node is split."""

_MOST = 3_000
"""Candidates within the gap that a node lists at most."""

_LARGE = 1e6
"""£m: costs of larger plans are scaled for the linear programs, which have fixed tolerances."""

_TOO_MUCH = "more than plain Python can check is within the gap"


class _Stuck(Exception):  # noqa: N818 - a signal: raised and caught here, never an error
    """The bound will not rise any more."""


class Prover:
    """Finds what can be proved of a plan.

    Once it is made, `proof` gives the best so far at any time, also if `run` was interrupted.

    Parameters
    ----------
    started
        The candidates that a plan which costs less than the reach may have, and those of the plan.
    clusters
        The plan, as row numbers.
    watch
        The clock, and its voice.
    """

    def __init__(self, started: Started, clusters: Iterable[Iterable[int]], watch: Watch) -> None:
        self._watch = watch
        self._limits = started.limits
        columns = started.columns
        # The number of clusters is one more limit, to price and to branch on.
        self._columns = columns.limited(
            (np.ones(len(columns)),), np.array([1.0]), np.array([float(columns.n)])
        )
        self._exact = ExactPrices(self._columns, watch.check)
        self._plan = numbers_of(columns.candidates, clusters)
        self._cost_of_plan = sum((self._exact.cost(k) for k in self._plan), Fraction(0))
        self._tolerance = exact_tolerance(self._cost_of_plan)
        self._target = self._cost_of_plan - self._tolerance
        if started.start is not None:
            self._target = min(started.start.reach, self._target)
        self._scale = max(1.0, float(2 ** np.ceil(np.log2(_size(self._cost_of_plan) / _LARGE))))
        # What rounding takes must not take a bound below the target.
        self._cutoff = (float(self._target) + float(self._tolerance) / 2) / self._scale
        self._steps, self._entries, self._priced = 0, 0, 0
        self._reason = ""
        scaled = self._scaled(self._columns)
        shares = scaled.candidates.least_share(scaled.costs)
        alone = np.where(np.isfinite(shares), shares, 0.0)
        nothing = np.zeros(self._columns.low.size)
        start = price(scaled, alone, nothing)
        self._roots = [Node(1, columns.n, self._known(None, self._columns, start))]

    def proof(self) -> Proof:
        """Return the best proof so far."""
        plan = tuple(self._costed(k) for k in self._plan)
        return Proof(plan, self._tolerance, self._target, tuple(self._roots), self._reason)

    def members(self, k: int) -> int:
        """Return the members of a candidate, as the bits of a number."""
        return self._exact.members(k)

    def run(self) -> None:
        """Prove as much as can be proved in time."""
        self._reason = "it was interrupted"
        self._tell(self._roots[0].known.bound)
        try:
            self._branch()
            self._lift()
            self._reason = _TOO_MUCH  # Unless the reach is all that there is to prove.
        except OutOfTime:
            self._reason = "the time was up"
        except _Stuck as stuck:
            self._reason = str(stuck)

    def _branch(self) -> None:
        """Relax, and branch on the number of clusters where it helps."""
        self._watch.check()
        generation = ColumnGeneration(self._scaled(self._columns))
        generation.add(np.unique(self._plan))
        (root,) = self._roots
        known, clusters = self._relaxed(generation, root.at_least, root.at_most)
        root.known = known
        waiting = [(root, clusters)]
        while waiting:
            self._tell(min(root.known.bound for root in self._roots))
            node, clusters = waiting.pop()
            if len(self._left(node)) <= _EASY:
                continue
            smaller = [
                (Node(low, high, found), value)
                for low, high in halves(node.at_least, node.at_most, clusters)
                for found, value in [self._relaxed(generation, low, high)]
            ]
            bounds = [half.known.bound for half, _ in smaller]
            if worth_branching(node.known.bound, bounds, self._target):
                place = self._roots.index(node)
                new = [half for half, _ in smaller]
                self._roots = [*self._roots[:place], *new, *self._roots[place + 1 :]]
                waiting += smaller

    def _lift(self) -> None:
        """Refine the node of the least bound, until none is below the target."""
        order = count()
        waiting = [(root.known.bound, next(order), root) for root in self._roots]
        heapq.heapify(waiting)
        while waiting:
            bound, _, node = heapq.heappop(waiting)
            if bound >= self._target:
                return
            self._watch.check()
            for end in self._refined(node):
                heapq.heappush(waiting, (end.known.bound, next(order), end))
            self._tell(waiting[0][0] if waiting else self._target)

    def _refined(self, node: Node) -> list[Node]:
        """Close a node, or split it and return its halves."""
        if len(self._left(node)) <= _EASY and self._search(node, _TRY):
            return []
        tight, numbers = self._tighten(node)
        self._watch.check()
        if node.known.bound >= self._target or self._search(node, _TRY):
            return []
        pair = split_pair(self._columns.candidates.take(numbers[tight.chosen]), tight.values)
        if pair is None:
            if self._search(node, MOST_STEPS):
                return []
            raise _Stuck(_TOO_MUCH)
        return self._split(node, pair)

    def _relaxed(
        self, generation: ColumnGeneration, at_least: int, at_most: int
    ) -> tuple[Known, float]:
        """Return what the linear relaxation proves of a branch, and its number of clusters."""
        self._watch.check()
        columns = self._between(self._columns, at_least, at_most)
        relaxation = generation.relax(
            columns.low,
            columns.high,
            remaining=self._watch.remaining,
            report=lambda _: None,
            cutoff=self._cutoff,
        )
        clusters = 0.0 if relaxation.values is None else float(relaxation.values.sum())
        return self._known(None, columns, relaxation.prices), clusters

    def _known(
        self,
        node: Node | None,
        columns: Columns,
        prices: Prices,
        rows: tuple[SubsetRow, ...] = (),
    ) -> Known:
        """Return what is known at floating-point prices, made exact, of a node or of all plans."""
        exact, reduced = self._exact.exact(
            columns, self._scale * prices.council_duals, self._scale * prices.limit_duals, rows
        )
        ends = columns.low[len(self._limits)], columns.high[len(self._limits)]
        bound = exact.bound(self._limits, *map(int, ends))
        if node is None:
            near = np.flatnonzero(reduced < float(self._target - bound))
            return Known((Entry(exact, bound, len(columns)),), exact, bound, near.tolist())
        priced = [self.members(k) for k in self._within(node)]
        sums = []
        for row, divisor, _ in exact.rows:
            self._watch.check()
            sums.append(control_sum(row, divisor, priced))
        entry = Entry(exact, bound, len(priced), tuple(sums))
        among = np.array(list(self._left(node)))[reduced < float(self._target - bound)]
        return Known(
            (*node.known.entries, entry),
            exact,
            bound,
            among.tolist(),
            rows=rows,
        )

    def _left(self, node: Node) -> dict[int, Fraction]:
        """Return the candidates within the gap, or a little above, and their reduced costs."""
        known = node.known
        if known.left is None:
            gap = self._target - known.bound
            left = self._exact.within(known.prices, gap, known.near) if gap > 0 else {}
            node.known = known = dataclasses.replace(known, left=left)
            assert known.left is not None
        return known.left

    def _within(self, node: Node) -> list[int]:
        """Return the candidates within the gap, as the check will find them."""
        gap = self._target - node.known.bound
        return [k for k, reduced in self._left(node).items() if reduced < gap]

    def _tighten(self, node: Node) -> tuple[Tightened, NDArray[np.intp]]:
        """Add a price list with subset rows, for the candidates left, if it proves more."""
        numbers = np.array(list(self._left(node)), dtype=np.intp)
        columns = self._between(self._columns.restricted(numbers), node.at_least, node.at_most)
        scaled = self._scaled(columns)
        tight = tighten(
            scaled,
            price(scaled, np.zeros(columns.n), np.zeros(columns.low.size)),
            self._cutoff,
            remaining=self._watch.remaining,
            rows=node.known.rows,
            separate=QUICK,
        )
        known = self._known(node, columns, tight.prices, tight.rows)
        if known.bound > node.known.bound:
            sets = sum(len(row.councils) + 1 for row in tight.rows)
            self._spend(
                entries=columns.n + len(self._limits) + sets,
                priced=known.entries[-1].priced * (1 + len(tight.rows)),
            )
            node.known = known
        return tight, numbers

    def _split(self, node: Node, pair: tuple[int, int]) -> list[Node]:
        """Split a node by whether two councils are together, and return its halves."""
        left = self._left(node)
        number = {self.members(k): k for k in left}
        both = sum(1 << i for i in pair)
        self._spend(entries=2)
        within = [self.members(k) for k in self._within(node)]
        together, _ = parted(within, both)
        first, second = (
            Node(
                node.at_least,
                node.at_most,
                dataclasses.replace(
                    node.known, entries=(), left={number[s]: left[number[s]] for s in sets}
                ),
            )
            for sets in parted(number, both)
        )
        node.split = (both, len(together), control_sum(both, 1, together), first, second)
        return [first, second]

    def _search(self, node: Node, most: int) -> bool:
        """Close a node if a search finds no plan below the target in so many steps."""
        left, gap = self._left(node), self._target - node.known.bound
        if len(left) > _MOST:
            return False
        number = {self.members(k): k for k in left}
        reduced = {s: left[k] for s, k in number.items()}
        steps = Timed(min(most, MOST_STEPS - self._steps), watch=self._watch)
        try:
            for plan in partitions(reduced, gap, self._columns.n, node.at_most, steps):
                chosen = np.array([number[s] for s in plan])
                total = sum(Fraction(float(self._columns.costs[k])) for k in chosen)
                within = self._between(self._columns, node.at_least, node.at_most)
                if total < self._target and within.keeps_limits(chosen):
                    raise _Stuck("there is a cheaper plan")
        except CertificateError as error:
            logger.debug("%s", error)
            return False
        self._spend(entries=sum(1 + s.bit_count() for s in number))
        self._steps += steps.done
        node.listed = tuple(
            (self._costed(k), whole(self._exact.cost(k) - (self._cost(k) - r)) * UNIT)
            for k, r in left.items()
        )
        return True

    def _between(self, columns: Columns, at_least: int, at_most: int) -> Columns:
        low, high = columns.low.copy(), columns.high.copy()
        low[len(self._limits)], high[len(self._limits)] = at_least, at_most
        return columns.within(low, high)

    def _scaled(self, columns: Columns) -> Columns:
        return dataclasses.replace(columns, costs=columns.costs / self._scale)

    def _cost(self, k: int) -> Fraction:
        return Fraction(float(self._columns.costs[k]))

    def _costed(self, k: int) -> Costed:
        return Costed(self.members(k), self._exact.cost(k))

    def _spend(self, *, entries: int, priced: int = 0) -> None:
        """Take note of what a certificate will hold, and end the work if it were too much."""
        self._entries += entries
        self._priced += priced
        if self._entries > MOST_ENTRIES // 2 or self._priced > MOST_PRICED // 2:
            raise _Stuck(_TOO_MUCH)

    def _tell(self, bound: Fraction) -> None:
        known = min(float(bound), float(self._target))
        self._watch.tell(phase="proof", incumbent=float(self._cost_of_plan), bound=known)


def _size(cost: Fraction) -> float:
    return max(1.0, abs(float(cost)))
