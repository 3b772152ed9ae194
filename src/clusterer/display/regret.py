"""What plans cost more than the best one over many scenarios, as a picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, PercentFormatter

from clusterer.display.chart_canvas import LABEL_SIZE, prepare_chart
from clusterer.display.letters import as_it_stands

_COLOURS = ("#222222", "#228833", "#4477AA", "#EE6677", "#AA3377")
"""Colour-blind readers can distinguish them, also by their line."""

_LINES = ("-", "--", "-.", ":", (0, (1, 1)))


def draw_regret(
    regret: pd.DataFrame, ax: Axes | None = None, *, title: str = "", subtitle: str = ""
) -> Axes:
    """Draw for each plan in which share of the scenarios it costs so much more than the best.

    Parameters
    ----------
    regret
        A row a scenario, a column a plan, by what to call it; five at most. What is not finite is
        beyond the chart.
    ax
        Axes to draw on; a new figure if None.
    title, subtitle
        What to write above, and small below that.
    """
    ax = prepare_chart(ax, size=(8.0, 4.2), title=title, subtitle=subtitle)
    shares = np.arange(1, len(regret) + 1) / len(regret)
    for name, colour, line in zip(regret.columns, _COLOURS, _LINES, strict=False):
        amounts = np.sort(regret[name].to_numpy())
        known = np.isfinite(amounts)
        ax.step(
            np.concatenate([[0.0], amounts[known]]),
            np.concatenate([[0.0], shares[known]]),
            where="post",
            color=colour,
            linestyle=line,
            linewidth=2.0,
            label=str(name),
        )
    ax.set_xlim(left=0.0)
    ax.set_ylim(0.0, 1.02)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.3g}m"))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.grid(color="#DDDDDD", linewidth=0.8)
    ax.set_xlabel("costs at most so much more than the best plan", fontsize=LABEL_SIZE)
    ax.set_ylabel("share of the scenarios", fontsize=LABEL_SIZE)
    legend = ax.legend(loc="lower right", frameon=True, fontsize=LABEL_SIZE, edgecolor="none")
    as_it_stands(legend.get_texts())
    return ax
