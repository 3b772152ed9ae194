"""The compiled search of `rank_one` for councils on which multipliers break the relaxation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled, part_of_kernels

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_PASSES = 2
"""How often each council is exchanged for the best one."""

_TIE = 0.01
"""What company in a candidate that gets no further counts."""


class Fraction(NamedTuple):
    """A fractional solution: its candidates, and those of each council.

    Attributes
    ----------
    begins, members
        The councils of each candidate, as a compressed sparse row structure.
    of_council, candidates
        The candidates of each council, in the same form.
    x
        The value of each candidate.
    """

    begins: Integers
    members: Integers
    of_council: Integers
    candidates: Integers
    x: Floats


@part_of_kernels
def _put(fraction: Fraction, inside: Integers, council: int, p: int) -> None:
    """Add p to what each candidate of a council has inside."""
    for j in range(fraction.of_council[council], fraction.of_council[council + 1]):
        inside[fraction.candidates[j]] += p


@part_of_kernels
def _best(
    fraction: Fraction, inside: Integers, chosen: Integers, n: int, p: int, q: int, first: int
) -> int:
    """Return the council that raises the left-hand side most with p, and `first` of equals.

    It shares a candidate with one of the first n that are chosen; -1 if none does.
    """
    best, most = -1, -np.inf
    for a in range(n):
        if chosen[a] < 0:
            continue
        for j in range(fraction.of_council[chosen[a]], fraction.of_council[chosen[a] + 1]):
            k = fraction.candidates[j]
            for i in range(fraction.begins[k], fraction.begins[k + 1]):
                council = fraction.members[i]
                taken = False
                for b in range(n):
                    taken |= chosen[b] == council
                if taken:
                    continue
                gain = 0.0
                for m in range(fraction.of_council[council], fraction.of_council[council + 1]):
                    one = fraction.candidates[m]
                    steps = (inside[one] + p) // q - inside[one] // q
                    gain += fraction.x[one] * (steps + _TIE * inside[one] * p)
                if gain > most + 1e-12 or (council == first and gain > most - 1e-12):
                    best, most = council, gain
    return best


@compiled
def grown(
    fraction: Fraction, starts: Integers, multipliers: Integers, q: int
) -> tuple[Integers, Floats]:
    """Return the councils grown from each start, one for each multiplier, and their sum.

    Parameters
    ----------
    fraction
        The solution.
    starts
        Shape (starts, 2): the councils that have the first two multipliers at first.
    multipliers, q
        Shape (k,): p_i for each council, and the divisor.

    Returns
    -------
    tuple
        Shape (starts, k): the councils, -1 where none was left; and Σ x ⌊Σ p_i / q⌋ of each.
    """
    size = multipliers.size
    found = np.full((starts.shape[0], size), -1, dtype=np.int64)
    sums = np.zeros(starts.shape[0])
    inside = np.zeros(fraction.x.size, dtype=np.int64)
    for s in range(starts.shape[0]):
        chosen = found[s]
        for a in range(2):
            chosen[a] = starts[s, a]
            _put(fraction, inside, chosen[a], multipliers[a])
        full = True
        for a in range(2, size):
            council = _best(fraction, inside, chosen, a, multipliers[a], q, -1)
            if council < 0:
                full = False
                break
            chosen[a] = council
            _put(fraction, inside, council, multipliers[a])
        if full:
            for _ in range(_PASSES):
                for a in range(size):
                    before = chosen[a]
                    _put(fraction, inside, before, -multipliers[a])
                    chosen[a] = -1
                    after = _best(fraction, inside, chosen, size, multipliers[a], q, before)
                    chosen[a] = before if after < 0 else after
                    _put(fraction, inside, chosen[a], multipliers[a])
            for a in range(size):
                for j in range(fraction.of_council[chosen[a]], fraction.of_council[chosen[a] + 1]):
                    k = fraction.candidates[j]
                    # Each candidate once: at the first of the councils that are in it.
                    earlier = False
                    for i in range(fraction.begins[k], fraction.begins[k + 1]):
                        for b in range(a):
                            earlier |= fraction.members[i] == chosen[b]
                    if not earlier:
                        sums[s] += fraction.x[k] * (inside[k] // q)
        for a in range(size):
            if chosen[a] >= 0:
                _put(fraction, inside, chosen[a], -multipliers[a])
    return found, sums
