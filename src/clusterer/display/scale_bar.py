"""A bar that tells how long a kilometre is on the map."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes

_LONGEST = 0.2
"""Of the width of the map."""


def draw_scale_bar(ax: Axes, crs: Any, *, above: float = 0.0) -> None:
    """Draw a bar of a round length in the lower left corner, if the CRS measures lengths.

    Parameters
    ----------
    ax
        Axes with their final limits.
    crs
        The CRS of what is drawn on them; None draws nothing.
    above
        How far above the lower edge, as a part of the height of the axes.
    """
    if crs is None or not crs.is_projected:
        return
    metres_per_unit = float(crs.axis_info[0].unit_conversion_factor)
    west, east = ax.get_xlim()
    metres = round_length(_LONGEST * (east - west) * metres_per_unit)
    start = west + 0.01 * (east - west)
    end = start + metres / metres_per_unit
    words = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    # Sideways in units of the map, upwards in parts of the axes.
    across = ax.get_xaxis_transform()
    height = above + 0.012
    ax.plot(
        [start, start, end, end],
        [height + 0.01, height, height, height + 0.01],
        transform=across,
        color="#222222",
        linewidth=1.5,
        solid_capstyle="butt",
        scalex=False,
        scaley=False,
        gid="scale bar",
    )
    ax.text(
        (start + end) / 2,
        height + 0.006,
        words,
        transform=across,
        horizontalalignment="center",
        verticalalignment="bottom",
        fontsize=8,
        gid="scale bar",
    )


def round_length(longest: float) -> float:
    """Return the longest of 1, 2 and 5 times a power of ten that is not beyond `longest`.

    Examples
    --------
    >>> [round_length(x) for x in (1.0, 4999.0, 12345.0)]
    [1.0, 2000.0, 10000.0]
    """
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= longest * (1 + 1e-9))
