"""What clusters are worth while a plan is in the making, when some may still be forbidden."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.answers import in_blocks, joined
from clusterer.model.problem import Problem
from clusterer.search.exchanges import Cluster

Floats = NDArray[np.float64]

TROUBLE, COST, AMOUNTS = 0, 1, 2
"""Where in a row what is; the amounts go on to its end."""

_EACH = 0.5
"""What a forbidden cluster counts beyond its members: of two, one is better, as it is larger."""


class Appraisal:
    """Tells what clusters are worth, many at a time.

    Rules are asked about no cluster that the caps forbid, and terms and limits about none that is
    forbidden: they may refuse to answer.

    Parameters
    ----------
    problem
        The problem.
    proceed
        Is called now and then; what it raises ends the work.
    """

    def __init__(self, problem: Problem, proceed: Callable[[], None]) -> None:
        self._problem = problem
        self._proceed: Callable[[int], None] = lambda _: proceed()
        self._largest, self._weights, self._caps, self._conflict = problem.pruning().arrays(
            len(problem.councils)
        )
        self._per_cluster = [limit.per_cluster or 0.0 for limit in problem.limits]

    def of(self, clusters: Sequence[Cluster]) -> Floats:
        """Return a row for each of some connected clusters.

        Parameters
        ----------
        clusters
            The clusters.

        Returns
        -------
        numpy.ndarray
            Shape (clusters, 2 + limits). First the trouble: nothing if the cluster is allowed, or
            more for a larger one that is not. Then the £m; of one that is not allowed, what its
            members cost alone. Then what it adds to the sum of each limit.
        """
        sizes = np.array([len(cluster) for cluster in clusters], dtype=np.int64)
        every = Candidates.of(self._problem.councils, clusters)
        worth = np.empty((sizes.size, AMOUNTS + len(self._per_cluster)))
        worth[:, TROUBLE] = sizes + _EACH
        worth[:, COST] = every.sum(self._problem.standalone_costs)
        worth[:, AMOUNTS:] = self._per_cluster
        fine = np.flatnonzero(sizes <= self._largest)
        for tell in (self._within_caps, self._allowed):
            if fine.size:  # A rule of a user's own may not know what to say of none.
                fine = fine[tell(every.take(fine))]
        if fine.size:
            candidates = every.take(fine)
            worth[fine, TROUBLE] = 0.0
            worth[fine, COST] = self._problem.costs(candidates, proceed=self._proceed)
            if self._per_cluster:
                amounts = self._problem.limit_amounts(candidates, proceed=self._proceed)
                worth[fine, AMOUNTS:] = amounts.T
        return worth

    def _within_caps(self, candidates: Candidates) -> NDArray[np.bool_]:
        within = np.ones(len(candidates), dtype=np.bool_)
        for weights, cap in zip(self._weights, self._caps, strict=True):
            within &= candidates.sum(weights) <= cap
        if self._conflict.size:
            within &= ~candidates.any_pair(self._conflict)
        return within

    def _allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        return joined(in_blocks(self._problem.allowed, candidates, self._proceed))
