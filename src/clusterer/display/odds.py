"""What changes the odds of sharing, and how sure that is, as a picture."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, prepare_chart
from clusterer.display.letters import name_ticks

_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_SURE = "#2266AA"
_UNSURE = "#888888"
_CHARACTER = 0.075
"""Inches that a character of a label takes, with room to spare."""


def draw_odds(
    odds: pd.DataFrame, ax: Axes | None = None, *, title: str = "", confidence: float = 0.95
) -> Axes:
    """Draw a row for each step: by how much it changes the odds of sharing.

    A dot is the estimate, the line its interval; grey where that has no change in it. What goes
    beyond a hundredfold ends in an arrow.

    Parameters
    ----------
    odds
        A row a step, by what to call it: ``odds_ratio``, ``low`` and ``high``.
    ax
        Axes to draw on; a new figure if None.
    title
        What to write above.
    confidence
        Of the intervals.
    """
    ax = prepare_chart(
        ax,
        size=(8.0, 0.9 + 0.55 * len(odds)),
        title=title,
        subtitle=f"lines: {confidence:.0%} intervals; grey: it may be that nothing changes",
        left=0.3 + _CHARACTER * max(len(str(step)) for step in odds.index),
    )
    low = max(min(float(odds["low"].min()), 0.5), _TICKS[0])
    high = min(max(float(odds["high"].max()), 2.0), _TICKS[-1])
    left, right = low / 1.2, high * 1.2
    ax.axvline(1.0, color=GREY, linewidth=1.0)
    for y, (_, row) in enumerate(odds.iterrows()):
        colour = _UNSURE if row["low"] <= 1.0 <= row["high"] else _SURE
        ends = max(row["low"], left), min(row["high"], right)
        ax.plot(ends, (y, y), color=colour, linewidth=3.0, solid_capstyle="butt")
        for end, real, marker in zip(ends, (row["low"], row["high"]), "<>", strict=True):
            if end != real:
                ax.plot(end, y, marker=marker, color=colour, markersize=9, clip_on=False)
        if left <= row["odds_ratio"] <= right:
            ax.plot(row["odds_ratio"], y, marker="o", color=colour, markersize=8)
        place = min(max(row["odds_ratio"], left), right)
        ax.annotate(
            _times(row["odds_ratio"]),
            (place, y),
            xytext=(0, 8),
            textcoords="offset points",
            horizontalalignment="center",
            fontsize=LABEL_SIZE,
        )
    ax.set_xscale("log")
    ax.set_xlim(left, right)
    ax.set_ylim(len(odds) - 0.5, -0.6)
    name_ticks(ax.yaxis, range(len(odds)), [str(step) for step in odds.index])
    ax.xaxis.set_major_locator(FixedLocator([t for t in _TICKS if left <= t <= right]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _times(value)))
    ax.set_xlabel("the odds that two councils share, times …", fontsize=LABEL_SIZE)
    return ax


def _times(value: float) -> str:
    """Write by how much odds change, with two digits that tell something.

    Examples
    --------
    >>> _times(0.05), _times(1.0), _times(3.27), _times(12.4)
    ('0.05', '1', '3.3', '12')
    """
    if not math.isfinite(value) or value <= 0:
        return str(value)
    digits = max(0, 1 - math.floor(math.log10(value)))
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
