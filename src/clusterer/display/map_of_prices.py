"""The map of a plan with what it costs to have two neighbours otherwise."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from clusterer.councils import Councils
from clusterer.display.areas import draw_areas
from clusterer.display.colours import colour_groups
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.labels import draw_ends_of_lines, has_names
from clusterer.display.map_canvas import check_options
from clusterer.display.map_sheet import map_sheet
from clusterer.display.outlines import sketch
from clusterer.display.palette import ALONE, colour, pale

_WIDTHS = (5.0, 2.2, 0.8)
"""Points, of the lines of a third of the pairs each, the cheapest first."""

_LINES: dict[str, dict[str, Any]] = {
    "together": {"colors": "#333333", "linestyles": "-"},
    "apart": {"colors": "#B00020", "linestyles": (0, (1.5, 1.0))},
}
"""How the lines of each wish are drawn, in the order of the key."""


def draw_map_of_prices(
    frame: gpd.GeoDataFrame,
    prices: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    assumptions: str = "",
    labels: bool | None = None,
    source: str | None = None,
    key: bool = True,
    scale_bar: bool = True,
) -> Axes:
    """Draw a plan, and a line for each pair of neighbours, the thicker the cheaper it is to change.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` and perhaps its ``name``.
    prices
        A row a pair: the row numbers of both, ``row`` and ``partner_row``; the ``wish``, "together"
        or "apart"; and the ``price`` in £m.
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
    groups = [rows for rows in rows_by_cluster(frame).values() if len(rows) > 1]
    fills = [ALONE] * len(frame)
    for rows, number in zip(groups, colour_groups(shapes, groups), strict=True):
        for row in rows:
            fills[row] = pale(colour(number))
    ends = _ends(prices["price"])
    entries = _entries(ends, prices["wish"])
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
        draw_areas(canvas.ax, shapes, fills, groups, width=1.2)
        named = has_names(labels, len(frame))
        places = draw_ends_of_lines(canvas, shapes, Councils(frame).names, fills, named=named)
        pairs = prices[["row", "partner_row"]].to_numpy(dtype=np.intp)
        widths = np.array(_WIDTHS)[np.searchsorted(ends, prices["price"])]
        for wish, style in _LINES.items():
            some = (prices["wish"] == wish).to_numpy()
            lines = LineCollection(
                list(places[pairs[some]]), linewidths=widths[some], gid=wish, zorder=2, **style
            )
            canvas.ax.add_collection(lines, autolim=False)
    return canvas.ax


def _ends(prices: pd.Series) -> list[float]:
    """Return the prices up to which a third and two thirds of the pairs lie, rounded up."""
    if prices.empty:
        return [0.0, 0.0]
    thirds = np.quantile(prices, [1 / 3, 2 / 3], method="lower")
    return [float(np.ceil(end * 100) / 100) for end in thirds]


def _entries(ends: list[float], wishes: pd.Series) -> list[Line2D | Patch]:
    first, second = (f"£{end:,.2f}m" for end in ends)
    words = (f"up to {first} more", f"up to {second}", f"above {second}")
    told = {"together": "to have together", "apart": "to part"}
    entries: list[Line2D | Patch] = [
        Line2D(
            [],
            [],
            color=style["colors"],
            linestyle=style["linestyles"],
            linewidth=2.2,
            label=told[wish],
        )
        for wish, style in _LINES.items()
        if (wishes == wish).any()
    ]
    return [
        *entries,
        *(
            Line2D([], [], color="#333333", linewidth=width, label=said)
            for width, said in zip(_WIDTHS, words, strict=True)
        ),
    ]
