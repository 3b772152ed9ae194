"""Whether a table of councils is sound: its index, its CRS and its boundaries."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from shapely import GeometryType

from clusterer._support.wording import shown
from clusterer.councils.overlap_errors import Describe, overlap_error
from clusterer.councils.overlaps import SLIVER, Shapes, overlapping_pairs
from clusterer.errors import InputError

_AREAS = (GeometryType.POLYGON.value, GeometryType.MULTIPOLYGON.value)

_REPAIR = "councils = clusterer.repair(councils).councils"
"""What makes unsound boundaries sound."""


def check_index(frame: gpd.GeoDataFrame) -> None:
    """Check that a table has rows, and a label for each that no other has."""
    if len(frame) == 0:
        raise InputError("councils is an empty table; it needs a row a council")
    index = frame.index
    if index.nlevels > 1:
        raise InputError(
            f"councils has an index of {index.nlevels} levels; keep one, with a different label "
            "for each council"
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
    shapes: Shapes, describe: Describe, *, overlapping: bool, metres_per_unit: float = 1.0
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
    metres_per_unit
        Metres in one unit of the coordinates.

    Raises
    ------
    InputError
        If they have not, or overlap and may not.
    """
    check_present(shapes, describe)
    kind = shapely.get_type_id(shapes)
    points = kind == GeometryType.POINT.value
    other = np.flatnonzero(~np.isin(kind, _AREAS) & ~points)
    if other.size:
        called = shapes[other[0]].geom_type
        remedy = (
            f"keep the polygons in it alone: {_REPAIR}"
            if called == "GeometryCollection"
            else "give the area of the council"
        )
        raise InputError(f"{describe(other)}: a geometry that is no polygon ({called}); {remedy}")
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
            f"({shapely.is_valid_reason(shapes[invalid[0]])}); repair it: {_REPAIR}"
        )
    if not overlapping:
        pairs, shares = overlapping_pairs(shapes)
        if len(pairs):
            what = f"overlap by more than {SLIVER:.1%} of the smaller one's area"
            raise overlap_error(shapes, pairs, shares, what, describe, metres_per_unit)


def check_present(shapes: Shapes, describe: Describe) -> None:
    """Check that each council has a geometry."""
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if missing.any():
        raise InputError(
            f"{describe(np.flatnonzero(missing))}: an empty or missing geometry; "
            "give it one or leave the council out"
        )
