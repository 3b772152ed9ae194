"""Whether a table of councils is sound: its index, its CRS and its boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType

from clusterer._support.wording import shown
from clusterer.councils.overlaps import overlapping_pairs
from clusterer.errors import InputError

Shapes: TypeAlias = NDArray[np.object_]

_AREAS = (GeometryType.POLYGON.value, GeometryType.MULTIPOLYGON.value)


def check_index(frame: gpd.GeoDataFrame) -> None:
    """Check that a table has rows, and a label for each that tells it apart."""
    if len(frame) == 0:
        raise InputError("councils is an empty table; it needs a row a council")
    index = frame.index
    if index.nlevels > 1:
        raise InputError(
            f"councils has an index of {index.nlevels} levels; keep one that tells councils apart"
        )
    if index.hasnans:
        rows = np.flatnonzero(index.isna())
        raise InputError(
            f"the index of councils is missing in row {rows[0]} "
            f"({len(rows)} in all); give every council a label"
        )
    if not index.is_unique:
        label = index[index.duplicated()][0]
        raise InputError(
            f"index label {shown(label)} stands in {int((index == label).sum())} rows of councils; "
            "labels must be unique: dissolve(by=...) the parts of a council, or set another index"
        )
    columns = frame.columns
    if not columns.is_unique:
        raise InputError(f"councils has two columns {columns[columns.duplicated()][0]!r}; drop one")


def check_crs(frame: gpd.GeoDataFrame) -> None:
    """Check that a table has boundaries, and coordinates that distances can be measured in."""
    if frame.active_geometry_name is None:
        raise InputError(
            "councils have no active geometry column; choose the one with the boundaries "
            "with set_geometry(...)"
        )
    crs = frame.crs
    if crs is None:
        raise InputError(
            "councils have no CRS, so no distance is known; "
            "say what the coordinates are with set_crs(...)"
        )
    if not crs.is_projected:
        raise InputError(
            f"councils are in {crs.name} ({crs.to_string()}), which is no projected CRS and "
            "measures no metres on a map; project them first, for England with to_crs(27700)"
        )


def check_geometry(
    shapes: Shapes, describe: Callable[[Iterable[int]], str], *, overlapping: bool
) -> None:
    """Check that each council has a valid polygon or point, and which of them overlap.

    Parameters
    ----------
    shapes
        The geometry of each council.
    describe
        Names councils in messages, given by row numbers.
    overlapping
        Whether they may.

    Raises
    ------
    InputError
        If they have not, or overlap and may not.
    """
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if missing.any():
        raise InputError(
            f"{describe(np.flatnonzero(missing))}: an empty or missing geometry; "
            "give it one or leave the council out"
        )
    kind = shapely.get_type_id(shapes)
    points = kind == GeometryType.POINT.value
    other = np.flatnonzero(~np.isin(kind, _AREAS) & ~points)
    if other.size:
        raise InputError(
            f"{describe(other)}: a geometry that is no polygon "
            f"({shapes[other[0]].geom_type}); give the area of the council"
        )
    if points.any() and not points.all() and not overlapping:
        raise InputError(
            f"{describe(np.flatnonzero(points))}: a point among areas; give the area of the "
            "council, or, if points such as offices are meant to lie within areas, say "
            "overlapping=True"
        )
    invalid = np.flatnonzero(~shapely.is_valid(shapes))
    if invalid.size:
        raise InputError(
            f"{describe(invalid)}: an invalid geometry "
            f"({shapely.is_valid_reason(shapes[invalid[0]])}); "
            "repair it with councils.geometry = councils.make_valid()"
        )
    if not overlapping:
        _check_overlaps(shapes, describe)


def _check_overlaps(shapes: Shapes, describe: Callable[[Iterable[int]], str]) -> None:
    pairs, shares = overlapping_pairs(shapes)
    if len(pairs):
        worst = int(np.argmax(shares))
        raise InputError(
            f"{describe(pairs[worst])} overlap by {shares[worst]:.1%} "
            f"of the smaller one's area ({len(pairs)} such pairs); "
            "councils must not overlap: is a county in the table beside its districts? If bodies "
            "of several kinds are meant to share, say overlapping=True"
        )
