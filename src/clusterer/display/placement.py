"""Where the names of councils go on a map, so that none covers another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from numpy.typing import NDArray

from clusterer.display.outlines import largest_polygon, middle_of

_SIZES = (8.0, 7.0, 6.0, 5.0)
"""Points, the best first."""

_LEADING = 1.2
"""Line height, in sizes of the font."""

_STEPS = 9
"""Places tried across a council, and as many upwards."""

_MOST_LINES = 4


@dataclass(frozen=True)
class Label:
    """A name, broken into lines, and where its middle stands.

    Attributes
    ----------
    row
        The row number of the council.
    text
        The name, with line breaks.
    x, y
        The middle of the text.
    size
        Points.
    box
        West, south, east and north of the text, and of the star above it if there is one.
    """

    row: int
    text: str
    x: float
    y: float
    size: float
    box: tuple[float, float, float, float]


def place_labels(
    shapes: NDArray[np.object_],
    names: Sequence[str],
    starred: Sequence[int],
    per_point: float,
    family: Sequence[str] | None = None,
) -> list[Label]:
    """Choose a place, a size and line breaks for each name.

    A name stands within its council where it fits, in the largest size that does; else in the
    smallest size where it sticks out least. One for which there is no room is left out.

    Parameters
    ----------
    shapes
        The councils.
    names
        What to write on each; nothing for "".
    starred
        Row numbers of the councils whose name is bold, under a star.
    per_point
        Units of the map in a point.
    family
        The fonts, in the order in which a letter is looked for in them; the usual ones if None.
    """
    stars = set(starred)
    # The smallest have the least choice.
    order = np.argsort(shapely.area(shapes), kind="stable").tolist()
    placed: dict[int, Label] = {}
    squeezed = []
    for row in order:
        if not names[row]:
            continue
        found = _first_fit(shapes[row], row, names[row], row in stars, per_point, placed, family)
        if found is None:
            squeezed.append(row)
        else:
            placed[row] = found
    for row in squeezed:
        found = _least_bad(shapes[row], row, names[row], row in stars, per_point, placed, family)
        if found is not None:
            placed[row] = found
    return [placed[row] for row in sorted(placed)]


def line_breaks(name: str) -> list[str]:
    r"""Return the ways to break a name into lines at spaces, the fewest lines first.

    Of each number of lines, the way whose longest line is shortest.

    Examples
    --------
    >>> line_breaks("Kingston upon Thames")
    ['Kingston upon Thames', 'Kingston\nupon Thames', 'Kingston\nupon\nThames']
    """
    words = name.split()
    found = []
    for lines in range(1, min(len(words), _MOST_LINES) + 1):
        ways = []
        for cuts in combinations(range(1, len(words)), lines - 1):
            ends = [0, *cuts, len(words)]
            ways.append([" ".join(words[a:b]) for a, b in pairwise(ends)])
        found.append("\n".join(min(ways, key=lambda way: max(map(len, way)))))
    return found


def _first_fit(
    shape: shapely.Geometry,
    row: int,
    name: str,
    star: bool,
    per_point: float,
    placed: dict[int, Label],
    family: Sequence[str] | None,
) -> Label | None:
    """Return the largest label that fits into its council, nearest to the middle."""
    points = _places(shape)
    shapely.prepare(shape)
    for size in _SIZES:
        for text in line_breaks(name):
            boxes = _boxes(points, text, size, star, per_point, family)
            fits = shapely.covers(shape, shapely.box(*boxes.T)) & ~_taken(boxes, placed)
            if fits.any():
                k = int(np.flatnonzero(fits)[0])
                return _label(row, text, size, boxes[k], star, per_point)
    return None


def _least_bad(
    shape: shapely.Geometry,
    row: int,
    name: str,
    star: bool,
    per_point: float,
    placed: dict[int, Label],
    family: Sequence[str] | None,
) -> Label | None:
    """Return the label that sticks out of its council least and covers no other."""
    points = _places(shape)
    size = _SIZES[-1]
    best: tuple[float, Label] | None = None
    for text in line_breaks(name):
        boxes = _boxes(points, text, size, star, per_point, family)
        outside = shapely.area(shapely.difference(shapely.box(*boxes.T), shape))
        outside[_taken(boxes, placed)] = np.inf
        k = int(outside.argmin())
        if np.isfinite(outside[k]) and (best is None or outside[k] < best[0]):
            best = float(outside[k]), _label(row, text, size, boxes[k], star, per_point)
    return None if best is None else best[1]


def _places(shape: shapely.Geometry) -> NDArray[np.float64]:
    """Return points within the largest part of a council, from its middle outwards."""
    largest = largest_polygon(shape)
    middle = middle_of(shape)
    west, south, east, north = largest.bounds
    x, y = np.meshgrid(np.linspace(west, east, _STEPS + 2), np.linspace(south, north, _STEPS + 2))
    points = np.column_stack([x.ravel(), y.ravel()])
    points = points[shapely.contains_xy(largest, points[:, 0], points[:, 1])]
    nearest = np.argsort(np.hypot(*(points - middle).T), kind="stable")
    representative = shapely.get_coordinates(largest.representative_point())
    return np.concatenate([[middle], representative, points[nearest]])


def _boxes(
    points: NDArray[np.float64],
    text: str,
    size: float,
    star: bool,
    per_point: float,
    family: Sequence[str] | None,
) -> NDArray[np.float64]:
    """Return west, south, east and north of a label centred on each of the points."""
    font = FontProperties(family=family, size=size, weight="bold" if star else "normal")
    lines = text.split("\n")
    width = max(
        text_to_path.get_text_width_height_descent(line, font, ismath=False)[0] for line in lines
    )
    height = (len(lines) * _LEADING + (1.0 if star else 0.0)) * size
    half = np.array([width + 2.0, height + 1.0]) * per_point / 2
    return np.hstack([points - half, points + half])


def _taken(boxes: NDArray[np.float64], placed: dict[int, Label]) -> NDArray[np.bool_]:
    """Tell of each box whether it overlaps a label that has its place."""
    if not placed:
        return np.zeros(len(boxes), dtype=np.bool_)
    west, south, east, north = np.array([label.box for label in placed.values()]).T
    overlap: NDArray[np.bool_] = (
        (boxes[:, [0]] < east)
        & (boxes[:, [2]] > west)
        & (boxes[:, [1]] < north)
        & (boxes[:, [3]] > south)
    ).any(axis=1)
    return overlap


def _label(
    row: int, text: str, size: float, box: NDArray[np.float64], star: bool, per_point: float
) -> Label:
    west, south, east, north = box.tolist()
    top = north - (size * per_point if star else 0.0)
    return Label(row, text, (west + east) / 2, (south + top) / 2, size, (west, south, east, north))


def stars_of(labels: Sequence[Label], starred: Sequence[int]) -> Iterator[tuple[float, float]]:
    """Go through the places of the stars above the labels that have one."""
    chosen = set(starred)
    for label in labels:
        if label.row in chosen:
            west, _, east, north = label.box
            above = 2 * label.y - label.box[1]
            yield (west + east) / 2, (above + north) / 2
