"""A chart of the posts of each council, before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer.display.chart_canvas import GREY, LABEL_SIZE, prepare_chart
from clusterer.display.letters import name_ticks
from clusterer.display.palette import ALONE

_MOST = 40
"""Councils that can be read one below the other."""

_CHARACTER = 0.085
"""Inches that a character of a label takes, about."""

_NOW, _AFTER = "#BBBBBB", "#77AADD"


def draw_posts(
    posts: pd.DataFrame, *, title: str = "", subtitle: str = "", ax: Axes | None = None
) -> Axes:
    """Draw posts before and after, those councils first whose posts change most.

    Parameters
    ----------
    posts
        A row a council: ``name``, whether it is ``host`` or of how many services it ``hosts`` the
        centre, posts ``now``, ``after``, ``change`` and ``ended``. Councils where nothing changes
        are left out, if any changes.
    title, subtitle
        What to write above, and small below that; nothing for "".
    ax
        Axes to draw on; a new figure if None.
    """
    moved = posts[posts["change"].abs() >= 0.5]
    shown = moved if len(moved) else posts
    left_out = len(posts) - len(shown)
    order = shown["change"].abs().sort_values(ascending=False, kind="stable").index[:_MOST]
    shown = shown.loc[order].sort_values("change", kind="stable")
    labels = _labels(shown)
    ax = prepare_chart(
        ax,
        size=(9.0, 1.3 + 0.36 * max(len(shown), 2)),
        title=title,
        subtitle=subtitle,
        below=0.75,
        left=0.3 + _CHARACTER * max(map(len, labels), default=0),
    )
    at = np.arange(len(shown))
    ax.barh(at + 0.19, shown["now"], height=0.36, color=_NOW, label="posts now")
    ax.barh(at - 0.19, shown["after"], height=0.36, color=_AFTER, label="posts after")
    for k, (change, end) in enumerate(
        zip(shown["change"], shown[["now", "after"]].max(axis=1), strict=True)
    ):
        ax.annotate(
            f"{change:+,.0f}".replace("-", "−"),
            (end, k),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=LABEL_SIZE,
        )
    name_ticks(ax.yaxis, at, labels)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    ax.margins(x=0.1)
    ax.grid(axis="x", color=ALONE, linewidth=0.7)
    ended = posts["ended"].sum()
    others = f"; {left_out} more keep theirs" if len(moved) and left_out else ""
    ax.set_xlabel(
        f"posts; of {posts['now'].sum():,.0f} in all, {ended:,.0f} end{others}",
        fontsize=LABEL_SIZE,
        color=GREY,
    )
    ax.legend(loc="lower right", frameon=False, fontsize=LABEL_SIZE)
    return ax


def _labels(shown: pd.DataFrame) -> list[str]:
    """Return the names, and who is a host, or of how many services."""
    if "hosts" in shown:
        return [
            f"{name} (hosts {hosts})" if hosts else str(name)
            for name, hosts in zip(shown["name"], shown["hosts"], strict=True)
        ]
    return [
        f"{name} (host)" if host and change else str(name)
        for name, host, change in zip(shown["name"], shown["host"], shown["change"], strict=True)
    ]
