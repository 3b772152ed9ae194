"""The chart of what refusals cost: a bar for each council, and for each party."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, SPENT, prepare_chart
from clusterer.display.letters import name_ticks

_MOST = 40
"""More councils are left out, those whose refusal costs least."""

_PARTY = "#4477AA"
_CHARACTER = 0.075
"""Inches that a character of a name takes, with room to spare."""


def draw_refusals(
    councils: pd.DataFrame,
    parties: pd.DataFrame,
    ax: Axes | None = None,
    *,
    title: str = "",
    subtitle: str = "",
) -> Axes:
    """Draw a bar for what each refusal costs all councils together, parties above councils.

    A price that is not proved has a lighter bar as far as it may be less, down to what is proved.
    Where there is no price, words say why.

    Parameters
    ----------
    councils, parties
        A row each, in the order of the bars: its ``name``, the ``price`` in £m, infinite if the
        rules do not allow the refusal and NaN if it is not known, and ``at_least``, what is proved
        of the price.
    ax
        Axes to draw on; a new figure if None.
    title, subtitle
        What to write above, and small below that; nothing for "".
    """
    shown = pd.concat([parties, councils.head(_MOST)])
    names = [str(name) for name in shown["name"]]
    length = 0.24 * max(len(shown), 2)
    ax = prepare_chart(
        ax,
        size=(8.5, 1.1 + length),
        title=title,
        subtitle=subtitle,
        left=0.4 + _CHARACTER * max(map(len, names), default=0),
        below=0.9,
    )
    prices = shown["price"].to_numpy(dtype=np.float64)
    length_of = np.where(np.isfinite(prices), prices, 0.0)
    proved = np.clip(shown["at_least"].to_numpy(dtype=np.float64), 0.0, length_of)
    proved = np.where(np.isnan(proved), 0.0, proved)
    at = np.arange(len(shown))
    colours = [_PARTY] * len(parties) + [SPENT] * (len(shown) - len(parties))
    ax.barh(at, length_of, color=colours, alpha=0.35, height=0.68, gid="not proved")
    ax.barh(at, proved, color=colours, height=0.68, gid="prices")
    for y, (price, least) in enumerate(zip(prices, proved, strict=True)):
        ax.annotate(
            _price(price, least),
            (length_of[y], y),
            xytext=(4, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=LABEL_SIZE - 1,
        )
    name_ticks(ax.yaxis, at, names)
    ax.set_ylim(max(len(shown), 2) - 0.4, -0.6)
    ax.margins(x=0.4 if (length_of > proved + _CENT).any() else 0.2)
    ax.set_xlim(left=0.0)  # After the margins, which it ends.
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.3g}m"))
    ax.xaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    rest = len(councils) - min(len(councils), _MOST)
    left_out = f"; {rest} councils whose refusal costs less are not shown" if rest else ""
    ax.set_xlabel(
        f"what all councils together pay more if it refuses to share{left_out}",
        fontsize=LABEL_SIZE,
        color=GREY,
    )
    entries = [Patch(color=SPENT, label="one council refuses")]
    if len(parties):
        entries.append(Patch(color=_PARTY, label="all councils of a party refuse"))
    if (length_of > proved + _CENT).any():
        entries.append(Patch(color="#999999", alpha=0.35, label="found, and not proved"))
    ax.legend(
        handles=entries,
        loc="upper center",
        bbox_to_anchor=(0.4, -0.55 / (0.2 + length)),
        ncols=len(entries),
        frameon=False,
        fontsize=8,
    )
    return ax


_CENT = 5e-4
"""£m, of which prices are written as one."""


def _price(price: float, least: float) -> str:
    """Return a price in words, as at the end of a bar."""
    if np.isnan(price):
        return f"not known; at least £{least:,.3f}m" if least > _CENT else "not known"
    if np.isinf(price):
        return "the rules do not let it stand alone"
    if price - least > _CENT:
        return f"£{price:,.3f}m, at least £{least:,.3f}m"
    return f"£{price:,.3f}m"
