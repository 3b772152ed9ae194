"""The set-partitioning search: relax, find plans, branch on their number of clusters, prove.

The linear relaxation over all candidates (`column_generation`) gives a bound. A dive
(`diving`), `annealing` and re-solved regions (`neighbourhood`) give a plan. Where the relaxation
takes a fractional number of clusters, that number is branched on if it lifts the bound. Where it
takes the fewest that there can be, as with a binding cap on size, so are the sizes of clusters
(`profiles`): often the bound is then close to the optimum. Where services share their clusters
(`portfolio.joint`), there is one number for each service. Each branch that is left is then closed
(`closing`).
"""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.geography import Neighbours
from clusterer.search import pulp_backend
from clusterer.search.branches import Branch, Branches
from clusterer.search.closing import Closing
from clusterer.search.column_generation import MANY, ColumnGeneration, Relaxation
from clusterer.search.columns import Columns
from clusterer.search.counts import Counts
from clusterer.search.incumbent import Incumbent
from clusterer.search.plan_search import PlanSearch
from clusterer.search.prices import Prices, repaired
from clusterer.search.solution import Solution, Watch, is_stopped

Floats = NDArray[np.float64]

logger = logging.getLogger(__name__)

_WORTH_BRANCHING = 0.1
"""Branching on the number of clusters must close this part of the gap."""

_REGION_SECONDS = 5.0
"""For one region that is solved,"""

_LOOK_SECONDS = 30.0
"""and for a large one that is looked into, which ends long before that."""


