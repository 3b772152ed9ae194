"""The sheet that a chart is drawn on: axes with a title, a line below it, and quiet edges."""

from __future__ import annotations

from matplotlib.axes import Axes

from clusterer._support.checks import check_text
from clusterer.display.letters import as_it_stands
from clusterer.display.map_canvas import new_figure, wrapped

TITLE_SIZE = 12.0
SUBTITLE_SIZE = 8.0
LABEL_SIZE = 9.0

GREY = "#555555"
"""Of what is small print."""

SAVED, SPENT, SO_FAR = "#228833", "#EE6677", "#222222"
"""Told apart by the colour-blind: more, less, and what it comes to."""

_SUBTITLE_LINE = SUBTITLE_SIZE * 1.4
"""Points."""


def prepare_chart(
    ax: Axes | None,
    *,
    size: tuple[float, float],
    title: str,
    subtitle: str = "",
    below: float = 0.6,
    left: float = 0.9,
) -> Axes:
    """Return axes of a chart: on a new figure, or those given.

    Parameters
    ----------
    ax
        Axes to draw on; a new figure, known to pyplot, if None.
    size
        Width and height in inches of a new figure, the height without its title.
    title, subtitle
        What to write above the chart, and small below that; nothing for "".
    below, left
        Inches for what stands below the axes, and to their left.
    """
    check_text("title", title)
    check_text("subtitle", subtitle)
    width, height = size
    across = (width if ax is None else ax.get_window_extent().width / ax.figure.dpi) - 0.2
    heading, small = (
        wrapped(words, points, across) if words else ""
        for words, points in ((title, TITLE_SIZE), (subtitle, SUBTITLE_SIZE))
    )
    small_points = (small.count("\n") + 1) * _SUBTITLE_LINE + 6.0 if small else 0.0
    heading_points = (heading.count("\n") + 1) * TITLE_SIZE * 1.3 + 6.0 if heading else 0.0
    if ax is None:
        head = (small_points + heading_points) / 72.0 + 0.15
        whole = height + head
        ax = new_figure(width, whole).add_axes(
            (left / width, below / whole, 1 - (left + 0.2) / width, (height - below) / whole)
        )
        start = -left + 0.1
    else:
        start = 0.0
    for words, points, up, colour, what in (
        (small, SUBTITLE_SIZE, 8.0, GREY, "subtitle"),
        (heading, TITLE_SIZE, 8.0 + small_points, "black", "title"),
    ):
        if words:
            text = ax.annotate(
                words,
                (0.0, 1.0),
                xycoords="axes fraction",
                xytext=(start * 72.0, up),
                textcoords="offset points",
                fontsize=points,
                color=colour,
                verticalalignment="bottom",
                annotation_clip=False,
                gid=what,
            )
            as_it_stands([text])
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0, labelsize=LABEL_SIZE)
    ax.set_axisbelow(True)
    return ax
