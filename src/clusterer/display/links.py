"""The lines of an adjacency map: through the border in common, so that none crosses a third."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Line = NDArray[np.float64]


def route(
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    first: shapely.Geometry,
    second: shapely.Geometry,
    *,
    straight: bool = False,
) -> Line:
    """Return the points of a line from one council to another.

    It bends at the middle of the border that they share or, where they share none, in the
    middle of the narrowest gap between them, as a bridge does.

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
    return np.array([start, _meeting(first, second), end])


def _meeting(first: shapely.Geometry, second: shapely.Geometry) -> NDArray[np.float64]:
    """Return the point where two councils meet, or nearly do."""
    shared = shapely.line_merge(shapely.intersection(first, second))
    parts = shapely.get_parts(shared)
    borders = parts[shapely.length(parts) > 0]
    if len(borders):
        line = max(borders, key=shapely.length)
    else:
        line = shapely.shortest_line(first, second)
    middle: NDArray[np.float64] = shapely.get_coordinates(
        shapely.line_interpolate_point(line, 0.5, normalized=True)
    )[0]
    return middle
