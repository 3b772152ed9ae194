"""The chart of what a mandate is worth: what is saved with it, and without."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, SAVED, SPENT, prepare_chart


def draw_mandate(
    ways: pd.DataFrame, ax: Axes | None = None, *, title: str = "", subtitle: str = ""
) -> Axes:
    """Draw what each way saves in all, and what those lose who are worse off by it.

    Parameters
    ----------
    ways
        A row a way, by its name: in £m the ``saving``, NaN if there is no such plan, and the
        ``loss`` of those who are worse off; and ``worse_off``, how many they are.
    ax
        Axes to draw on; a new figure if None.
    title, subtitle
        What to write above, and small below that; nothing for "".
    """
    ax = prepare_chart(
        ax,
        size=(8.5, 1.1 + 0.7 * len(ways)),
        title=title,
        subtitle=subtitle,
        left=0.4 + 0.075 * max((len(str(name)) for name in ways.index), default=0),
        below=0.9,
    )
    at = np.arange(len(ways))
    saved, lost = (ways[column].fillna(0.0).to_numpy() for column in ("saving", "loss"))
    ax.barh(at - 0.17, saved, height=0.34, color=SAVED, gid="saving")
    ax.barh(at + 0.17, -lost, height=0.34, color=SPENT, gid="loss")
    worse = ways["worse_off"].fillna(0).to_numpy(dtype=np.int64)
    for y, saving in enumerate(ways["saving"].tolist()):
        # Of what costs more than nothing, the words begin where there is no bar.
        ax.annotate(
            _saved(saving),
            (max(saved[y], 0.0), y - 0.17),
            xytext=(4, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=LABEL_SIZE,
        )
        if not math.isnan(saving):
            ax.annotate(
                _lost(int(worse[y]), lost[y]),
                (0.0, y + 0.17),
                xytext=(4, 0),
                textcoords="offset points",
                verticalalignment="center",
                fontsize=LABEL_SIZE,
            )
    ax.axvline(0.0, color="#222222", linewidth=1.0)
    ax.set_yticks(at, [str(name) for name in ways.index])
    ax.set_ylim(len(ways) - 0.5, -0.5)
    ax.margins(x=0.18)
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{'−' if value < 0 else ''}£{abs(value):,.4g}m")
    )
    ax.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    ax.legend(
        handles=[
            Patch(color=SAVED, label="saved by all together, against all alone"),
            Patch(color=SPENT, label="lost by those who are worse off"),
        ],
        loc="upper center",
        bbox_to_anchor=(0.4, -0.4 / (0.2 + 0.7 * len(ways))),
        ncols=2,
        frameon=False,
        fontsize=8,
    )
    ax.xaxis.label.set_color(GREY)
    return ax


def _saved(saving: float) -> str:
    if math.isnan(saving):
        return "there is no such plan, or none was found"
    return f"{'−' if saving < 0 else ''}£{abs(saving):,.1f}m"


def _lost(councils: int, loss: float) -> str:
    if not councils:
        return "nobody is worse off"
    return (
        f"{councils} {'council is' if councils == 1 else 'councils are'} worse off by £{loss:,.2f}m"
    )
