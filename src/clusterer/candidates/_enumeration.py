"""Compiled enumeration of connected sets, each exactly once.

The search is the exclusive-neighbourhood scheme of Wernicke (2006), "Efficient
detection of network motifs", IEEE/ACM Transactions on Computational Biology and
Bioinformatics 3(4), 347-359: a set is grown only from its lowest council, and a
council joins the frontier only through the first member that borders it, so no set
is met twice. Here one array holds the frontiers of all depths: a child continues the
list of its parent behind the place that it took, and only appends.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled_where_long


class Walk(NamedTuple):
    """A walk over the connected sets, wherever it stands, so that it can be gone on with.

    Attributes
    ----------
    members
        Shape (max_size,): the members of the set in hand, in the order in which they came.
    totals
        Shape (max_size + 1, caps): sums of the weights of the first members.
    frontier
        Shape (n + 1,): the councils that may join, those of all depths after one another.
    cursor, end
        Shape (max_size + 1,): with d members, frontier[cursor[d]:end[d]] is still to be tried.
    seen
        Shape (n,): which councils are in the frontier.
    at
        The root, the depth (-1 between two roots), the number of sets so far and the sum of
        their sizes.
    """

    members: NDArray[np.int64]
    totals: NDArray[np.float64]
    frontier: NDArray[np.int64]
    cursor: NDArray[np.int64]
    end: NDArray[np.int64]
    seen: NDArray[np.bool_]
    at: NDArray[np.int64]

    @classmethod
    def begin(cls, n: int, max_size: int, caps: int) -> Walk:
        """Return a walk that has not begun."""
        return cls(
            members=np.empty(max_size, dtype=np.int64),
            totals=np.zeros((max_size + 1, caps)),
            frontier=np.empty(n + 1, dtype=np.int64),
            cursor=np.empty(max_size + 1, dtype=np.int64),
            end=np.empty(max_size + 1, dtype=np.int64),
            seen=np.zeros(n, dtype=np.bool_),
            at=np.array([0, -1, 0, 0], dtype=np.int64),
        )

    @property
    def found(self) -> int:
        """The number of sets so far."""
        return int(self.at[2])

    @property
    def entries(self) -> int:
        """The sum of their sizes."""
        return int(self.at[3])


def _steps(walk: Walk, indptr: NDArray[np.int64], *_: object) -> float:
    """Return how many steps a walk over all sets of councils takes, if there are few."""
    return 10.0 * walk.members.size * 2.0 ** min(indptr.size, 60)


@compiled_where_long(_steps)
def walk_connected_sets(
    walk: Walk,
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    weights: NDArray[np.float64],
    caps: NDArray[np.float64],
    conflict: NDArray[np.bool_],
    limit: int,
    tries: int,
    out_indptr: NDArray[np.int64],
    out_members: NDArray[Any],
) -> bool:
    """Count the connected sets that pruning leaves, and write them down if asked.

    Parameters
    ----------
    walk
        Where to begin; it is brought to where the walk has come to.
    indptr, indices
        Neighbours of each council, as a compressed sparse row structure.
    weights, caps
        A set is dropped, with all that contain it, once the sum of a row of `weights`
        (councils in columns, no negatives) passes its cap.
    conflict
        Also if two members are in conflict; shape (0, 0) for none.
    limit
        Stop once more sets than this are found.
    tries
        Pause after so many sets that were tried, allowed or not.
    out_indptr, out_members
        Where to write the sets, members ascending; empty arrays to count only.

    Returns
    -------
    bool
        Whether the walk is at its end, or past the limit.
    """
    n = indptr.size - 1
    n_caps = caps.size
    has_conflict = conflict.shape[0] > 0
    write = out_indptr.size > 0
    max_size = walk.members.size

    members = walk.members
    totals = walk.totals
    frontier = walk.frontier
    cursor = walk.cursor
    end = walk.end
    seen = walk.seen
    root = walk.at[0]
    depth = walk.at[1]
    count = walk.at[2]
    entries = walk.at[3]

    while root < n and count <= limit and tries > 0:
        if depth < 0:
            frontier[0] = root
            cursor[0] = 0
            end[0] = 1
            seen[root] = True
            depth = 0
        if cursor[depth] == end[depth]:
            depth -= 1
            if depth < 0:
                seen[root] = False
                root += 1
            else:
                # Forget the frontier that the member at this depth had opened.
                for j in range(end[depth], end[depth + 1]):
                    seen[frontier[j]] = False
            continue
        council = frontier[cursor[depth]]
        cursor[depth] += 1
        tries -= 1

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
    walk.at[0] = root
    walk.at[1] = depth
    walk.at[2] = count
    walk.at[3] = entries
    if write and root == n:
        out_indptr[count] = entries
    return bool(root == n or count > limit)
