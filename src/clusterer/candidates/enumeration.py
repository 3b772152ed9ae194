"""All clusters that the adjacency and the hereditary rules allow, each once."""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer.candidates._enumeration import Walk, walk_connected_sets
from clusterer.candidates.candidates import Candidates, member_dtype
from clusterer.candidates.pruning import Pruning
from clusterer.councils import Councils
from clusterer.errors import TooManyCandidatesError

logger = logging.getLogger(__name__)

_WORKING_BYTES = 48
"""Beside its members a candidate takes an offset, a size, a cost, a reduced cost, and
two temporaries while a term is computed: six numbers of eight bytes."""

_MOST_GIB = 2**20
"""More memory than any machine has; the number of candidates that fit is still one."""

_TRIES = 500_000
"""Sets that are tried, in some hundredths of a second, before it is asked whether to go on."""


def enumerate_candidates(
    councils: Councils,
    neighbours: tuple[NDArray[np.int64], NDArray[np.int32]],
    pruning: Pruning,
    *,
    memory_gib: float,
    proceed: Callable[[int], None] | None = None,
) -> Candidates:
    """List every connected set of councils that `pruning` leaves, each once.

    The sets are counted before any memory is taken, so that the arrays have their exact
    size from the start.

    Parameters
    ----------
    councils
        The councils.
    neighbours
        (indptr, indices) of the adjacency, by row number.
    pruning
        The hereditary conditions.
    memory_gib
        What the candidates and the work on them may take.
    proceed
        Is told now and then how many were found so far. What it raises ends the enumeration.

    Raises
    ------
    TooManyCandidatesError
        If they would take more. The message tells which size of cluster would fit.
    InputError
        If the memory is no number above 0.
    """
    check_number("memory_gib", memory_gib, kind="number of GiB", above=0)
    memory_gib = min(memory_gib, _MOST_GIB)
    n = len(councils)
    dtype = member_dtype(n)
    max_size, weights, caps, conflict = pruning.arrays(n)
    entry_bytes = np.dtype(dtype).itemsize
    # The mean size of many candidates is near the largest: a safe price of each.
    most = int(memory_gib * 2**30 / (_WORKING_BYTES + entry_bytes * max_size))

    found = 0

    def walk(
        size: int, indptr: NDArray[np.int64], members: NDArray[np.signedinteger]
    ) -> tuple[int, int]:
        nonlocal found
        where = Walk.begin(n, size, len(pruning.caps))
        while not walk_connected_sets(
            where, *neighbours, weights, caps, conflict, most, _TRIES, indptr, members
        ):
            found = max(found, where.found)  # To write them down is no step back.
            if proceed is not None:
                proceed(found)
        return where.found, where.entries

    nothing = np.empty(0, dtype=np.int64), np.empty(0, dtype=dtype)
    count, entries = walk(max_size, *nothing)
    if count > most:
        fitting = 0
        for size in range(1, max_size):
            fits, _ = walk(size, *nothing)
            if fits > most:
                break
            fitting, allowed = size, fits
        raise TooManyCandidatesError(
            f"clusters of up to {max_size} of these {n} councils make more than {most:,} "
            f"candidates, the most that {memory_gib:g} GiB hold; "
            + (f"MaxSize({fitting}) leaves at most {allowed:,}" if fitting else "give more memory")
            + ", and MaxDistance, Apart or a cap on the population cut them down too",
            fitting,
        )
    indptr = np.empty(count + 1, dtype=np.int64)
    members = np.empty(entries, dtype=dtype)
    walk(max_size, indptr, members)
    logger.info("%s candidates of up to %d councils", f"{count:,}", max_size)
    return Candidates(councils, indptr, members)
