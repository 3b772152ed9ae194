"""An interactive map of a partition, in the colours of the drawn one."""

from __future__ import annotations

import importlib
import inspect
import json
from html import escape
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from clusterer.councils import Councils
from clusterer.display.colours import cluster_colours
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.outlines import outlines, sketch
from clusterer.display.plain_tables import plain, with_index
from clusterer.errors import InputError

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

_OPTIONS = (
    *("column", "cmap", "color", "m", "tiles", "attr", "tooltip", "popup", "highlight"),
    *("categorical", "legend", "scheme", "k", "vmin", "vmax", "width", "height", "categories"),
    *("classification_kwds", "control_scale", "marker_type", "marker_kwds", "style_kwds"),
    *("highlight_kwds", "missing_kwds", "tooltip_kwds", "popup_kwds", "legend_kwds", "map_kwds"),
)
"""What `GeoDataFrame.explore` can be told."""


def explore_map(
    frame: gpd.GeoDataFrame,
    *,
    source: str | None = None,
    assumptions: str = "",
    **options: Any,
) -> folium.Map:
    """Show clusters of councils on an interactive map.

    Clusters have the colours that `draw_map` gives them.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` and perhaps ``name``,
        ``cluster_host``, ``cluster_size`` and ``cluster_saving``: what
        `Evaluation.to_geodataframe` returns.
    source
        What to write in the attribution, such as whose the boundaries are; what
        ``frame.attrs["source"]`` says unless given, nothing for "".
    assumptions
        What the figures rest on, to write there too; nothing for "".
    **options
        As of `GeoDataFrame.explore`, and in place of what is chosen here: another ``column``
        or ``tooltip``, say, or other ``tiles``.

    Raises
    ------
    ImportError
        If folium or mapclassify is not installed.
    InputError
        If there is no column ``cluster``, a council has no value in it, or there is no such
        option.
    """
    for needed in ("folium", "mapclassify"):
        try:
            importlib.import_module(needed)
        except ImportError as error:
            raise ImportError(
                f"an interactive map needs {needed}: pip install 'clusterer[explore]'"
            ) from error
    _check_options(options)
    by_cluster = cluster_colours(frame)
    shapes = sketch(frame.geometry.to_numpy())
    columns = _columns(frame)
    options = _as_html(columns, options)
    table = gpd.GeoDataFrame(
        columns.rename(columns=_escaped).map(_escaped), geometry=shapes, crs=frame.crs
    )
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
    if source is None:
        source = frame.attrs.get("source")
    _attribute(drawn, [words for words in (assumptions, source) if words])
    return drawn


def _check_options(options: dict[str, Any]) -> None:
    """Refuse an option that would be ignored, or that folium fails on with other words."""
    import folium

    passed_on = inspect.signature(folium.GeoJson.__init__).parameters
    for name in options:
        if name not in _OPTIONS and name not in passed_on:
            raise InputError(
                f"explore has no option {name!r}; there are source, assumptions, "
                f"{', '.join(_OPTIONS)}"
            )


def _escaped(value: Any) -> Any:
    """Return words as they are written in HTML; what is no words as it is.

    Braces too: folium makes a template of a legend, which would run what stands in them.
    """
    if not isinstance(value, str):
        return value
    return escape(value).translate({ord("{"): "&#123;", ord("}"): "&#125;"})


def _as_html(columns: pd.DataFrame, options: dict[str, Any]) -> dict[str, Any]:
    """Return options that name columns, or values in them, as they are in HTML."""
    found = dict(options)
    for name in ("column", "color", "tooltip", "popup", "categories"):
        given = options.get(name)
        if isinstance(given, str):
            found[name] = _escaped(given)
        elif isinstance(given, (pd.Series, np.ndarray)):
            found[name] = pd.Series(given).map(_escaped).to_numpy()
        elif isinstance(given, (list, tuple)):
            found[name] = [_escaped(one) for one in given]
    column = options.get("column")
    if isinstance(column, str) and column in columns and not options.get("categorical"):
        # The scale of numbers is no HTML, and writes what it is called as it stands.
        numbers = columns[column].dtype.kind in "iuf"
        if numbers and column != _escaped(column):
            found["legend_kwds"] = {"caption": column} | dict(options.get("legend_kwds") or {})
    return found


def _attribute(drawn: folium.Map, lines: list[str]) -> None:
    """Add lines to the attribution, in the lower right corner of the map."""
    if not lines:
        return
    from branca.element import MacroElement
    from jinja2 import Template

    # Leaflet takes HTML; and no "<" may end the script that this is part of.
    words = json.dumps("<br/>".join(map(escape, lines))).replace("<", "\\u003c")
    kind: Any = MacroElement
    element = kind()
    element._template = Template(
        "{% macro script(this, kwargs) %}"
        "if ({{ this._parent.get_name() }}.attributionControl) "
        "{ {{ this._parent.get_name() }}.attributionControl.addAttribution({{ this.words }}); }"
        "{% endmacro %}"
    )
    element.words = words
    drawn.add_child(element, name="attribution")


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
