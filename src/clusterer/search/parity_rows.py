"""Subset rows of sets of any odd size, found by sums modulo two.

The row of an odd set T with divisor 2 is broken if the clusters that have an odd number of its
councils come to less than one (Caprara and Fischetti, 1996, "{0, 1/2}-Chvátal-Gomory cuts",
Mathematical Programming 74(3), 221-235). So T is the solution of equations modulo two: it is odd,
and has an even number of councils in each cluster that the relaxation takes a part of. Where not
all of these can be, the clusters of which it takes least are left out, up to one in all. In what
order equal ones come decides which T is found, so several are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.joined import part_of_each
from clusterer.search.column_generation import WHOLE
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import VIOLATION

_ORDERS = 20
"""How many orders are tried in each part of the map where the relaxation is fractional."""

_LARGEST = 41
"""A row of more councils lifts little."""


def parity_rows(
    candidates: Candidates,
    values: NDArray[np.float64],
    *,
    at_most: int,
    remaining: Callable[[], float],
) -> list[SubsetRow]:
    """Return odd sets that a fractional solution breaks, the worst first.

    Parameters
    ----------
    candidates, values, at_most, remaining
        As for `subset_rows.broken`.
    """
    fractional = np.flatnonzero((values > WHOLE) & (values < 1 - WHOLE))
    rng = Random(0)
    found: dict[SubsetRow, float] = {}
    part_of = part_of_each(candidates.take(fractional))
    for number in range(part_of.max(initial=-1) + 1):
        numbers = fractional[part_of == number]
        clusters = [candidates.positions(k).tolist() for k in numbers]
        x = values[numbers].tolist()
        for _ in range(_ORDERS):
            if remaining() <= 0:
                break
            councils, odd = _odd_set(clusters, x, rng)
            if 0 < len(councils) <= _LARGEST:
                found[SubsetRow(councils, 2)] = odd
    return sorted(found, key=lambda row: (found[row], len(row.councils), row))[:at_most]


def _odd_set(
    clusters: Sequence[Sequence[int]], x: Sequence[float], rng: Random
) -> tuple[tuple[int, ...], float]:
    """Return an odd set of councils and the x of clusters with an odd number of it; or none."""
    councils = sorted({i for cluster in clusters for i in cluster})
    rng.shuffle(councils)
    bit = {council: 1 << place for place, council in enumerate(councils)}
    everything = (1 << len(councils)) - 1
    # The equations, each by its highest council, which no other has the highest; and their sides.
    equations = {len(councils) - 1: (everything, 1)}
    odd = 0.0
    for k in sorted(range(len(x)), key=lambda k: (-round(x[k], 6), rng.random())):
        left, side = sum(bit[i] for i in clusters[k]), 0
        while left and left.bit_length() - 1 in equations:
            other, of_other = equations[left.bit_length() - 1]
            left, side = left ^ other, side ^ of_other
        if left:
            equations[left.bit_length() - 1] = (left, side)
        elif side:
            odd += x[k]
            if odd >= 1 - 2 * VIOLATION:
                return (), odd
    inside = 0
    for highest in sorted(equations):
        left, side = equations[highest]
        if (left & inside).bit_count() % 2 != side:
            inside |= 1 << highest
    return tuple(sorted(i for i in councils if bit[i] & inside)), odd
