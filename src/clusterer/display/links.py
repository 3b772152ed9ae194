"""The lines of an adjacency map: each through its two councils alone, so that none tangle.

All lines of a council begin at one point in it. If each keeps within its two councils, no two of
them cross: in a council they part from one point, and elsewhere they do not go. A line that would
leave a council, because that bends, goes around the bend.
"""

from __future__ import annotations

from operator import itemgetter

import networkx as nx
import numpy as np
import shapely
from numpy.typing import NDArray

Line = NDArray[np.float64]

_PLACES = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)
"""Where on a border a line may go over it, as parts of its length; the middle first."""

_INWARD = 0.02
"""How far from its border a line goes around a corner of a council, in sizes of the council."""

_OUTSIDE = 20.0
"""How much longer a line may be if it is the less outside of its councils."""

_HAIR = 1e-3
"""How much of a line may be outside, as on the border itself, in parts of its length."""

_BANK = 1.5
"""How far from the other council a bank still faces it, in widths of the gap where it is narrow."""


def route(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    first: shapely.Geometry,
    second: shapely.Geometry,
    *,
    straight: bool = False,
) -> Line:
    """Return the points of a line from one council to another, within the two as far as can be.

    It goes over the border that they share or, where they share none, over the gap between them
    where that is narrow, as a bridge does: in the middle, unless another place lies better.

    Parameters
    ----------
    start, end
        Where the line begins and ends.
    first, second
        The councils.
    straight
        Whether to go straight all the same, as for councils that are far apart.

    Examples
    --------
    >>> from shapely import box
    >>> a, b = box(0, 0, 2, 2), box(2, 0, 4, 6)
    >>> route(np.array([1.0, 1.0]), np.array([3.0, 3.0]), a, b).tolist()
    [[1.0, 1.0], [2.0, 1.0], [3.0, 3.0]]
    """
    if straight:
        return np.array([start, end])
    border = _facing(first, second)
    ways: list[tuple[float, Line]] = []
    for place in _PLACES:
        over = shapely.line_interpolate_point(border, place, normalized=True)
        steps = [
            shapely.get_coordinates(shapely.shortest_line(over, council))[-1:]
            for council in (first, second)
        ]
        line = np.concatenate([start[None], *steps, end[None]])
        line = line[np.r_[True, (np.diff(line, axis=0) != 0).any(axis=1)]]
        outside = _outside(line[:2], first) + _outside(line[-2:], second)
        length = float(shapely.length(shapely.linestrings(line)))
        if outside <= _HAIR * length:
            return line
        ways.append((length + _OUTSIDE * outside, line))
    _, line = min(ways, key=itemgetter(0))
    return np.concatenate(
        [line[:1], _bends(line[:2], first), line[1:-1], _bends(line[-2:], second), line[-1:]]
    )


def _facing(first: shapely.Geometry, second: shapely.Geometry) -> shapely.Geometry:
    """Return the longest border that two councils share, or the bank that faces the other."""
    shared = shapely.line_merge(shapely.intersection(first, second))
    borders = _lines_of(shared)
    if not borders:
        gap = shapely.distance(first, second)
        reach = shapely.buffer(second, _BANK * gap)
        borders = _lines_of(shapely.line_merge(shapely.intersection(first.boundary, reach)))
    return max(borders, key=shapely.length, default=shapely.shortest_line(first, second))


def _lines_of(shape: shapely.Geometry) -> list[shapely.Geometry]:
    parts = shapely.get_parts(shape)
    some: list[shapely.Geometry] = list(parts[shapely.length(parts) > 0])
    return some


def _outside(line: Line, council: shapely.Geometry) -> float:
    """Return how long the part of a line is that leaves a council."""
    return float(shapely.length(shapely.difference(shapely.linestrings(line), council)))


def _bends(line: Line, council: shapely.Geometry) -> Line:
    """Return the points where a line bends so that it keeps within a council, in order.

    It is the shortest such line: those from one point have what they share in common, and do not
    cross. None if it keeps within it straight, or cannot.
    """
    if _outside(line, council) <= _HAIR * float(np.hypot(*np.diff(line, axis=0)[0])):
        return np.empty((0, 2))
    corners = _corners(council)
    points = np.concatenate([line, corners])
    first, second = np.triu_indices(len(points), k=1)
    ways = shapely.linestrings(np.stack([points[first], points[second]], axis=1))
    room = shapely.buffer(council, _HAIR * _size(council))
    shapely.prepare(room)
    seen = shapely.covers(room, ways)
    graph = nx.Graph()
    graph.add_nodes_from((0, 1))
    graph.add_weighted_edges_from(
        zip(first[seen].tolist(), second[seen].tolist(), shapely.length(ways[seen]), strict=True)
    )
    if not nx.has_path(graph, 0, 1):
        return np.empty((0, 2))
    bends: Line = points[nx.dijkstra_path(graph, 0, 1)[1:-1]]
    return bends


def _corners(council: shapely.Geometry) -> Line:
    """Return points within a council beside its corners, around which a line may have to go."""
    size = _size(council)
    for inward in (_INWARD, _INWARD / 4, 0.0):
        inner = shapely.simplify(shapely.buffer(council, -inward * size), inward * size)
        if not inner.is_empty:
            break
    return np.unique(shapely.get_coordinates(inner), axis=0)


def _size(council: shapely.Geometry) -> float:
    west, south, east, north = council.bounds
    return float(np.hypot(east - west, north - south))
