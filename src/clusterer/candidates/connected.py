"""Which clusters of a list are connected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates.candidates import Candidates


def are_connected(
    candidates: Candidates, neighbours: tuple[NDArray[np.int64], NDArray[np.int32]]
) -> NDArray[np.bool_]:
    """Tell for each candidate whether it is connected.

    Parameters
    ----------
    candidates
        The candidates.
    neighbours
        (indptr, indices) of the adjacency, by row number.
    """
    indptr, indices = neighbours
    near = [set(row.tolist()) for row in np.split(indices, indptr[1:-1])]
    found = np.empty(len(candidates), dtype=np.bool_)
    for k in range(len(candidates)):
        first, *others = candidates.positions(k).tolist()
        left, reached = set(others), [first]
        while left and reached:
            met = left & near[reached.pop()]
            left -= met
            reached += met
        found[k] = not left
    return found
