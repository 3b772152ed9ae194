"""Which councils share a land border."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer._support.interval import slack
from clusterer.councils import Councils

_STRETCH = 10.0
"""Borders that run apart must do so along this many tolerances on end to count as one border.

Where two councils meet in a corner, each has two tolerances of its border within one
tolerance of the other; ten tell a stretch from a corner down to angles of some 12 degrees.
"""

_ROUNDING = 1e-6
"""Common border counts if longer than this part of the side of the smaller council.

Floating point may give two collinear borders that meet in a point a length of its own.
"""

_PART_OF_SIDE = 50.0
"""A tolerance is at most this part of the side of a square of the council's area.

Maps of small councils, such as a toy of unit squares, so keep their corners and gaps.
"""


def land_pairs(councils: Councils, tolerance: float) -> NDArray[np.intp]:
    """Return shape (pairs, 2): the row numbers i < j of councils that share a land border.

    Two councils do if they have a stretch of border in common, or if for ten times
    `tolerance` metres on end the border of each runs within `tolerance` of the other.
    """
    shapes = councils.frame.geometry.to_numpy()
    side = np.sqrt(shapely.area(shapes))
    widest = np.minimum(tolerance / councils.metres_per_unit, side / _PART_OF_SIDE)
    # As of all distances in km: a gap of just the tolerance is one wherever it lies on the map.
    hair = 1000.0 * slack(tolerance / 1000.0) / councils.metres_per_unit if tolerance > 0 else 0.0
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=widest + hair)
    once = left < right
    left, right = left[once], right[once]
    widest = np.minimum(widest[left], widest[right])

    borders = shapely.boundary(shapes)
    common = shapely.length(shapely.intersection(borders[left], borders[right]))
    touching: NDArray[np.bool_] = common > _ROUNDING * np.minimum(side[left], side[right])
    # Most maps are clean, so that few pairs are left for the costlier question.
    apart = np.flatnonzero(~touching & (widest > 0))
    a, b, gap = shapes[left[apart]], shapes[right[apart]], widest[apart] + hair
    window = _window(a, b, gap)
    a, b = shapely.intersection(a, window), shapely.intersection(b, window)
    stretch = np.minimum(
        _longest_within(borders[left[apart]], window, b, gap),
        _longest_within(borders[right[apart]], window, a, gap),
    )
    touching[apart] = stretch >= _STRETCH * widest[apart] - hair
    pairs: NDArray[np.intp] = np.column_stack([left, right])[touching]
    return pairs


def _window(a: NDArray[Any], b: NDArray[Any], gap: NDArray[np.float64]) -> NDArray[Any]:
    """Return boxes that hold all points of `a` within `gap` of `b`, and of `b` of `a`."""
    bounds_a, bounds_b = shapely.bounds(a), shapely.bounds(b)
    low = np.maximum(bounds_a[:, :2], bounds_b[:, :2]) - gap[:, None]
    high = np.minimum(bounds_a[:, 2:], bounds_b[:, 2:]) + gap[:, None]
    boxes: NDArray[Any] = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return boxes


def _longest_within(
    border: NDArray[Any], window: NDArray[Any], other: NDArray[Any], gap: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the longest stretch of `border` that runs in `other` or within `gap` of it.

    One stretch, since two councils may meet in many corners.
    """
    near = shapely.intersection(shapely.intersection(border, window), shapely.buffer(other, gap))
    stretches, pair = shapely.get_parts(shapely.line_merge(near), return_index=True)
    longest = np.zeros(len(border))
    np.maximum.at(longest, pair, shapely.length(stretches))
    return longest
