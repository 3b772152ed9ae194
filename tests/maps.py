"""Small maps whose neighbours can be counted by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

BRITISH = 27700
"""British National Grid, in metres."""


def councils_of(shapes: Mapping[str, Any], crs: Any = BRITISH, **columns: Any) -> gpd.GeoDataFrame:
    """Return a table of the given shapes, labelled by the keys and named in capitals."""
    return gpd.GeoDataFrame(
        {"name": [label.upper() for label in shapes], **columns},
        index=list(shapes),
        geometry=list(shapes.values()),
        crs=crs,
    )


def grid(rows: int, cols: int, *, side: float = 1000.0, crs: Any = BRITISH) -> gpd.GeoDataFrame:
    """Return square councils in rows and columns, r0c0 in the south-west, with attributes.

    Neighbours in a row differ in colour as the squares of a chessboard do: r0c0 has 30 red
    seats of 40, r0c1 has 10.
    """
    row, col = (axis.ravel() for axis in np.indices((rows, cols)))
    red = np.where((row + col) % 2 == 0, 30, 10)
    labels = [f"r{r}c{c}" for r, c in zip(row, col, strict=True)]
    x, y = 400_000 + col * side, 300_000 + row * side
    return councils_of(
        dict(zip(labels, shapely.box(x, y, x + side, y + side), strict=True)),
        crs=crs,
        population=100_000 + 1_000 * np.arange(rows * cols),
        seats_red=red,
        seats_blue=40 - red,
        seats_total=40,
    )


def square(x: float, y: float, side: float = 1000.0) -> shapely.Polygon:
    """Return a square by its south-west corner."""
    return shapely.box(x, y, x + side, y + side)
