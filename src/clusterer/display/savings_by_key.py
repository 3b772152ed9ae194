"""The chart of what each council saves under each key, side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, prepare_chart
from clusterer.display.letters import as_it_stands

_MOST = 60
"""More councils are left out, those for whom the keys differ least."""

_MARKS = ("o", "s", "^", "D", "v", "P")
_COLOURS = ("#4477AA", "#EE6677", "#228833", "#AA3377", "#BB8800", "#222222")
"""Of a key each, to be told by colour and by form."""

_CHARACTER = 0.073
"""Inches that a character of a name takes, with room to spare."""


def draw_savings_by_key(
    savings: pd.DataFrame,
    names: list[str],
    ax: Axes | None = None,
    *,
    title: str = "",
    subtitle: str = "",
) -> Axes:
    """Draw a line for each council, with a mark for what it saves under each key.

    Parameters
    ----------
    savings
        A row a council and a column a key, up to six: £m saved against standing alone. Who saves
        less than nothing is worse off.
    names
        Of the councils.
    ax
        Axes to draw on; a new figure if None.
    title, subtitle
        What to write above, and small below that; nothing for "".
    """
    values = savings.to_numpy(dtype=np.float64)
    spread = values.max(axis=1, initial=-np.inf) - values.min(axis=1, initial=np.inf)
    kept = np.sort(np.argsort(-spread, kind="stable")[:_MOST])
    order = kept[np.argsort(-values[kept].mean(axis=1), kind="stable")]
    words = [names[row] for row in order]
    ax = prepare_chart(
        ax,
        size=(8.5, 1.25 + 0.24 * max(len(order), 2)),
        title=title,
        subtitle=subtitle,
        left=0.3 + _CHARACTER * max(map(len, words), default=0),
        below=0.95,
    )
    at = np.arange(len(order))
    ax.hlines(
        at, values[order].min(axis=1), values[order].max(axis=1), color="#CCCCCC", linewidth=2
    )
    ax.axvline(0.0, color="#222222", linewidth=1.0)
    entries = []
    for k, key in enumerate(savings.columns):
        style: dict[str, Any] = {
            "marker": _MARKS[k % 6],
            "color": _COLOURS[k % 6],
            "linestyle": "none",
        }
        ax.plot(values[order, k], at, markersize=5.5, gid=f"key {k}", **style)
        entries.append(Line2D([], [], label=str(key), **style))
    ax.set_yticks(at, words)
    as_it_stands(ax.get_yticklabels())
    ax.set_ylim(max(len(order), 2) - 0.5, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(7))
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{'−' if value < 0 else ''}£{abs(value):,.4g}m")
    )
    ax.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    rest = len(names) - len(order)
    left_out = f"; {rest} councils where keys differ less are not shown" if rest else ""
    ax.set_xlabel(
        f"saves against standing alone; worse off to the left of £0m{left_out}",
        fontsize=LABEL_SIZE,
        color=GREY,
    )
    inches = ax.get_window_extent().height / ax.figure.dpi
    legend = ax.legend(
        handles=entries,
        loc="upper center",
        bbox_to_anchor=(0.45, -0.5 / inches),
        ncols=min(len(entries), 3),
        frameon=False,
        fontsize=LABEL_SIZE,
    )
    as_it_stands(legend.get_texts())
    return ax
