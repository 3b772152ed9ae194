"""The map of a whole path: who shares today and in the plan, and when each council moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.display.areas import draw_areas
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.key import INK
from clusterer.display.labels import draw_labels, has_names
from clusterer.display.map_canvas import check_options
from clusterer.display.map_sheet import map_sheet
from clusterer.display.numbers import draw_numbers
from clusterer.display.outlines import outlines, sketch
from clusterer.display.palette import ALONE, ALONE_BORDER
from clusterer.display.placement import Label
from clusterer.display.places import lines_between_places

_YEARS = LinearSegmentedColormap.from_list("years", ["#4FA3C7", "#A5D5B5", "#FBF3BF"])
"""From the first year to the last. Black text can be read on all; grey print keeps the order."""

_TODAY: dict[str, Any] = {"color": "#A50026", "linewidth": 2.0, "linestyle": (0, (2.2, 1.4))}


def draw_map_of_moves(
    frame: gpd.GeoDataFrame,
    year_of: NDArray[np.float64],
    today: Sequence[list[int]] = (),
    *,
    years: int | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    assumptions: str = "",
    labels: bool | None = None,
    source: str | None = None,
    key: bool = True,
    scale_bar: bool = True,
) -> Axes:
    """Draw where a path leads, when each council moves, and the partnerships of today.

    The colour of a council is the year of its move, the darker the earlier; who does not move is
    grey. Clusters at the end have a dark outline and their number, partnerships of today a dashed
    one. Where both lie on each other, a partnership goes on as it is.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` at the end and perhaps ``name``.
    year_of
        Shape (n,): the year of each council's move, 0 is now; NaN for who does not move.
    today
        The row numbers of each partnership that exists.
    years
        How many years there are in all, for the colours; up to the last move unless given.
    ax, title, assumptions, labels, source, key, scale_bar
        As for `draw_map`.

    Returns
    -------
    Axes
        The axes; its figure is ``ax.figure``.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import numpy as np
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> moves = np.where(pair.councils.frame["name"].isin(["Camden", "Islington"]), 1.0, np.nan)
    >>> ax = draw_map_of_moves(pair.to_geodataframe(), moves)
    >>> [entry.get_text() for entry in ax.get_legend().get_texts()]
    ['moves in year 1', 'does not move', 'cluster at the end']
    >>> plt.close(ax.figure)
    """
    check_options(labels=labels, key=key, scale_bar=scale_bar)
    shapes = sketch(frame.geometry.to_numpy())
    clusters = rows_by_cluster(frame)
    shared = [rows for rows in clusters.values() if len(rows) > 1]
    moving = sorted({int(year) for year in year_of[~np.isnan(year_of)]})
    last = max([1, *moving, *([] if years is None else [years - 1])])
    colours = {year: to_hex(_YEARS(year / last)) for year in moving}
    fills = [ALONE if np.isnan(year) else colours[int(year)] for year in year_of.tolist()]
    entries = _entries(colours, rest=ALONE in fills, shared=bool(shared), today=bool(today))
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
        draw_areas(canvas.ax, shapes, fills, shared, width=2.6)
        _join(canvas.ax, shapes, shared, {"color": INK, "linestyle": ":"}, "link")
        if today:
            gpd.GeoSeries(outlines(shapes, list(today))).boundary.plot(
                ax=canvas.ax, aspect=None, gid="today", zorder=3, **_TODAY
            )
            _join(canvas.ax, shapes, today, _TODAY, "link today")
        placed: list[Label] = []
        if has_names(labels, len(frame)):
            placed = draw_labels(canvas, shapes, Councils(frame).names, fills)
        draw_numbers(canvas, shapes, clusters, placed)
    return canvas.ax


def _join(
    ax: Axes,
    shapes: NDArray[np.object_],
    groups: Sequence[list[int]],
    style: dict[str, Any],
    gid: str,
) -> None:
    """Draw lines that join the places of each group that is in several."""
    for line in lines_between_places(shapes, groups):
        ax.plot(*shapely.get_coordinates(line).T, marker="o", markersize=3, gid=gid, **style)


def _entries(
    colours: dict[int, str], *, rest: bool, shared: bool, today: bool
) -> list[Line2D | Patch]:
    """Return what the key explains: only what there is."""
    entries: list[Line2D | Patch] = [
        Patch(facecolor=colour, edgecolor="white", label=f"moves {_when(year)}")
        for year, colour in colours.items()
    ]
    if rest:
        entries.append(Patch(facecolor=ALONE, edgecolor=ALONE_BORDER, label="does not move"))
    if today:
        entries.append(Line2D([], [], label="partnership today", **_TODAY))
    if shared:
        entries.append(Patch(facecolor="none", edgecolor=INK, label="cluster at the end"))
    return entries


def _when(year: int) -> str:
    return "now, in year 0" if year == 0 else f"in year {year}"
