"""How far figures can go before another plan is best, as a picture."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, SO_FAR, prepare_chart
from clusterer.display.letters import as_it_stands

_RANGE = "#DDDDDD"
_STAYS = "#228833"
_CHARACTER = 0.068
"""Inches that a character of a label takes, with room to spare."""

_LEAST = 0.004
"""As a part of the width of the chart, what a bar is at least, so that it can be seen."""


def draw_ranges(
    ranges: pd.DataFrame,
    labels: Sequence[tuple[str, str, str, str]],
    ax: Axes | None = None,
    *,
    title: str = "",
) -> Axes:
    """Draw a row for each figure: its whole range, and where in it the plan stays the best.

    Each range has the same length, whatever its unit.

    Parameters
    ----------
    ranges
        A row a figure: ``low``, ``from``, ``now``, ``to`` and ``high``.
    labels
        For each, what to call it; its low and its high end, in words; and from where to where the
        plan stays the best.
    ax
        Axes to draw on; a new figure if None.
    title
        What to write above.
    """
    longest = max((len(one[0]) for one in labels), default=0)
    ax = prepare_chart(
        ax,
        size=(9.0, 1.2 + 0.42 * len(ranges)),
        title=title,
        subtitle="each figure by itself, all others as they are; most ranges are assumptions",
        left=0.3 + _CHARACTER * longest,
        below=0.75,
    )
    for y, ((_, row), (_, low, high, stays)) in enumerate(
        zip(ranges.iterrows(), labels, strict=True)
    ):
        width = row["high"] - row["low"]
        start, end, now = ((row[what] - row["low"]) / width for what in ("from", "to", "now"))
        ax.barh(y, 1.0, height=0.5, color=_RANGE)
        missing = max(0.0, _LEAST - (end - start)) / 2
        ax.barh(y, end - start + 2 * missing, left=start - missing, height=0.5, color=_STAYS)
        ax.plot([now, now], [y - 0.36, y + 0.36], color=SO_FAR, linewidth=1.6)
        for words, at, side in ((low, 0.0, "right"), (high, 1.0, "left")):
            ax.annotate(
                words,
                (at, y),
                xytext=(-4 if side == "right" else 4, 0),
                textcoords="offset points",
                horizontalalignment=side,
                verticalalignment="center",
                fontsize=LABEL_SIZE,
                color=GREY,
            )
        # Beside the bar, where there is more room.
        right = 1.0 - end >= start
        inside = max(1.0 - end, start) < 0.3
        place = (start + end) / 2 if inside else (end if right else start)
        ax.annotate(
            stays,
            (place, y),
            xytext=(0 if inside else (6 if right else -6), 0),
            textcoords="offset points",
            horizontalalignment="center" if inside else ("left" if right else "right"),
            verticalalignment="center",
            fontsize=LABEL_SIZE,
            color="white" if inside else SO_FAR,
            # So that the line of the present value does not cross the words.
            bbox={"boxstyle": "square,pad=0.1", "color": _STAYS if inside else "none"},
        )
    ax.set_xlim(-0.13, 1.11)
    ax.set_ylim(len(ranges) - 0.5, -0.6)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_yticks(range(len(ranges)), [one[0] for one in labels])
    as_it_stands(ax.get_yticklabels())
    ax.legend(
        handles=[
            Patch(color=_RANGE, label="range"),
            Patch(color=_STAYS, label="here the plan stays the best"),
            Line2D([], [], color=SO_FAR, linewidth=1.6, label="the figure now"),
        ],
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        ncols=3,
        frameon=False,
        fontsize=LABEL_SIZE,
    )
    return ax
