"""Cuts that keep clusters connected, added where a solution breaks them.

With ``x_ih`` the part of council i that host h serves, and S councils without which no way leads
from i to h, ``x_ih ≤ Σ_{j in S} x_jh``: i is in the cluster of h only if some council of S is.
There are too many such S to write them all down. They are looked for by a sweep: from the host
outwards, the council of the largest x first. What the sweep has reached ends in a border, a set
S; where a council beyond has a larger x than all of S together, its cut is broken. In a whole
solution this finds every cluster that is not connected.
(Carvajal and others, 2013, "Imposing connectivity constraints in forest planning models",
Operations Research 61(4), 824-836, for the cuts.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from clusterer.geography import Neighbours

Floats = NDArray[np.float64]

_BROKEN = 1e-4
"""How much a cut must be broken to be worth adding."""


@dataclass(frozen=True)
class Separator:
    """Councils one of which host h must serve to serve council i.

    Attributes
    ----------
    member, host
        i and h.
    between
        S, in ascending order.
    """

    member: int
    host: int
    between: tuple[int, ...]


class Contiguity:
    """Who borders whom, asked for cuts.

    Parameters
    ----------
    neighbours
        (indptr, indices), as of `Problem.neighbours`.

    Examples
    --------
    On a line of four councils, the first cannot serve the last one alone:

    >>> line = np.array([0, 1, 3, 5, 6]), np.array([1, 0, 2, 1, 3, 2])
    >>> x = np.zeros((4, 4))
    >>> x[[0, 3], 0] = 1.0
    >>> list(Contiguity(line).broken(x))
    [Separator(member=3, host=0, between=(1,))]
    """

    def __init__(self, neighbours: Neighbours) -> None:
        indptr, indices = neighbours
        self.around = [indices[start:end].tolist() for start, end in pairwise(indptr.tolist())]

    def broken(self, x: Floats) -> Iterator[Separator]:
        """Yield cuts that a solution breaks; x has shape (n, n), councils by hosts."""
        for host in np.flatnonzero(np.diag(x) > _BROKEN).tolist():
            yield from self._broken_by(x[:, host], host)

    def part(self, start: int, among: set[int]) -> set[int]:
        """Return the councils that can be reached from one through some."""
        found, ends = {start}, [start]
        while ends:
            new = [j for j in self.around[ends.pop()] if j in among and j not in found]
            found.update(new)
            ends.extend(new)
        return found

    def _broken_by(self, x: Floats, host: int) -> Iterator[Separator]:
        """Yield cuts that the cluster of one host breaks, from the first border that has any."""
        reached = {host}
        border = set(self.around[host])
        served = [i for i in np.argsort(-x, kind="stable").tolist() if x[i] > _BROKEN]
        while True:
            open_to = sum(x[j] for j in border)
            cut_off = [
                i
                for i in served
                if x[i] > open_to + _BROKEN and i not in reached and i not in border
            ]
            if cut_off:
                yield from self._separators(host, border, cut_off)
                return
            beyond = [i for i in served if i not in reached]
            if not beyond or not border:
                return
            following = max(border, key=lambda j: (x[j], -j))
            reached.add(following)
            border.update(self.around[following])
            border -= reached

    def _separators(
        self, host: int, border: set[int], cut_off: Sequence[int]
    ) -> Iterator[Separator]:
        """Yield the cuts of councils beyond a border, with the part of it that each needs."""
        beyond = set(range(len(self.around))) - border
        for i in cut_off:
            part = self.part(i, beyond)
            between = {j for k in part for j in self.around[k]} & border
            yield Separator(i, host, tuple(sorted(between)))
