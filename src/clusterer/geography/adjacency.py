"""The graph of councils that may lie side by side in a cluster."""

from __future__ import annotations

import math
from typing import Literal

import geopandas as gpd
import networkx as nx
import shapely

from clusterer._support.checks import check_number, check_one_of
from clusterer.councils import Councils
from clusterer.councils.overlaps import overlapping_pairs
from clusterer.errors import InputError
from clusterer.geography.borders import land_pairs
from clusterer.geography.crossings import Crossings, crossing_names
from clusterer.geography.distances import pair_km, pairs_within
from clusterer.geography.nearest import nearest_links
from clusterer.geography.parts import warn_of_parts

_FOR_AREAS = "add links by name with crossings=[(council, council), ...]"
_FOR_ISLANDS = 'or link each to the nearest council with islands="nearest"'
_FOR_POINTS = "points have no border in common: join those close by with within_km=..."
"""What joins councils that nothing joins."""


def adjacency(
    councils: gpd.GeoDataFrame | Councils,
    *,
    crossings: Crossings | None = None,
    within_km: float | None = None,
    islands: Literal["nearest"] | None = None,
    tolerance: float = 1.0,
    overlapping: bool = False,
) -> nx.Graph:
    """Return the graph of councils that are neighbours by land, by crossing or by distance.

    Councils are neighbours by land if they have a stretch of border in common (rook
    contiguity: a corner is no border), or if for ten times `tolerance` on end the border of
    each runs within `tolerance` of the other, as along the gaps and slivers of digitised maps.

    Parameters
    ----------
    councils
        A row a council: unique index, polygons, a projected CRS. Points, such as those of
        offices, will do for polygons; they have no borders, so give `within_km`.
    crossings
        Links by name, such as bridges and ferries: a DataFrame with columns ``council_a``,
        ``council_b`` and perhaps ``crossing``, the name; or pairs ``(council, council)`` or
        triples ``(council, council, name)``. A council is given by index label or name.
    within_km
        Councils whose centroids are at most so far apart become neighbours too;
        ``math.inf`` joins all with all, so that clusters need not be connected.
    islands
        With "nearest", each council that has no neighbour by then is linked to the one nearest to
        it, from border to border, and a group of islands on to the next council, until it
        reaches one that is no island. These links are told to the logger ``clusterer``.
    tolerance
        Metres that a digitised border may be off. It counts as no more than a fiftieth of
        the square root of the area of the smaller council.
    overlapping
        Whether bodies may lie over each other, as a county over its districts or an office
        within a town; who does is a neighbour. As in `Problem`.

    Returns
    -------
    networkx.Graph
        A node a council, named by index label, in the order of the rows. Edges carry
        ``kind`` ("overlap", "land", "crossing" or "near": the first that holds), ``km`` between
        centroids, and ``crossings``, a tuple of names.

    Warns
    -----
    IslandWarning
        If councils have no neighbour, or nothing joins parts of the map.

    Raises
    ------
    InputError
        If the councils are not usable, a crossing names no council, a distance is no
        number of 0 or more, or `islands` is another word.

    Examples
    --------
    Boundaries end at the banks of the Thames. Bridges and tunnels join them again:

    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> print(cl.adjacency(boroughs))
    Graph with 32 nodes and 63 edges
    >>> linked = cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings())
    >>> print(linked)
    Graph with 32 nodes and 71 edges
    >>> linked.edges["E09000028", "E09000030"]["kind"]
    'crossing'

    A link of one's own, by name:

    >>> ferry = cl.adjacency(boroughs, crossings=[("Bexley", "Havering", "ferry to come")])
    >>> ferry.edges["E09000004", "E09000016"]["crossings"]
    ('ferry to come',)

    Bexley and Havering by themselves are islands, with the Thames between them:

    >>> pair = boroughs.loc[["E09000004", "E09000016"]]
    >>> cl.adjacency(pair, islands="nearest").edges["E09000004", "E09000016"]["kind"]
    'near'
    """
    table = Councils.validated(councils, overlapping=overlapping)
    if within_km is not None:
        check_number("within_km", within_km, kind="number of km", at_least=0, finite=False)
    if islands is not None:
        check_one_of("islands", islands, ("nearest",))
    check_number("tolerance", tolerance, kind="number of metres", at_least=0, finite=False)
    if math.isinf(tolerance):
        raise InputError("tolerance must be finite; for no contiguity at all use within_km=inf")
    names = crossing_names(table, crossings)
    near = [] if within_km is None else pairs_within(table, float(within_km)).tolist()
    kinds: dict[tuple[int, int], str] = dict.fromkeys(map(tuple, near), "near")
    kinds |= dict.fromkeys(names, "crossing")
    kinds |= dict.fromkeys(map(tuple, land_pairs(table, float(tolerance)).tolist()), "land")
    if table.overlapping:
        over, _ = overlapping_pairs(table.frame.geometry.to_numpy())
        kinds |= dict.fromkeys(map(tuple, over.tolist()), "overlap")
    if islands == "nearest":
        kinds |= dict.fromkeys(nearest_links(table, kinds), "near")

    graph = nx.Graph()
    labels = list(table.ids)
    graph.add_nodes_from(labels)
    pairs = sorted(kinds)
    for (i, j), km in zip(pairs, pair_km(table, pairs).tolist(), strict=True):
        graph.add_edge(
            labels[i], labels[j], kind=kinds[i, j], km=km, crossings=names.get((i, j), ())
        )
    points = bool((shapely.area(table.frame.geometry.to_numpy()) == 0.0).all())
    warn_of_parts(
        graph, table, _FOR_POINTS if points else _FOR_AREAS, None if points else _FOR_ISLANDS
    )
    return graph
