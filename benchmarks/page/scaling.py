"""A plot of time and memory against the number of candidates, on log axes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from benchmarks.methods import OURS

PRESET = "central"
"""Whose problems are drawn: one question on many maps."""

LEAST_GIB = 2**-10
"""Less memory than this the process had room for before."""

COLOURS = ("#4477AA", "#EE6677", "#228833", "#AA7733", "#66CCEE", "#AA3377", "#777777")
"""Paul Tol's "bright" scheme, with a brown for its yellow: the maps' palette is too pale here."""


def draw_scaling(table: pd.DataFrame) -> Figure:
    """Draw two panels, a line a map, a point a problem that our search was given.

    Parameters
    ----------
    table
        As `table.summary` makes it.
    """
    ours = table[(table["method"] == OURS) & (table["candidates"] > 0)]
    ours = ours[ours["instance"].str.contains(f"-{PRESET}-")]
    ours = ours[~ours["instance"].str.endswith("-any")]  # Without a cap, none are listed.
    ours = ours.assign(map=[map_name(name) for name in ours["instance"]])
    figure = Figure(figsize=(11, 5.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    colours = dict(zip([name for name, _ in _maps(ours)], COLOURS, strict=False))
    _panel(left, ours, "seconds", "seconds until the proof, or until the time was up", colours)
    more = ours[ours["gib_more"] >= LEAST_GIB]
    _panel(right, more, "gib_more", "GiB of memory for the search", colours)
    _key(figure, colours)
    return figure


def map_name(instance: str) -> str:
    """Return which map an instance is of, and how many councils that has.

    Examples
    --------
    >>> map_name("london-central-7"), map_name("synthetic-1000-central-4")
    ('London, 32', 'invented, 1,000')
    """
    kind, second, *_ = instance.split("-")
    if kind == "synthetic":
        return f"invented, {int(second):,}"
    return {"london": "London, 32", "england": "England, 152"}[kind]


def _panel(ax: Axes, ours: pd.DataFrame, column: str, what: str, colours: dict[str, str]) -> None:
    for name, part in _maps(ours):
        colour = colours[name]
        part = part.sort_values("candidates")
        ax.plot(part["candidates"], part[column], color=colour, linewidth=1.2, zorder=2)
        proved = part["status"] == "optimal"
        for rows, fill in ((part[proved], colour), (part[~proved], "white")):
            ax.scatter(
                rows["candidates"],
                rows[column],
                s=46,
                facecolors=fill,
                edgecolors=colour,
                linewidths=1.5,
                zorder=3,
            )
    if column == "seconds":
        for name, part in _maps(ours):
            ax.scatter(part["candidates"], part["listed_at"], s=30, marker="x", color=colours[name])
        ours = ours[ours["listed_at"] > 0]
        column = "listed_at"
    if len(ours):
        _in_proportion(ax, ours["candidates"], ours[column])
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("candidate clusters")
    ax.set_title(what, loc="left", fontsize=11)
    ax.grid(color="0.92", zorder=0)
    ax.spines[["top", "right"]].set_visible(False)
    ax.yaxis.set_major_formatter("{x:g}")


def _maps(ours: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows of each map, the small maps first."""
    parts = {str(name): part for name, part in ours.groupby("map")}
    return sorted(parts.items(), key=lambda item: _councils(item[0]))


def _councils(name: str) -> int:
    return int(name.partition(", ")[2].replace(",", ""))


def _in_proportion(ax: Axes, candidates: pd.Series, values: pd.Series) -> None:
    """Draw the line along which twice as many take twice as much, through the middle."""
    each = float(np.exp(np.median(np.log(values / candidates))))
    ends = np.array([candidates.min(), candidates.max()], dtype=float)
    ax.plot(ends, each * ends, "--", color="0.55", linewidth=1, zorder=1)


def _key(figure: Figure, colours: dict[str, str]) -> None:
    def dot(colour: str, fill: str) -> Line2D:
        return Line2D([], [], marker="o", linestyle="", color=colour, markerfacecolor=fill)

    entries = [(dot(colour, colour), f"{name} councils") for name, colour in colours.items()]
    entries += [(dot("0.4", "0.4"), "proven optimal"), (dot("0.4", "white"), "out of time")]
    cross = Line2D([], [], marker="x", linestyle="", color="0.4")
    entries += [(cross, "candidates listed")]
    entries += [(Line2D([], [], linestyle="--", color="0.55"), "in proportion")]
    handles, words = zip(*entries, strict=True)
    figure.legend(handles, words, fontsize=9, frameon=False, loc="outside lower center", ncols=5)
