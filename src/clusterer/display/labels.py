"""The names of councils on a map, and stars above those of the hosts."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib import patheffects
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer.display.letters import Lettering
from clusterer.display.map_canvas import Canvas
from clusterer.display.outlines import middle_of
from clusterer.display.placement import Label, place_labels, stars_of

_log = logging.getLogger(__name__)

_MOST_LABELS = 60
"""Maps of more councils have no names unless asked for."""

_BOX: dict[str, Any] = {"boxstyle": "round,pad=0.2", "edgecolor": "none", "alpha": 0.92}


def has_names(labels: bool | None, councils: int) -> bool:
    """Tell whether a map of so many councils has their names, as asked or, if None, as usual."""
    return bool(labels) or (labels is None and councils <= _MOST_LABELS)


def draw_labels(
    canvas: Canvas,
    shapes: NDArray[np.object_],
    names: Sequence[str],
    colours: Sequence[str],
    starred: Sequence[int] = (),
    *,
    boxed: bool = False,
) -> list[Label]:
    """Write the names of councils where they cover no other.

    Parameters
    ----------
    canvas
        What to write on.
    shapes
        The councils.
    names
        Their names; nothing is written for "".
    colours
        The colour behind each name.
    starred
        Row numbers of the councils whose name is bold, under a star.
    boxed
        Whether a box hides what lies behind a name, such as lines.

    Returns
    -------
    list of Label
        The names that found room, and where.
    """
    lettering = Lettering.of(names)
    written = [lettering.written(name) for name in names]
    placed = place_labels(shapes, written, starred, canvas.per_point, lettering.family)
    for label in placed:
        canvas.ax.text(
            label.x,
            label.y,
            label.text,
            fontsize=label.size,
            fontfamily=list(lettering.family),
            fontweight="bold" if label.row in starred else "normal",
            color="black",
            horizontalalignment="center",
            verticalalignment="center",
            linespacing=1.0,
            parse_math=False,
            gid="label",
            path_effects=[patheffects.withStroke(linewidth=2.0, foreground=colours[label.row])],
            bbox=_BOX | {"facecolor": colours[label.row]} if boxed else None,
        )
    draw_stars(canvas.ax, list(stars_of(placed, starred)))
    missing = sum(map(bool, names)) - len(placed)
    if missing:
        _log.info("%d names have no room on the map; draw it larger to see them", missing)
    return placed


def draw_ends_of_lines(
    canvas: Canvas,
    shapes: NDArray[np.object_],
    names: Sequence[str],
    colours: Sequence[str],
    *,
    named: bool,
) -> NDArray[np.float64]:
    """Return where lines between councils end: at their names, which are written, or in the middle.

    Parameters
    ----------
    canvas, shapes, names, colours
        As for `draw_labels`.
    named
        Whether to write the names.
    """
    placed = draw_labels(canvas, shapes, names, colours, boxed=True) if named else []
    return ends_of_lines(shapes, placed)


def ends_of_lines(shapes: NDArray[np.object_], placed: Sequence[Label]) -> NDArray[np.float64]:
    """Return a point in each council where lines end: at its name, if that is in it."""
    ends = np.array([middle_of(shape) for shape in shapes])
    for label in placed:
        if shapely.contains_xy(shapes[label.row], label.x, label.y):
            ends[label.row] = label.x, label.y
    return ends


def draw_stars(ax: Axes, places: Sequence[tuple[float, float]]) -> None:
    """Draw the stars that mark hosts."""
    if places:
        x, y = zip(*places, strict=True)
        ax.scatter(x, y, marker="*", s=36, color="black", linewidths=0, zorder=4, gid="hosts")
