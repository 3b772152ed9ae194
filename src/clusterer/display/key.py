"""The key of a map, in the lower right corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clusterer.display.canvas import Canvas


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
