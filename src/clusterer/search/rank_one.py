"""Rank-1 inequalities with unequal multipliers, which say more than subset rows do.

Covering rows times p_i / q, added up and rounded down, give ``Σ_S ⌊Σ_{i∈S} p_i / q⌋ x_S ≤
⌊Σ_i p_i / q⌋``. Of all multipliers for up to five councils a few are enough: what the others give,
one of these gives too (Pecin, Pessoa, Poggi, Uchoa and Santos, 2017, "Limited memory rank-1 cuts
for vehicle routing problems", Operations Research Letters 45(3), 206-209).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search._rank_one import Fraction, grown
from clusterer.search.column_generation import WHOLE
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import VIOLATION

Floats = NDArray[np.float64]

_MULTIPLIERS = (
    ((2, 1, 1, 1), 3),
    ((1, 1, 1, 1, 1), 2),
    ((1, 1, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1), 4),
    ((3, 1, 1, 1, 1), 4),
    ((3, 3, 2, 2, 1), 4),
    ((3, 2, 2, 1, 1), 5),
)
"""p and q. Triples of halves are looked for in full elsewhere (`subset_rows`)."""


def rank_one_rows(
    candidates: Candidates, values: Floats, *, at_most: int, remaining: Callable[[], float]
) -> list[SubsetRow]:
    """Return rank-1 inequalities that a fractional solution breaks, the worst first.

    From each two councils that share a fractional candidate, in either order, sets are grown by the
    council that raises the left-hand side most, and then each council is exchanged for the best.

    Parameters
    ----------
    candidates, values, at_most, remaining
        As for `subset_rows.violated`.
    """
    numbers = np.flatnonzero((values > WHOLE) & (values < 1 - WHOLE))
    if numbers.size == 0:
        return []
    fraction = _fraction(candidates.take(numbers), values[numbers])
    starts = _starts(fraction)
    found: dict[SubsetRow, float] = {}
    for multipliers, q in _MULTIPLIERS:
        if remaining() <= 0:
            break
        p = np.array(multipliers, dtype=np.int64)
        sets, sums = grown(fraction, starts, p, q)
        broken = sums - int(p.sum()) // q
        for s in np.flatnonzero(broken > VIOLATION):
            order = np.argsort(sets[s])
            row = SubsetRow(
                tuple(sets[s][order].tolist()),
                q,
                () if max(multipliers) == 1 else tuple(p[order].tolist()),
            )
            found[row] = float(broken[s])
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
