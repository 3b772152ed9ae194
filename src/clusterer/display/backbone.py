"""The map of what many plans have in common: what is settled, and what is open."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.display.areas import draw_areas
from clusterer.display.colours import colour_groups
from clusterer.display.key import INK
from clusterer.display.labels import draw_ends_of_lines, has_names
from clusterer.display.map_canvas import check_options
from clusterer.display.map_sheet import map_sheet
from clusterer.display.outlines import sketch
from clusterer.display.palette import ALONE, ALONE_BORDER, colour

_OPEN = "#FFFFFF"
_SOMETIMES: dict[str, Any] = {"color": "#7B1FA2", "alpha": 0.5, "capstyle": "round"}
_WIDTHS = (0.8, 6.0)
"""Points, of a line between two that share in next to none of the plans, and in nearly all."""


def draw_backbone(
    frame: gpd.GeoDataFrame,
    together: NDArray[np.float64],
    neighbours: NDArray[np.intp],
    *,
    ax: Axes | None = None,
    title: str | None = None,
    assumptions: str = "",
    labels: bool | None = None,
    source: str | None = None,
    key: bool = True,
    scale_bar: bool = True,
) -> Axes:
    """Draw which councils share in all of some plans, and which in some of them.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, and perhaps its ``name``.
    together
        Shape (n, n): the share of the plans in which each two councils share a cluster.
    neighbours
        Shape (pairs, 2): the row numbers of those between whom lines are drawn.
    ax, title, assumptions, source, key, scale_bar
        As for `draw_map`.
    labels
        Whether to write the names of the councils; only on maps of up to 60 unless given.

    Returns
    -------
    Axes
        The axes; its figure is ``ax.figure``.
    """
    check_options(labels=labels, key=key, scale_bar=scale_bar)
    shapes = sketch(frame.geometry.to_numpy())
    others = together - np.diag(together.diagonal())
    settled = _groups(together == 1.0)
    alone = np.flatnonzero(others.max(axis=1, initial=0.0) == 0.0)
    fills = [_OPEN] * len(frame)
    for rows, number in zip(settled, colour_groups(shapes, settled), strict=True):
        for row in rows:
            fills[row] = colour(number)
    for row in alone.tolist():
        fills[row] = ALONE
    first, second = neighbours.reshape(-1, 2).T
    some = (others[first, second] > 0.0) & (others[first, second] < 1.0)
    first, second = first[some], second[some]
    open_ones = len(frame) > alone.size + sum(map(len, settled))
    entries = _entries(
        settled=bool(settled), alone=bool(alone.size), some=bool(first.size), open_ones=open_ones
    )
    with map_sheet(
        frame,
        shapes,
        ax,
        entries,
        title=title,
        assumptions=assumptions,
        source=source,
        key=key,
        scale_bar=scale_bar,
    ) as canvas:
        draw_areas(canvas.ax, shapes, fills, settled, border="#A9B4C0")
        named = has_names(labels, len(frame))
        places = draw_ends_of_lines(canvas, shapes, Councils(frame).names, fills, named=named)
        narrow, wide = _WIDTHS
        lines = LineCollection(
            [places[[i, j]] for i, j in zip(first, second, strict=True)],
            linewidths=narrow + (wide - narrow) * others[first, second],
            gid="sometimes",
            zorder=2,
            **_SOMETIMES,
        )
        canvas.ax.add_collection(lines, autolim=False)
    return canvas.ax


def _groups(always: NDArray[np.bool_]) -> list[list[int]]:
    """Return the groups of two or more that share in all plans."""
    graph = nx.from_numpy_array(np.triu(always, k=1).astype(int))
    return [sorted(group) for group in nx.connected_components(graph) if len(group) > 1]


def _entries(*, settled: bool, alone: bool, some: bool, open_ones: bool) -> list[Line2D | Patch]:
    entries: list[Line2D | Patch] = []
    if settled:
        entries.append(Patch(facecolor="none", edgecolor=INK, label="together in all plans"))
    if some:
        line = {"color": _SOMETIMES["color"], "alpha": _SOMETIMES["alpha"], "linewidth": 4.0}
        entries.append(Line2D([], [], label="together in some, thicker in more", **line))
    if alone:
        entries.append(Patch(facecolor=ALONE, edgecolor=ALONE_BORDER, label="alone in all plans"))
    if open_ones:
        entries.append(Patch(facecolor=_OPEN, edgecolor="#A9B4C0", label="open"))
    return entries
