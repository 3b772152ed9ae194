"""A cluster that lies in several places: the lines that show it to be one."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer.display.nearness import close_pairs


def places_of(
    shapes: NDArray[np.object_], shared: Sequence[Sequence[int]]
) -> list[list[list[int]]]:
    """Return the places in which each cluster lies: those of its councils that are neighbours."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(shapes)))
    graph.add_edges_from(close_pairs(shapes).tolist())
    return [
        [sorted(part) for part in nx.connected_components(graph.subgraph(rows))] for rows in shared
    ]


def lines_between_places(
    shapes: NDArray[np.object_], shared: Sequence[Sequence[int]]
) -> list[shapely.Geometry]:
    """Return the shortest lines that join the places of each cluster that is in several."""
    found = []
    for places in places_of(shapes, shared):
        areas = [shapely.union_all(shapes[part]) for part in places]
        apart = nx.Graph()
        apart.add_weighted_edges_from(
            (i, j, shapely.distance(areas[i], areas[j]))
            for i in range(len(areas))
            for j in range(i)
        )
        found += [
            shapely.shortest_line(areas[i], areas[j])
            for i, j in nx.minimum_spanning_edges(apart, data=False)
        ]
    return found
