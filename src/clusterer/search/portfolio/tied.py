"""The search for the best plan of services that something ties: relax, look for plans, prove.

Column generation over the clusters of all services gives prices and a bound (`relaxation`). At
these each service has its share μ_sS of the governance g_S, and is solved by itself (`one_by_one`):

    Σ_s min { Σ_S (c_sS + μ_sS) x_sS : x_s is a plan of s },   Σ_s μ_sS ≤ g_S,

is a Lagrangian bound (Geoffrion, 1974, "Lagrangean relaxation for integer programming",
Mathematical Programming Study 2, 82-114), no less than that of the relaxation, and the plans
together are a plan. What the gap leaves is a set partition of `joint` clusters, which the search of
a problem ends (`windows`).
"""

from __future__ import annotations

import logging
import math

from clusterer.search import pulp_backend
from clusterer.search.apart import sum_of_bounds
from clusterer.search.incumbent import Incumbent
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.joint import JointClusters, joint_clusters
from clusterer.search.portfolio.one_by_one import OneByOne
from clusterer.search.portfolio.relaxation import PortfolioRelaxation
from clusterer.search.portfolio.service_columns import Numbers
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.solution import DEFAULT_SOLVER, Solution, Watch
from clusterer.search.windows import search_in_windows

logger = logging.getLogger(__name__)

_LISTED = 400_000
"""So many joint clusters are searched at most."""

_NUMBERS = 20_000_000
"""The same for joint clusters times limits."""


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
        self._incumbent = Incumbent(columns, precision)
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        self._bound = -math.inf
        self.word_of = ""

    @property
    def solution(self) -> Solution:
        """The best so far; its clusters are `chosen`."""
        objective = self._incumbent.objective
        return Solution(None, objective, min(self._bound, objective), self.word_of)

    @property
    def chosen(self) -> Numbers | None:
        """The numbers of the clusters with hosts of the best plan, ascending; None for none."""
        return self._incumbent.chosen

    def search(self) -> Solution:
        """Search until the gap is closed or time is up; let Ctrl-C pass."""
        self._search()
        return self.solution

    def _search(self) -> None:
        columns, remaining = self._columns, self._watch.remaining
        self._tell("plans")
        if self._start is not None:
            self._offer(self._start)
        one_by_one = OneByOne(
            columns, self._offer, solver=self._solver, seed=self._seed, watch=self._watch
        )
        relaxation = PortfolioRelaxation(columns, one_by_one.apart())
        prices = relaxation.solve(remaining=remaining, report=self._lift)
        if relaxation.infeasible:
            self._bound = math.inf
            return
        if self._settled() or remaining() <= 0:
            return
        prices = prices.repaired(columns)
        proved, word_of = one_by_one.at_prices(prices)
        bound = sum_of_bounds(proved) - prices.paid_besides(columns)
        self._rest_on(word_of)
        self._lift(bound)
        if self._bound == math.inf:
            return
        if columns.allowance is None and not self._settled():
            one_by_one.in_turns()
        excess = [one - prices.proved_of(columns, s) for s, one in enumerate(proved)]
        most = min(_LISTED, _NUMBERS // (1 + columns.low.size))
        search_in_windows(
            bound,
            relaxation.costliest,
            objective=lambda: self._incumbent.objective,
            settled=lambda: self._settled() or remaining() <= 0,
            listed=lambda width: joint_clusters(columns, prices, excess, width, most=most),
            search=self._search_among,
        )

    def _search_among(self, joint: JointClusters, outside: float, *, prove: bool = True) -> None:
        """Search among joint clusters; plans with others cost at least `outside`."""
        start = None
        if self.chosen is not None:
            joint, start = joint.with_those_of(self.chosen)
        logger.debug("%d clusters of one service or more", len(joint))
        search = SetPartitionSearch(
            joint.columns,
            start=start,
            solver=self._solver,
            gap=self._gap,
            seed=self._seed,
            watch=self._watch.below(outside),
            prove=prove,
            precision=self._precision,
            counts=joint.counts,
        )
        try:
            search.search()
        finally:  # Ctrl-C passes, and what was found until then is taken.
            found = search.solution
            self._rest_on(found.word_of)
            if search.chosen is not None:
                self._offer(joint.clusters(search.chosen))
            self._lift(min(found.bound, outside))

    def _rest_on(self, word_of: str) -> None:
        """Take note of the solver on whose word a bound rests; one of the user's own is told of."""
        if word_of and self.word_of in ("", DEFAULT_SOLVER):
            self.word_of = word_of

    def _offer(self, chosen: Numbers) -> None:
        """Take clusters for the plan if they are better."""
        self._incumbent.offer(chosen)
        self._tell("plans")

    def _lift(self, bound: float) -> None:
        self._bound = max(self._bound, bound)
        self._tell("relaxation")

    def _settled(self) -> bool:
        """Tell whether the bound is near enough to the plan to stop."""
        return self._incumbent.settles(self._bound, self._gap)

    def _tell(self, phase: str) -> None:
        self._watch.tell(phase=phase, incumbent=self._incumbent.objective, bound=self._bound)
