"""The sheet that a map is drawn on: axes, title, source, and room for a key."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from clusterer._support.checks import check_flag, check_text
from clusterer.display.filling import filled
from clusterer.display.letters import as_it_stands

POINTS_PER_INCH = 72.0

_WIDTH = 9.0
_TALLEST = 10.0
_NARROWEST = 5.5
_MARGIN = 0.1
"""Inches."""

_TITLE_SIZE = 11.0
_SUBTITLE_SIZE = 8.0
_SOURCE_SIZE = 7.0
_TITLE_PAD = 6.0
"""Points."""

_FILLED = 0.97
"""What part of a line is filled: on a screen letters stand on whole pixels, and take more room."""

_LEAST_ROOM = 11.0
"""Sizes of the font: lines are not broken into narrower ones than that."""


@dataclass(frozen=True)
class Canvas:
    """Axes fitted to a map, with a strip below it for the key.

    Attributes
    ----------
    ax
        The axes; a unit is as long upwards as sideways.
    per_point
        Units of the map in a point, 1/72 inch.
    key_columns
        How many entries of a key fit side by side.
    source_top
        Where the source ends and the key may begin, as a part of the height of the axes.
    """

    ax: Axes
    per_point: float
    key_columns: int
    source_top: float


def check_options(**options: object) -> None:
    """Check what a map is asked to show, by name: yes, no, or None for what is usual."""
    for what, asked in options.items():
        if asked is not None:
            check_flag(what, asked)


def prepare(
    bounds: tuple[float, float, float, float],
    ax: Axes | None,
    *,
    title: str | None,
    source: str | None,
    entries: int,
    subtitle: str | None = None,
) -> Canvas:
    """Fit axes to a map: on a new figure, or those given.

    Parameters
    ----------
    bounds
        West, south, east, north of the map.
    ax
        Axes to draw on; a new figure, known to pyplot, if None.
    title, source
        What to write above the map, and small below it.
    entries
        How many entries the key will have.
    subtitle
        What to write small between title and map.
    """
    for what, words in (("title", title), ("source", source), ("assumptions", subtitle)):
        if words is not None:
            check_text(what, words)
    west, south, east, north = bounds
    width, height = (east - west) or 1.0, (north - south) or 1.0
    if ax is None:
        ax = _new_axes(height / width, title, subtitle, source, entries)
    ax.set_axis_off()
    across, down = _inches(ax)
    columns = _key_columns(across)
    strip = _strip(across, source, entries)
    # Units an inch, so that the map and the strip below it both fit.
    scale = 1.02 * max(width / across, height / max(down - strip, down / 2))
    middle = (west + east) / 2
    # What height is left over goes half above the map and half below it.
    top = north + max(0.0, (down - strip) * scale - height) / 2
    ax.set_xlim(middle - across * scale / 2, middle + across * scale / 2)
    ax.set_ylim(top - down * scale, top)
    ax.set_aspect("equal")
    if title:
        text = ax.set_title(
            wrapped(title, _TITLE_SIZE, across),
            fontsize=_TITLE_SIZE,
            loc="left",
            pad=_TITLE_PAD + _subtitle_points(subtitle, across),
        )
        as_it_stands([text])
    if subtitle:
        text = ax.annotate(
            wrapped(subtitle, _SUBTITLE_SIZE, across),
            (0.0, 1.0),
            xycoords="axes fraction",
            xytext=(0.0, _TITLE_PAD),
            textcoords="offset points",
            fontsize=_SUBTITLE_SIZE,
            color="#555555",
            verticalalignment="bottom",
            annotation_clip=False,
            gid="subtitle",
        )
        as_it_stands([text])
    if source:
        text = ax.text(
            0.0,
            0.0,
            wrapped(source, _SOURCE_SIZE, across),
            transform=ax.transAxes,
            fontsize=_SOURCE_SIZE,
            color="#555555",
            verticalalignment="bottom",
            gid="source",
        )
        as_it_stands([text])
    source_top = _source_height(source, across) / down
    return Canvas(ax, scale / POINTS_PER_INCH, columns, source_top)


def _new_axes(
    shape: float, title: str | None, subtitle: str | None, source: str | None, entries: int
) -> Axes:
    """Return axes on a new figure of the right shape: height by width of the map."""
    width = min(_WIDTH, max(_NARROWEST, _TALLEST / shape))
    strip = _strip(width - 2 * _MARGIN, source, entries)
    down = min(_TALLEST, (width - 2 * _MARGIN) * shape) + strip
    points = _lines(title, _TITLE_SIZE, width - 2 * _MARGIN) * _TITLE_SIZE * 1.3
    points += _subtitle_points(subtitle, width - 2 * _MARGIN)
    head = points / POINTS_PER_INCH + _MARGIN
    height = down + head + 2 * _MARGIN
    return new_figure(width, height).add_axes(
        (_MARGIN / width, _MARGIN / height, 1 - 2 * _MARGIN / width, down / height)
    )


def new_figure(width: float, height: float) -> Figure:
    """Return a figure that pyplot knows, so that notebooks and windows show it."""
    # Drawing many is for the caller to decide. Not in an `rc_context`: the first figure of a
    # notebook makes pyplot interactive, and leaving the context would undo that.
    before = matplotlib.rcParams["figure.max_open_warning"]
    matplotlib.rcParams["figure.max_open_warning"] = 0
    try:
        return plt.figure(figsize=(width, height))
    finally:
        matplotlib.rcParams["figure.max_open_warning"] = before


def _inches(ax: Axes) -> tuple[float, float]:
    """Return the width and the height of axes, once they have been laid out."""
    layout = ax.figure.get_layout_engine()
    if layout is not None:
        layout.execute(ax.figure.figure)
    box = ax.get_window_extent()
    return box.width / ax.figure.dpi, box.height / ax.figure.dpi


def _key_columns(across: float) -> int:
    return 4 if across > 7.5 else 2 if across > 4.5 else 1


def _strip(across: float, source: str | None, entries: int) -> float:
    """Return the inches below the map that the key and the source take."""
    rows = -(-entries // _key_columns(across))
    return 0.2 + 0.2 * rows + _source_height(source, across)


def _source_height(source: str | None, across: float) -> float:
    return _lines(source, _SOURCE_SIZE, across) * _SOURCE_SIZE * 1.6 / POINTS_PER_INCH


def _subtitle_points(subtitle: str | None, across: float) -> float:
    """Return the points above the map that the subtitle takes, and a gap below the title."""
    lines = _lines(subtitle, _SUBTITLE_SIZE, across)
    return lines * _SUBTITLE_SIZE * 1.4 + 4.0 if lines else 0.0


def wrapped(words: str, size: float, across: float) -> str:
    """Break words into lines that fill so many inches."""
    room = max(_FILLED * across * POINTS_PER_INCH, _LEAST_ROOM * size)
    return "\n".join(line for part in words.splitlines() for line in filled(part, size, room))


def _lines(words: str | None, size: float, across: float) -> int:
    return len(wrapped(words, size, across).splitlines()) if words else 0
