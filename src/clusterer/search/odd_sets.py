"""Odd sets of councils: subset rows of any size, for clusters of two above all.

Where clusters are pairs, a plan is a matching, and these inequalities are all that the linear
relaxation lacks (Edmonds, 1965). A set T with an odd number of councils is broken if the clusters
that have an odd number of them add up to less than one. So light cuts of the graph of what
councils share are looked through, those of a tree of Gomory and Hu (1961), after Padberg and
Rao (1982). For pairs that is exact; for larger clusters it is a guess, and each set is tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.joined import part_of_each
from clusterer.search.column_generation import WHOLE
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import VIOLATION

_ALONE = -1
"""Stands for what a council shares with no other."""

_LARGE = 150
"""Parts of more councils are looked at as a whole only."""


def odd_sets(
    candidates: Candidates,
    values: NDArray[np.float64],
    *,
    at_most: int,
    remaining: Callable[[], float],
) -> list[SubsetRow]:
    """Return odd sets that a fractional solution breaks, the worst first.

    Parameters
    ----------
    candidates
        The candidates.
    values
        x of each.
    at_most
        How many to return.
    remaining
        Tells the seconds left; with none, those found so far are returned.
    """
    fractional = np.flatnonzero((values > WHOLE) & (values < 1 - WHOLE))
    found: dict[SubsetRow, float] = {}
    part_of = part_of_each(candidates.take(fractional))
    for number in range(part_of.max(initial=-1) + 1):
        numbers = fractional[part_of == number]
        part = [(candidates.positions(k).tolist(), float(values[k])) for k in numbers]
        for councils in _light(part, remaining):
            odd = sum(x for members, x in part if len(councils.intersection(members)) % 2)
            if len(councils) % 2 and odd < 1 - 2 * VIOLATION:
                found[SubsetRow(tuple(sorted(councils)), 2)] = odd
    return sorted(found, key=lambda row: (found[row], row))[:at_most]


def _light(
    part: list[tuple[list[int], float]], remaining: Callable[[], float]
) -> Iterator[set[int]]:
    """Yield sets of councils that share little with others."""
    graph = nx.Graph()
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for members, x in part:
        if len(members) == 1:
            shared[_ALONE, members[0]] += x
        for pair in combinations(members, 2):
            shared[pair] += x / (len(members) - 1)
    graph.add_edges_from((i, j, {"capacity": x}) for (i, j), x in shared.items())
    councils = set(graph) - {_ALONE}
    yield councils
    if len(councils) > _LARGE or remaining() <= 0:
        return
    tree = nx.gomory_hu_tree(graph)
    for i, j in list(tree.edges):
        if remaining() <= 0:
            return
        tree.remove_edge(i, j)
        side = set(nx.node_connected_component(tree, i))
        tree.add_edge(i, j)
        yield from (one for one in (side, set(graph) - side) if _ALONE not in one)
