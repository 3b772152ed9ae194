"""The search for the best plan of services that something ties: relax, look for plans, prove.

Column generation over the clusters of all services gives prices and a bound (`relaxation`). At
these each service has its share μ_sS of the governance g_S, and is solved by itself (`one_by_one`):

    Σ_s min { Σ_S (c_sS + μ_sS) x_sS : x_s is a plan of s },   Σ_s μ_sS ≤ g_S,

is a Lagrangian bound (Geoffrion, 1974, "Lagrangean relaxation for integer programming",
Mathematical Programming Study 2, 82-114), no less than that of the relaxation, and the plans
together are a plan. What the gap leaves is a set partition of `joint` clusters, which the search of
a problem ends.

Where posts are to balance, or joint clusters are too many, regions are solved again for better
plans (`neighbourhood`). Then a MIP over the clusters of least slack, which is what a plan with them
costs more than the bound at least, gives the best; its window widens until it has all clusters
whose slack is within the gap, and then it is a proof.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence

import numpy as np

from clusterer.search import pulp_backend
from clusterer.search.apart import sum_of_bounds
from clusterer.search.decision import Task, decide
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.joint import joint_clusters
from clusterer.search.portfolio.neighbourhood import improve
from clusterer.search.portfolio.one_by_one import OneByOne
from clusterer.search.portfolio.prices import PortfolioPrices, rounding_of
from clusterer.search.portfolio.program import program_of
from clusterer.search.portfolio.relaxation import PortfolioRelaxation
from clusterer.search.portfolio.service_columns import Floats, Numbers
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.solution import DEFAULT_SOLVER, Solution, Watch, is_near, tolerance

logger = logging.getLogger(__name__)

_FIRST_WINDOW = 5_000
"""Clusters with hosts in the first window; each later one is this many times larger:"""

_WINDOW_GROWTH = 2

_REGION_SECONDS = 5.0
"""For one region."""


class TiedSearch:
    """One search for the best plan of services that something ties.

    Parameters
    ----------
    columns
        The clusters of the services, and what ties them.
    start
        A plan to begin with, as numbers of clusters with hosts, or None.
    solver, gap, seed, watch, precision
        As for `SetPartitionSearch`.
    """

    def __init__(
        self,
        columns: PortfolioColumns,
        *,
        start: Numbers | None = None,
        solver: pulp_backend.Solver = None,
        gap: float = 0.0,
        seed: int = 0,
        watch: Watch | None = None,
        precision: float = 1.0,
    ) -> None:
        self._columns = columns
        self._start = start
        self._precision = precision
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        # One assignment changes both, so that Ctrl-C does not come between.
        self._best: tuple[float, Numbers | None] = (math.inf, None)
        self._bound = -math.inf
        self.word_of = ""

    @property
    def solution(self) -> Solution:
        """The best so far; its clusters are `chosen`."""
        objective = self._best[0]
        return Solution(None, objective, min(self._bound, objective), self.word_of)

    @property
    def chosen(self) -> Numbers | None:
        """The numbers of the clusters with hosts of the best plan, ascending; None for none."""
        return self._best[1]

    def search(self) -> Solution:
        """Search until the gap is closed or time is up; let Ctrl-C pass."""
        self._search()
        return self.solution

    def _search(self) -> None:
        columns = self._columns
        self._relaxation = PortfolioRelaxation(columns)
        self._tell("plans")
        if self._start is not None:
            self._offer(self._start)
        one_by_one = OneByOne(
            columns, self._offer, solver=self._solver, seed=self._seed, watch=self._watch
        )
        self._relaxation.add(one_by_one.apart())
        prices = self._relaxation.solve(
            remaining=self._watch.remaining, report=self._lift, offer=self._offer
        )
        if self._relaxation.infeasible:
            self._bound = math.inf
            return
        if self._settled() or self._watch.remaining() <= 0:
            return
        prices = prices.repaired(columns)
        proved, word_of = one_by_one.at_prices(prices)
        less = prices.paid_for_balance(columns) + rounding_of(columns, prices.duals)
        self._rest_on(word_of)
        self._lift(sum_of_bounds(proved) - less)
        if self._bound == math.inf:
            return
        if columns.allowance is None and not self._settled():
            one_by_one.in_turns()
        if self._settled() or self._watch.remaining() <= 0:
            return
        if not self._search_jointly(prices, proved, less):
            self._prove(prices)

    def _search_jointly(
        self, prices: PortfolioPrices, proved: Sequence[float], less: float
    ) -> bool:
        """Search over joint clusters, if they are not too many; tell whether they are not.

        Plans with others are no better than the best so far.
        """
        columns, known = self._columns, self._best[1]
        if columns.allowance is not None or known is None:
            return False
        excess = [one - prices.proved_of(columns, s) for s, one in enumerate(proved)]
        outside = self._best[0]
        room = outside - (math.fsum(proved) - less) + tolerance(outside)
        joint = joint_clusters(columns, prices, excess, room)
        if joint is None:
            return False
        logger.debug("%d clusters of one service or more", len(joint.columns))
        search = SetPartitionSearch(
            joint.columns,
            start=joint.chosen(columns, known),
            solver=self._solver,
            gap=self._gap,
            seed=self._seed,
            watch=self._watch.below(outside),
            precision=self._precision,
            counts=joint.counts,
        )
        try:
            search.search()
        finally:
            found = search.solution
            self._rest_on(found.word_of)
            if search.chosen is not None:
                self._offer(joint.clusters(columns, search.chosen))
            self._lift(min(found.bound, outside))
        return True

    def _prove(self, prices: PortfolioPrices) -> None:
        """Prove the bound over widening windows of slack.

        A plan with a cluster from outside the window costs at least the bound and the least slack
        there.
        """
        slack = prices.slack(self._columns)
        if self._columns.allowance is None:
            slack = self._at_best_hosts(slack)
        self._improve(prices, slack)
        order = np.argsort(slack, kind="stable")
        order = order[np.isfinite(slack[order])]
        window = _FIRST_WINDOW
        while not self._settled() and self._watch.remaining() > 0:
            outside = math.inf
            if window < order.size:
                outside = prices.bound + float(slack[order[window]])
            inside = np.sort(order[:window])
            cutoff = self._best[0]
            inside = inside[slack[inside] <= cutoff - prices.bound]
            proved, finished = self._decide(inside, prices, slack, outside, self._watch.remaining)
            self._lift(min(proved, outside))
            if not finished or self._best[0] <= outside:
                break  # Out of time; or the window had all that could be better.
            window *= _WINDOW_GROWTH

    def _improve(self, prices: PortfolioPrices, slack: Floats) -> None:
        """Solve regions of the plan again, if there is one."""
        if self._best[1] is None:
            return

        def resolve(inside: Numbers) -> None:
            part = self._watch.part(_REGION_SECONDS)
            self._decide(inside, prices, slack, -math.inf, part.remaining)

        improve(
            self._columns,
            slack,
            lambda: self._plan,
            lambda: 0.0 if self._settled() else self._best[0] - prices.bound,
            resolve,
            remaining=self._watch.remaining,
        )

    @property
    def _plan(self) -> Numbers:
        """The best plan so far."""
        chosen = self._best[1]
        return np.zeros(0, dtype=np.intp) if chosen is None else chosen

    def _at_best_hosts(self, slack: Floats) -> Floats:
        """Return the slack, infinite under all hosts but the cheapest: no tie asks for another."""
        found = np.full(slack.size, math.inf)
        for s, service in enumerate(self._columns.services):
            least = np.minimum.reduceat(service.by_host, service.starts)
            cheapest = np.flatnonzero(service.by_host <= least[service.owner])
            _, first = np.unique(service.owner[cheapest], return_index=True)
            numbers = self._columns.offsets[s] + cheapest[first]
            found[numbers] = slack[numbers]
        return found

    def _decide(
        self,
        inside: Numbers,
        prices: PortfolioPrices,
        slack: Floats,
        outside: float,
        remaining: Callable[[], float],
    ) -> tuple[float, bool]:
        """Return what plans of some clusters cost at least, and whether that is all there is to it.

        Better plans that are met on the way are kept. Plans with others cost `outside` at least.
        """
        columns = self._columns
        program, weights, paid = program_of(columns, inside, prices, slack)
        proves = outside > -math.inf  # In a region nothing is proved of all plans.

        def report(proved: float, met: float) -> None:
            if proves:
                self._bound = max(self._bound, min(proved, outside, self._best[0]))
            self._tell("plans", met)

        task = Task(
            program,
            constant=float(prices.duals.councils.sum()),
            weights=weights,
            paid=paid,
            bound=prices.bound,
            cutoff=lambda: self._best[0],
            offer=lambda found: self._offer(inside[found]),
            cost=lambda found: columns.cost(inside[found]),
            incumbent=lambda: self._positions_among(inside),
        )
        verdict = decide(
            task, solver=self._solver, remaining=remaining, seed=self._seed, report=report
        )
        if proves:
            self._rest_on(verdict.word_of)
        if verdict.interrupted:
            if proves:
                self._lift(min(verdict.bound, outside))
            raise KeyboardInterrupt
        return verdict.bound, verdict.decided

    def _rest_on(self, word_of: str) -> None:
        """Take note of the solver on whose word a bound rests; one of the user's own is told of."""
        if word_of and self.word_of in ("", DEFAULT_SOLVER):
            self.word_of = word_of

    def _positions_among(self, numbers: Numbers) -> Numbers | None:
        """Return where the clusters of the plan stand among others; None if one does not."""
        chosen = self._best[1]
        if chosen is None or not np.isin(chosen, numbers).all():
            return None
        return np.searchsorted(numbers, chosen)

    def _offer(self, chosen: Numbers) -> bool:
        """Take clusters for the plan if they are better; tell whether they are a plan."""
        cost = self._columns.cost(chosen)
        if cost == math.inf:
            return False
        if cost < self._best[0]:
            self._best = (cost, np.sort(chosen))
            self._tell("plans")
        return True

    def _lift(self, bound: float) -> None:
        self._bound = max(self._bound, bound)
        self._tell("relaxation")

    def _settled(self) -> bool:
        """Tell whether the bound is near enough to the plan to stop."""
        return is_near(self._best[0], self._bound, gap=self._gap, precision=self._precision)

    def _tell(self, phase: str, met: float = math.inf) -> None:
        self._watch.tell(
            phase=phase,
            columns=self._relaxation.size,
            incumbent=min(self._best[0], met),
            bound=self._bound,
        )
