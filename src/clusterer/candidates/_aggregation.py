"""Compiled aggregations over the members of every candidate.

Candidates are a compressed sparse row structure: the members of candidate k are
``members[indptr[k]:indptr[k + 1]]``, ascending.

Those that every problem needs are given where to write: to make an array is a third and more of
what numba has to compile.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled_where_long

Floats = NDArray[np.float64]
Offsets = NDArray[np.int64]
Members = NDArray[Any]


def _members(_indptr: Offsets, members: Members, *_: object) -> int:
    """Return the number of members of all candidates."""
    return members.size


def _pairs(indptr: Offsets, members: Members, *_: object) -> float:
    """Return the number of pairs of members of all candidates, about."""
    return members.size**2 / max(1, indptr.size - 1)


def taken(members: Members, starts: Offsets, into: Offsets) -> Members:
    """Return the members of some candidates, from where each begins to where it is written."""
    out = np.empty(into[-1], dtype=members.dtype)
    _taken(starts, into, members, out)
    return out


def _written(_starts: Offsets, into: Offsets, *_: object) -> int:
    """Return how many members are written."""
    return int(into[-1])


@compiled_where_long(_written)
def _taken(starts: Offsets, into: Offsets, members: Members, out: Members) -> None:
    for k in range(starts.size):
        at = starts[k] - into[k]
        for j in range(into[k], into[k + 1]):
            out[j] = members[at + j]


def sums(indptr: Offsets, members: Members, values: Floats) -> Floats:
    """Return Σ values[i] over the members i of each candidate."""
    out = np.empty(indptr.size - 1)
    _sums(indptr, members, values, out)
    return out


@compiled_where_long(_members)
def _sums(indptr: Offsets, members: Members, values: Floats, out: Floats) -> None:
    for k in range(out.size):
        total = 0.0
        for j in range(indptr[k], indptr[k + 1]):
            total += values[members[j]]
        out[k] = total


def minima(indptr: Offsets, members: Members, values: Floats) -> Floats:
    """Return the least values[i] over the members i of each candidate."""
    out = np.empty(indptr.size - 1)
    _minima(indptr, members, values, out)
    return out


@compiled_where_long(_members)
def _minima(indptr: Offsets, members: Members, values: Floats, out: Floats) -> None:
    for k in range(out.size):
        least = np.inf
        for j in range(indptr[k], indptr[k + 1]):
            least = min(least, values[members[j]])
        out[k] = least


def pair_sums(indptr: Offsets, members: Members, matrix: Floats) -> Floats:
    """Return Σ matrix[i, j] over the pairs i < j of members of each candidate."""
    out = np.empty(indptr.size - 1)
    _pair_sums(indptr, members, matrix, out)
    return out


@compiled_where_long(_pairs)
def _pair_sums(indptr: Offsets, members: Members, matrix: Floats, out: Floats) -> None:
    for k in range(out.size):
        total = 0.0
        for a in range(indptr[k], indptr[k + 1]):
            row = matrix[members[a]]
            for b in range(a + 1, indptr[k + 1]):
                total += row[members[b]]
        out[k] = total


@compiled_where_long(_pairs)
def pairs(
    indptr: Offsets, members: Members, total: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs i < j of members of all candidates, which are so many in all."""
    first = np.empty(total, dtype=np.int64)
    second = np.empty(total, dtype=np.int64)
    at = 0
    for k in range(indptr.size - 1):
        for a in range(indptr[k], indptr[k + 1]):
            for b in range(a + 1, indptr[k + 1]):
                first[at], second[at] = members[a], members[b]
                at += 1
    return first, second


def host_minima(
    indptr: Offsets, members: Members, matrix: Floats
) -> tuple[Floats, NDArray[np.int64]]:
    """Return min over h of Σ matrix[i, h] over the members i, and the first best h."""
    least = np.full(indptr.size - 1, np.inf)
    host = np.empty(indptr.size - 1, dtype=np.int64)
    _host_minima(indptr, members, matrix, least, host)
    return least, host


@compiled_where_long(_pairs)
def _host_minima(
    indptr: Offsets, members: Members, matrix: Floats, least: Floats, host: NDArray[np.int64]
) -> None:
    for k in range(least.size):
        for b in range(indptr[k], indptr[k + 1]):
            h = members[b]
            total = 0.0
            for a in range(indptr[k], indptr[k + 1]):
                total += matrix[members[a], h]
            if total < least[k]:
                least[k] = total
                host[k] = h


@compiled_where_long(_pairs)
def host_sums(indptr: Offsets, members: Members, matrix: Floats, host: NDArray[np.int64]) -> Floats:
    """Return Σ matrix[i, h] over the members i of each candidate, for its given host h."""
    out = np.empty(indptr.size - 1)
    for k in range(out.size):
        total = 0.0
        for a in range(indptr[k], indptr[k + 1]):
            total += matrix[members[a], host[k]]
        out[k] = total
    return out


@compiled_where_long(_pairs)
def any_pair(indptr: Offsets, members: Members, matrix: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell for each candidate whether matrix[i, j] holds for a pair i < j of members."""
    out = np.zeros(indptr.size - 1, dtype=np.bool_)
    for k in range(out.size):
        for a in range(indptr[k], indptr[k + 1]):
            for b in range(a + 1, indptr[k + 1]):
                if matrix[members[a], members[b]]:
                    out[k] = True
    return out


def least_share(indptr: Offsets, members: Members, values: Floats, n: int) -> Floats:
    """Return for each of n councils the least values[k] / size[k] of the candidates with it."""
    out = np.full(n, np.inf)
    _least_share(indptr, members, values, out)
    return out


@compiled_where_long(_members)
def _least_share(indptr: Offsets, members: Members, values: Floats, out: Floats) -> None:
    for k in range(indptr.size - 1):
        share = values[k] / (indptr[k + 1] - indptr[k])
        for j in range(indptr[k], indptr[k + 1]):
            if share < out[members[j]]:
                out[members[j]] = share


def _members_of(
    indptr: Offsets,
    members: Members,
    order: NDArray[np.int64],
    *_: object,
) -> float:
    """Return the number of members of the candidates in an order, about."""
    return order.size * members.size / max(1, indptr.size - 1)


@compiled_where_long(_members_of)
def spread(
    indptr: Offsets, members: Members, order: NDArray[np.int64], n: int, per_council: int
) -> NDArray[np.bool_]:
    """Tell which candidates to take, in a given order, so that each council has a few.

    One is passed over once each of its members is in `per_council` that were taken.
    """
    taken = np.zeros(order.size, dtype=np.bool_)
    times = np.zeros(n, dtype=np.int64)
    for place in range(order.size):
        k = order[place]
        for j in range(indptr[k], indptr[k + 1]):
            taken[place] |= times[members[j]] < per_council
        if taken[place]:
            for j in range(indptr[k], indptr[k + 1]):
                times[members[j]] += 1
    return taken
