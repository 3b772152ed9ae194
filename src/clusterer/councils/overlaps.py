"""Which councils lie over each other: a county and its districts, an office and its town."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes: TypeAlias = NDArray[Any]

SLIVER = 0.001
"""Two councils overlap if they share more than this part of the smaller one's area.

Digitised borders cross each other by slivers; a tenth of a per cent is no sliver.
"""


def overlapping_pairs(
    shapes: Shapes, *, above: float = SLIVER
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the pairs of shapes that overlap, and by what part of the smaller one's area.

    A point overlaps the polygon that it lies in, as a whole. Two points never overlap.

    Parameters
    ----------
    shapes
        Valid polygons and points.
    above
        The part of the smaller one's area that is no overlap yet.

    Returns
    -------
    pairs, shares
        Shape (pairs, 2), row numbers i < j, in their order; and shape (pairs,), above `above`
        and up to 1.

    Examples
    --------
    >>> from shapely import Point, box
    >>> town, county, office = box(0, 0, 1, 1), box(0, 0, 2, 2), Point(1.5, 1.5)
    >>> pairs, shares = overlapping_pairs(np.array([town, county, office]))
    >>> pairs.tolist(), shares.tolist()
    ([[0, 1], [1, 2]], [1.0, 1.0])
    """
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    pairs = np.column_stack([left, right])[once]
    pairs = pairs[np.lexsort(pairs.T[::-1])]
    left, right = pairs.T
    area = shapely.area(shapes)
    smaller, larger = np.minimum(area[left], area[right]), np.maximum(area[left], area[right])
    shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    # An area shares nothing with a point; that it meets one says all.
    share = np.where(smaller > 0, shared / np.where(smaller > 0, smaller, 1.0), larger > 0)
    # Areas of one polygon, computed twice, may differ by a rounding.
    share = np.minimum(share, 1.0)
    beyond = share > above
    chosen: NDArray[np.intp] = pairs[beyond]
    return chosen, share[beyond]
