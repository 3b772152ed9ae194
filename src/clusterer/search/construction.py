"""A first plan without a list of candidates: merge what is best to merge, then exchange.

Councils begin alone, and neighbouring clusters are merged, many at a time, as long as that mends
what is broken or saves money. Clusters that the rules forbid, and sums beyond the limits, are
trouble, which counts before costs: so merging goes through clusters that are too small until they
are large enough. Then clusters exchange councils with their neighbours (`exchanges`), two at a
time, until that gains no more.

If there is trouble left, a forbidden cluster is made another, though it is no better, and may not
come back (Glover, 1989, "Tabu search, part I", ORSA Journal on Computing 1(3), 190-206); and limits
that stay broken count for more and more (Morris, 1993, "The breakout method for escaping from local
minima", AAAI-93, 40-45).
"""

from __future__ import annotations

import logging
from random import Random

import numpy as np
from numpy.typing import NDArray

from clusterer.model.problem import Problem
from clusterer.search.appraisal import AMOUNTS, COST, TROUBLE, Appraisal
from clusterer.search.draft import LEAST_GAIN, Draft, Pair, Proposals, Propose
from clusterer.search.exchanges import Cluster, Exchanges
from clusterer.search.simple_plans import as_plan, joined_groups
from clusterer.search.solution import OutOfTime, Solution, Watch

Floats = NDArray[np.float64]

logger = logging.getLogger(__name__)

_PART = 0.1
"""The part of the time limit that a plan may take."""

_ATTEMPTS = 3
"""How often to begin again, if trouble is left."""

_FORCED = 3
"""Changes for the worse in an attempt at most, for each council;"""

_MOST_FORCED = 300
"""and in all."""

_HEAVIER = 2.0
"""By this the weight of limits grows while they are broken, and falls while they are kept."""


class Construction:
    """Makes a plan that no exchange between two clusters betters.

    Parameters
    ----------
    problem
        The problem.
    watch
        The clock of the search, of whose time it takes a tenth at most.
    seed
        For the random choices.

    Examples
    --------
    >>> import clusterer as cl
    >>> rules = [cl.MaxSize(6), cl.PopulationBounds(at_least=1_000_000)]
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules)
    >>> construction = Construction(problem, Watch())
    >>> construction.run()
    >>> min(len(cluster) for cluster in construction.plan.clusters)
    4
    """

    def __init__(self, problem: Problem, watch: Watch, *, seed: int = 0) -> None:
        self._problem = problem
        self._watch = watch.part(_PART * watch.time_limit)
        self._seed = seed
        self._attempt: _Attempt | None = None

    @property
    def plan(self) -> Solution | None:
        """The plan as it is, of unknown bound; None while there is none."""
        if self._attempt is None or self._attempt.in_trouble:
            return None
        return as_plan(self._problem, self._attempt.clusters)

    def run(self) -> None:
        """Go on until there is a plan and no exchange betters it, or the time is up.

        Where there is none after a while, it is given up.
        """
        start = [tuple(cluster) for cluster in joined_groups(self._problem)]
        try:
            for number in range(_ATTEMPTS):
                self._attempt = _Attempt(
                    self._problem,
                    start,
                    self._watch,
                    Random(self._seed + number),
                    noise=float(number),
                )
                self._attempt.run()
                if not self._attempt.in_trouble:
                    break
        except OutOfTime:
            logger.debug("no more time for a first plan")