class SetPartitionSearch:
    """One search for the best way to partition the councils.

    Parameters
    ----------
    columns
        The candidates, their costs and the limits.
    start
        A plan to begin with, as numbers of columns, or None.
    solver
        The PuLP solver of the MIPs, or its name; HiGHS if None.
    gap
        Relative gap at which to stop; 0 for a proof of optimality.
    seed
        For the random choices of the solver.
    watch
        The clock.
    neighbours
        (indptr, indices): the neighbours of each council, for annealing; without them, plans
        are looked for in other ways only.
    prove
        Whether to go on to a proof once plans have been looked for.
    precision
        Which part of a gap that counts as none is none here, where this is a part of a whole.
    counts
        What is branched on, as `Counts` has it.
    """

    def __init__(
        self,
        columns: Columns,
        *,
        start: NDArray[np.intp] | None = None,
        solver: pulp_backend.Solver = None,
        gap: float = 0.0,
        seed: int = 0,
        watch: Watch | None = None,
        neighbours: Neighbours | None = None,
        prove: bool = True,
        precision: float = 1.0,
        counts: Sequence[NDArray[Any]] | None = None,
    ) -> None:
        self._counts = Counts(columns, counts)
        self._columns = self._counts.columns
        self._start = start
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        self._prove_too = prove
        self._incumbent = Incumbent(self._columns, precision)
        self._plans = PlanSearch(
            self._columns,
            self._incumbent,
            self._solve_region,
            self._look_into_region,
            neighbours=neighbours,
            seed=seed,
            remaining=self._watch.remaining,
            report=lambda: self._tell("plans"),
            decided_after=prove,
        )
        self._closing = Closing(
            self._incumbent,
            self._plans,
            solver=solver,
            gap=gap,
            seed=seed,
            remaining=self._watch.remaining,
            report=self._hold,
        )
        self._branches = Branches(self._counts.all_plans(-math.inf))

    def run(self) -> Solution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        is_stopped(self._search)
        return self.solution

    def search(self) -> Solution:
        """Search like `run`, but let Ctrl-C pass."""
        self._search()
        return self.solution

    @property
    def solution(self) -> Solution:
        """The best so far."""
        return Solution(
            self._clusters,
            self._incumbent.objective,
            self._bound(),
            self._closing.word_of,
        )

    @property
    def _clusters(self) -> list[list[int]] | None:
        if self.chosen is None:
            return None
        return [self._columns.candidates.positions(k).tolist() for k in self.chosen]

    @property
    def chosen(self) -> NDArray[np.intp] | None:
        """The numbers of the columns of the best plan, ascending; None if there is none."""
        return self._incumbent.chosen

    def _search(self) -> None:
        self._begin()
        try:
            while (branch := self._branches.next) is not None and self._watch.remaining() > 0:
                if self._settles(branch.bound):
                    break
                self._explore(self._branches.take())
                self._branches.in_hand = None
                self._tell("plans")
        finally:
            self._plans.end()

    def _begin(self) -> None:
        """Start with all councils alone, if they may be, and the bound of equal shares."""
        columns = self._columns
        bound = float(columns.candidates.least_share(columns.costs).sum())
        self._branches.push(self._counts.all_plans(bound))
        self._branches.in_hand = None
        alone = np.flatnonzero(columns.candidates.size == 1)
        if self._start is not None:
            self._incumbent.offer(self._start)
        if alone.size == columns.n and columns.keeps_limits(alone):
            self._incumbent.offer(alone)
        self._generation = ColumnGeneration(columns)
        self._generation.add(alone)
        if columns.n >= MANY:
            self._plans.anneal_beside()
        self._tell("relaxation")

    def _explore(self, branch: Branch) -> None:
        """Relax a branch and look for plans; split it, put it back for later, or close it."""

        def report(bound: float) -> None:
            self._branches.in_hand = branch.lifted(bound)
            self._plans.take_annealed()
            self._tell("relaxation")

        branch = self._counts.under_all(branch)
        relaxation = self._relax(branch, report)
        if relaxation.infeasible:
            return
        branch = branch.lifted(relaxation.prices.bound)
        if self._watch.remaining() <= 0:
            self._branches.set_aside(branch)
            return
        columns = self._counts.within(branch)
        prices = repaired(columns, relaxation.prices)
        values = None if branch.looked_into else relaxation.values
        if values is not None:
            self._tell("plans")
            self._plans.look_near(columns, prices, values)
        done = self._settles(branch.bound) or not self._prove_too
        if done or self._watch.remaining() <= 0:
            self._branches.set_aside(branch)
            return
        if values is not None and self._split(branch, prices, values):
            return
        several = self._branches.next is not None  # Another branch may have a better plan.
        if not branch.looked_into and self._closing.looks_first(columns, prices, several=several):
            looked = self._closing.look(branch, columns, prices)
            self._branches.push(dataclasses.replace(looked, looked_into=True))
            return
        self._branches.set_aside(self._closing.close(branch, columns, prices))

    def _relax(self, branch: Branch, report: Callable[[float], None]) -> Relaxation:
        columns = self._counts.within(branch)
        return self._generation.relax(
            columns.low,
            columns.high,
            remaining=self._watch.remaining,
            report=report,
            cutoff=self._incumbent.cutoff,
        )

    def _split(self, branch: Branch, prices: Prices, values: Floats) -> bool:
        """Branch on counts of clusters, if only one branch is left or the bound gains enough."""
        if self._columns.n >= MANY:
            return False  # Interior points are too rough for it, and one cluster of many is little.
        gap = self._incumbent.objective - branch.bound
        if self._counts.count_sizes(values, prices.reduced_costs, gap):
            self._generation = self._generation.under(self._counts.columns)
            branch = self._counts.under_all(branch)
        best: list[Branch] | None = None
        best_lift = _WORTH_BRANCHING * gap
        for parts in self._counts.ways_to_split(branch, values):
            left = []
            for part in parts:
                relaxation = self._relax(part, lambda _: None)
                if not relaxation.infeasible:
                    left.append(part.lifted(relaxation.prices.bound))
            lift = min((part.bound for part in left), default=math.inf) - branch.bound
            logger.debug("%d branches lift the bound by %.6f", len(parts), lift)
            if lift >= best_lift or sum(not self._settles(part.bound) for part in left) < 2:
                best, best_lift = left, max(lift, best_lift)
        if best is None:
            return False
        for part in best:
            if self._settles(part.bound):
                self._branches.set_aside(part)
            else:
                self._branches.push(part)
        return True

    def _solve_region(self, region: Columns, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the best plan of a region, by a search of its own that starts from one."""
        search = self._of_region(region, chosen, _REGION_SECONDS)
        search._search()
        return chosen if search.chosen is None else search.chosen

    def _look_into_region(self, region: Columns, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return a better plan of a large region, if a beam finds one near its relaxation."""
        search = self._of_region(region, chosen, _LOOK_SECONDS)
        search._begin()
        branch = search._branches.take()
        relaxation = search._relax(branch, lambda _: None)
        if relaxation.values is not None:
            prices = repaired(search._columns, relaxation.prices)
            search._closing.look(branch, search._columns, prices)
        return chosen if search.chosen is None else search.chosen

    def _of_region(
        self, region: Columns, chosen: NDArray[np.intp], seconds: float
    ) -> SetPartitionSearch:
        return SetPartitionSearch(
            region,
            start=chosen,
            solver=self._solver,
            seed=self._seed,
            watch=self._watch.part(seconds),
        )

    def _hold(self, branch: Branch, met: float) -> None:
        """Take note of what is proved of the branch in hand; tell it, and a plan met there."""
        self._branches.in_hand = branch
        self._tell("plans", met)

    def _bound(self) -> float:
        """Return what every plan costs at least."""
        return min(self._incumbent.objective, self._branches.bound)

    def _settles(self, bound: float) -> bool:
        """Tell whether a bound is near enough to the incumbent to stop."""
        return self._incumbent.settles(bound, self._gap)

    def _tell(self, phase: str, met: float = math.inf) -> None:
        self._watch.tell(
            phase=phase,
            columns=self._generation.size,
            incumbent=min(self._incumbent.objective, met),
            bound=self._bound(),
        )
