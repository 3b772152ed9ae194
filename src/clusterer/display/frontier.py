"""The chart of a frontier: what plans cost more than the cheapest, against something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from clusterer.display.chart_canvas import (
    GREY,
    LABEL_SIZE,
    SAVED,
    SO_FAR,
    prepare_chart,
)
from clusterer.display.letters import as_it_stands

_MOST_TICKS = 40
"""More numbers of clusters have no tick each."""

_SIDE = 0.15
"""In so much of the width at either side words begin or end at their point."""

_FAR = 20.0
"""Points so many times as high as the limit go beyond the top, if some are twice as high."""

_BOX = "#E4E4E4"
"""Where points may lie."""


def draw_frontier(
    points: pd.DataFrame,
    gaps: pd.DataFrame,
    *,
    ax: Axes | None = None,
    title: str = "",
    subtitle: str = "",
    along: str,
    up: str,
    best: float,
    best_in_words: str,
    counted: bool,
    more_is_better: bool = False,
    impossible: Sequence[int] = (),
    limit: float,
    limit_in_words: str,
) -> Axes:
    """Draw the points of a frontier.

    Parameters
    ----------
    points
        A row a point, by the criterion: what it costs ``more``, in £m; perhaps whether it is
        ``dominated``.
    gaps
        A row a gap: ``from`` and ``to`` which amount, and between which £m, ``least`` and
        ``most``, points may lie that are not known. What is infinite goes to the edge.
    ax
        Axes to draw on; a new figure if None.
    title, subtitle
        What to write above, and small below that.
    along, up
        What to write along the axes.
    best, best_in_words
        The amount of the point to mark as the cheapest, and what to write there.
    counted
        Whether amounts are numbers of clusters, each of which has its point.
    more_is_better
        Whether more of what goes along is better.
    impossible
        Numbers that no plan has.
    limit, limit_in_words
        The £m of a line below which points are filled, and what the key says of it.
    """
    ax = prepare_chart(ax, size=(8.0, 4.2), title=title, subtitle=subtitle)
    amounts, more = points.index.to_numpy(dtype=np.float64), points["more"].to_numpy()
    top = 1.1 * _highest(more, limit)
    ax.set_ylim(-0.12 * top, top)
    _set_width(ax, np.concatenate([amounts, np.array(impossible, dtype=np.float64)]), counted)
    _draw_gaps(ax, gaps, counted)
    if counted:
        # A line leads over numbers that have no point only where none was looked for.
        every = pd.Series(more, index=amounts).reindex(np.arange(amounts[0], amounts[-1] + 1))
        ax.plot(every.index, every, color=GREY, linewidth=1.0, zorder=2, gid="line")
    else:
        where: Literal["pre", "post"] = "pre" if more_is_better else "post"
        ax.step(amounts, more, where=where, color=GREY, linewidth=0.8, zorder=2, gid="line")
    full = more <= limit
    if "dominated" in points:
        full &= ~points["dominated"].to_numpy()
    for chosen, fill, gid in ((full, SO_FAR, "enough"), (~full, "white", "others")):
        ax.plot(
            amounts[chosen],
            more[chosen],
            linestyle="none",
            marker="o",
            markersize=5.5,
            markerfacecolor=fill,
            markeredgecolor=SO_FAR,
            zorder=3,
            gid=gid,
        )
    if len(points) > 2:
        ax.axhline(
            limit,
            color=GREY,
            linestyle="--",
            linewidth=1.0,
            zorder=1.5,
            gid="limit",
            label=limit_in_words,
        )
    _draw_beyond(ax, amounts[more > top], more[more > top])
    _draw_best(ax, best, float(points["more"].loc[best]), best_in_words)
    if len(impossible):
        _draw_impossible(ax, impossible)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="best", fontsize=LABEL_SIZE - 1, frameon=False, labelcolor=GREY)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"£{value:,.4g}m"))
    ax.yaxis.grid(visible=True, color="#DDDDDD", linewidth=0.8)
    ax.set_xlabel(along, fontsize=LABEL_SIZE)
    ax.set_ylabel(up, fontsize=LABEL_SIZE)
    as_it_stands([ax.xaxis.label, ax.yaxis.label])
    return ax


def _highest(more: np.ndarray, limit: float) -> float:
    """Return the largest of some £m that is drawn: few that are far higher would make all flat."""
    near = more[more <= _FAR * limit]
    highest = float(more.max())
    return (float(near.max()) if highest > 2 * _FAR * limit > 0 else highest) or 1.0


def _draw_beyond(ax: Axes, amounts: np.ndarray, more: np.ndarray) -> None:
    """Write what the points above the top of the chart cost more."""
    top = ax.get_ylim()[1]
    for amount, height in zip(amounts, more, strict=True):
        ax.plot([amount], [top], "^", color=SO_FAR, markersize=5, clip_on=False, gid="beyond")
        ax.annotate(
            f"£{height:,.4g}m",
            (amount, top),
            xytext=(0, -5),
            textcoords="offset points",
            rotation=90,
            horizontalalignment="center",
            verticalalignment="top",
            fontsize=LABEL_SIZE - 1.5,
            color=GREY,
        )


def _set_width(ax: Axes, amounts: np.ndarray, counted: bool) -> None:
    """Set the ends of the axis along, and its ticks."""
    low, high = float(amounts.min()), float(amounts.max())
    edge = 0.7 if counted else 0.04 * (high - low) or 0.5
    ax.set_xlim(low - edge, high + edge)
    whole = bool((amounts == np.rint(amounts)).all())
    if counted and high - low < _MOST_TICKS:
        ax.set_xticks(np.arange(low, high + 1))
        ax.tick_params(axis="x", labelsize=LABEL_SIZE - 1.5)
    elif whole:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def _draw_gaps(ax: Axes, gaps: pd.DataFrame, counted: bool) -> None:
    """Draw where points may lie that are not known."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    half = 0.5 if counted else 0.0
    first = True
    for start, end, least, most in gaps[["from", "to", "least", "most"]].itertuples(index=False):
        x, y = max(start - half, left), max(least, bottom)
        patch = Rectangle(
            (x, y),
            min(end + half, right) - x,
            min(most, top) - y,
            facecolor=_BOX,
            edgecolor="none",
            zorder=1,
            gid="gap",
        )
        patch.set_label("further plans may lie here" if first else "")
        first = False
        ax.add_patch(patch)


def _draw_best(ax: Axes, best: float, more: float, words: str) -> None:
    """Mark the cheapest plan."""
    ax.plot([best], [more], "o", color=SAVED, markersize=9, zorder=4, gid="best")
    left, right = ax.get_xlim()
    part = (best - left) / (right - left)
    across = "left" if part < _SIDE else "right" if part > 1 - _SIDE else "center"
    text = ax.annotate(
        f"cheapest: {words}",
        (best, more),
        xytext=({"left": -4, "right": 4, "center": 0}[across], -8),
        textcoords="offset points",
        horizontalalignment=across,
        verticalalignment="top",
        fontsize=LABEL_SIZE,
        color=SAVED,
        fontweight="bold",
        zorder=5,
    )
    as_it_stands([text])


def _draw_impossible(ax: Axes, impossible: Sequence[int]) -> None:
    """Mark the numbers that no plan has."""
    bottom = ax.get_ylim()[0]
    ax.plot(
        list(impossible),
        [bottom] * len(impossible),
        linestyle="none",
        marker="x",
        color=GREY,
        markersize=5,
        clip_on=False,
        zorder=3,
        gid="impossible",
        label="no plan has so many",
    )
