"""What rules have in common that allow few clusters, and list them."""

from __future__ import annotations

import weakref
from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.base import Rule


class ListedRule(Rule):
    """A rule that a cluster is one of a list, and that asks no more."""

    @abstractmethod
    def offered(self, councils: Councils) -> list[list[int]]:
        """Return the clusters that are allowed, as row numbers."""

    def listing(self, councils: Councils) -> list[list[int]] | None:
        """Return the clusters that are allowed, as row numbers."""
        return self.offered(councils)

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate is in the list."""
        listed = self._sets(candidates.councils)
        among = (tuple(candidates.positions(k).tolist()) in listed for k in range(len(candidates)))
        return np.fromiter(among, dtype=np.bool_, count=len(candidates))

    def _sets(self, councils: Councils) -> frozenset[tuple[int, ...]]:
        """Return the list as sets; it is made once, for candidates are asked about in blocks."""
        made_for, sets = _made.get(self, (None, frozenset()))
        if made_for is None or made_for() is not councils:
            sets = frozenset(tuple(sorted(cluster)) for cluster in self._listed(councils))
            _made[self] = weakref.ref(councils), sets
        return sets

    def pruning(self, councils: Councils) -> Pruning:
        """Return the size of the largest, and the pairs that are together in none."""
        apart = np.ones((len(councils), len(councils)), dtype=np.bool_)
        listed = self._listed(councils)
        for cluster in listed:
            apart[np.ix_(cluster, cluster)] = False
        np.fill_diagonal(apart, False)
        return Pruning(max_size=max(map(len, listed)), conflict=apart)

    def _listed(self, councils: Councils) -> list[list[int]]:
        """Return what is listed, or what is offered if a subclass allows more and lists nothing."""
        listed = self.listing(councils)
        return self.offered(councils) if listed is None else listed


_made: weakref.WeakKeyDictionary[
    ListedRule, tuple[weakref.ref[Councils] | None, frozenset[tuple[int, ...]]]
] = weakref.WeakKeyDictionary()
"""The list of each rule for the councils that it was last asked about."""
