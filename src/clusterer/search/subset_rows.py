"""Subset rows that a fractional solution breaks: sets of councils, grown from pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search._rank_one import Fraction, grown
from clusterer.search.column_generation import WHOLE
from clusterer.search.subset_row import SubsetRow

Floats = NDArray[np.float64]

_FAMILIES = tuple(((1,) * size, d) for size, d in ((3, 2), (5, 2), (5, 3)))
"""How often each council of T counts, and the divisors, that are tried."""

VIOLATION = 0.02
"""How far the relaxation must break an inequality for it to be worth a row."""


def violated(
    candidates: Candidates, values: Floats, *, at_most: int, remaining: Callable[[], float]
) -> list[SubsetRow]:
    """Return subset rows that a fractional solution breaks, the worst first.

    Parameters
    ----------
    candidates, values, at_most, remaining
        As for `broken`.
    """
    return broken(candidates, values, _FAMILIES, at_most=at_most, remaining=remaining)


def broken(
    candidates: Candidates,
    values: Floats,
    families: Sequence[tuple[tuple[int, ...], int]],
    *,
    at_most: int,
    remaining: Callable[[], float],
) -> list[SubsetRow]:
    """Return inequalities of some families that a fractional solution breaks, the worst first.

    From each two councils that share a fractional candidate, in either order, sets are grown by the
    council that raises the left-hand side most, and then each council is exchanged for the best.
    Triples with such a pair are so searched in full, larger sets not.

    Parameters
    ----------
    candidates
        The candidates.
    values
        x of each.
    families
        How often each council of a set counts, and the divisor.
    at_most
        How many to return.
    remaining
        Tells the seconds left; with none, those found so far are returned.
    """
    numbers = np.flatnonzero((values > WHOLE) & (values < 1 - WHOLE))
    if numbers.size == 0:
        return []
    fraction = _fraction(candidates.take(numbers), values[numbers])
    starts = _starts(fraction)
    found: dict[SubsetRow, float] = {}
    for multipliers, divisor in families:
        if remaining() <= 0:
            break
        p = np.array(multipliers, dtype=np.int64)
        # Where the first two count the same, either order gives the same.
        orders = starts[starts[:, 0] < starts[:, 1]] if p[0] == p[1] else starts
        sets, sums = grown(fraction, orders, p, divisor)
        beyond = sums - int(p.sum()) // divisor
        for s in np.flatnonzero(beyond > VIOLATION):
            order = np.argsort(sets[s])
            row = SubsetRow(
                tuple(sets[s][order].tolist()),
                divisor,
                () if max(multipliers) == 1 else tuple(p[order].tolist()),
            )
            found[row] = float(beyond[s])
    return sorted(found, key=lambda row: (-found[row], row))[:at_most]


def _fraction(candidates: Candidates, x: Floats) -> Fraction:
    """Return a solution in the form that is searched."""
    indptr, members = candidates.flat()
    owner = np.repeat(np.arange(len(candidates)), candidates.size)
    order = np.argsort(members, kind="stable")
    of_council = np.searchsorted(members[order], np.arange(len(candidates.councils) + 1))
    return Fraction(
        indptr.astype(np.int64),
        members.astype(np.int64),
        of_council.astype(np.int64),
        owner[order].astype(np.int64),
        x.astype(np.float64),
    )


def _starts(fraction: Fraction) -> NDArray[np.int64]:
    """Return all ordered pairs of councils that share a fractional candidate."""
    pairs = {
        (a, b)
        for begin, end in zip(fraction.begins[:-1], fraction.begins[1:], strict=True)
        for a in fraction.members[begin:end].tolist()
        for b in fraction.members[begin:end].tolist()
        if a != b
    }
    return np.array(sorted(pairs), dtype=np.int64).reshape(len(pairs), 2)
