"""The chart of one amount of money by council, such as a grant: a bar each, the largest first."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import LABEL_SIZE, SAVED, prepare_chart
from clusterer.display.letters import as_it_stands

_MOST = 40
"""More councils are left out, those with the least."""

_CHARACTER = 0.073
"""Inches that a character of a name takes, with room to spare."""


def draw_amounts(
    amounts: pd.DataFrame,
    ax: Axes | None = None,
    *,
    along: str,
    title: str = "",
    subtitle: str = "",
) -> Axes:
    """Draw a bar for each council with an amount, the largest first.

    Parameters
    ----------
    amounts
        A row a council: its ``name`` and the ``amount`` in £m. Who has none has no bar.
    ax
        Axes to draw on; a new figure if None.
    along
        What to write below: what the amount is.
    title, subtitle
        What to write above, and small below that; nothing for "".
    """
    some = amounts[amounts["amount"] > 0.0].sort_values("amount", ascending=False, kind="stable")
    shown = some.head(_MOST)
    names = shown["name"].astype(str).tolist()
    ax = prepare_chart(
        ax,
        size=(8.5, 0.95 + 0.25 * max(len(shown), 2)),
        title=title,
        subtitle=subtitle,
        left=0.3 + _CHARACTER * max(map(len, names), default=0),
        below=0.65,
    )
    ax.barh(range(len(shown)), shown["amount"], height=0.68, color=SAVED, gid="amounts")
    for y, amount in enumerate(shown["amount"]):
        ax.annotate(
            f"£{amount:,.2f}m" if amount >= 0.1 else f"£{amount * 1e6:,.0f}",
            (amount, y),
            xytext=(4, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=LABEL_SIZE,
        )
    ax.set_yticks(range(len(shown)), names)
    as_it_stands(ax.get_yticklabels())
    ax.set_ylim(max(len(shown), 2) - 0.5, -0.5)
    ax.margins(x=0.12)
    ax.set_xlim(left=0.0)  # After the margins, which it ends.
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.3g}m"))
    ax.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    rest = len(some) - len(shown)
    none = len(amounts) - len(some)
    left_out = f"; {rest} with less are not shown" if rest else ""
    without = f"; {none} of {len(amounts)} councils get none" if none else ""
    ax.set_xlabel(f"{along}{left_out}{without}", fontsize=LABEL_SIZE)
    as_it_stands([ax.xaxis.label])
    return ax
