"""A partition in the making, and the exchanges that would change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from clusterer.geography import Neighbours
from clusterer.search.appraisal import COST, TROUBLE, Appraisal
from clusterer.search.exchanges import Cluster

Floats = NDArray[np.float64]

Pair: TypeAlias = tuple[int, int]
"""The numbers of two neighbouring clusters; twice the same for one by itself."""

Propose: TypeAlias = Callable[[Cluster, Cluster], list[tuple[Cluster, ...]]]
"""Returns what may take the place of two neighbouring clusters; of one, if the other is empty."""

LEAST_GAIN = 1e-9
"""£m: what a gain is at least, for rounding is none."""


@dataclass(frozen=True, eq=False)
class Proposals:
    """Some exchanges.

    Attributes
    ----------
    pairs
        The clusters that would go, for each exchange.
    clusters
        Those that would come.
    worth
        Shape (m, 2, 2 + limits): the rows of those that would come, as `Appraisal` has them;
        zeros for the second where there is one only.
    change
        Shape (m, 2 + limits): by how much the sum over all clusters would change.
    """

    pairs: list[Pair]
    clusters: list[tuple[Cluster, ...]]
    worth: Floats
    change: Floats

    def __len__(self) -> int:
        return len(self.pairs)

    def take(self, chosen: NDArray[np.intp]) -> Proposals:
        """Return some of them."""
        return Proposals(
            [self.pairs[k] for k in chosen.tolist()],
            [self.clusters[k] for k in chosen.tolist()],
            self.worth[chosen],
            self.change[chosen],
        )

    @classmethod
    def joined(cls, parts: Sequence[Proposals]) -> Proposals:
        """Return all exchanges of several parts."""
        return cls(
            [pair for part in parts for pair in part.pairs],
            [clusters for part in parts for clusters in part.clusters],
            np.concatenate([part.worth for part in parts]),
            np.concatenate([part.change for part in parts]),
        )


class Draft:
    """A partition whose clusters are changed, two or one at a time.

    Parameters
    ----------
    clusters
        To begin with.
    neighbours
        (indptr, indices): the neighbours of each council.
    appraisal
        Tells what clusters are worth.
    """

    def __init__(
        self, clusters: Sequence[Cluster], neighbours: Neighbours, appraisal: Appraisal
    ) -> None:
        indptr, self._to = neighbours
        self._from = np.repeat(np.arange(indptr.size - 1), np.diff(indptr))
        self._appraisal = appraisal
        self._labels = np.zeros(indptr.size - 1, dtype=np.int64)
        self._next = 0
        self._clusters: dict[int, Cluster] = {}
        self._worth: dict[int, Floats] = {}
        self._proposed: dict[Pair, Proposals] = {}
        rows = appraisal.of(clusters)
        self.total = np.zeros(rows.shape[1])
        for cluster, row in zip(clusters, rows, strict=True):
            self._add(cluster, row)

    @property
    def n(self) -> int:
        """The number of councils."""
        return self._labels.size

    @property
    def clusters(self) -> list[list[int]]:
        """The members of each cluster."""
        return [list(cluster) for cluster in self._clusters.values()]

    def is_forbidden(self, number: int) -> bool:
        """Tell whether a cluster is forbidden."""
        return bool(self._worth[number][TROUBLE] > 0)

    def cluster(self, number: int) -> Cluster:
        """Return the members of a cluster."""
        return self._clusters[number]

    def pairs(self) -> list[Pair]:
        """Return the neighbouring clusters, each two once, and each cluster by itself."""
        one, other = self._labels[self._from], self._labels[self._to]
        beside = np.unique(np.column_stack([one, other])[one < other], axis=0)
        return [
            *((a, b) for a, b in beside.tolist()),
            *((a, a) for a, cluster in self._clusters.items() if len(cluster) > 1),
        ]

    def proposals(self, pairs: Sequence[Pair], propose: Propose) -> Proposals | None:
        """Return the exchanges of some pairs; None if there are none.

        Only pairs of new clusters are looked at, unless `forget` is called before.
        """
        fresh = [pair for pair in pairs if pair not in self._proposed]
        if fresh:
            self._proposed |= self._looked_at(fresh, propose)
        found = [self._proposed[pair] for pair in pairs if self._proposed[pair].pairs]
        return Proposals.joined(found) if found else None

    def forget(self) -> None:
        """Have all pairs looked at again."""
        self._proposed = {}

    def exchange(self, proposals: Proposals, k: int) -> None:
        """Make one of the exchanges."""
        for number in set(proposals.pairs[k]):
            del self._clusters[number]
            self.total = self.total - self._worth.pop(number)
        for cluster, row in zip(proposals.clusters[k], proposals.worth[k], strict=False):
            self._add(cluster, row)

    def _add(self, cluster: Cluster, row: Floats) -> None:
        number, self._next = self._next, self._next + 1
        self._clusters[number], self._worth[number] = cluster, row
        self._labels[list(cluster)] = number
        self.total = self.total + row

    def _looked_at(self, pairs: list[Pair], propose: Propose) -> dict[Pair, Proposals]:
        """Return the exchanges of each pair that may be of use."""
        found = [propose(self._clusters[a], self._clusters[b] if a != b else ()) for a, b in pairs]
        owner = np.repeat(np.arange(len(pairs)), [len(each) for each in found])
        clusters = [exchange for each in found for exchange in each]
        rows = self._appraisal.of([cluster for exchange in clusters for cluster in exchange])
        second = np.array([len(exchange) == 2 for exchange in clusters], dtype=np.bool_)
        first = np.arange(len(clusters)) + np.cumsum(second) - second
        worth = np.zeros((len(clusters), 2, rows.shape[1]))
        worth[:, 0] = rows[first]
        worth[second, 1] = rows[first[second] + 1]
        before = np.array([self._before(pair) for pair in pairs])
        every = Proposals(
            [pairs[k] for k in owner.tolist()],
            clusters,
            worth,
            worth.sum(axis=1) - before[owner],
        )
        useful = np.flatnonzero(_useful(every.change) | (before[owner, TROUBLE] > 0))
        ends = np.searchsorted(owner[useful], np.arange(len(pairs) + 1))
        return {pair: every.take(useful[ends[k] : ends[k + 1]]) for k, pair in enumerate(pairs)}

    def _before(self, pair: Pair) -> Floats:
        a, b = pair
        return self._worth[a] if a == b else self._worth[a] + self._worth[b]


def _useful(change: Floats) -> NDArray[np.bool_]:
    """Tell which changes mend something, or cost less; those of limits may mend one later."""
    no_worse = change[:, TROUBLE] <= 0
    useful: NDArray[np.bool_] = (
        (change[:, TROUBLE] < 0)
        | (no_worse & (change[:, COST] < -LEAST_GAIN))
        | (change[:, COST + 1 :] != 0).any(axis=1)
    )
    return useful
