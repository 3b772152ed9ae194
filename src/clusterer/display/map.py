"""The map of a partition: who shares with whom, and where the hosts are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import geopandas as gpd
import shapely
from matplotlib.axes import Axes

from clusterer.councils import Councils
from clusterer.display.areas import draw_areas
from clusterer.display.colours import cluster_colours
from clusterer.display.discs import lies_over
from clusterer.display.grouping import hosts, rows_by_cluster
from clusterer.display.hatching import draw_hatching, patterns_of_all
from clusterer.display.key import INK, entries_of_key
from clusterer.display.labels import draw_labels, draw_stars, has_names
from clusterer.display.map_canvas import check_options
from clusterer.display.map_sheet import map_sheet
from clusterer.display.numbers import draw_numbers
from clusterer.display.outlines import middle_of, sketch
from clusterer.display.placement import Label
from clusterer.display.places import lines_between_places


def draw_map(
    frame: gpd.GeoDataFrame,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    assumptions: str = "",
    labels: bool | None = None,
    source: str | None = None,
    key: bool = True,
    scale_bar: bool = True,
    colours: Mapping[Hashable, str] | None = None,
    numbers: bool = True,
    patterns: Mapping[Hashable, int] | None = None,
) -> Axes:
    """Draw clusters of councils.

    Each shared cluster has a number, one colour and a dark outline. No two near clusters look
    alike: where their colours are alike in grey print, one of them is hatched. Councils that stand
    alone are grey. The host of a cluster has a star and, where there are names, a bold one. Dotted
    lines join what is one cluster in several places. Points, and bodies that lie over others, as a
    county over its districts, are discs.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` and perhaps ``name`` and
        ``cluster_host``: what `Evaluation.to_geodataframe` returns.
    ax
        Axes to draw on; a new figure if None.
    title
        What to write above the map.
    assumptions
        What the figures rest on, to write small below the title; nothing for "".
    labels
        Whether to write the names of the councils; only on maps of up to 60 unless given.
        A name for which there is no room is left out.
    source
        What to write small below the map, such as whose the boundaries are; what
        ``frame.attrs["source"]`` says unless given, nothing for "".
    key
        Whether to explain colours and stars below the map.
    scale_bar
        Whether to draw one.
    colours
        The colour of each cluster, by label; `cluster_colours` of the frame unless given.
    numbers
        Whether to write the label of each shared cluster, such as 7, as tables and files have it.
        Labels of more than three characters are left out.
    patterns
        The number of the pattern of each shared cluster, by label, 0 for none; unless given, near
        ones that look alike by their colours, at least in grey print, have others.

    Returns
    -------
    Axes
        The axes; its figure is ``ax.figure``.

    Raises
    ------
    InputError
        If there is no column ``cluster``, or a council has no value in it.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> ax = draw_map(pair.to_geodataframe(), title="A pair")
    >>> plt.close(ax.figure)
    """
    clusters = rows_by_cluster(frame)
    names = Councils(frame).names
    given = frame.geometry.to_numpy()
    shapes = sketch(given)
    shared = [rows for rows in clusters.values() if len(rows) > 1]
    starred = hosts(frame, names)
    links = lines_between_places(shapes, shared)
    by_cluster = cluster_colours(frame) if colours is None else colours
    fills = [by_cluster[label] for label in frame["cluster"]]
    if patterns is None:
        (patterns,) = patterns_of_all([frame], [by_cluster])
    hatched = [patterns[label] for label, rows in clusters.items() if len(rows) > 1]
    entries = entries_of_key(
        shared=bool(shared),
        starred=bool(starred),
        linked=bool(links),
        alone=sum(map(len, shared)) < len(frame),
        over=lies_over(given),
        hatched=any(hatched),
    )

    check_options(labels=labels, key=key, scale_bar=scale_bar, numbers=numbers)
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
        draw_areas(canvas.ax, shapes, fills, shared)
        for xy in map(shapely.get_coordinates, links):
            canvas.ax.plot(*xy.T, color=INK, linestyle=":", marker="o", markersize=3, gid="link")
        placed: list[Label] = []
        if has_names(labels, len(frame)):
            placed = draw_labels(canvas, shapes, names, fills, starred)
        else:
            draw_stars(canvas.ax, [tuple(middle_of(shapes[row])) for row in starred])
        draw_hatching(canvas, shapes, shared, [fills[rows[0]] for rows in shared], hatched, placed)
        if numbers:
            draw_numbers(canvas, shapes, clusters, placed)
    return canvas.ax
