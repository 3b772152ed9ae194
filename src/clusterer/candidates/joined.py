"""Which candidates are in one part of the map, if candidates join their members."""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

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
    indptr, members = candidates.flat()
    n = len(candidates.councils)
    firsts = members[indptr[:-1]].astype(np.int64)
    # Each pair of a first member and another once: there are far fewer than candidates.
    pairs = np.unique(np.repeat(firsts, candidates.size) * n + members)
    graph = nx.Graph()
    graph.add_edges_from(zip((pairs // n).tolist(), (pairs % n).tolist(), strict=True))
    part_of = np.zeros(n, dtype=np.int64)
    for number, part in enumerate(nx.connected_components(graph)):
        part_of[list(part)] = number
    _, first, which = np.unique(part_of[firsts], return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    found: NDArray[np.int64] = rank[which]
    return found
