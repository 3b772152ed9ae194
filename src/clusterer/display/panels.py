"""Several maps side by side, such as one for each service."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from clusterer._support.checks import check_text
from clusterer.display.colours import colours_of_all
from clusterer.display.key import entries_of_key
from clusterer.display.letters import as_it_stands
from clusterer.display.map import draw_map
from clusterer.display.map_canvas import POINTS_PER_INCH, new_figure, wrapped

_WIDTH = 9.0
"""Inches, of the whole figure: that of a map, so that words are as large on a page."""

_MOST_ACROSS = 3
_WIDEST = 4.2
_TALLEST = 5.0
"""Inches of one map."""

_MARGIN = 0.1
_GAP = 0.15
_KEY = 0.3
_TITLE_SIZE = 11.0
_NAME_SIZE = 9.0
_SMALL = 8.0
_SOURCE_SIZE = 7.0
_GREY = "#555555"


def draw_maps(
    frames: Mapping[str, gpd.GeoDataFrame], *, title: str = "", subtitle: str = ""
) -> NDArray[np.object_]:
    """Draw several partitions of the same councils side by side, up to three in a row.

    What is the same cluster on several maps has the same colour on all of them. One key below the
    maps serves all.

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
    numpy.ndarray
        The axes of each map, in the order of the frames; their figure is ``axes[0].figure``.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> axes = draw_maps({"IT": pair.to_geodataframe(), "legal": pair.to_geodataframe()})
    >>> [ax.get_title(loc="left") for ax in axes]
    ['IT', 'legal']
    >>> plt.close(axes[0].figure)
    """
    check_text("title", title)
    check_text("subtitle", subtitle)
    first = next(iter(frames.values()))
    across = min(_MOST_ACROSS, len(frames))
    wide = min(_WIDEST, (_WIDTH - 2 * _MARGIN - (across - 1) * _GAP) / across)
    west, south, east, north = first.total_bounds
    tall = min(_TALLEST, wide * (north - south) / ((east - west) or 1.0)) + _GAP
    width = across * wide + (across - 1) * _GAP + 2 * _MARGIN
    room = width - 2 * _MARGIN
    heading, below, foot = (
        wrapped(words, size, room) if words else ""
        for words, size in (
            (title, _TITLE_SIZE),
            (subtitle, _SMALL),
            (first.attrs.get("source", ""), _SOURCE_SIZE),
        )
    )
    names = [wrapped(name, _NAME_SIZE, wide) for name in frames]
    rows = [
        max(_height(name, _NAME_SIZE) for name in names[k : k + across])
        for k in range(0, len(names), across)
    ]
    head = _MARGIN + _height(heading, _TITLE_SIZE) + _height(below, _SMALL)
    bottom = _MARGIN + _height(foot, _SOURCE_SIZE) + _KEY
    height = head + sum(rows) + len(rows) * (tall + _GAP) + bottom
    figure = new_figure(width, height)

    def write(words: str, size: float, top: float, colour: str) -> None:
        text = figure.text(
            _MARGIN / width,
            top / height,
            words,
            fontsize=size,
            color=colour,
            verticalalignment="top",
        )
        as_it_stands([text])

    write(heading, _TITLE_SIZE, height - _MARGIN, "black")
    write(below, _SMALL, height - _MARGIN - _height(heading, _TITLE_SIZE), _GREY)
    write(foot, _SOURCE_SIZE, bottom - _KEY, _GREY)
    top = height - head
    for k, (name, frame, colours) in enumerate(
        zip(names, frames.values(), colours_of_all(list(frames.values())), strict=True)
    ):
        row, column = divmod(k, across)
        if column == 0:
            top -= _GAP + rows[row] + (tall if row else 0.0)
        left = _MARGIN + column * (wide + _GAP)
        ax = figure.add_axes((left / width, (top - tall) / height, wide / width, tall / height))
        draw_map(frame, ax=ax, labels=False, source="", key=False, scale_bar=False, colours=colours)
        as_it_stands([ax.set_title(name, fontsize=_NAME_SIZE, loc="left", pad=2.0)])
    _draw_key(figure, frames, at=(bottom - 0.05) / height)
    return np.array(figure.axes, dtype=np.object_)


def _draw_key(figure: Figure, frames: Mapping[str, gpd.GeoDataFrame], *, at: float) -> None:
    """Explain what is on any of the maps, in one line whose top is at a part of the height."""
    sizes = [frame["cluster"].value_counts() for frame in frames.values()]
    entries = entries_of_key(
        shared=any((one > 1).any() for one in sizes),
        starred=any(dots.get_gid() == "hosts" for ax in figure.axes for dots in ax.collections),
        linked=any(line.get_gid() == "link" for ax in figure.axes for line in ax.lines),
        alone=any((one == 1).any() for one in sizes),
    )
    if entries:
        figure.legend(
            handles=entries,
            loc="upper right",
            bbox_to_anchor=(1.0 - _MARGIN / figure.get_figwidth(), at),
            ncols=len(entries),
            frameon=False,
            fontsize=_SMALL,
            borderaxespad=0.0,
            borderpad=0.0,
            columnspacing=1.4,
        )


def _height(words: str, size: float) -> float:
    """Return the inches that lines of words take, and a little more."""
    return (len(words.splitlines()) * size * 1.4 + 2.0) / POINTS_PER_INCH if words else 0.0
