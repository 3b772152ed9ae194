"""Charts of money: cash by year, and steps that lead to a total."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from clusterer.display.chart_canvas import (
    GREY,
    LABEL_SIZE,
    SAVED,
    SO_FAR,
    SPENT,
    prepare_chart,
)
from clusterer.display.filling import filled
from clusterer.display.letters import as_it_stands, name_ticks
from clusterer.display.palette import alike_in_grey, dark
from clusterer.display.wrapping import wrap

_ENOUGH = 5e-4
"""£m that a bar must have to be drawn at all."""

_COOL = ("#77AADD", "#44BB99", "#99DDFF", "#C8FBB6")
_WARM = ("#EE8866", "#EEDD88", "#FFAABB", "#BBCC33", "#CC9977", "#AA99BB")
"""For what saves, and for what costs; colour-blind readers can distinguish them."""

_HATCHES = ("", "////", "....", "\\\\\\\\", "----", "xxxx", "||||", "oo")
"""Over the bars of items whose colours are alike in grey print; each of them gets another."""

_COLUMN, _WORDS = 2.7, 150.0
"""How wide a column of the key is in inches, and how wide its words are at most, in points."""


def draw_cash(
    cash: pd.DataFrame,
    *,
    payback: float | None = None,
    title: str = "",
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the money of each year in bars, and its sum so far as a line.

    Parameters
    ----------
    cash
        £m by year (rows, from 0) and item (columns); above 0 what is saved.
    payback
        The years until it has all come back, to be marked; None for no mark.
    title, subtitle
        What to write above, and small below that; nothing for "".
    ax
        Axes to draw on; a new figure if None.
    """
    labels = {name: _in_key(str(name)) for name in cash.columns}
    wide = 8.1 if ax is None else ax.get_window_extent().width / ax.figure.dpi
    columns = max(1, int(wide / _COLUMN + 0.15))
    rows = -(-(len(labels) + 2) // columns)
    key = 0.22 * rows + 0.17 * sum(label.count("\n") for label in labels.values())
    size, below = (9.0, 4.8 + key), 0.75 + key
    ax = prepare_chart(ax, size=size, title=title, subtitle=subtitle, below=below)
    years = np.arange(len(cash))
    up, down = np.zeros(len(cash)), np.zeros(len(cash))
    colours = _colours(cash)
    hatches = _hatches(colours)
    for name in cash.columns:
        flow = cash[name].to_numpy(dtype=np.float64)
        if np.abs(flow).max(initial=0.0) < _ENOUGH:
            continue
        ax.bar(
            years,
            flow,
            bottom=np.where(flow >= 0, up, down),
            width=0.72,
            color=colours[name],
            edgecolor=dark(colours[name]),
            hatch=hatches[name],
            linewidth=0.5,
            label=labels[name],
        )
        up += np.maximum(flow, 0.0)
        down += np.minimum(flow, 0.0)
    so_far = cash.to_numpy(dtype=np.float64).sum(axis=1).cumsum()
    ax.plot(years, so_far, color=SO_FAR, marker="o", markersize=4, label="sum so far")
    ax.axhline(0.0, color=GREY, linewidth=0.8)
    if len(years):
        _end(ax, so_far)
    if payback:
        _mark(ax, payback)
    ax.margins(y=0.1)
    if not (up.any() or down.any()):
        ax.set_ylim(-1.0, 1.0)  # Nothing flows, and rounding needs no scale.
    every = 1 if len(years) <= 21 else 5
    ax.set_xticks(years[::every], ["now", *map(str, years[every::every])])
    ax.set_xlabel("year", fontsize=LABEL_SIZE)
    _pounds(ax)
    legend = ax.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.14),
        ncols=columns,
        handlelength=2.6,
        handleheight=1.1,
        frameon=False,
        fontsize=LABEL_SIZE,
    )
    as_it_stands(legend.get_texts())
    return ax


