"""The chart of what it costs to have two neighbours otherwise than in a plan."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from clusterer._support.checks import check_whole
from clusterer.display.chart_canvas import LABEL_SIZE, prepare_chart
from clusterer.display.letters import name_ticks

WISHES = {"together": "#4477AA", "apart": "#EE8866"}
"""The colour of each wish; the colour-blind can distinguish them."""

_KEY = {
    "together": "apart in the plan: to have them together",
    "apart": "together in the plan: to part them",
}
_CHARACTER = 0.073
"""Inches that a character of a label takes, with room to spare."""


def draw_prices_of_pairs(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    most: int = 20,
    title: str = "",
    subtitle: str = "",
) -> Axes:
    """Draw a bar for each pair, in the order of the table, from the top.

    Parameters
    ----------
    table
        A row a pair: ``name``, ``partner_name``, ``wish`` ("together" or "apart"), the ``price``
        in £m and whether it is ``proved``.
    ax
        Axes to draw on; a new figure if None.
    most
        How many rows to draw, from the first.
    title, subtitle
        What to write above, and small below that; nothing for "".
    """
    check_whole("most", most, at_least=1)
    shown = table.head(most)
    names = (shown["name"] + " – " + shown["partner_name"]).tolist()
    ax = prepare_chart(
        ax,
        size=(9.0, 1.3 + 0.27 * max(len(names), 1)),
        title=title,
        subtitle=subtitle,
        left=0.3 + _CHARACTER * max(map(len, names), default=0),
        below=0.85,
    )
    for y, (price, wish, proved) in enumerate(
        zip(shown["price"], shown["wish"], shown["proved"], strict=True)
    ):
        ax.barh(y, price, height=0.62, color=WISHES[wish], alpha=1.0 if proved else 0.5)
        ax.annotate(
            f"£{price:,.2f}m{'' if proved else ' at most'}",
            (max(price, 0.0), y),
            xytext=(4, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=LABEL_SIZE,
        )
    name_ticks(ax.yaxis, range(len(names)), names)
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    ax.margins(x=0.12)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.4g}".replace("-", "−")))
    ax.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.7)
    left_out = len(table) - len(shown)
    below = f"; {left_out} more pairs cost more" if left_out > 0 else ""
    ax.set_xlabel(f"more than the plan, £m{below}", fontsize=LABEL_SIZE)
    used = [wish for wish in WISHES if (shown["wish"] == wish).any()]
    inches = ax.get_window_extent().height / ax.figure.dpi
    ax.legend(
        handles=[Patch(color=WISHES[wish], label=_KEY[wish]) for wish in used],
        loc="upper right",
        bbox_to_anchor=(1.0, -0.45 / inches),
        ncols=2,
        frameon=False,
        fontsize=LABEL_SIZE,
    )
    return ax
