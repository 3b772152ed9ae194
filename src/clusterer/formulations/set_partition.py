"""The set-partitioning search: relax, branch on the number of clusters, close the gap.

The linear relaxation over all candidates (`column_generation`) gives a bound. Where it
takes a fractional number of clusters, the number is branched on first: with a binding size
cap that one row lifts the bound to the optimum or close. Each branch is then closed over
the candidates of least reduced cost: subset rows lift their bound (`cutting_planes`), and
a MIP ends the proof. A candidate whose reduced cost is above the gap cannot be in a better
plan, so the window of reduced costs need only grow until it covers the gap.
"""

from __future__ import annotations

import dataclasses
import heapq
import itertools
import logging
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.formulations import pulp_backend
from clusterer.formulations.column_generation import ColumnGeneration
from clusterer.formulations.columns import Columns, Prices, repaired
from clusterer.formulations.cutting_planes import Tightened, tighten
from clusterer.formulations.diving import dive
from clusterer.formulations.partition_model import partition_model
from clusterer.formulations.solution import Solution, Watch, tolerance

logger = logging.getLogger(__name__)

_WHOLE = 1e-6
"""How far from a whole number a count or a variable may be and still be taken for one."""

_FIRST_WINDOW = 4_000
"""Candidates in the first window of a branch; each later one is this many times larger:"""

_WINDOW_GROWTH = 2

_DIVE_AMONG = 4_000
"""Candidates among which a first plan is looked for."""


@dataclass(frozen=True, eq=False)
class _Branch:
    """Plans with a number of clusters from `low` to `high`, which cost at least `bound`."""

    low: float
    high: float
    bound: float


@dataclass(frozen=True, eq=False)
class _Incumbent:
    """The best plan so far, or none at infinite cost."""

    objective: float
    chosen: NDArray[np.intp] | None


