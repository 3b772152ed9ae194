"""Colours for clusters, so that no two that lie side by side look alike."""

from __future__ import annotations

import colorsys
from collections.abc import Hashable, Iterable, Sequence

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely
from matplotlib.colors import to_hex, to_rgb
from numpy.typing import NDArray

from clusterer.display.grouping import rows_by_cluster

PALETTE = (
    "#77AADD",
    "#EE8866",
    "#EEDD88",
    "#44BB99",
    "#FFAABB",
    "#BBCC33",
    "#99DDFF",
    "#C8FBB6",
)
"""Colour-blind readers can distinguish them; legible under black text.

Paul Tol's "light" scheme, with a pale green for its olive, which few tell from its pear.
"""

ALONE = "#E4E4E4"
"""For councils that stand alone."""

_PAPER = 0.65
"""How much white is mixed into what is pale."""

_NEAR = 0.25
"""How far apart councils are still neighbours to the eye, in sides of a typical council."""


def cluster_colours(frame: gpd.GeoDataFrame) -> dict[Hashable, str]:
    """Return a colour for each cluster, by label; standalone councils are light grey.

    Clusters differ in colour if they touch, or lie as close as the two banks of a river. Up to
    eight clusters have a colour each; of more, those of one colour are far apart.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> frame = gpd.GeoDataFrame(
    ...     {"cluster": ["a", "a", "b"]},
    ...     geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1)],
    ... )
    >>> cluster_colours(frame)
    {'a': '#77AADD', 'b': '#E4E4E4'}
    """
    clusters = rows_by_cluster(frame)
    shared = {label: rows for label, rows in clusters.items() if len(rows) > 1}
    numbers = colour_groups(frame.geometry.to_numpy(), list(shared.values()))
    chosen = dict(zip(shared, map(colour, numbers), strict=True))
    return {label: chosen.get(label, ALONE) for label in clusters}


def colours_of_all(frames: Sequence[gpd.GeoDataFrame]) -> list[dict[Hashable, str]]:
    """Return the colours of several partitions of the same councils, each by label.

    What is the same cluster in two of them has the same colour in both; else as `cluster_colours`.
    """
    clusters = [rows_by_cluster(frame) for frame in frames]
    numbers: dict[tuple[int, ...], int] = {}
    for one in clusters:
        for rows in one.values():
            if len(rows) > 1:
                numbers.setdefault(tuple(rows), len(numbers))
    maps = [[numbers[tuple(rows)] for rows in one.values() if len(rows) > 1] for one in clusters]
    chosen = colour_groups(frames[0].geometry.to_numpy(), list(map(list, numbers)), maps)
    return [
        {
            label: colour(chosen[numbers[tuple(rows)]]) if len(rows) > 1 else ALONE
            for label, rows in one.items()
        }
        for one in clusters
    ]


def colour_groups(
    shapes: NDArray[np.object_],
    groups: list[list[int]],
    maps: Iterable[Iterable[int]] | None = None,
) -> list[int]:
    """Return the number of a colour for each group of shapes; neighbours have others.

    Groups may be on several `maps`, each with the numbers of its groups; all are on one unless
    given. On one map no two overlap.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(len(groups)))
    close = close_pairs(shapes)
    together = np.zeros((len(groups), len(groups)), dtype=np.bool_)
    for numbers in [range(len(groups))] if maps is None else maps:
        shown = list(numbers)
        together[np.ix_(shown, shown)] = True
        home = np.full(len(shapes), -1)
        for k in shown:
            home[groups[k]] = k
        for i, j in close:
            if home[i] != home[j] and home[i] >= 0 and home[j] >= 0:
                graph.add_edge(int(home[i]), int(home[j]))
    distances = _distances(shapes, groups)
    # Those that are never on one map may sooner look alike, and soonest if they do not overlap.
    farthest = distances.max(initial=0.0)
    distances[~together] = np.where(distances[~together] > 0.0, 2 * farthest, farthest)
    spread = _spread(graph, distances)
    if spread is not None:
        return spread
    # Too many neighbours for the palette: as few colours as a greedy colouring takes.
    colouring = nx.greedy_color(graph, strategy="DSATUR")
    return [colouring[k] for k in range(len(groups))]


def close_pairs(shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Return the pairs i < j of shapes that touch, or nearly so, as rows of an array."""
    near = _NEAR * float(np.median(np.sqrt(shapely.area(shapes))))
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=near)
    pairs: NDArray[np.intp] = np.column_stack([left, right])
    once: NDArray[np.intp] = pairs[left < right]
    return once


def _spread(graph: nx.Graph, distances: NDArray[np.float64]) -> list[int] | None:
    """Colour the groups from the palette, those of one colour far apart; None if it runs out."""
    chosen: dict[int, int] = {}

    def urgency(k: int) -> tuple[int, int]:
        return len({chosen[n] for n in graph[k] if n in chosen}), graph.degree(k)

    while len(chosen) < len(graph):
        k = max((k for k in graph if k not in chosen), key=urgency)
        taken = {chosen[n] for n in graph[k] if n in chosen}
        free = [number for number in range(len(PALETTE)) if number not in taken]
        if not free:
            return None
        room = {
            number: min((distances[k, n] for n, c in chosen.items() if c == number), default=np.inf)
            for number in free
        }
        chosen[k] = max(free, key=room.__getitem__)
    return [chosen[k] for k in range(len(graph))]


def _distances(shapes: NDArray[np.object_], groups: list[list[int]]) -> NDArray[np.float64]:
    """Return how far the nearest centroids of each two groups are apart."""
    points = shapely.centroid(shapes)
    between = shapely.distance(points[:, None], points[None, :])
    to_group = np.array([between[rows].min(axis=0) for rows in groups]).reshape(-1, len(shapes))
    nearest = [to_group[:, rows].min(axis=1) for rows in groups]
    return np.array(nearest).reshape(len(groups), len(groups))


def pale(chosen: str) -> str:
    """Return a colour with white mixed into it, so that lines over it stand out."""
    red, green, blue = (part + _PAPER * (1.0 - part) for part in to_rgb(chosen))
    return to_hex((red, green, blue))


def colour(number: int) -> str:
    """Return a colour of the palette or, beyond it, a pale one by the golden angle."""
    if number < len(PALETTE):
        return PALETTE[number]
    return to_hex(colorsys.hls_to_rgb(number * 0.618034 % 1.0, 0.78, 0.6))
