"""Which clusters on a map lie so near each other that they must not look alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

_CLOSE = 0.25
"""How far apart councils are still neighbours to the eye, in sides of a typical council."""

_NEAR = 1 / 5
"""How far apart the middles of clusters that are near may be, in longer sides of the map."""

Matrix = NDArray[np.bool_]


@dataclass(frozen=True)
class Nearness:
    """How groups of shapes, on one map or several, lie to each other.

    Attributes
    ----------
    together
        Shape (n, n): whether both are on one map.
    close
        Whether they touch there, or nearly so, as the two banks of a river.
    near
        Whether they are close, or are close to the same group, or their middles are at most a fifth
        of the longer side of the map apart.
    """

    together: Matrix
    close: Matrix
    near: Matrix


def nearness(
    shapes: NDArray[np.object_],
    groups: list[list[int]],
    maps: Iterable[Iterable[int]] | None = None,
) -> Nearness:
    """Return how groups of shapes lie to each other.

    Groups may be on several `maps`, each with the numbers of its groups; all are on one unless
    given. On one map no two overlap.
    """
    count = len(groups)
    together, close, near = (np.zeros((count, count), dtype=np.bool_) for _ in range(3))
    if not count:
        return Nearness(together, close, near)
    points = shapely.get_coordinates(shapely.centroid(shapes))
    middles = np.array([points[rows].mean(axis=0) for rows in groups])
    west, south, east, north = shapely.total_bounds(shapes)
    within = _NEAR * max(east - west, north - south)
    beside = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1)) <= within
    pairs = close_pairs(shapes)
    for numbers in [range(count)] if maps is None else maps:
        shown = np.array(list(numbers), dtype=np.intp)
        home = np.full(len(shapes), -1)
        for k in shown.tolist():
            home[groups[k]] = k
        ends = home[pairs]
        ends = ends[(ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])]
        here = np.zeros_like(close)
        here[ends[:, 0], ends[:, 1]] = here[ends[:, 1], ends[:, 0]] = True
        here = here[np.ix_(shown, shown)]
        both = np.ix_(shown, shown)
        steps = here.astype(np.float32)  # Of integers the product takes far longer.
        together[both] = True
        close[both] |= here
        near[both] |= here | (steps @ steps > 0) | beside[both]
    np.fill_diagonal(near, False)
    return Nearness(together, close, near)


def close_pairs(shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return the pairs i < j of shapes that touch, or nearly so, as rows of an array."""
    near = _CLOSE * float(np.median(np.sqrt(shapely.area(shapes))))
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=near)
    pairs: NDArray[np.intp] = np.column_stack([left, right])
    once: NDArray[np.intp] = pairs[left < right]
    return once


def distances(shapes: NDArray[np.object_], groups: list[list[int]]) -> NDArray[np.float64]:
    """Return how far the nearest middles of the shapes of each two groups are apart."""
    points = shapely.get_coordinates(shapely.centroid(shapes))
    between = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    to_group = np.array([between[rows].min(axis=0) for rows in groups])
    nearest = [to_group.reshape(-1, len(shapes))[:, rows].min(axis=1) for rows in groups]
    return np.array(nearest).reshape(len(groups), len(groups))
