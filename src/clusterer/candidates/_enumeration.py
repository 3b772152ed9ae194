"""Compiled enumeration of connected sets, each exactly once.

The search is the exclusive-neighbourhood scheme of Wernicke (2006), "Efficient
detection of network motifs", IEEE/ACM Transactions on Computational Biology and
Bioinformatics 3(4), 347-359: a set is grown only from its lowest council, and a
council joins the frontier only through the first member that borders it, so no set
is met twice. Here one array holds the frontiers of all depths: a child continues the
list of its parent behind the place that it took, and only appends.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled


@compiled
def walk_connected_sets(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    max_size: int,
    weights: NDArray[np.float64],
    caps: NDArray[np.float64],
    conflict: NDArray[np.bool_],
    limit: int,
    out_indptr: NDArray[np.int64],
    out_members: NDArray[Any],
) -> tuple[int, int]:
    """Count the connected sets that pruning leaves, and write them down if asked.

    Parameters
    ----------
    indptr, indices
        Neighbours of each council, as a compressed sparse row structure.
    max_size
        The most members of a set.
    weights, caps
        A set is dropped, with all that contain it, once the sum of a row of `weights`
        (councils in columns, no negatives) passes its cap.
    conflict
        Likewise if two members are in conflict; shape (0, 0) for none.
    limit
        Stop once more sets than this are found.
    out_indptr, out_members
        Where to write the sets, members ascending; empty arrays to count only.

    Returns
    -------
    tuple of int
        The number of sets and the sum of their sizes.
    """
    n = indptr.size - 1
    n_caps = caps.size
    has_conflict = conflict.shape[0] > 0
    write = out_indptr.size > 0

    members = np.empty(max_size, dtype=np.int64)
    totals = np.zeros((max_size + 1, n_caps))
    frontier = np.empty(n + 1, dtype=np.int64)
    cursor = np.empty(max_size + 1, dtype=np.int64)
    end = np.empty(max_size + 1, dtype=np.int64)
    seen = np.zeros(n, dtype=np.bool_)
    count = 0
    entries = 0

    for root in range(n):
        # Depth d: d members chosen, frontier[cursor[d]:end[d]] still to try as the next.
        frontier[0] = root
        cursor[0] = 0
        end[0] = 1
        seen[root] = True
        depth = 0
        while depth >= 0:
            if cursor[depth] == end[depth]:
                depth -= 1
                if depth >= 0:
                    # Forget the frontier that the member at this depth had opened.
                    for j in range(end[depth], end[depth + 1]):
                        seen[frontier[j]] = False
                continue
            council = frontier[cursor[depth]]
            cursor[depth] += 1

            fits = True
            for c in range(n_caps):
                totals[depth + 1, c] = totals[depth, c] + weights[c, council]
                if totals[depth + 1, c] > caps[c]:
                    fits = False
            if fits and has_conflict:
                for j in range(depth):
                    if conflict[members[j], council]:
                        fits = False
                        break
            if not fits:
                continue

            members[depth] = council
            size = depth + 1
            if write:
                out_indptr[count] = entries
                for j in range(size):
                    # Insertion keeps the members ascending.
                    k = entries + j
                    while k > entries and out_members[k - 1] > members[j]:
                        out_members[k] = out_members[k - 1]
                        k -= 1
                    out_members[k] = members[j]
            count += 1
            entries += size
            if count > limit:
                return count, entries

            if size < max_size:
                end[size] = end[depth]
                cursor[size] = cursor[depth]
                for j in range(indptr[council], indptr[council + 1]):
                    other = indices[j]
                    if other > root and not seen[other]:
                        seen[other] = True
                        frontier[end[size]] = other
                        end[size] += 1
                depth = size
        seen[root] = False
    if write:
        out_indptr[count] = entries
    return count, entries
