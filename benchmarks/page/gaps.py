"""A plot of what the plans of each method miss, instance by instance."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.methods import METHODS, OURS
from benchmarks.page import labels
from benchmarks.page.tables import percent

OURS_COLOUR = "#44BB99"
OTHERS = "#77AADD"

LEAST = 3
"""Methods that an instance was run by, for a panel of its own."""


def draw_gaps(table: pd.DataFrame) -> Figure:
    """Draw a panel an instance that we have a plan for, a bar a method; the shorter the better.

    Parameters
    ----------
    table
        As `table.summary` makes it.
    """
    table = table[table["method"] != "spopt-azp-once"]
    parts = {
        str(name): part
        for name, part in table.groupby("instance", sort=False)
        if len(part) >= LEAST and part["over_ours"].notna().any()
    }
    rows = max(1, math.ceil(len(parts) / 2))
    tallest = max((len(part) for part in parts.values()), default=1)
    figure = Figure(figsize=(11, 0.6 + rows * (0.9 + 0.27 * tallest)), layout="constrained")
    axes = figure.subplots(rows, 2, squeeze=False).ravel()
    for ax, (name, part) in zip(axes, parts.items(), strict=False):
        _panel(ax, name, part)
    for ax in axes[len(parts) :]:
        ax.set_axis_off()
    return figure


def _panel(ax: Axes, name: str, part: pd.DataFrame) -> None:
    order = [method for method in METHODS if method in set(part["method"])]
    part = part.set_index("method").loc[order]
    rows = part.to_dict("index")
    saving = part["missed"].notna().any()
    values = (100 * part["missed" if saving else "over_ours"]).clip(lower=0.0)
    places = range(len(order))
    colours = [OURS_COLOUR if method == OURS else OTHERS for method in order]
    ax.barh(places, values.fillna(0.0), color=colours, height=0.7)
    widest = max(float(values.max()), 1e-9)
    for place, method in zip(places, order, strict=True):
        row = rows[method]
        told = _told(method, row["status"], row["missed" if saving else "over_ours"])
        shown = 0.0 if math.isnan(values[method]) else values[method]
        ax.text(shown + 0.012 * widest, place, told, va="center", fontsize=9)
    ax.set_yticks(places, [labels.method(method) for method in order], fontsize=9)
    ax.invert_yaxis()
    ax.set_xlim(0, 1.35 * widest)
    what = "of our plan's saving is missed" if saving else "more spread within clusters than ours"
    ax.set_xlabel(f"% {what}", fontsize=9)
    ax.set_title(labels.instance(name), loc="left", fontsize=10, fontweight="bold")
    ax.tick_params(axis="x", labelsize=8)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right"]].set_visible(False)


def _told(method: str, status: str, value: float) -> str:
    """Return what is written beside a bar."""
    if math.isnan(value):
        return status
    if method == OURS:
        return "the best, proven" if status == "optimal" else "no proof in time"
    proof = ", proven" if status == "optimal" else ""
    if abs(value) < 1e-9:
        return f"as ours{proof}"
    return percent(value) if value > 0 else f"better by {percent(-value)}"
