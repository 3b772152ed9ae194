"""The numbers of clusters on a map: the same as in tables and files."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer.display.cluster_names import cluster_names
from clusterer.display.key import INK
from clusterer.display.letters import Lettering
from clusterer.display.map_canvas import Canvas
from clusterer.display.outlines import largest_polygon, middle_of
from clusterer.display.placement import Label
from clusterer.display.places import places_of

_SIZES = (8.0, 7.0, 6.0, 5.0)
"""Points, the best first."""

_LONGEST = 3
"""Characters: a longer label is a name, and not a number, and is left out."""

_ROOM = 1.1
"""What a number takes with its disc and some air around it: its radius, in sizes of the font."""

_STEPS = 40
"""Places tried across a cluster, and as many upwards."""

_NOTHING = shapely.Polygon()
"""What covers no place."""


def draw_numbers(
    canvas: Canvas,
    shapes: NDArray[np.object_],
    clusters: Mapping[Hashable, Sequence[int]],
    names: Sequence[Label] = (),
) -> None:
    """Write the number of each shared cluster where it covers neither a name nor a border.

    A cluster that lies in several places has its number in each. One for which there is no room
    stands over its middle, in the smallest size, unless a name is there: then it is left out.

    Parameters
    ----------
    canvas
        What to write on.
    shapes
        The councils.
    clusters
        The row numbers of each cluster, by its label.
    names
        The names of councils that stand on the map.
    """
    covered = shapely.union_all([shapely.box(*label.box) for label in names])
    called = cluster_names(clusters)
    numbered = {
        called[k]: rows for k, rows in clusters.items() if len(rows) > 1 and has_number(called[k])
    }
    lettering = Lettering.of(numbered)
    places = zip(numbered, places_of(shapes, list(numbered.values())), strict=True)
    for label, rows in ((label, rows) for label, parts in places for rows in parts):
        area = largest_polygon(shapely.union_all(shapes[rows]))
        place, room = roomiest(area, covered)
        size = next((s for s in _SIZES if room >= s * _ROOM * canvas.per_point), _SIZES[-1])
        if shapely.contains_xy(covered, *place):
            continue
        canvas.ax.text(
            *place,
            lettering.written(label),
            fontsize=size,
            fontfamily=list(lettering.family),
            fontweight="bold",
            color="white",
            horizontalalignment="center",
            verticalalignment="center_baseline",
            parse_math=False,
            zorder=5,
            gid="number",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": INK, "edgecolor": "white"},
        )


def has_number(name: str) -> bool:
    """Tell whether the name of a cluster is short enough to be written as its number."""
    return len(name) <= _LONGEST


def roomiest(
    area: shapely.Geometry, covered: shapely.Geometry = _NOTHING
) -> tuple[tuple[float, float], float]:
    """Return the point farthest from the edge of an area and from names, and how far that is."""
    west, south, east, north = area.bounds
    x, y = np.meshgrid(
        np.linspace(west, east, _STEPS + 2)[1:-1], np.linspace(south, north, _STEPS + 2)[1:-1]
    )
    points = shapely.points(np.column_stack([x.ravel(), y.ravel()]))
    points = points[shapely.contains(area, points)]
    if not points.size:
        middle = middle_of(area)
        return (float(middle[0]), float(middle[1])), 0.0
    room = shapely.distance(points, area.boundary)
    if not covered.is_empty:
        room = np.minimum(room, shapely.distance(points, covered))
    best = int(room.argmax())
    return (shapely.get_x(points[best]), shapely.get_y(points[best])), float(room[best])
