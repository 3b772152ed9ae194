"""Several maps side by side, such as one for each service."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
from matplotlib.figure import Figure

from clusterer.display.canvas import new_figure, wrapped
from clusterer.display.map import draw_map

_PANEL = 4.2
"""Inches that a map is wide."""

_MOST_ACROSS = 3
_MARGIN = 0.15
_GAP = 0.25
_TITLE_SIZE = 12.0
_SUBTITLE_SIZE = 8.0
_POINTS = 72.0


def draw_maps(
    frames: Mapping[str, gpd.GeoDataFrame], *, title: str = "", subtitle: str = ""
) -> Figure:
    """Draw several partitions of the same councils side by side, up to three in a row.

    Parameters
    ----------
    frames
        By the title of each map, what `draw_map` takes.
    title
        What to write above all; nothing for "".
    subtitle
        What to write small below the title; nothing for "".

    Returns
    -------
    matplotlib.figure.Figure
        The figure.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> figure = draw_maps({"IT": pair.to_geodataframe(), "legal": pair.to_geodataframe()})
    >>> len(figure.axes)
    2
    >>> plt.close(figure)
    """
    across = min(_MOST_ACROSS, len(frames))
    down = -(-len(frames) // across)
    west, south, east, north = next(iter(frames.values())).total_bounds
    panel = _PANEL * (north - south) / (east - west) + 0.45
    width = across * _PANEL + (across - 1) * _GAP + 2 * _MARGIN
    room = width - 2 * _MARGIN
    heading = wrapped(title, _TITLE_SIZE, room) if title else ""
    below = wrapped(subtitle, _SUBTITLE_SIZE, room) if subtitle else ""
    source = next(iter(frames.values())).attrs.get("source", "")
    foot = wrapped(source, _SUBTITLE_SIZE, room) if source else ""
    head = _height(heading, _TITLE_SIZE) + _height(below, _SUBTITLE_SIZE) + _MARGIN
    bottom = _height(foot, _SUBTITLE_SIZE) + _MARGIN
    height = head + down * (panel + _GAP) + bottom
    figure = new_figure(width, height)
    top = height - _MARGIN
    for words, size, colour in (
        (heading, _TITLE_SIZE, "black"),
        (below, _SUBTITLE_SIZE, "#555555"),
    ):
        if words:
            figure.text(
                _MARGIN / width,
                top / height,
                words,
                fontsize=size,
                color=colour,
                verticalalignment="top",
                parse_math=False,
            )
            top -= _height(words, size)
    for k, (name, frame) in enumerate(frames.items()):
        row, column = divmod(k, across)
        left = _MARGIN + column * (_PANEL + _GAP)
        lower = height - head - (row + 1) * (panel + _GAP) + 0.05
        ax = figure.add_axes((left / width, lower / height, _PANEL / width, (panel - 0.3) / height))
        draw_map(frame, ax=ax, title=name, labels=False, source="", key=False, scale_bar=False)
    if foot:
        figure.text(
            _MARGIN / width,
            _MARGIN / height,
            foot,
            fontsize=_SUBTITLE_SIZE,
            color="#555555",
            verticalalignment="bottom",
            parse_math=False,
        )
    return figure


def _height(words: str, size: float) -> float:
    """Return the inches that lines of words take."""
    return len(words.splitlines()) * size * 1.4 / _POINTS
