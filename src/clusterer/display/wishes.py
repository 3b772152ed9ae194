"""The chart of what wishes cost: to refuse what is chosen, to insist on what is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import (
    GREY,
    LABEL_SIZE,
    SAVED,
    SPENT,
    prepare_chart,
)
from clusterer.display.letters import name_ticks

_MOST = 40
"""More proposals are left out: the chosen ones that matter least, and others far from worth it."""

_CHARACTER = 0.075
"""Inches that a character of a name takes, with room to spare."""


def draw_wishes(prices: pd.DataFrame, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw a bar for each proposal: what it costs to go against the best selection.

    Parameters
    ----------
    prices
        A row a proposal, by name: whether it is ``chosen``, and the £m to ``insist`` on it and to
        ``refuse`` it; what has no price has no bar.
    ax
        Axes to draw on; a new figure if None.
    title
        What to write above.
    """
    chosen = prices.loc[prices["chosen"], "refuse"].sort_values(ascending=False)
    others = prices.loc[~prices["chosen"], "insist"].dropna().sort_values()
    room = max(_MOST // 2, _MOST - len(others))
    shown = pd.concat([chosen.head(room), others.head(_MOST - min(len(chosen), room))])
    left_out = len(prices) - len(shown)
    longest = max((len(str(name)) for name in shown.index), default=1)
    ax = prepare_chart(
        ax,
        size=(8.5, 1.1 + 0.24 * max(len(shown), 2)),
        title=title,
        subtitle=f"{left_out} proposals are not shown" if left_out else "",
        left=0.4 + _CHARACTER * longest,
        below=0.9,
    )
    colours = [SAVED if prices["chosen"].iloc[k] else SPENT for k in _places(prices, shown)]
    ax.barh(range(len(shown)), shown.to_numpy(), color=colours, height=0.7, gid="prices")
    name_ticks(ax.yaxis, range(len(shown)), [str(name) for name in shown.index])
    ax.set_ylim(max(len(shown), 2) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.3g}m"))
    ax.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    ax.set_xlabel("more than the best selection", fontsize=LABEL_SIZE, color=GREY)
    ax.legend(
        handles=[
            Patch(color=SAVED, label="chosen: what it costs to refuse it"),
            Patch(color=SPENT, label="not chosen: what it costs to insist on it"),
        ],
        loc="upper center",
        bbox_to_anchor=(0.4, -0.55 / (0.3 + 0.24 * max(len(shown), 2))),
        ncols=2,
        frameon=False,
        fontsize=8,
    )
    return ax


def _places(prices: pd.DataFrame, shown: pd.Series) -> list[int]:
    """Return the row of each proposal that is shown."""
    places = pd.Series(np.arange(len(prices)), index=prices.index)
    return [int(places[name]) for name in shown.index]
