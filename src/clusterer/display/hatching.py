"""Lines over clusters whose colours alone do not distinguish them, such as in grey print."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import geopandas as gpd
import networkx as nx
import numpy as np
import shapely
from matplotlib.collections import LineCollection
from numpy.typing import NDArray

from clusterer.display.grouping import shared_clusters
from clusterer.display.map_canvas import Canvas
from clusterer.display.nearness import nearness
from clusterer.display.palette import alike_in_grey, dark
from clusterer.display.placement import Label

PATTERNS: tuple[tuple[float, ...], ...] = ((), (45.0,), (135.0,), (45.0, 135.0), (0.0,), (90.0,))
"""The directions of the lines of each pattern, in degrees; the first is plain."""

_SPACING = 5.0
_WIDTH = 0.7
"""Points."""


def patterns_of_all(
    frames: Sequence[gpd.GeoDataFrame], colours: Sequence[Mapping[Hashable, str]]
) -> list[dict[Hashable, int]]:
    """Return the number of the pattern of each shared cluster of several partitions, by label.

    What is the same cluster in two of them has the same pattern in both.

    Parameters
    ----------
    frames
        Of the same councils, with the ``cluster`` of each.
    colours
        Of each partition the colour of each cluster, by label.
    """
    groups, numbers = shared_clusters(frames)
    colour_of = {
        number: by_label[label]
        for one, by_label in zip(numbers, colours, strict=True)
        for label, number in one.items()
    }
    chosen = patterns(
        frames[0].geometry.to_numpy(),
        groups,
        [colour_of[number] for number in range(len(groups))],
        [list(one.values()) for one in numbers],
    )
    return [{label: chosen[number] for label, number in one.items()} for one in numbers]


def patterns(
    shapes: NDArray[np.object_],
    groups: Sequence[Sequence[int]],
    colours: Sequence[str],
    maps: Iterable[Iterable[int]] | None = None,
) -> list[int]:
    """Return the number of a pattern for each group; near ones that look alike have others.

    Two look alike if they have one colour, or colours that are alike in grey print.

    Parameters
    ----------
    shapes, groups, maps
        As for `colour_groups`.
    colours
        The colour of each group.
    """
    near = nearness(shapes, [list(rows) for rows in groups], maps).near
    graph = nx.from_numpy_array(near & alike_in_grey(colours))
    # As many plain ones as it can find, then as many of the first pattern, and so on.
    found = nx.greedy_color(graph, strategy="independent_set")
    return [found[k] % len(PATTERNS) for k in range(len(groups))]


def draw_hatching(
    canvas: Canvas,
    shapes: NDArray[np.object_],
    groups: Sequence[Sequence[int]],
    colours: Sequence[str],
    chosen: Sequence[int],
    names: Sequence[Label] = (),
) -> None:
    """Draw the pattern of each group in a dark shade of its colour, except where names stand.

    Parameters
    ----------
    canvas
        What to draw on.
    shapes, groups, colours
        As for `patterns`.
    chosen
        The number of the pattern of each group.
    names
        The names of councils that stand on the map.
    """
    covered = shapely.union_all([shapely.box(*label.box) for label in names])
    for rows, colour, number in zip(groups, colours, chosen, strict=True):
        area = shapely.difference(shapely.union_all(shapes[list(rows)]), covered)
        if not PATTERNS[number] or area.is_empty:
            continue
        lines = [_lines(area, angle, _SPACING * canvas.per_point) for angle in PATTERNS[number]]
        drawn = LineCollection(
            [shapely.get_coordinates(line) for line in np.concatenate(lines)],
            colors=dark(colour),
            linewidths=_WIDTH,
            gid="hatching",
            zorder=1.5,
        )
        canvas.ax.add_collection(drawn, autolim=False)


def _lines(area: shapely.Geometry, angle: float, spacing: float) -> NDArray[np.object_]:
    """Return parallel lines through an area, cut off at its edge."""
    west, south, east, north = area.bounds
    middle = np.array([west + east, south + north]) / 2
    reach = np.hypot(east - west, north - south) / 2
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    across = np.array([-along[1], along[0]])
    # From the origin of the map, so that lines of two areas go on in each other.
    first = np.ceil((middle @ across - reach) / spacing)
    steps = spacing * (first + np.arange(int(2 * reach / spacing) + 1))
    feet = middle + (steps - middle @ across)[:, None] * across
    ends = np.stack([feet - reach * along, feet + reach * along], axis=1)
    cut = shapely.get_parts(shapely.intersection(shapely.linestrings(ends), area))
    kept: NDArray[np.object_] = cut[shapely.length(cut) > 0]
    return kept
