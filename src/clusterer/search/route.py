"""The order in which a sweep takes councils: few of them are ahead of the front at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.search._sweep import NEVER
from clusterer.search.columns import Columns

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Integers = NDArray[np.int64]

_MOST_COUNCILS = 4_000
"""Of more councils no sweep comes to an end."""

_WIDEST = 256
"""More councils ahead than so many are too many labels for certain."""


@dataclass(frozen=True, eq=False)
class Route:
    """The order in which a sweep takes councils.

    Attributes
    ----------
    place
        Shape (n,): the place of each council in the order.
    slot, since
        See `_sweep.Course`.
    width
        How many slots there are.
    """

    place: Integers
    slot: Integers
    since: Integers
    width: int

    @classmethod
    def of(cls, columns: Columns) -> Route | None:
        """Return the narrowest of some routes over columns; None if too many are ahead."""
        if columns.n > _MOST_COUNCILS:
            return None
        shared = _adjacent(columns)
        east, north = columns.candidates.councils.centroids
        routes = []
        for axis in (east, north, east + north, east - north):
            for way in (axis, -axis):
                place = np.empty(columns.n, dtype=np.int64)
                place[_order(shared, way)] = np.arange(columns.n)
                routes.append(cls(place, *_slots(columns, place)))
        best = min(routes, key=lambda route: route.width)
        return best if best.width <= _WIDEST else None


def _adjacent(columns: Columns) -> NDArray[np.bool_]:
    """Tell for each two councils whether they share a column."""
    indptr, members = columns.candidates.flat()
    begins, sizes = indptr[:-1], columns.candidates.size
    shared = np.zeros((columns.n, columns.n), dtype=np.bool_)
    for size in np.unique(sizes):
        some = members[begins[sizes == size][:, np.newaxis] + np.arange(size)]
        for a in range(size):
            for b in range(a + 1, size):
                shared[some[:, a], some[:, b]] = shared[some[:, b], some[:, a]] = True
    return shared


def _order(shared: NDArray[np.bool_], axis: Floats) -> Numbers:
    """Return the councils so that each is the one that puts fewest new ones ahead.

    Of several, and where none is ahead, it is the first along an axis.
    """
    n = axis.size
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(axis, kind="stable")] = np.arange(n)
    seen, done = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    new = shared.sum(axis=1)
    order = np.empty(n, dtype=np.intp)
    for t in range(n):
        ahead = np.flatnonzero(seen & ~done)
        if ahead.size == 0:
            ahead = np.flatnonzero(~done)
            order[t] = ahead[np.argmin(rank[ahead])]
        else:
            order[t] = ahead[np.argmin(n * new[ahead] + rank[ahead])]
        done[order[t]] = True
        met = np.flatnonzero((shared[order[t]] | (np.arange(n) == order[t])) & ~seen)
        seen[met] = True
        new -= shared[met].sum(axis=0)
    return order


def _slots(columns: Columns, place: Integers) -> tuple[Integers, Integers, int]:
    """Return the slot of each council, since when it is its own, and how many slots there are."""
    indptr, members = columns.candidates.flat()
    n = columns.n
    places = place[members]
    first = np.minimum.reduceat(places, indptr[:-1]) if len(columns) else places
    first = np.repeat(first, columns.candidates.size)
    since = np.full(n, NEVER)
    later = places > first
    np.minimum.at(since, places[later], first[later])
    slot = np.full(n, -1, dtype=np.int64)
    free: list[int] = []
    width, beginning = 0, np.argsort(since, kind="stable")
    at = 0
    for t in range(n):
        if slot[t] >= 0:
            free.append(int(slot[t]))
        while at < n and since[beginning[at]] == t:
            if not free:
                free.append(width)
                width += 1
            slot[beginning[at]] = free.pop()
            at += 1
    return slot, since, width
