"""The chart of what the plans cost more than the best, in order."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, SO_FAR, prepare_chart

_MOST_DOTS = 60
"""More plans are a line."""


def draw_costs_by_rank(
    more: pd.Series, ax: Axes | None = None, *, title: str = "", beyond: float = math.inf
) -> Axes:
    """Draw what each plan costs more than the best.

    Parameters
    ----------
    more
        In £m, by rank.
    ax
        Axes to draw on; a new figure if None.
    title
        What to write above.
    beyond
        What every other plan costs more at least, to be marked; not finite for no mark.
    """
    ax = prepare_chart(ax, size=(8.0, 4.0), title=title)
    ranks, above = more.index.to_numpy(), more.to_numpy()
    few = len(more) <= _MOST_DOTS
    ax.plot(
        ranks,
        above,
        color=SO_FAR,
        linewidth=0.8 if few else 2.0,
        marker="o" if few else None,
        markersize=5,
        gid="costs",
    )
    if math.isfinite(beyond):
        ax.axhline(beyond, color=GREY, linestyle="--", linewidth=1.0, gid="beyond")
        ax.annotate(
            "every other plan lies on this line or above",
            (0.0, beyond),
            xycoords=("axes fraction", "data"),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=LABEL_SIZE,
            color=GREY,
        )
    top = max(float(np.max(above)), beyond if math.isfinite(beyond) else 0.0)
    ax.set_ylim(0.0, 1.15 * top or 1.0)
    ax.set_xlim(ranks[0] - 0.5, ranks[-1] + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.3g}m"))
    ax.yaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    ax.set_xlabel("rank", fontsize=LABEL_SIZE)
    ax.set_ylabel("more than the best plan", fontsize=LABEL_SIZE)
    return ax
