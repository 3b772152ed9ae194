"""The map of an adjacency: who counts as a neighbour of whom, and what nothing joins."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.display.colours import colour, colour_groups, pale
from clusterer.display.discs import lies_over
from clusterer.display.key import disc_entry
from clusterer.display.labels import draw_labels, has_names
from clusterer.display.links import route
from clusterer.display.map_canvas import check_options
from clusterer.display.map_sheet import map_sheet
from clusterer.display.outlines import middle_of, sketch
from clusterer.geography import as_graph, islands, parts

_STYLES: dict[str, dict[str, Any]] = {
    "overlap": {"color": "#8A6D00", "linewidth": 1.3, "linestyle": ":", "label": "by overlap"},
    "land": {"color": "#333333", "linewidth": 1.1, "linestyle": "-", "label": "by land"},
    "crossing": {"color": "#0057B8", "linewidth": 3.2, "linestyle": "-", "label": "by crossing"},
    "near": {"color": "#C2410C", "linewidth": 1.3, "linestyle": (0, (4, 2)), "label": "near"},
    "given": {"color": "#7B1FA2", "linewidth": 1.3, "linestyle": "-.", "label": "given"},
}
"""How the edges of each kind are drawn, in the order of the key; others are as if given."""

_STRAIGHT = {"near"}
"""Kinds whose lines do not bend through a border: what they join has none."""

_ORDER = ("near", "given", "overlap", "land", "crossing")
"""Which kinds lie below which."""

_NODE: dict[str, Any] = {"s": 14, "color": "#333333", "linewidths": 0, "zorder": 2.5}
"""The dot of a council without a name."""

_ISLAND: dict[str, Any] = {"facecolor": "white", "edgecolor": "#B00020", "linewidth": 2.0}
_MOST_PARTS = 4
"""How many parts the key distinguishes."""


def plot_adjacency(
    frame: gpd.GeoDataFrame,
    graph: nx.Graph | Any,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    labels: bool | None = None,
    source: str | None = None,
    key: bool = True,
    scale_bar: bool = True,
) -> Axes:
    """Draw an adjacency on the map: its edges by kind, and each connected part.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, and perhaps its ``name``.
    graph
        The adjacency: what `adjacency` returns, or a graph of networkx or libpysal over the
        index of the councils.
    ax
        Axes to draw on; a new figure if None.
    title
        What to write above the map.
    labels
        Whether to write the names of all councils; only those of councils without neighbours
        if False; all on maps of up to 60 unless given.
    source
        What to write small below the map, such as whose the boundaries are; what
        ``frame.attrs["source"]`` says unless given, nothing for "".
    key
        Whether to explain edges and colours below the map.
    scale_bar
        Whether to draw one.

    Returns
    -------
    Axes
        The axes; its figure is ``ax.figure``.

    Raises
    ------
    InputError
        If the councils are not usable, or the nodes of the graph are not the councils.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> ax = cl.plot_adjacency(boroughs, cl.adjacency(boroughs))
    >>> plt.close(ax.figure)
    """
    councils = Councils.validated(frame, overlapping=True)  # Its graph says who is a neighbour.
    links = as_graph(graph, councils)
    given = councils.frame.geometry.to_numpy()
    shapes = sketch(given)
    alone = set(councils.positions(islands(links)))
    pieces = [list(councils.positions(part)) for part in parts(links) if len(part) > 1]
    colours = ["white"] * len(councils)
    by_piece = [pale(colour(number)) for number in colour_groups(shapes, pieces)]
    for piece, chosen in zip(pieces, by_piece, strict=True):
        for row in piece:
            colours[row] = chosen
    kinds = _kinds(links, councils)
    entries = [*_edge_entries(kinds), *_part_entries(pieces, by_piece, len(alone))]
    if lies_over(given):
        entries.append(disc_entry())

    check_options(labels=labels, key=key, scale_bar=scale_bar)
    with map_sheet(
        frame,
        shapes,
        ax,
        entries,
        title=title,
        source=source,
        key=key,
        scale_bar=scale_bar,
    ) as canvas:
        gpd.GeoSeries(shapes).plot(
            ax=canvas.ax,
            color=colours,
            edgecolor="#A9B4C0",
            linewidth=0.8,
            aspect=None,
            gid="councils",
        )
        if alone:
            gpd.GeoSeries(shapes[sorted(alone)]).plot(
                ax=canvas.ax, aspect=None, gid="islands", **_ISLAND
            )
        every = has_names(labels, len(councils))
        names = [name if every or row in alone else "" for row, name in enumerate(councils.names)]
        placed = draw_labels(canvas, shapes, names, colours, boxed=True)
        named = {label.row: (label.x, label.y) for label in placed}
        nodes = np.array([named.get(row) or middle_of(shape) for row, shape in enumerate(shapes)])
        _draw_edges(canvas.ax, kinds, nodes, shapes)
        dots = [row for row in range(len(councils)) if row not in named]
        if dots:
            canvas.ax.scatter(*nodes[dots].T, gid="nodes", **_NODE)
    return canvas.ax


def _kinds(graph: nx.Graph, councils: Councils) -> dict[str, list[tuple[int, int]]]:
    """Return the edges of each kind that there is, as pairs of row numbers."""
    found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _STYLES}
    for a, b, kind in graph.edges(data="kind"):
        pair = councils.position(a), councils.position(b)
        found[kind if kind in _STYLES else "given"].append(pair)
    return {kind: pairs for kind, pairs in found.items() if pairs}


def _draw_edges(
    ax: Axes,
    kinds: dict[str, list[tuple[int, int]]],
    nodes: NDArray[np.float64],
    shapes: NDArray[np.object_],
) -> None:
    """Draw a line for each edge, from name to name; crossings lie uppermost, in a white case."""
    for kind in sorted(kinds, key=_ORDER.index):
        straight = kind in _STRAIGHT
        lines = [
            route(nodes[i], nodes[j], shapes[i], shapes[j], straight=straight)
            for i, j in kinds[kind]
        ]
        style = {what: value for what, value in _STYLES[kind].items() if what != "label"}
        drawn = LineCollection(lines, gid=kind, zorder=2, joinstyle="round", **style)
        if kind == "crossing":
            case = patheffects.withStroke(linewidth=style["linewidth"] + 2, foreground="white")
            drawn.set_path_effects([case])
        ax.add_collection(drawn, autolim=False)


def _edge_entries(kinds: dict[str, list[tuple[int, int]]]) -> list[Any]:
    entries = []
    for kind, pairs in kinds.items():
        style = _STYLES[kind]
        entries.append(Line2D([], [], **style | {"label": f"{style['label']} ({len(pairs)})"}))
    return entries


def _part_entries(pieces: list[list[int]], colours: list[str], alone: int) -> list[Any]:
    """Return what the key says of the parts: nothing if all are connected."""
    entries: list[Any] = []
    if len(pieces) > 1:
        entries += [
            Patch(facecolor=chosen, edgecolor="white", label=f"part of {len(piece)} councils")
            for piece, chosen in zip(pieces[:_MOST_PARTS], colours, strict=False)
        ]
        if len(pieces) > _MOST_PARTS:
            more = f"… and {len(pieces) - _MOST_PARTS} smaller parts"
            entries.append(Patch(facecolor="none", edgecolor="none", label=more))
    if alone:
        entries.append(Patch(**_ISLAND, label=f"no neighbour ({alone})"))
    return entries
