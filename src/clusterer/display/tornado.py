"""What an answer becomes as one figure at a time goes to the ends of its range, as a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_text
from clusterer.councils.labelled import as_floats
from clusterer.display.chart_canvas import GREY, LABEL_SIZE, SO_FAR, prepare_chart
from clusterer.display.letters import as_it_stands, name_ticks
from clusterer.errors import InputError

_ENDS = {"low": "#77AADD", "high": "#EE8866"}
"""Colour-blind readers can distinguish them; neither is good or bad."""

_DIAMOND: dict[str, Any] = {
    "marker": "D",
    "markersize": 6,
    "color": SO_FAR,
    "markeredgecolor": "white",
    "linestyle": "none",
}

_CHARACTER = 0.068
"""Inches that a character of a label takes, with room to spare."""

_ENOUGH = 1e-9
"""As a part of the largest amount, what is a change and not rounding."""


def plot_tornado(
    ends: pd.DataFrame,
    *,
    central: float,
    best: pd.DataFrame | None = None,
    what: str = "net present value, £m",
    title: str = "",
    subtitle: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a row for each figure: what the answer is at the low and at the high end of its range.

    The figure that moves the answer most stands at the top, so that the bars narrow downwards.

    Parameters
    ----------
    ends
        A row a figure, by what to call it: the answer at its ``low`` end and at its ``high`` end.
    central
        The answer with all figures central, which the bars go out from.
    best
        A table of the same kind, drawn as diamonds and written in brackets: what could be had at
        that end, if the plan were made for it. How far a bar stays behind its diamond
        is what planning for the central figure loses.
    what
        What the amounts are.
    title, subtitle
        What to write above, and small below that; nothing for "".
    ax
        Axes to draw on; a new figure if None.

    Returns
    -------
    Axes
        The axes; its figure is ``ax.figure``.

    Raises
    ------
    InputError
        If there is no row, or an amount is missing.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import pandas as pd
    >>> import clusterer as cl
    >>> worth = pd.DataFrame({"low": [-3, 5], "high": [9, 3]}, index=["saving", "set-up"])
    >>> ax = cl.plot_tornado(worth, central=4)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['saving', 'set-up']
    >>> plt.close(ax.figure)
    """
    check_number("central", central)
    check_text("what", what)
    central = float(central)
    amounts = _amounts("ends", ends)
    wanted = amounts if best is None else _amounts("best", best)
    if best is not None and not best.index.equals(ends.index):
        raise InputError("best must have the same rows as ends, in the same order")
    widths = np.maximum(amounts.max(axis=1), central) - np.minimum(amounts.min(axis=1), central)
    order = np.argsort(-widths, kind="stable")
    names = [str(ends.index[k]) for k in order]
    longest = max(len(line) for name in names for line in name.splitlines())
    height = 0.2 + 0.17 * max(name.count("\n") + 1 for name in names)
    ax = prepare_chart(
        ax,
        size=(9.0, 1.5 + height * len(names)),
        title=title,
        subtitle=subtitle,
        left=0.3 + _CHARACTER * longest,
        below=0.85,
    )
    largest = max(abs(central), np.abs(amounts).max(), np.abs(wanted).max())
    decimals = 0 if largest >= 20 else 1
    for y, k in enumerate(order):
        moved = amounts[k] - central
        both = moved.prod() > 0  # To the same side: one above the other.
        for move, there, shift, colour in zip(
            moved, wanted[k], (-0.18, 0.18), _ENDS.values(), strict=True
        ):
            if abs(move) <= _ENOUGH * largest and abs(there - central) <= _ENOUGH * largest:
                continue
            at, thick = (y + shift, 0.32) if both else (y, 0.56)
            ax.barh(at, move, left=central, height=thick, color=colour)
            if best is not None:
                ax.plot(there, at, **_DIAMOND)
            side = 1 if move >= 0 else -1
            ax.annotate(
                _both(central + move, there, decimals),
                (max(side * (central + move), side * there) * side, at),
                xytext=(side * 7, 0),
                textcoords="offset points",
                horizontalalignment="left" if side > 0 else "right",
                verticalalignment="center",
                fontsize=LABEL_SIZE,
                bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
            )
    ax.margins(x=0.1 if best is None else 0.17)  # Room for the amounts.
    _finish(ax, names, central, f"£{central:,.{decimals}f}m" if "£m" in what else f"{central:,.4g}")
    as_it_stands([ax.set_xlabel(what, fontsize=LABEL_SIZE)])
    _key(ax, best is not None)
    return ax


def _amounts(what: str, table: pd.DataFrame) -> NDArray[np.float64]:
    """Return the low and the high of each row."""
    if not isinstance(table, pd.DataFrame) or not set(_ENDS) <= set(table.columns) or table.empty:
        raise InputError(
            f"{what} must be a table with a row for each figure and the columns low and high"
        )
    amounts = as_floats(what, table[list(_ENDS)])
    bad = np.flatnonzero(~np.isfinite(amounts).all(axis=1))
    if bad.size:
        rows = ", ".join(map(str, table.index[bad]))
        raise InputError(f"{what} has no amount for {rows}; give a low and a high, finite numbers")
    return amounts


def _both(kept: float, best: float, decimals: int) -> str:
    """Write an amount, and in brackets what could be had instead, if that differs.

    Examples
    --------
    >>> _both(-7.7, 33.4, 0), _both(153.8, 153.9, 0), _both(-0.01, 0.0, 1)
    ('−8 (33)', '154', '0.0')
    """
    # Adding zero makes nothing of minus nothing.
    words = [
        f"{round(money, decimals) + 0.0:,.{decimals}f}".replace("-", "−") for money in (kept, best)
    ]
    return words[0] if words[0] == words[1] else f"{words[0]} ({words[1]})"


def _finish(ax: Axes, names: list[str], central: float, words: str) -> None:
    """Draw the line of the central figures, that of nothing, and the names."""
    ax.axvline(0.0, color=GREY, linewidth=1.2, zorder=1.5)
    ax.axvline(central, color=SO_FAR, linewidth=1.2, linestyle=(0, (4, 2)), zorder=2.5)
    left, end = ax.get_xlim()
    right = central > left + 0.65 * (end - left)  # No room for it to the right of the line.
    ax.annotate(
        f"all figures central: {words}",
        (central, -0.62),
        xytext=(-4 if right else 4, 0),
        textcoords="offset points",
        horizontalalignment="right" if right else "left",
        verticalalignment="center",
        fontsize=LABEL_SIZE,
        fontweight="bold",
    )
    name_ticks(ax.yaxis, range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.95)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.4g}".replace("-", "−")))
    ax.grid(axis="x", color="#DDDDDD", linewidth=0.7)


def _key(ax: Axes, with_best: bool) -> None:
    """Tell below the chart what bars and diamonds are."""
    entries: list[Any] = [
        Patch(color=colour, label=f"figure at the {end} end of its range")
        for end, colour in _ENDS.items()
    ]
    if with_best:
        entries.append(Line2D([], [], label="the best plan at that end, in brackets", **_DIAMOND))
    # As far below whatever the chart's height; to the left there is room below the names.
    inches = ax.get_window_extent().height / ax.figure.dpi
    ax.legend(
        handles=entries,
        loc="upper right",
        bbox_to_anchor=(1.0, -0.45 / inches),
        ncols=3,
        frameon=False,
        fontsize=LABEL_SIZE,
    )
