"""The chart of what a flat grant buys: steps, as clusters form or not, but nothing in between."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, SAVED, SPENT, prepare_chart

_BEYOND = 1.08
"""The chart goes on behind the last step for so much of its grant."""


def draw_grants_curve(
    steps: pd.DataFrame,
    *,
    best: float | None = None,
    ax: Axes | None = None,
    title: str = "",
    subtitle: str = "",
) -> Axes:
    """Draw what the councils save, and what is paid, by the grant.

    Parameters
    ----------
    steps
        A row a step, by the ``grant`` in £m from which on it is, ascending: the ``saving`` and
        the ``paid`` total, in £m. What is paid grows with the grant within a step, too:
        ``granted`` is the number of councils that get it.
    best
        The £m that the best plan saves, for a line; no line for None.
    ax
        Axes to draw on; a new figure if None.
    title, subtitle
        What to write above, and small below that; nothing for "".
    """
    ax = prepare_chart(ax, size=(8.0, 4.2), title=title, subtitle=subtitle)
    starts = steps["grant"].to_numpy(dtype=np.float64)
    end = starts[-1] * _BEYOND if starts[-1] > 0 else 1.0
    ends = np.append(starts[1:], end)
    grants = np.column_stack([starts, ends]).ravel()
    saved = np.repeat(steps["saving"].to_numpy(dtype=np.float64), 2)
    paid = np.repeat(steps["granted"].to_numpy(dtype=np.float64), 2) * grants
    ax.plot(grants, saved, color=SAVED, linewidth=2.2, label="councils save", gid="saving")
    ax.plot(grants, paid, color=SPENT, linewidth=1.8, label="grants paid in all", gid="paid")
    if best is not None:
        ax.axhline(
            best,
            color=GREY,
            linestyle="--",
            linewidth=1.0,
            label="the best plan saves",
            gid="best",
        )
    ax.set_xlim(0.0, end)
    ax.set_ylim(bottom=min(0.0, float(saved.min())))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.4g}m"))
    ax.grid(visible=True, axis="y", color="#DDDDDD", linewidth=0.8)
    ax.set_xlabel("grant to each council that shares", fontsize=LABEL_SIZE)
    ax.legend(loc="best", fontsize=LABEL_SIZE, frameon=False)
    return ax
