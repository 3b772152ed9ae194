"""An interactive map of a partition, in the colours of the drawn one."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from clusterer.councils import Councils
from clusterer.display.cells import plain, with_index
from clusterer.display.colours import cluster_colours
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.outlines import outlines, sketch

if TYPE_CHECKING:
    import folium

_TOOLTIP = {
    "name": "council",
    "cluster": "cluster",
    "cluster_host": "host",
    "cluster_size": "councils in it",
    "cluster_saving": "it saves, £m",
}
"""What is shown of a council, of the columns that there are, and under which words."""


def explore_map(frame: gpd.GeoDataFrame, **options: Any) -> folium.Map:
    """Show clusters of councils on an interactive map.

    Clusters have the colours that `draw_map` gives them.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` and perhaps ``name``,
        ``cluster_host``, ``cluster_size`` and ``cluster_saving``: what
        `Evaluation.to_geodataframe` returns.
    options
        As of `GeoDataFrame.explore`, and in place of what is chosen here: another ``column``
        or ``tooltip``, say, or other ``tiles``.

    Raises
    ------
    ImportError
        If folium or mapclassify is not installed.
    InputError
        If there is no column ``cluster``, or a council has no value in it.
    """
    for needed in ("folium", "mapclassify"):
        try:
            importlib.import_module(needed)
        except ImportError as error:
            raise ImportError(
                f"an interactive map needs {needed}: pip install 'clusterer[explore]'"
            ) from error
    by_cluster = cluster_colours(frame)
    shapes = sketch(frame.geometry.to_numpy())
    table = gpd.GeoDataFrame(_columns(frame), geometry=shapes, crs=frame.crs)
    shown = {column: words for column, words in _TOOLTIP.items() if column in table.columns}
    chosen: dict[str, Any] = {
        "tooltip": list(shown),
        "style_kwds": {"color": "white", "weight": 1, "fillOpacity": 0.75},
    }
    if "tooltip" not in options:
        chosen["tooltip_kwds"] = {"aliases": list(shown.values())}
    if "column" not in options:
        chosen["color"] = [by_cluster[label] for label in frame["cluster"]]
    drawn = table.explore(**chosen | options)

    shared = [rows for rows in rows_by_cluster(frame).values() if len(rows) > 1]
    if shared:
        # Lines, not areas: the mouse shall find the councils below.
        edges = gpd.GeoSeries(outlines(shapes, shared), crs=frame.crs).boundary
        edges.explore(
            m=drawn,
            color="#222222",
            highlight=False,
            style_kwds={"weight": 2.5, "interactive": False},
        )
    return drawn


def _columns(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what JSON can hold of a table: all but its areas, figures of money rounded."""
    words = pd.DataFrame(frame.drop(columns=frame.select_dtypes("geometry").columns))
    table = plain(with_index(words, "council"), reserved=("geometry",))
    if "name" not in table.columns:
        table.insert(0, "name", list(Councils(frame).names))
    for column in table.select_dtypes("datetime").columns:
        table[column] = table[column].astype(str)
    if "cluster_saving" in table.columns:
        table["cluster_saving"] = np.round(table["cluster_saving"], 2) + 0.0
    return table
