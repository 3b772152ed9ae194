"""What each plan costs in each scenario, its own or another's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem

Clusters = tuple[tuple[int, ...], ...]


class Crossed:
    """Plans, to be costed again and again: a cluster that several have is costed once.

    Parameters
    ----------
    plans
        For each plan, the row numbers of the members of each cluster.
    """

    def __init__(self, plans: Sequence[Clusters]) -> None:
        numbers: dict[tuple[int, ...], int] = {}
        places = [
            (k, numbers.setdefault(tuple(sorted(rows)), len(numbers)))
            for k, plan in enumerate(plans)
            for rows in plan
        ]
        self._clusters = list(numbers)
        self._connected: dict[frozenset[frozenset[Any]], NDArray[np.bool_]] = {}
        rows, columns = zip(*places, strict=True) if places else ((), ())
        self._has = sparse.csr_array(
            (np.ones(len(places)), (rows, columns)), shape=(len(plans), len(numbers))
        )

    def costs(self, problem: Problem) -> NDArray[np.float64]:
        """Return the £m of each plan under a problem; infinite if it breaks a rule or limit."""
        some = Candidates.of(problem.councils, self._clusters)
        total = self._has @ problem.costs(some)
        edges = frozenset(map(frozenset, problem.adjacency.edges))
        if edges not in self._connected:  # Most scenarios have the same.
            self._connected[edges] = _connected(problem, some)
        good = problem.allowed(some) & self._connected[edges]
        broken = self._has @ (~good).astype(np.float64) > 0
        amounts = problem.limit_amounts(some)
        for limit, row in zip(problem.limits, amounts, strict=True):
            broken |= ~np.array([limit.interval.holds(one) for one in self._has @ row], dtype=bool)
        found: NDArray[np.float64] = np.where(broken, np.inf, total)
        return found


def _connected(problem: Problem, some: Candidates) -> NDArray[np.bool_]:
    """Tell which clusters are connected."""
    parts = (problem.adjacency.subgraph(some.members(k)) for k in range(len(some)))
    return np.array([nx.is_connected(part) for part in parts], dtype=np.bool_)
