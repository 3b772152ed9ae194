"""Shapes for drawing: simplified councils, and the outline of several together."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer.display.discs import as_discs, with_discs

_DETAIL = 1 / 4000
"""The finest detail drawn, in sides of the map: well below a pixel."""

_GAP = 1 / 250
"""The widest gap within a cluster that its outline runs over: about as wide as the line."""


def sketch(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes side by side, without detail that no one can see.

    Borders in common stay so. Points, and areas that lie over others, are discs.
    """
    discs = as_discs(shapes)
    drawn: NDArray[np.object_] = shapes.copy()
    drawn[~discs] = shapely.coverage_simplify(shapes[~discs], _side(shapes) * _DETAIL)
    return with_discs(drawn, discs)


def outlines(shapes: NDArray[np.object_], groups: list[list[int]]) -> NDArray[np.object_]:
    """Return the outline of each group of shapes, without narrow gaps such as a stream."""
    gap = _side(shapes) * _GAP / 2
    joined = np.array([shapely.union_all(shapes[rows]) for rows in groups], dtype=object)
    wide = shapely.buffer(joined, gap, join_style="mitre", mitre_limit=2.0)
    outline: NDArray[np.object_] = shapely.buffer(wide, -gap, join_style="mitre", mitre_limit=2.0)
    return outline


def largest_polygon(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the largest polygon of a council: the mainland, not its islands."""
    return max(shapely.get_parts(shape), key=shapely.area)


def middle_of(shape: shapely.Geometry) -> NDArray[np.float64]:
    """Return the point of a council that is farthest from its border, where it looks centred."""
    largest = largest_polygon(shape)
    west, south, east, north = largest.bounds
    tolerance = (east - west + north - south) / 200
    radius = shapely.maximum_inscribed_circle(largest, tolerance=tolerance)
    centre: NDArray[np.float64] = shapely.get_coordinates(radius)[0]
    return centre


def _side(shapes: NDArray[np.object_]) -> float:
    west, south, east, north = shapely.total_bounds(shapes)
    return float(max(east - west, north - south))