class SetPartitionSearch:
    """One search for the best way to partition the councils.

    Parameters
    ----------
    columns
        The candidates, their costs and the limits.
    solver
        The PuLP solver of the MIPs, or its name; HiGHS if None.
    gap
        Relative gap at which to stop; 0 for a proof of optimality.
    seed
        For the random choices of the solver.
    watch
        The clock.
    """

    def __init__(
        self,
        columns: Columns,
        *,
        solver: pulp_backend.Solver = None,
        gap: float = 0.0,
        seed: int = 0,
        watch: Watch | None = None,
    ) -> None:
        # One more limit to branch on: the number of clusters, its amounts without memory.
        count = np.broadcast_to(np.float64(1.0), len(columns))
        self._columns = Columns(
            columns.candidates,
            columns.costs,
            (*columns.amounts, count),
            np.append(columns.low, 0.0),
            np.append(columns.high, columns.n),
        )
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        self._incumbent = _Incumbent(math.inf, None)
        self._ties = itertools.count()
        self._open: list[tuple[float, int, _Branch]] = []
        self._closed_bound = math.inf  # The least bound of the branches left unproved.
        # The branch in hand. At every moment each plan that may be better than the
        # incumbent is in it, in an open branch or in one left unproved: so the bound is
        # right wherever Ctrl-C strikes.
        self._current: _Branch | None = _Branch(0.0, float(columns.n), -math.inf)

    def run(self) -> Solution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        try:
            self._begin()
            while self._open and self._watch.remaining() > 0:
                branch = self._open[0][2]
                if self._settles(branch.bound):
                    break
                self._current = branch
                heapq.heappop(self._open)
                self._explore(branch)
                self._current = None
                self._tell("plans")
        except KeyboardInterrupt:
            logger.warning("interrupted: the best plan so far is kept")
        bound = self._bound()
        if self._settles(bound, proof=True):
            bound = self._objective
        chosen = self._incumbent.chosen
        candidates = self._columns.candidates
        clusters = None if chosen is None else [candidates.positions(k).tolist() for k in chosen]
        return Solution(clusters, self._objective, bound)

    def _begin(self) -> None:
        """Start with all councils alone, if they may be, and the bound of equal shares."""
        columns = self._columns
        bound = float(columns.candidates.least_share(columns.costs).sum())
        self._push(_Branch(columns.low[-1], columns.high[-1], bound))
        self._current = None
        self._alone = np.flatnonzero(columns.candidates.size == 1)
        if self._alone.size == columns.n and columns.keeps_limits(self._alone):
            self._offer(self._alone)
        self._generation = ColumnGeneration(columns, per_round=max(500, 10 * columns.n))
        self._generation.add(self._alone)
        self._tell("relaxation")

    def _explore(self, branch: _Branch) -> None:
        """Relax a branch; split it on the number of clusters, or close it by MIPs."""
        low, high = self._columns.low.copy(), self._columns.high.copy()
        low[-1], high[-1] = branch.low, branch.high

        def report(bound: float) -> None:
            self._current = _Branch(branch.low, branch.high, max(branch.bound, bound))
            self._tell("relaxation")

        relaxation = self._generation.relax(
            low,
            high,
            remaining=self._watch.remaining,
            report=report,
            cutoff=self._objective - tolerance(self._objective),
        )
        if relaxation.infeasible:
            return
        bound = max(branch.bound, relaxation.prices.bound)
        narrowed = _Branch(branch.low, branch.high, bound)
        if relaxation.values is not None:
            used = np.flatnonzero(relaxation.values > _WHOLE)
            if (relaxation.values[used] > 1 - _WHOLE).all():
                self._offer(used)  # The relaxation is a plan: no more to find here.
                if self._settles(bound):
                    self._push(narrowed)
                    return
            order = np.argsort(relaxation.prices.reduced_costs, kind="stable")
            self._dive(self._columns.within(low, high), order)
            count = float(relaxation.values.sum())
            if abs(count - round(count)) > _WHOLE:
                logger.info("bound %.6f at %.4f clusters: branching on them", bound, count)
                self._push(_Branch(branch.low, math.floor(count), bound))
                self._push(_Branch(math.ceil(count), branch.high, bound))
                return
        self._close(narrowed, self._columns.within(low, high), relaxation.prices)

    def _close(self, branch: _Branch, columns: Columns, prices: Prices) -> None:
        """Prove a branch over widening windows of reduced cost.

        A plan with a candidate from outside the window costs at least the bound and the
        least reduced cost there. So within the window only plans below that sum, and below
        the incumbent, are of interest, which lets subset rows rule out most candidates.
        """
        bound = branch.bound
        prices = repaired(columns, prices)
        order = np.argsort(prices.reduced_costs, kind="stable")
        window = _FIRST_WINDOW
        while not self._settles(bound) and self._watch.remaining() > 0:
            outside = math.inf
            if window < order.size:
                outside = prices.bound + float(prices.reduced_costs[order[window]])
            # Without an incumbent any plan is welcome, also one that proves nothing yet.
            cutoff = math.inf if self._incumbent.chosen is None else min(self._objective, outside)
            inside = np.sort(order[:window])
            inside = inside[prices.reduced_costs[inside] <= cutoff - prices.bound]
            tight = tighten(
                columns.restricted(inside), prices, cutoff, remaining=self._watch.remaining
            )
            proved, finished = min(cutoff, tight.prices.bound), True
            if proved < cutoff and not self._settles(proved):
                outcome = self._minimise(tight, inside)
                if outcome.infeasible:
                    proved = cutoff
                else:
                    proved = min(cutoff, max(proved, outcome.bound))
                finished = outcome.infeasible or outcome.proven
                if outcome.interrupted:
                    raise KeyboardInterrupt
            bound = max(bound, min(proved, outside))
            self._current = _Branch(branch.low, branch.high, bound)
            self._tell("plans")
            if not finished or cutoff < outside or outside == math.inf:
                break  # Out of time; or the window covered all that could be better.
            window *= _WINDOW_GROWTH
        self._closed_bound = min(self._closed_bound, bound)

    def _dive(self, columns: Columns, order: NDArray[np.intp]) -> None:
        """Look for a first plan among the candidates of least reduced cost."""
        self._tell("plans")
        # A council alone fits into whatever gap the dive leaves.
        near = np.union1d(order[:_DIVE_AMONG], self._alone)
        found = dive(columns.restricted(near), remaining=self._watch.remaining)
        if found is not None:
            self._offer(near[found])

    def _minimise(self, tight: Tightened, inside: NDArray[np.intp]) -> pulp_backend.Outcome:
        """Solve the MIP over what is left of a window; offer its plan; give bounds in £m.

        The objective is in reduced costs of the councils' duals, which are small where the
        costs are large: a gap of a pound stays well above the solver's rounding.
        """
        columns, numbers = tight.columns, inside[tight.chosen]
        duals = tight.prices.council_duals
        reduced = columns.costs - columns.candidates.sum(duals)
        offset = float(duals.sum())
        logger.info("%d candidates go to the solver", numbers.size)
        model, x = partition_model(columns, reduced)
        start = None
        best = self._incumbent.chosen
        if best is not None and np.isin(best, numbers).all():
            start = np.isin(numbers, best).astype(float).tolist()
        outcome = pulp_backend.minimise(
            model,
            x,
            solver=self._solver,
            time_limit=self._watch.remaining(),
            seed=self._seed,
            start=start,
        )
        if outcome.values is not None:
            self._offer(numbers[np.flatnonzero(np.array(outcome.values) > 0.5)])
        return dataclasses.replace(outcome, bound=outcome.bound + offset)

    def _offer(self, chosen: NDArray[np.intp]) -> None:
        """Take a plan for the incumbent if it is one, and better."""
        columns = self._columns
        covered = np.zeros(columns.n, dtype=np.int64)
        for k in chosen:
            covered[columns.candidates.positions(k)] += 1
        if not (covered == 1).all() or not columns.keeps_limits(chosen):
            logger.warning("the solver gave a plan that is none; it is left out")
            return
        objective = float(columns.costs[chosen].sum())
        if objective < self._objective:
            self._incumbent = _Incumbent(objective, np.sort(chosen))
            logger.info("plan of £%.6fm", objective)

    @property
    def _objective(self) -> float:
        return self._incumbent.objective

    def _push(self, branch: _Branch) -> None:
        heapq.heappush(self._open, (branch.bound, next(self._ties), branch))

    def _bound(self) -> float:
        """Return what every plan costs at least, whichever branch it is in."""
        bounds = [self._closed_bound, *(bound for bound, _, _ in self._open)]
        if self._current is not None:
            bounds.append(self._current.bound)
        return min([self._objective, *bounds])

    def _settles(self, bound: float, *, proof: bool = False) -> bool:
        """Tell whether a bound is near enough to the incumbent to stop, or to be a proof."""
        if self._incumbent.chosen is None:
            return False
        enough = 0.0 if proof else self._gap * abs(self._objective)
        return bound >= self._objective - max(enough, tolerance(self._objective))

    def _tell(self, phase: str) -> None:
        self._watch.tell(
            phase=phase,
            columns=self._generation.size,
            incumbent=self._objective,
            bound=self._bound(),
        )
