"""Bodies that no map can show as areas side by side: each is drawn as a disc.

A body that is a point has no area. One that lies over others, as a county lies over its districts,
would hide them. Both become discs, cut out of the areas below, so that what is drawn is side by
side again and may be coloured, outlined and named as any map.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer.councils.overlaps import overlapping_pairs

Shapes = NDArray[Any]

_RADIUS = 1 / 55
"""Of a disc, in sides of the map: room for a star."""

_ROOM = 2.3
"""How far apart the middles of two discs are at least, in radii."""

_RINGS, _PLACES = 12, 24
"""Places tried for a disc: so many rings around its middle, so many on each."""


def as_discs(shapes: Shapes) -> NDArray[np.bool_]:
    """Tell which shapes are drawn as discs: points, and areas that lie over smaller ones.

    Areas stay areas from the smallest on, unless they overlap one that has stayed.
    """
    discs: NDArray[np.bool_] = shapely.area(shapes) == 0.0
    pairs, _ = overlapping_pairs(shapes)
    over: list[set[int]] = [set() for _ in shapes]
    for i, j in pairs.tolist():
        over[i].add(j)
        over[j].add(i)
    stay: set[int] = set()
    for row in np.argsort(shapely.area(shapes), kind="stable").tolist():
        discs[row] |= bool(over[row] & stay)
        if not discs[row]:
            stay.add(row)
    return discs


def lies_over(shapes: Shapes) -> bool:
    """Tell whether an area is drawn as a disc, since it lies over others."""
    return bool((as_discs(shapes) & (shapely.area(shapes) > 0.0)).any())


def with_discs(shapes: Shapes, discs: NDArray[np.bool_]) -> Shapes:
    """Return shapes side by side: discs near their middles, cut out of the areas below.

    No two discs overlap where there is room.
    """
    if not discs.any():
        return shapes
    drawn = shapes.copy()
    drawn[discs] = _placed(shapes, np.flatnonzero(discs))
    drawn[~discs] = _without(drawn[~discs], drawn[discs])
    return drawn


def _placed(shapes: Shapes, discs: NDArray[np.intp]) -> Shapes:
    """Return a disc for each of these rows, as near to its middle as the others leave room."""
    west, south, east, north = shapely.total_bounds(shapes)
    radius = (max(east - west, north - south) or 1.0) * _RADIUS
    taken: list[NDArray[np.float64]] = []
    for middle in shapely.get_coordinates(shapely.point_on_surface(shapes[discs])):
        places = middle + _spiral(radius)
        free = [
            place
            for place in places
            if all(np.hypot(*(place - other)) >= _ROOM * radius for other in taken)
        ]
        taken.append(free[0] if free else middle)
    drawn: Shapes = shapely.buffer(shapely.points(np.array(taken)), radius)
    return drawn


def _spiral(radius: float) -> NDArray[np.float64]:
    """Return places around the origin, the nearest first."""
    angle = 2 * np.pi * np.arange(_PLACES) / _PLACES
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    rings = [circle * (ring * _ROOM * radius / 2) for ring in range(1, _RINGS + 1)]
    return np.concatenate([np.zeros((1, 2)), *rings])


def _without(areas: Shapes, discs: Shapes) -> Shapes:
    """Return areas with the discs cut out; one that a disc hides as a whole stays as it is."""
    cut = shapely.difference(areas, shapely.union_all(discs))
    left: Shapes = np.where(shapely.is_empty(cut), areas, cut)
    return left
