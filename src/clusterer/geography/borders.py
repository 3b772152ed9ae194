"""Which councils share a land border."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer._support.interval import slack
from clusterer._support.warn import warn_implausible
from clusterer._support.wording import length, shown
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

_SLIVER = 10.0
"""Metres across, below which a strip of a council is taken for a slip of the map, and no land."""

_CORNER = 1.25
"""Widths of a strip that two councils may lie apart once all narrow strips are taken away.

Where they share a border it is 1; where they meet in a corner of right angles, the root of 2.
"""

_SHORT = 2.0
"""Widths of a strip up to which a border is short, and may go with the strips, as a corner does."""

_SHOWN = 5
"""How many pairs a warning names before it says how many more there are."""


def land_pairs(councils: Councils, tolerance: float) -> NDArray[np.intp]:
    """Return shape (pairs, 2): the row numbers i < j of councils that share a land border.

    Two councils do if they have a stretch of border in common, or if for ten times
    `tolerance` metres on end the border of each runs within `tolerance` of the other. A border
    along slivers alone is a border, and is warned about.
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
    common[apart] = np.maximum(common[apart], stretch)
    pairs: NDArray[np.intp] = np.column_stack([left, right])[touching]
    _warn_of_slivers(councils, pairs, common[touching], widest[touching] + hair)
    return pairs


def _warn_of_slivers(
    councils: Councils,
    pairs: NDArray[np.intp],
    border: NDArray[np.float64],
    gap: NDArray[np.float64],
) -> None:
    """Warn of councils whose whole border runs along a part of one that is hardly any land.

    Without all strips narrower than w, two councils are w apart where they share a border, and
    farther if no border is left, or a corner alone.

    Parameters
    ----------
    councils, pairs
        The councils, and those that share a border.
    border
        How long it is.
    gap
        How wide a gap it may have.
    """
    shapes = councils.frame.geometry.to_numpy()
    side = np.sqrt(shapely.area(shapes))
    width = np.minimum(_SLIVER / councils.metres_per_unit, side / _PART_OF_SIDE)
    land = shapely.buffer(shapes, -width / 2, quad_segs=1, join_style="mitre")
    left, right = pairs.T
    narrow = (width[left] + width[right]) / 2
    apart = shapely.distance(land[left], land[right])  # NaN where no land is left: all is narrow.
    thin = np.flatnonzero((apart > _CORNER * narrow + gap) & (border > _SHORT * narrow))
    if thin.size:
        longest = thin[np.argsort(-border[thin], kind="stable")]
        metres = border * councils.metres_per_unit
        words = [
            f"{' and '.join(councils.describe([row]) for row in pairs[link])} along "
            f"{length(metres[link])}"
            for link in longest[:_SHOWN]
        ]
        more = f"; and {thin.size - _SHOWN} more pairs" if thin.size > _SHOWN else ""
        first = ", ".join(shown(councils.ids[row]) for row in pairs[longest[0]])
        warn_implausible(
            f"borders that run along a strip narrower than {_SLIVER:g} m alone make neighbours: "
            f"{'; '.join(words)}{more}; if the strip is a fault of the map, take it off the "
            f"council, or the link out of the graph with graph.remove_edge({first})"
        )


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
