"""Several maps side by side, such as one for each service."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clusterer._support.checks import check_text
from clusterer.display.colours import colours_of_all
from clusterer.display.hatching import patterns_of_all
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
_LIST_SIZE = 7.0
_LIST_COLUMNS = 3
_MOST_LISTED = 60
"""More clusters are only counted."""

_GREY = "#555555"


def draw_maps(
    frames: Mapping[str, gpd.GeoDataFrame],
    *,
    title: str = "",
    subtitle: str = "",
    listed: Mapping[str, str] | None = None,
    like: gpd.GeoDataFrame | None = None,
) -> Axes:
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
    listed
        What to write below the maps of the clusters, by their numbers, such as who is in them.
    like
        A partition of the same councils that has a map of its own, as `draw_map` draws it: its
        clusters have the same colours here.

    Returns
    -------
    Axes
        The axes of the first map. Their figure has those of all, in the order of the frames, as
        ``ax.figure.axes``.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> ax = draw_maps({"IT": pair.to_geodataframe(), "legal": pair.to_geodataframe()})
    >>> [one.get_title(loc="left") for one in ax.figure.axes]
    ['IT', 'legal']
    >>> plt.close(ax.figure)
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
    columns = _columns_of({} if listed is None else listed, room)
    list_height = max((_height("\n".join(one), _LIST_SIZE) for one in columns), default=0.0)
    bottom = _MARGIN + _height(foot, _SOURCE_SIZE) + _KEY + list_height
    height = head + sum(rows) + len(rows) * (tall + _GAP) + bottom
    figure = new_figure(width, height)

    def write(words: str, size: float, top: float, colour: str, left: float = 0.0) -> None:
        text = figure.text(
            (_MARGIN + left) / width,
            top / height,
            words,
            fontsize=size,
            color=colour,
            verticalalignment="top",
        )
        as_it_stands([text])

    write(heading, _TITLE_SIZE, height - _MARGIN, "black")
    write(below, _SMALL, height - _MARGIN - _height(heading, _TITLE_SIZE), _GREY)
    write(foot, _SOURCE_SIZE, bottom - _KEY - list_height, _GREY)
    for k, lines in enumerate(columns):
        write("\n".join(lines), _LIST_SIZE, bottom - _KEY, "black", k * room / len(columns))
    top = height - head
    colours = colours_of_all(list(frames.values()), like=like)
    patterns = patterns_of_all(list(frames.values()), colours)
    for k, (name, frame) in enumerate(zip(names, frames.values(), strict=True)):
        row, column = divmod(k, across)
        if column == 0:
            top -= _GAP + rows[row] + (tall if row else 0.0)
        left = _MARGIN + column * (wide + _GAP)
        ax = figure.add_axes((left / width, (top - tall) / height, wide / width, tall / height))
        draw_map(
            frame,
            ax=ax,
            labels=False,
            source="",
            key=False,
            scale_bar=False,
            colours=colours[k],
            patterns=patterns[k],
        )
        as_it_stands([ax.set_title(name, fontsize=_NAME_SIZE, loc="left", pad=2.0)])
    _draw_key(figure, frames, at=(bottom - 0.05) / height)
    first_axes: Axes = figure.axes[0]
    return first_axes


def _columns_of(listed: Mapping[str, str], room: float) -> list[list[str]]:
    """Return lines that list clusters, in columns of about one length; none if there are none.

    A first line of each has its number, further ones are set in.
    """
    shown = list(listed.items())[:_MOST_LISTED]
    wide = room / _LIST_COLUMNS - _GAP
    entries = []
    for number, words in shown:
        first, *more = wrapped(f"{number} {words}", _LIST_SIZE, wide - _GAP).splitlines()
        entries.append([first, *(f"     {line}" for line in more)])
    if len(listed) > len(shown):
        entries.append([f"… and {len(listed) - len(shown)} more"])
    height = -(-sum(map(len, entries)) // _LIST_COLUMNS)
    columns: list[list[str]] = []
    for lines in entries:
        last = len(columns) == _LIST_COLUMNS
        if not columns or (len(columns[-1]) + len(lines) / 2 > height and not last):
            columns.append([])
        columns[-1] += lines
    return columns


def _draw_key(figure: Figure, frames: Mapping[str, gpd.GeoDataFrame], *, at: float) -> None:
    """Explain what is on any of the maps, in one line whose top is at a part of the height."""
    sizes = [frame["cluster"].value_counts() for frame in frames.values()]
    entries = entries_of_key(
        shared=any((one > 1).any() for one in sizes),
        starred=any(dots.get_gid() == "hosts" for ax in figure.axes for dots in ax.collections),
        linked=any(line.get_gid() == "link" for ax in figure.axes for line in ax.lines),
        alone=any((one == 1).any() for one in sizes),
        hatched=any(
            lines.get_gid() == "hatching" for ax in figure.axes for lines in ax.collections
        ),
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
