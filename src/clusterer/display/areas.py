"""The areas of a map: councils filled with colours, and groups of them in a dark outline."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer.display.key import INK
from clusterer.display.outlines import outlines
from clusterer.display.palette import ALONE, ALONE_BORDER


def draw_areas(
    ax: Axes,
    shapes: NDArray[np.object_],
    colours: list[str],
    groups: list[list[int]],
    *,
    border: str = "white",
    width: float = 1.6,
) -> None:
    """Draw councils, and an outline around each group of them.

    Parameters
    ----------
    ax
        Axes to draw on.
    shapes, colours
        Of each council.
    groups
        The row numbers of each group.
    border
        The colour of the borders between councils; those that stand alone have grey ones.
    width
        Of the outlines, in points.
    """
    edges = [ALONE_BORDER if colour == ALONE else border for colour in colours]
    gpd.GeoSeries(shapes).plot(
        ax=ax, color=colours, edgecolor=edges, linewidth=0.9, aspect=None, gid="councils"
    )
    if groups:
        gpd.GeoSeries(outlines(shapes, groups)).plot(
            ax=ax,
            facecolor="none",
            edgecolor=INK,
            linewidth=width,
            joinstyle="round",
            aspect=None,
            gid="clusters",
        )
