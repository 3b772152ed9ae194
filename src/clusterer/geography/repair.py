"""Boundaries made sound: polygons only, valid, without gaps and overlaps of a small width."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer._support.wording import length
from clusterer.councils import Councils
from clusterer.councils.overlap_errors import Describe, overlap_error, widest
from clusterer.councils.overlaps import Shapes, overlapping_pairs
from clusterer.councils.soundness import check_crs, check_geometry, check_index, check_present
from clusterer.errors import InputError

WIDTH = 10.0
"""Metres up to which gaps and overlaps are taken away, unless told otherwise."""

_NO_CHANGE = 0.5
"""Square metres; less is rounding, along the border of a large council."""

_SHOWN = 20
"""How many councils are shown, of those that were changed."""


@dataclass(frozen=True, eq=False)
class Repaired:
    """Councils with boundaries made sound, and what was changed to make them so.

    Attributes
    ----------
    councils
        The table with the new boundaries; all else in it is as it was.
    changes
        A row a council that was changed, by its label, the largest change first: its ``name``; the
        ``fault`` that made it invalid, if any; what was ``dropped`` since it is no area; in m², by
        how much it became larger as it was ``made_valid``, what it ``gained`` by gaps and overlaps,
        what it ``lost`` by overlaps, and its ``area`` now.
    width
        The metres up to which gaps and overlaps were taken away.

    Notes
    -----
    The area of an invalid shape is that of its rings, less its holes; a loop that runs the other
    way round counts below zero. So a shape like an 8, drawn in one go, has no area, and gains all
    of it when it is made valid.
    """

    councils: gpd.GeoDataFrame
    changes: pd.DataFrame
    width: float

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        of = len(self.councils)
        table = self.changes
        if table.empty:
            return f"nothing was to be repaired in {of} councils"
        invalid, dropped = int((table["fault"] != "").sum()), int((table["dropped"] != "").sum())
        did = [f"{invalid} made valid"] if invalid else []
        did += [f"{dropped} rid of lines and points"] if dropped else []
        for what in ("gained", "lost"):
            if (table[what] > 0).any():
                count, sum_of = int((table[what] > 0).sum()), table[what].sum()
                did.append(f"{count} {what} {sum_of:,.0f} m² by gaps and overlaps")
        width = f", up to a width of {length(self.width)}" if self.width else ""
        return f"{len(table)} of {of} councils repaired{width}: {', '.join(did)}"

    def __repr__(self) -> str:
        table = "" if self.changes.empty else f"\n\n{self._shown.to_string()}"
        return f"{self.headline}{table}{self._more}"

    def _repr_html_(self) -> str:
        table = "" if self.changes.empty else self._shown.to_html()
        return f"<p>{escape(self.headline)}</p>{table}<p>{self._more}</p>"

    @property
    def _shown(self) -> pd.DataFrame:
        """The largest changes, with figures in words."""
        areas = ["made_valid", "gained", "lost", "area"]
        table = self.changes.head(_SHOWN)
        words = {column: table[column].map("{:,.0f} m²".format) for column in areas}
        kind = table["fault"].str.partition("[")[0]
        return table.assign(fault=kind, **words).rename(
            columns=lambda column: column.replace("_", " ")
        )

    @property
    def _more(self) -> str:
        rest = len(self.changes) - _SHOWN
        return f"\nand {rest} more councils, in .changes" if rest > 0 else ""


def repair(councils: gpd.GeoDataFrame | Councils, *, width: float = WIDTH) -> Repaired:
    """Make boundaries sound, and say what was changed, by council.

    Lines and points are dropped, invalid shapes are made valid, and gaps and overlaps between
    councils that are nowhere wider than `width` are given to one of the councils beside them.
    Nothing in the library repairs boundaries unless you call this.

    Parameters
    ----------
    councils
        A row a council: unique index, and boundaries in a projected CRS.
    width
        Metres. A gap is one if councils are all around it: what opens to the sea stays. With 0,
        gaps and overlaps stay, and so do points: for bodies that lie over each other on purpose.

    Returns
    -------
    Repaired
        The new table is ``repair(councils).councils``, the report ``repair(councils).changes``.

    Raises
    ------
    InputError
        If a council has no polygon, two overlap by more than the width, or shapely is too old to
        take gaps and overlaps away (2.2 with GEOS 3.14 can).

    Notes
    -----
    Shapes are made valid by their structure: outer rings are joined, and inner rings taken away.
    Gaps and overlaps are taken away by cleaning the coverage: an overlap, or a gap, goes to the
    council that has the longest border with it. Borders then have the same points on both sides.

    Examples
    --------
    Two councils overlap by a strip of five metres:

    >>> import clusterer as cl
    >>> import geopandas as gpd
    >>> import shapely
    >>> strip = gpd.GeoDataFrame(
    ...     {"name": ["West", "East"]},
    ...     index=["w", "e"],
    ...     geometry=[shapely.box(0, 0, 1000, 1000), shapely.box(995, 0, 2000, 1000)],
    ...     crs=27700,
    ... )
    >>> repaired = cl.repair(strip)
    >>> print(repaired.headline)
    1 of 2 councils repaired, up to a width of 10 m: 1 lost 5,000 m² by gaps and overlaps
    >>> repaired.changes[["name", "lost", "area"]]
       name    lost       area
    e  East  5000.0  1000000.0
    >>> print(cl.adjacency(repaired.councils))
    Graph with 2 nodes and 1 edges
    """
    check_number("width", width, kind="number of metres", at_least=0)
    given = councils.frame if isinstance(councils, Councils) else councils
    if not isinstance(given, gpd.GeoDataFrame):
        raise InputError(
            f"councils must be a GeoDataFrame, not {type(given).__name__}; "
            "read a boundary file with geopandas.read_file(...)"
        )
    check_index(given)
    check_crs(given)
    table = Councils(given)
    before = given.geometry.to_numpy()
    check_present(before, table.describe)

    areal, dropped = _polygons_of(before, table.describe, points_stay=width == 0)
    valid = _made_valid(areal, table.describe)
    after = _cleaned(valid, float(width), table)
    check_geometry(
        after, table.describe, overlapping=width == 0, metres_per_unit=table.metres_per_unit
    )

    frame = given.copy()
    frame[frame.active_geometry_name] = gpd.GeoSeries(after, index=frame.index, crs=frame.crs)
    invalid = ~shapely.is_valid(areal)
    unit = table.metres_per_unit**2
    changes = pd.DataFrame(
        {
            "name": table.names,
            "fault": np.where(invalid, shapely.is_valid_reason(areal), ""),
            "dropped": dropped,
            "made_valid": np.where(invalid, shapely.area(valid) - shapely.area(areal), 0.0) * unit,
            "gained": _difference(after, valid) * unit,
            "lost": _difference(valid, after) * unit,
            "area": shapely.area(after) * unit,
        },
        index=frame.index,
    )
    moved = changes["made_valid"].abs() + changes["gained"] + changes["lost"]
    changed = (moved > _NO_CHANGE) | invalid | (changes["dropped"] != "")
    order = moved[changed].sort_values(ascending=False, kind="stable").index
    return Repaired(frame, changes.loc[order], float(width))


def _polygons_of(
    shapes: Shapes, describe: Describe, *, points_stay: bool
) -> tuple[Shapes, list[str]]:
    """Return the polygons of each shape, and in words what else it had."""
    found, dropped = shapes.copy(), [""] * len(shapes)
    points = shapely.get_type_id(shapes) == shapely.GeometryType.POINT.value
    without = (shapely.get_dimensions(shapes) < 2) & ~(points & points_stay)
    for i in np.flatnonzero(without).tolist():
        raise InputError(
            f"{describe([i])}: a geometry without any polygon ({shapes[i].geom_type}); give the "
            "area of the council, or leave it out"
        )
    collections = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION.value
    for i in np.flatnonzero(collections).tolist():
        # Collections may stand in collections: all the parts of parts, down to single shapes.
        parts = np.array([shapes[i]], dtype=object)
        while shapely.get_num_geometries(parts).max(initial=1) > 1 or any(
            shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT.value
        ):
            parts = shapely.get_parts(parts)
        areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON.value
        found[i] = shapely.MultiPolygon(parts[areal].tolist())
        kinds = Counter(
            "points" if part.geom_type == "Point" else "lines" for part in parts[~areal]
        )
        dropped[i] = ", ".join(
            f"{count} {kind if count > 1 else kind[:-1]}" for kind, count in sorted(kinds.items())
        )
    return found, dropped


def _made_valid(shapes: Shapes, describe: Describe) -> Shapes:
    """Return valid polygons of the same structure."""
    valid = shapely.is_valid(shapes)
    found = shapes.copy()
    found[~valid] = shapely.make_valid(shapes[~valid], method="structure", keep_collapsed=False)
    nothing = np.flatnonzero(shapely.is_empty(found))
    if nothing.size:
        raise InputError(
            f"{describe(nothing)}: an invalid geometry that has no area "
            f"({shapely.is_valid_reason(shapes[nothing[0]])}); give the area of the council, or "
            "leave it out"
        )
    return found


def _cleaned(shapes: Shapes, width: float, table: Councils) -> Shapes:
    """Return polygons without gaps and overlaps between them up to a width in metres."""
    if width == 0:
        return shapes
    units = width / table.metres_per_unit
    pairs, shares = overlapping_pairs(shapes, above=0.0)
    left, right = pairs.T
    wide = widest(shapely.intersection(shapes[left], shapes[right]), least=units) > units
    if wide.any():
        what = f"overlap by more than a width of {length(width)}"
        raise overlap_error(
            shapes, pairs[wide], shares[wide], what, table.describe, table.metres_per_unit
        )
    if shapely.coverage_is_valid(shapes, gap_width=units):
        return shapes
    if not hasattr(shapely, "coverage_clean") or shapely.geos_version < (3, 14, 0):
        raise InputError(
            "to take gaps and overlaps away, repair needs shapely 2.2 or newer with GEOS 3.14 or "
            f"newer; this is shapely {shapely.__version__} with GEOS {shapely.geos_version_string}:"
            " pip install --upgrade shapely, or leave them with repair(councils, width=0)"
        )
    cleaned: Shapes = shapely.coverage_clean(shapes, gap_width=units)
    gone = np.flatnonzero(shapely.is_empty(cleaned))
    if gone.size:
        raise InputError(
            f"{table.describe(gone)}: nothing is left where overlaps of up to {length(width)} are "
            "taken away; take a smaller width, or leave the council out"
        )
    return cleaned


def _difference(shapes: Shapes, others: Shapes) -> NDArray[np.float64]:
    """Return the area of each shape that is not in the other one."""
    found = np.zeros(len(shapes))
    moved = ~shapely.equals_identical(shapes, others)
    found[moved] = shapely.area(shapely.difference(shapes[moved], others[moved]))
    return found
