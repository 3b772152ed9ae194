"""An interactive map of a partition, in the colours of the drawn one."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.display.cluster_names import cluster_names
from clusterer.display.colours import cluster_colours
from clusterer.display.explore_legend import draw_legend
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.numbers import has_number, roomiest
from clusterer.display.outlines import largest_polygon, outlines, sketch
from clusterer.display.palette import ALONE_BORDER
from clusterer.display.plain_tables import plain, with_index
from clusterer.display.self_contained import contain_leaflet

if TYPE_CHECKING:
    import folium

_TOOLTIP = {
    "name": "council",
    "cluster": "cluster",
    "cluster_host": "host",
    "cluster_size": "councils in it",
    "share_gbp_m": "the council pays, £m",
    "saving_gbp_m": "the council saves, £m",
}
"""What is shown of a council, of the columns that there are, and under which words."""

_ON_PAPER = {"color": ALONE_BORDER, "weight": 1, "fillOpacity": 1.0}
_ON_STREETS = {"color": "white", "weight": 1, "fillOpacity": 0.75}
"""How councils are filled where nothing is below them, and over a street map."""

_NUMBER = (
    "width: 20px; height: 20px; border-radius: 50%; background: #222222; color: white; "
    "border: 1px solid white; font: bold 11px/20px sans-serif; text-align: center;"
)
"""How the number of a cluster is written."""


def explore_map(
    frame: gpd.GeoDataFrame,
    *,
    assumptions: str = "",
    source: str | None = None,
    tiles: str | folium.TileLayer | None = None,
    attr: str | None = None,
    column: str | None = None,
    categorical: bool = False,
    categories: Sequence[Any] | None = None,
    cmap: str | None = None,
    scheme: str | None = None,
    k: int = 5,
    legend: bool = True,
    tooltip: bool | str | Sequence[str] | None = None,
    popup: bool | str | Sequence[str] = False,
    width: int | str = "100%",
    height: int | str = "100%",
) -> folium.Map:
    """Show clusters of councils on an interactive map.

    Clusters have the colours and numbers that `draw_map` gives them. A page that is saved has all
    that it needs inside: it works without a network, unless it has a street map.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` and perhaps ``name``,
        ``cluster_host``, ``cluster_size``, ``share_gbp_m`` and ``saving_gbp_m``: what
        `Evaluation.to_geodataframe` returns.
    assumptions
        What the figures rest on, to write in the attribution; nothing for "".
    source
        What to write there too, such as whose the boundaries are; what
        ``frame.attrs["source"]`` says unless given, nothing for "".
    tiles
        A street map below, by its name, such as "OpenStreetMap", or its address, or as a layer
        of folium. It comes from the network whenever the page is opened.
    attr
        Whose the street map is, which an address has to be told.
    column
        A column whose values colour the councils, in place of their clusters.
    categorical
        Whether the column is of kinds, and not of amounts, though its values are numbers.
    categories
        The kinds in the order of the legend; those that there are unless given.
    cmap
        The colours of the values, by a name of matplotlib.
    scheme, k
        How amounts are put into classes, by a name of mapclassify, and into how many.
    legend
        Whether to explain the colours of the column.
    tooltip
        What the mouse shows: columns, True for all, False for none; the name, the cluster, its
        host, size and saving unless given.
    popup
        What a click shows, as for `tooltip`.
    width, height
        Of the map: pixels, or a share of the page such as "50%".

    Returns
    -------
    folium.Map
        The map.

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
    columns = _columns(frame)
    table = gpd.GeoDataFrame(
        columns.rename(columns=_escaped).map(_escaped), geometry=shapes, crs=frame.crs
    )
    shown = {known: words for known, words in _TOOLTIP.items() if known in table.columns}
    drawn = table.explore(
        tiles=tiles,
        attr=attr,
        column=_escaped(column),
        color=[by_cluster[label] for label in frame["cluster"]] if column is None else None,
        categorical=categorical,
        categories=_all_escaped(categories),
        cmap=cmap,
        scheme=scheme,
        k=k,
        legend=False,
        tooltip=list(shown) if tooltip is None else _all_escaped(tooltip),
        tooltip_kwds={"aliases": list(shown.values())} if tooltip is None else {},
        popup=_all_escaped(popup),
        style_kwds=dict(_ON_PAPER if tiles is None else _ON_STREETS),  # It is changed there.
        width=width,
        height=height,
    )

    shared = [rows for rows in rows_by_cluster(frame).values() if len(rows) > 1]
    if shared:
        # Lines, not areas: the mouse must find the councils below.
        edges = gpd.GeoSeries(outlines(shapes, shared), crs=frame.crs).boundary
        edges.explore(
            m=drawn,
            color="#222222",
            highlight=False,
            style_kwds={"weight": 2.5, "interactive": False},
        )
        _number(drawn, frame, shapes)
    if legend and column is not None:
        values = columns[column]
        draw_legend(
            drawn,
            column,
            values,
            _drawn_colours(drawn),
            cmap=cmap,
            kinds=categorical or categories is not None or not _are_amounts(values),
            classes=scheme is not None,
        )
    contain_leaflet(drawn, others=tiles is not None)
    if source is None:
        source = frame.attrs.get("source")
    _attribute(drawn, [words for words in (assumptions, source) if words])
    return drawn


def _escaped(value: Any) -> Any:
    """Return words as they are written in HTML; what is no words as it is.

    Braces too: folium makes a template of a legend, which would run what stands in them.
    """
    if not isinstance(value, str):
        return value
    return escape(value).translate({ord("{"): "&#123;", ord("}"): "&#125;"})


def _all_escaped(given: Any) -> Any:
    """Return names of columns, or values in them, as they are written in HTML."""
    if isinstance(given, (pd.Series, np.ndarray, list, tuple)):
        return [_escaped(one) for one in given]
    return _escaped(given)


def _drawn_colours(drawn: folium.Map) -> list[str | None]:
    """Return the colour that each council has on the map."""
    import folium

    layer = next(part for part in drawn._children.values() if isinstance(part, folium.GeoJson))
    return [each["properties"]["__folium_color"] for each in layer.data["features"]]


def _are_amounts(values: pd.Series) -> bool:
    return values.dtype.kind in "iuf"


def _number(drawn: folium.Map, frame: gpd.GeoDataFrame, shapes: NDArray[np.object_]) -> None:
    """Write the number of each shared cluster on it, as on the drawn map."""
    import folium

    clusters = rows_by_cluster(frame)
    called = cluster_names(clusters)
    numbered = {
        called[label]: rows
        for label, rows in clusters.items()
        if len(rows) > 1 and has_number(called[label])
    }
    areas = [largest_polygon(shapely.union_all(shapes[rows])) for rows in numbered.values()]
    places = gpd.GeoSeries([shapely.Point(roomiest(area)[0]) for area in areas], crs=frame.crs)
    for label, place in zip(numbered, places.to_crs(4326), strict=True):
        icon = folium.DivIcon(
            html=f'<div style="{_NUMBER}">{_escaped(label)}</div>', icon_size=(20, 20)
        )
        at = (place.y, place.x)
        folium.Marker(at, icon=icon, interactive=False, keyboard=False).add_to(drawn)


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
    names = list(Councils(frame).names)
    if "name" in table.columns:
        table["name"] = names  # Those of one name with their labels.
    else:
        table.insert(0, "name", names)
    for column in table.select_dtypes("datetime").columns:
        table[column] = table[column].astype(str)
    for money in table.columns.intersection([name for name in _TOOLTIP if name.endswith("_gbp_m")]):
        table[money] = np.round(table[money], 2) + 0.0
    return table
