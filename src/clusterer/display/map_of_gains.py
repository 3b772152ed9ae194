"""The map of a plan with what each council would gain by leaving it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.display.areas import draw_areas
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.key import INK
from clusterer.display.labels import draw_labels, has_names
from clusterer.display.map_canvas import check_options
from clusterer.display.map_sheet import map_sheet
from clusterer.display.outlines import outlines, sketch

_NOTHING = "#F4F4F4"
"""Of who gains nothing."""

_FILLS = ("#FEE3B8", "#FDBB6B", "#E8863A")
"""Of who gains, a third each, the least first; black text can be read on all of them."""

_LEAVING: dict[str, Any] = {"color": "#A50026", "linewidth": 3.0, "linestyle": (0, (2.2, 1.2))}


def draw_map_of_gains(
    frame: gpd.GeoDataFrame,
    gains: NDArray[np.float64],
    leaving: Sequence[int] = (),
    *,
    ax: Axes | None = None,
    title: str | None = None,
    assumptions: str = "",
    labels: bool | None = None,
    source: str | None = None,
    key: bool = True,
    scale_bar: bool = True,
) -> Axes:
    """Draw a plan, the darker a council the more it gains by leaving, and who would leave first.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster`` and perhaps its ``name``.
    gains
        Shape (n,): in £m, 0 or NaN for who gains nothing.
    leaving
        The row numbers of the councils that would leave together, in a dashed outline.
    ax, title, assumptions, source, key, scale_bar
        As for `draw_map`.
    labels
        Whether to write the names of the councils; only on maps of up to 60 unless given.

    Returns
    -------
    Axes
        The axes; its figure is ``ax.figure``.
    """
    check_options(labels=labels, key=key, scale_bar=scale_bar)
    shapes = sketch(frame.geometry.to_numpy())
    groups = [rows for rows in rows_by_cluster(frame).values() if len(rows) > 1]
    ends = _ends(gains)
    fills = [_fill(gain, ends) for gain in gains.tolist()]
    entries = _entries(ends, shared=bool(groups), none=_NOTHING in fills, leaving=bool(leaving))
    with map_sheet(
        frame,
        shapes,
        ax,
        entries,
        title=title,
        assumptions=assumptions,
        source=source,
        key=key,
        scale_bar=scale_bar,
    ) as canvas:
        draw_areas(canvas.ax, shapes, fills, groups, border="#B5B5B5")
        if leaving:
            gpd.GeoSeries(outlines(shapes, [list(leaving)])).boundary.plot(
                ax=canvas.ax, aspect=None, gid="leaving", zorder=3, **_LEAVING
            )
        if has_names(labels, len(frame)):
            draw_labels(canvas, shapes, Councils(frame).names, fills)
    return canvas.ax


def _ends(gains: NDArray[np.float64]) -> list[float]:
    """Return the £m up to which the gains of each colour lie: thirds of those who gain, rounded.

    A colour that nobody would have is left out, so they may be fewer than three.
    """
    some = gains[gains > 0.0]
    if not some.size:
        return []
    thirds = np.quantile(some, [1 / 3, 2 / 3, 1.0], method="lower")
    ends: list[float] = []
    for end in (_rounded_up(float(third)) for third in thirds):
        if not ends or end > ends[-1]:
            ends.append(end)
    return ends


def _rounded_up(amount: float) -> float:
    """Return an amount with two digits, no less than it is.

    Examples
    --------
    >>> _rounded_up(0.1234), _rounded_up(7.0), _rounded_up(123.0)
    (0.13, 7.0, 130.0)
    """
    unit = 10.0 ** (np.floor(np.log10(amount)) - 1)
    return float(f"{np.ceil(round(amount / unit, 9)) * unit:.12g}")


def _fill(gain: float, ends: list[float]) -> str:
    if not gain > 0.0:
        return _NOTHING
    return _FILLS[len(_FILLS) - len(ends) + int(np.searchsorted(ends, gain))]


def _entries(ends: list[float], *, shared: bool, none: bool, leaving: bool) -> list[Line2D | Patch]:
    """Return what the key explains: only what there is."""
    entries: list[Line2D | Patch] = []
    if none:
        entries.append(Patch(facecolor=_NOTHING, edgecolor="#B5B5B5", label="gains nothing"))
    fills = _FILLS[len(_FILLS) - len(ends) :]
    entries += [
        Patch(facecolor=fill, edgecolor="#B5B5B5", label=f"gains up to £{end:,.12g}m")
        for fill, end in zip(fills, ends, strict=True)
    ]
    if shared:
        entries.append(Patch(facecolor="none", edgecolor=INK, label="cluster of the plan"))
    if leaving:
        entries.append(Line2D([], [], label="would leave first, together", **_LEAVING))
    return entries
