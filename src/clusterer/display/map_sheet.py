"""What stands around each map: the title, the source, a scale bar and the key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer.display.key import draw_key
from clusterer.display.map_canvas import Canvas, prepare
from clusterer.display.scale_bar import draw_scale_bar


@contextmanager
def map_sheet(
    frame: gpd.GeoDataFrame,
    shapes: NDArray[np.object_],
    ax: Axes | None,
    entries: Sequence[Any],
    *,
    title: str | None,
    source: str | None,
    key: bool,
    scale_bar: bool,
    assumptions: str | None = None,
) -> Iterator[Canvas]:
    """Give what a map is drawn on; once it is drawn, add the scale bar and the key.

    Parameters
    ----------
    frame
        The councils; ``attrs["source"]`` says whose the boundaries are, unless `source` does.
    shapes
        The councils as they are drawn.
    entries
        What the key explains.
    ax, title, source, key, scale_bar, assumptions
        As for `draw_map`.
    """
    canvas = prepare(
        tuple(shapely.total_bounds(shapes).tolist()),
        ax,
        title=title,
        source=frame.attrs.get("source") if source is None else source,
        entries=len(entries) if key else 0,
        subtitle=assumptions,
    )
    yield canvas
    if scale_bar:
        draw_scale_bar(canvas.ax, frame.crs, above=canvas.source_top)
    if key:
        draw_key(canvas, entries)
