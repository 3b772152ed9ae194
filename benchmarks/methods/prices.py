"""What clusters cost, looked up if asked before."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Sequence

import clusterer as cl
from benchmarks.case import Case
from benchmarks.methods.outcome import Cluster

SIZE = 8
"""Members of the largest clusters that are costed ahead where no rule says."""

AHEAD = 2_500_000
"""As many candidates are costed ahead; each takes some 300 bytes."""


class Prices:
    """The cost of clusters by the terms of a problem; each is worked out once.

    All candidates are costed ahead if they are not too many, where size is not capped those of
    up to eight: a call of the terms takes about as long for one cluster as for thousands.

    Parameters
    ----------
    case
        Whose terms they are.
    """

    def __init__(self, case: Case) -> None:
        self.problem = case.problem
        self._known: dict[Cluster, float] = {}
        capped = self.problem
        if case.cap is None:
            capped = capped.replace(rules=[*capped.rules, cl.MaxSize(SIZE)])
        with contextlib.suppress(cl.TooManyCandidatesError):
            candidates = capped.candidates()
            if len(candidates) <= AHEAD:
                self._known = _table(capped, candidates)

    def __call__(self, cluster: Cluster) -> float:
        """Return the cost of one cluster."""
        cost = self._known.get(cluster)
        return self.of([cluster])[0] if cost is None else cost

    def of(self, clusters: Sequence[Cluster]) -> list[float]:
        """Return the cost of each of several clusters, worked out together."""
        new = [c for c in dict.fromkeys(clusters) if c not in self._known]
        if new:
            candidates = cl.Candidates.of(self.problem.councils, new)
            costs = self.problem.costs(candidates).tolist()
            self._known.update(zip(new, costs, strict=True))
        return [self._known[c] for c in clusters]

    def total(self, clusters: Iterable[Cluster]) -> float:
        """Return the cost of a plan."""
        return sum(self.of(list(clusters)))


def _table(problem: cl.Problem, candidates: cl.Candidates) -> dict[Cluster, float]:
    """Return the cost of every candidate."""
    indptr, flat = candidates.flat()
    members = flat.tolist()
    spans = itertools.pairwise(indptr.tolist())
    costs = problem.costs(candidates).tolist()
    return {frozenset(members[a:b]): cost for (a, b), cost in zip(spans, costs, strict=True)}
