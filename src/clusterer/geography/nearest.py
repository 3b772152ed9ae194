"""Islands linked to the nearest council."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable

import networkx as nx
import numpy as np
import shapely

from clusterer._support.wording import length
from clusterer.councils import Councils
from clusterer.geography.distances import pair_km

_log = logging.getLogger(__name__)

_SHOWN = 10
"""How many links a message names before it says how many more there are."""


def nearest_links(councils: Councils, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return links from each council without neighbours to the one nearest to it; log them.

    Islands that are nearest to each other are a group, which is linked to the council nearest to
    it, and so on until it reaches one that is no island. The distance is that from border to
    border; of councils at one distance, the one with the nearer centroid is taken.

    Parameters
    ----------
    councils
        The councils.
    pairs
        Row numbers of those that are neighbours already.

    Returns
    -------
    list
        Pairs i < j of row numbers.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(councils)))
    graph.add_edges_from(pairs)
    islands = set(nx.isolates(graph))
    links: dict[tuple[int, int], float] = {}
    while True:
        parts = list(nx.connected_components(graph))
        loose = [sorted(part) for part in parts if part <= islands]
        if not loose or len(parts) == 1:
            break
        found = dict(_nearest(councils, part) for part in loose)
        graph.add_edges_from(found)
        links |= found
    if links:
        _tell(councils, links, len(islands))
    return sorted(links)


def _nearest(councils: Councils, part: Collection[int]) -> tuple[tuple[int, int], float]:
    """Return the shortest link of some councils to another, and its length in metres."""
    shapes = councils.frame.geometry.to_numpy()
    inside = np.array(part)
    outside = np.setdiff1d(np.arange(len(councils)), inside)
    (a, b), metres = shapely.STRtree(shapes[outside]).query_nearest(
        shapes[inside], return_distance=True
    )
    links = np.sort(np.column_stack([inside[a], outside[b]]), axis=1)
    best = np.lexsort((links[:, 1], links[:, 0], pair_km(councils, links), metres))[0]
    i, j = links[best].tolist()
    return (i, j), float(metres[best]) * councils.metres_per_unit


def _tell(councils: Councils, links: dict[tuple[int, int], float], islands: int) -> None:
    words = [
        f"{councils.describe([i])} and {councils.describe([j])}, {length(metres)} apart"
        for (i, j), metres in [*links.items()][:_SHOWN]
    ]
    if len(links) > _SHOWN:
        words.append(f"and {len(links) - _SHOWN} more links")
    _log.warning(
        "%d of %d councils have no neighbour and are linked to the nearest: %s",
        islands,
        len(councils),
        "; ".join(words),
    )
