"""Which candidates are in one part of the map, if candidates join their members."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled_where_long
from clusterer.candidates.candidates import Candidates


def part_of_each(candidates: Candidates) -> NDArray[np.int64]:
    """Return the part of the map that each candidate is in, if candidates join their members.

    Returns
    -------
    numpy.ndarray
        Shape (m,): the number of the part, in the order in which they first come.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> part_of_each(Candidates.of(councils, [[5, 6], [0], [6, 7], [1, 2]])).tolist()
    [0, 1, 0, 2]
    """
    return _parts(*candidates.flat(), len(candidates.councils))


def _steps(_indptr: NDArray[np.int64], members: NDArray[Any], _n: int) -> int:
    """Return how many steps it takes, about."""
    return 2 * members.size


@compiled_where_long(_steps)
def _parts(indptr: NDArray[np.int64], members: NDArray[Any], n: int) -> NDArray[np.int64]:
    """Return the same by union and find: networkx would take a second for each million."""
    above = np.arange(n)  # Each council points to another of its part, or to itself: the top.
    for k in range(indptr.size - 1):
        top = members[indptr[k]]
        while above[top] != top:
            top = above[top]
        for j in range(indptr[k], indptr[k + 1]):
            other = members[j]
            while above[other] != top:
                following = above[other]
                above[other] = top
                other = following
    number = np.full(n, -1, dtype=np.int64)
    found = np.empty(indptr.size - 1, dtype=np.int64)
    parts = 0
    for k in range(found.size):
        top = members[indptr[k]]
        while above[top] != top:
            top = above[top]
        if number[top] < 0:
            number[top] = parts
            parts += 1
        found[k] = number[top]
    return found
