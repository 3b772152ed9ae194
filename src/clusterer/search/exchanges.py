"""What may take the place of two neighbouring clusters, or of one.

An exchange leaves their councils in one cluster or in two: merged, with a council moved over,
with two swapped, or split along an edge of a spanning tree. All new clusters are connected.
Whether they are allowed, and what they cost, is not asked here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TypeAlias

Cluster: TypeAlias = tuple[int, ...]
"""The row numbers of the members, ascending."""

_TREES = 2
"""Spanning trees along which two clusters are split again, or one is split in two."""

_CUTS = 40
"""Edges of a tree that are tried at most."""

_SWAPS = 30
"""Pairs of councils that are tried at most."""


class Exchanges:
    """The exchanges on one map.

    Parameters
    ----------
    near
        The neighbours of each council.
    random
        Grows the spanning trees.

    Examples
    --------
    Of a row of four councils, the first three and the last:

    >>> row = Exchanges([[1], [0, 2], [1, 3], [2]], Random(0))
    >>> sorted(row.of((0, 1, 2), (3,)))
    [((0,), (1, 2, 3)), ((0, 1), (2, 3)), ((0, 1, 2, 3),)]
    """

    def __init__(self, near: Sequence[Sequence[int]], random: Random) -> None:
        self._near = near
        self._random = random

    @staticmethod
    def merger(one: Cluster, other: Cluster) -> list[tuple[Cluster, ...]]:
        """Return the one exchange that merges two clusters."""
        return [(tuple(sorted(one + other)),)]

    def of(self, one: Cluster, other: Cluster = ()) -> list[tuple[Cluster, ...]]:
        """Return the exchanges of two neighbouring clusters, or the ways to split one."""
        members = one + other
        beside = self._beside(members)
        whole, before = (1 << len(members)) - 1, (1 << len(one)) - 1
        parts = dict.fromkeys(self._tree_cuts(beside))
        if other:
            parts |= dict.fromkeys(_moves_and_swaps(before, whole ^ before, beside))
        else:
            parts |= dict.fromkeys(_peeled(whole, beside))
        # A part and the rest are the same exchange as the rest and that part.
        known = {before, whole ^ before, whole, 0}
        found = [] if not other else self.merger(one, other)
        for part in parts:
            if part not in known:
                known |= {part, whole ^ part}
                found.append((_named(part, members), _named(whole ^ part, members)))
        return found

    def _beside(self, members: Cluster) -> list[int]:
        """Return for each member a mask of its neighbours among the members."""
        bit = {council: 1 << k for k, council in enumerate(members)}
        return [sum(bit[j] for j in self._near[i] if j in bit) for i in members]

    def _tree_cuts(self, beside: list[int]) -> Iterator[int]:
        """Yield what lies on one side of an edge of a random spanning tree."""
        n = len(beside)
        for _ in range(_TREES):
            order, parent = self._tree(beside)
            below = [1 << k for k in range(n)]
            for k in reversed(order[1:]):
                below[parent[k]] |= below[k]
            cuts = order[1:]
            yield from (
                below[k] for k in (self._random.sample(cuts, _CUTS) if n > _CUTS + 1 else cuts)
            )

    def _tree(self, beside: list[int]) -> tuple[list[int], list[int]]:
        """Return members in the order in which a tree reaches them, and from which one."""
        n = len(beside)
        parent = [-1] * n
        root = self._random.randrange(n)
        order, edge = [root], deque((root, k) for k in _bits(beside[root]))
        reached = 1 << root
        while edge:
            # From the old end a tree grows broad, from the new one long.
            k, to = edge.popleft() if self._random.random() < 0.5 else edge.pop()
            if not reached >> to & 1:
                reached |= 1 << to
                parent[to] = k
                order.append(to)
                edge.extend((to, more) for more in _bits(beside[to] & ~reached))
        return order, parent


def _moves_and_swaps(one: int, other: int, beside: list[int]) -> Iterator[int]:
    """Yield what becomes of one cluster if a council moves over, or two are swapped."""
    leaving = [k for k in _bits(one) if beside[k] & other]
    coming = [k for k in _bits(other) if beside[k] & one]
    yield from (one ^ 1 << k for k in leaving if _connected(one ^ 1 << k, beside))
    yield from (one | 1 << k for k in coming if _connected(other ^ 1 << k, beside))
    swaps = [1 << i | 1 << j for i in leaving for j in coming]
    for swap in swaps[:: 1 + len(swaps) // _SWAPS]:
        if _connected(one ^ swap, beside) and _connected(other ^ swap, beside):
            yield one ^ swap


def _peeled(whole: int, beside: list[int]) -> Iterator[int]:
    """Yield each council that can leave a cluster."""
    yield from (1 << k for k in _bits(whole) if _connected(whole ^ 1 << k, beside))


def _connected(part: int, beside: list[int]) -> bool:
    reached = fresh = part & -part
    while fresh:
        k = fresh.bit_length() - 1
        more = beside[k] & part & ~reached
        reached |= more
        fresh = (fresh ^ 1 << k) | more
    return reached == part


def _bits(mask: int) -> Iterable[int]:
    """Return the numbers of the bits that are set, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _named(part: int, members: Cluster) -> Cluster:
    return tuple(sorted(members[k] for k in _bits(part)))