def draw_steps(
    amounts: pd.Series,
    *,
    total: str,
    title: str = "",
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw amounts of £m as steps from nothing to their sum.

    Parameters
    ----------
    amounts
        £m of each item, by name.
    total
        What the sum is called.
    title, subtitle
        What to write above, and small below that; nothing for "".
    ax
        Axes to draw on; a new figure if None.
    """
    ax = prepare_chart(ax, size=(9.0, 4.2), title=title, subtitle=subtitle)
    # What is saved first, so that the steps go up and then down.
    ordered = amounts.sort_values(ascending=False)
    heights = [*ordered.to_numpy(dtype=np.float64), float(amounts.sum())]
    ends = np.cumsum(heights[:-1])
    starts = [*(ends - heights[:-1]), 0.0]
    names = [*map(str, ordered.index), total]
    colours = [SAVED if height >= 0 else SPENT for height in heights[:-1]]
    ax.bar(range(len(names)), heights, bottom=starts, width=0.6, color=[*colours, SO_FAR])
    for k, end in enumerate(ends):
        ax.plot([k + 0.3, k + 0.7], [end, end], color=GREY, linewidth=0.8)
    for k, (start, height) in enumerate(zip(starts, heights, strict=True)):
        ax.annotate(
            _signed(height) if k < len(ends) else _signed(height).lstrip("+"),
            (k, max(start, start + height)),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=LABEL_SIZE,
        )
    ax.axhline(0.0, color=GREY, linewidth=0.8)
    name_ticks(ax.xaxis, range(len(names)), ["\n".join(wrap(name, 13)) for name in names])
    ax.use_sticky_edges = False  # Room for what is written above the steps.
    ax.margins(y=0.08)
    ax.set_ylim(bottom=min(0.0, *ends, heights[-1]))
    _pounds(ax)
    return ax


def _colours(cash: pd.DataFrame) -> dict[Hashable, str]:
    """Return a cool colour for each item that saves, a warm one for each that costs."""
    saves = cash.sum() >= 0
    colours = {True: itertools.cycle(_COOL), False: itertools.cycle(_WARM)}
    return {name: next(colours[bool(saves[name])]) for name in cash.columns}


def _hatches(colours: Mapping[Hashable, str]) -> dict[Hashable, str]:
    """Return the hatch of each item: no two that are alike in grey print have the same one.

    Examples
    --------
    >>> _hatches({"scale": "#77AADD", "set-up": "#EE8866", "travel": "#000000"})
    {'scale': '', 'set-up': '////', 'travel': ''}
    """
    alike = alike_in_grey(list(colours.values()))
    chosen: list[int] = []
    for row in alike:
        used = {number for number, same in zip(chosen, row, strict=False) if same}
        free = (number for number in range(len(_HATCHES)) if number not in used)
        chosen.append(next(free, len(chosen) % len(_HATCHES)))
    return {name: _HATCHES[number] for name, number in zip(colours, chosen, strict=True)}


def _in_key(name: str) -> str:
    """Return a name in lines that a column of the key has room for."""
    words = "\n".join(filled(name, LABEL_SIZE, _WORDS))
    # Of a name that begins with an underscore the key would know nothing.
    return f" {words}" if words.startswith("_") else words


def _end(ax: Axes, so_far: NDArray[np.float64]) -> None:
    """Write what the line ends at, on that side of it from which it does not come."""
    money = float(so_far[-1])
    falls = so_far.size > 1 and money < so_far[-2]
    ax.annotate(
        f"£{abs(money):,.1f}m {'saved' if money >= 0 else 'not recovered'}",
        (so_far.size - 1, money),
        xytext=(0, -16 if falls else 7),
        textcoords="offset points",
        ha="right",
        fontsize=LABEL_SIZE,
        fontweight="bold",
    )


def _mark(ax: Axes, payback: float) -> None:
    """Mark on the line of nothing when all has come back."""
    ax.plot(
        [payback],
        [0.0],
        marker="D",
        markersize=9,
        color=SPENT,
        markeredgecolor="white",
        linestyle="none",
        zorder=5,
        label=f"paid back after {payback:.1f} years",
    )
    ax.annotate(
        f"{payback:.1f} years",
        (payback, 0.0),
        xytext=(9, -11),
        textcoords="offset points",
        va="center",
        fontsize=LABEL_SIZE,
        fontweight="bold",
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        zorder=6,
    )


def _signed(money: float) -> str:
    """Write £m with a sign, except for nothing.

    Examples
    --------
    >>> _signed(3.25), _signed(-67.5), _signed(-0.01)
    ('+3.2', '−67.5', '0.0')
    """
    # Adding zero makes nothing of minus nothing.
    rounded = round(money, 1) + 0.0
    return f"{'+' if rounded > 0 else ''}{rounded:,.1f}".replace("-", "−")


def _pounds(ax: Axes) -> None:
    ax.set_ylabel("£m", fontsize=LABEL_SIZE)
    ax.yaxis.set_major_locator(MaxNLocator(6))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda money, _: f"{money:,.4g}".replace("-", "−")))
    ax.grid(axis="y", color="#DDDDDD", linewidth=0.7)
