"""The key of a map, in the lower right corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from clusterer.display.map_canvas import Canvas
from clusterer.display.palette import ALONE, ALONE_BORDER

INK = "#222222"
"""Of outlines and links."""


_HATCHED = "hatched only to distinguish"


def entries_of_key(
    *,
    shared: bool,
    starred: bool,
    linked: bool,
    alone: bool,
    over: bool = False,
    hatched: bool = False,
) -> list[Any]:
    """Return what a key explains: only what there is."""
    entries: list[Any] = []
    if shared:
        entries.append(Patch(facecolor="none", edgecolor=INK, label="shared cluster"))
    if hatched:
        entries.append(Patch(facecolor="none", edgecolor="#777777", hatch="////", label=_HATCHED))
    if starred:
        star = Line2D([], [], marker="*", color="black", linestyle="", label="its host")
        entries.append(star)
    if linked:
        dots = Line2D(
            [],
            [],
            color=INK,
            linestyle=":",
            marker="o",
            markersize=3,
            label="one cluster, several places",
        )
        entries.append(dots)
    if alone:
        entries.append(Patch(facecolor=ALONE, edgecolor=ALONE_BORDER, label="stands alone"))
    if over:
        entries.append(disc_entry())
    return entries


def disc_entry() -> Line2D:
    """Return what a key says of the discs that stand for areas."""
    return Line2D(
        [],
        [],
        marker="o",
        markersize=9,
        markerfacecolor="none",
        markeredgecolor=INK,
        linestyle="",
        label="lies over others",
    )


def draw_key(canvas: Canvas, entries: Sequence[Any]) -> None:
    """Explain patches and lines, each by its label, in the strip below the map."""
    if entries:
        canvas.ax.legend(
            handles=list(entries),
            loc="lower right",
            bbox_to_anchor=(1.0, canvas.source_top),
            ncols=canvas.key_columns,
            frameon=False,
            fontsize=8,
            borderaxespad=0.0,
            columnspacing=1.4,
        )