class _Attempt:
    """One attempt at a plan."""

    def __init__(
        self,
        problem: Problem,
        start: list[Cluster],
        watch: Watch,
        random: Random,
        *,
        noise: float,
    ) -> None:
        indptr, to = problem.neighbours
        near = [row.tolist() for row in np.split(to, indptr[1:-1])]
        self._watch = watch
        self._random = random
        self._noise = noise
        self._exchanges = Exchanges(near, random)
        self._draft = Draft(start, problem.neighbours, Appraisal(problem, watch.check))
        self._low = np.array([limit.interval.lowest for limit in problem.limits])
        self._high = np.array([limit.interval.highest for limit in problem.limits])
        self._scale = np.maximum(1.0, np.abs(self._draft.total[AMOUNTS:]) / len(start))
        self._weight = 1.0
        self._banned: set[Cluster] = set()

    @property
    def clusters(self) -> list[list[int]]:
        """The clusters as they are."""
        return self._draft.clusters

    @property
    def in_trouble(self) -> bool:
        """Whether a cluster is forbidden or a limit is broken."""
        total = self._draft.total
        return bool(total[TROUBLE] > LEAST_GAIN or self._broken(total) > 0)

    def run(self) -> None:
        """Merge, exchange, and force changes while there is trouble."""
        self._descend(self._mergers)
        self._draft.forget()
        self._descend(self._exchanges.of)
        for _ in range(min(_MOST_FORCED, _FORCED * self._draft.n)):
            if not self.in_trouble or not self._force():
                break
            self._descend(self._exchanges.of)

    def _mergers(self, one: Cluster, other: Cluster) -> list[tuple[Cluster, ...]]:
        return self._exchanges.merger(one, other) if other else []

    def _broken(self, totals: Floats) -> Floats:
        """Return how far the limits are from kept, of one sum over all clusters or many."""
        sums = totals[..., AMOUNTS:]
        beyond = np.maximum(np.maximum(self._low - sums, sums - self._high), 0.0)
        distance: Floats = (beyond / self._scale).sum(axis=-1)
        return distance

    def _trouble(self, changes: Floats) -> Floats:
        """Return by how much changes would add to the trouble."""
        total = self._draft.total
        limits = self._broken(total + changes) - self._broken(total)
        more: Floats = changes[..., TROUBLE] + self._weight * limits
        return more

    def _gains(self, change: Floats) -> NDArray[np.bool_]:
        """Tell which changes lessen the trouble, or the cost alone."""
        trouble = self._trouble(change)
        less: NDArray[np.bool_] = trouble < -LEAST_GAIN
        return less | ((trouble <= LEAST_GAIN) & (change[..., COST] < -LEAST_GAIN))

    def _descend(self, propose: Propose) -> None:
        """Make the best exchanges, as many at a time as do not touch, until none gains."""
        while True:
            self._watch.check()
            pairs = self._draft.pairs()
            proposals = self._draft.proposals(pairs, propose)
            if proposals is None:
                return
            proposals = proposals.take(np.flatnonzero(self._gains(proposals.change)))
            done: set[int] = set()
            for k in self._order(proposals, pairs).tolist():
                pair = proposals.pairs[k]
                if done.isdisjoint(pair) and self._may(proposals, k):
                    done.update(pair)
                    self._draft.exchange(proposals, k)
            if not done:
                return

    def _may(self, proposals: Proposals, k: int) -> bool:
        """Tell whether an exchange still gains and brings back nothing that is banned."""
        return bool(self._gains(proposals.change[k])) and not self._is_banned(proposals, k)

    def _is_banned(self, proposals: Proposals, k: int) -> bool:
        return not self._banned.isdisjoint(proposals.clusters[k])

    def _order(self, proposals: Proposals, pairs: list[Pair]) -> NDArray[np.intp]:
        """Return the exchanges, those first that are for clusters with few ways out."""
        trouble = self._trouble(proposals.change)
        ways: dict[int, float] = {}
        for pair in pairs:
            for number in set(pair):
                if self._draft.is_forbidden(number):
                    ways[number] = ways.get(number, 0.0) + 1.0
        for number in ways:
            ways[number] += self._noise * self._random.random()
        most = float(len(pairs))
        freedom = [min(ways.get(a, most), ways.get(b, most)) for a, b in proposals.pairs]
        bulk = np.array([max(map(len, clusters)) for clusters in proposals.clusters])
        order: NDArray[np.intp] = np.lexsort(
            (bulk, proposals.change[:, COST], trouble, np.where(trouble < 0, freedom, most))
        )
        return order

    def _force(self) -> bool:
        """Make the least bad exchange of a forbidden cluster; tell whether there is one."""
        draft = self._draft
        forbidden = draft.total[TROUBLE] > LEAST_GAIN
        self._weight *= 1 / _HEAVIER if self._broken(draft.total) == 0 else _HEAVIER
        pairs = [
            pair
            for pair in draft.pairs()
            if not forbidden or any(draft.is_forbidden(number) for number in pair)
        ]
        proposals = draft.proposals(pairs, self._exchanges.of)
        if proposals is None:
            return False
        trouble = self._trouble(proposals.change)
        for k in np.lexsort((proposals.change[:, COST], trouble)).tolist():
            if not self._is_banned(proposals, k):
                self._banned.update(
                    draft.cluster(number)
                    for number in proposals.pairs[k]
                    if draft.is_forbidden(number)
                )
                draft.exchange(proposals, k)
                return True
        return False
