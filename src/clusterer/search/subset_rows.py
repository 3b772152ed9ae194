"""Subset rows that a fractional solution breaks: sets of councils, grown from pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.joined import part_of_each
from clusterer.search.column_generation import WHOLE
from clusterer.search.subset_row import SubsetRow

Floats = NDArray[np.float64]

_FAMILIES = ((3, 2), (5, 2), (5, 3), (7, 2), (7, 3))
"""Sizes of T, and divisors, that are tried."""

VIOLATION = 0.02
"""How far the relaxation must break an inequality for it to be worth a row."""

_STARTS = 2_000
"""Pairs of councils from which sets are grown at most."""


def violated(
    candidates: Candidates, values: Floats, *, at_most: int, remaining: Callable[[], float]
) -> list[SubsetRow]:
    """Return subset rows that a fractional solution breaks, the worst first.

    From each pair of councils that share a fractional candidate, sets are grown by the
    council that raises the left-hand side most; all pairs at once, so that a step is one
    matrix product. Triples with such a pair are so searched in full, larger sets not.

    Parts of the map that no fractional candidate joins are looked at one by one: no set that
    spans two of them is broken more than what it has in one.

    Parameters
    ----------
    candidates
        The candidates.
    values
        x of each.
    at_most
        How many to return.
    remaining
        Tells the seconds left; with none, those found so far are returned.
    """
    fractional = np.flatnonzero((values > WHOLE) & (values < 1 - WHOLE))
    parts = [_Part.of(candidates, values, numbers) for numbers in joined(candidates, fractional)]
    found: dict[SubsetRow, float] = {}
    for part, starts in zip(parts, _starts(parts), strict=True):
        for size, divisor in _FAMILIES:
            if remaining() <= 0:
                break
            if len(starts):
                found |= part.grown(starts, min(size, part.councils.size), divisor)
    return sorted(found, key=lambda cut: (-found[cut], cut))[:at_most]


@dataclass(frozen=True, eq=False)
class _Part:
    """Councils that fractional candidates join, and these candidates.

    Attributes
    ----------
    councils
        The row numbers of the councils, ascending.
    incidence
        Shape (candidates, councils): 1 where a council is a member.
    x
        Shape (candidates,): the value of each.
    """

    councils: NDArray[np.intp]
    incidence: Floats
    x: Floats

    @classmethod
    def of(cls, candidates: Candidates, values: Floats, numbers: NDArray[np.intp]) -> _Part:
        """Return the part of some candidates."""
        indptr, members = candidates.take(numbers).flat()
        councils, columns = np.unique(members, return_inverse=True)
        incidence = np.zeros((numbers.size, councils.size))
        incidence[np.repeat(np.arange(numbers.size), np.diff(indptr)), columns] = 1.0
        return cls(councils.astype(np.intp), incidence, values[numbers])

    def pairs(self) -> tuple[NDArray[np.intp], Floats]:
        """Return the pairs that share a candidate, in rows, and how much of one they share."""
        together = (self.incidence.T * self.x) @ self.incidence
        pairs = np.argwhere(np.triu(together > 1e-6, k=1))
        return pairs, together[pairs[:, 0], pairs[:, 1]]

    def grown(self, starts: NDArray[np.intp], size: int, divisor: int) -> dict[SubsetRow, float]:
        """Return the rows that are broken by sets grown from pairs, and by how much."""
        incidence, x = self.incidence, self.x
        members = starts
        # |S ∩ T|, shape (starts, candidates).
        inside = incidence[:, starts[:, 0]].T + incidence[:, starts[:, 1]].T
        for _ in range(size - 2):
            # What a council adds: the candidates that it takes past the next multiple of d,
            # and then, to break ties, those in which it has company.
            steps = (inside % divisor == divisor - 1) * x
            gain = steps @ incidence + 1e-3 * (inside * x) @ incidence
            np.put_along_axis(gain, members, -np.inf, axis=1)
            best = gain.argmax(axis=1)
            members = np.column_stack([members, best])
            inside += incidence[:, best].T
        violation = (inside // divisor) @ x - size // divisor
        return {
            SubsetRow(tuple(sorted(self.councils[members[k]].tolist())), divisor): float(
                violation[k]
            )
            for k in np.flatnonzero(violation > VIOLATION)
        }


def joined(candidates: Candidates, numbers: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the candidates of each part of the map that some candidates join."""
    part_of = part_of_each(candidates.take(numbers))
    return [numbers[part_of == part] for part in range(part_of.max(initial=-1) + 1)]


def _starts(parts: Sequence[_Part]) -> list[NDArray[np.intp]]:
    """Return the pairs to start from in each part: of very many, those that are split most."""
    if not parts:
        return []
    listed = [part.pairs() for part in parts]
    split = np.concatenate([np.abs(shared - 0.5) for _, shared in listed])
    chosen = np.zeros(split.size, dtype=np.bool_)
    chosen[np.argsort(split, kind="stable")[:_STARTS]] = True
    ends = np.cumsum([len(pairs) for pairs, _ in listed])
    of_parts = np.split(chosen, ends[:-1])
    return [pairs[some] for (pairs, _), some in zip(listed, of_parts, strict=True)]
