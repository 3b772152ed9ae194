"""Whether the coordinates of councils can belong to their CRS.

A wrong CRS makes every distance wrong, and nothing in a plan shows it. What cannot be is refused.
What is odd is warned about: invented maps may lie anywhere, and be of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from clusterer._support.warn import warn_implausible
from clusterer._support.wording import length
from clusterer.councils.ground import AreaOfUse, Distance, Ground
from clusterer.errors import InputError

Describe: TypeAlias = Callable[[Iterable[int]], str]
Floats: TypeAlias = NDArray[np.float64]
Range: TypeAlias = tuple[float, float]

_NO_AREA = 0.1
"""Square units of the median council, below which the coordinates are no metres, nor feet.

English districts in degrees have 0.03; a toy of unit squares has 1.
"""

_SMALL_AREA, _LARGE_AREA = 1_000.0, 3e12
"""m² of the median council. Few are as small as a garden, or as large as India."""

_FAR = 1_000.0
"""km outside the area of use. Nearer, a country may well use the CRS of its neighbour."""

_NONSENSE = 2.0
"""How many times too long or too short distances are, if the CRS is not one for the place."""

_STRETCHED, _STRETCHED_OUTSIDE = 1.15, 1.03
"""The same beyond which there is a warning, in the area of use and outside it.

A CRS for a continent may be off by a tenth and be the right one.
"""

_ENGLAND = AreaOfUse(-9.01, 49.75, 2.01, 61.01)
"""Where the British National Grid is used."""

_TURN = "councils.geometry = councils.geometry.transform(lambda xy: xy[:, ::-1])"
_DEGREES = "say so with set_crs(4326, allow_override=True)"
_OTHER = "say which it is with set_crs(..., allow_override=True)"
_ENGLISH_GRID = "project them first, for England with to_crs(27700)"
_LOCAL_GRID = "project them first, such as with to_crs(councils.estimate_utm_crs())"
_UNCUT = "project them first to a CRS that is not cut at 180° of longitude"


def check_place(frame: gpd.GeoDataFrame, km_per_unit: float, describe: Describe) -> None:
    """Check that coordinates can belong to their CRS, and warn if they hardly do.

    Parameters
    ----------
    frame
        The councils, in a projected CRS; those without a geometry are passed over.
    km_per_unit
        Of the CRS.
    describe
        Names councils in messages, given by row numbers.

    Raises
    ------
    InputError
        If they cannot.
    """
    shapes, crs = frame.geometry.to_numpy(), frame.crs
    rows = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if not rows.size:  # That is refused elsewhere.
        return
    shapes = shapes[rows]

    def named(some: Iterable[int]) -> str:
        return describe(rows[list(some)])

    _check_finite(shapes, crs, named)
    x0, y0, x1, y1 = shapely.total_bounds(shapes).tolist()
    _check_degrees((x0, x1), (y0, y1), crs)
    is_toy = _check_size(shapely.area(shapes), (x1 - x0, y1 - y0), 1000.0 * km_per_unit)
    if not is_toy:  # One may lie anywhere.
        at = shapely.get_coordinates(shapely.centroid(shapes))
        _check_ground(Ground(crs, at, km_per_unit), named)


def _check_finite(shapes: NDArray[np.object_], crs: CRS, describe: Describe) -> None:
    """Refuse coordinates that a projection could not calculate."""
    beyond = ~np.isfinite(shapely.bounds(shapes)).all(axis=1)
    if beyond.any():
        raise InputError(
            f"{describe(np.flatnonzero(beyond))}: coordinates that are infinite, as to_crs makes "
            f"them of what it cannot project to {_called(crs)}; choose a CRS for the place, or, "
            f"if the file has latitude before longitude, turn its axes before to_crs: {_TURN}"
        )


def _check_degrees(x: Range, y: Range, crs: CRS) -> None:
    """Refuse numbers that are just the degrees of the area where the CRS is used."""
    area = AreaOfUse.of(crs)
    if area is None or area.width > 180:  # Small numbers are the degrees of some place, then.
        return
    for lon, lat, order, turn in (
        (x, y, "longitude and latitude", ""),
        (y, x, "latitude and longitude", f"turn the axes: {_TURN}; then "),
    ):
        possible = max(map(abs, lon)) <= 180 and max(map(abs, lat)) <= 90
        if possible and area.holds(sum(lon) / 2, sum(lat) / 2):
            raise InputError(
                f"councils are said to be in {_called(crs)}, but their coordinates, "
                f"{_range('x', x)} and {_range('y', y)}, are degrees of {order}; {turn}"
                f"{_DEGREES}, and "
                f"{_ENGLISH_GRID if _ENGLAND.holds(sum(lon) / 2, sum(lat) / 2) else _LOCAL_GRID}"
            )


def _check_size(area: Floats, extent: tuple[float, float], metres: float) -> bool:
    """Refuse areas that no council has, and tell whether they are those of a toy.

    Parameters
    ----------
    area
        Of each council, in square units; 0 for a point.
    extent
        The width and the height of the map, in units.
    metres
        In a unit.
    """
    middling = float(np.median(area))
    if middling == 0:
        return False
    size = middling * metres**2
    found = (
        f"half of the councils have an area of {_area(size)} or less, on a map that is "
        f"{length(extent[0] * metres)} wide and {length(extent[1] * metres)} high"
    )
    if middling < _NO_AREA:
        raise InputError(f"{found}; if the coordinates are degrees, {_DEGREES}, and {_LOCAL_GRID}")
    if size < _SMALL_AREA:
        warn_implausible(
            f"{found}; if the coordinates are degrees, {_DEGREES}, and {_LOCAL_GRID}; if they are "
            f"in kilometres, or in another CRS than stated, {_OTHER}"
        )
    elif size > _LARGE_AREA:
        warn_implausible(
            f"{found.replace('less', 'more')}; if the coordinates are in a smaller unit than that "
            f"of the CRS, {_OTHER}"
        )
    return size < _SMALL_AREA


def _check_ground(ground: Ground, describe: Describe) -> None:
    """Refuse a map that is nowhere near where its CRS is used, and warn of wrong distances."""
    lon, lat = ground.degrees
    nowhere = ~(np.isfinite(lon) & np.isfinite(lat))
    if nowhere.any():
        raise InputError(
            f"{describe(np.flatnonzero(nowhere))}: coordinates that are no place on the earth in "
            f"{_called(ground.crs)}; if they are in another CRS, {_OTHER}"
        )
    area = AreaOfUse.of(ground.crs)
    outside = 0.0 if area is None else ground.km_outside(area)
    distance = ground.worst_distance()
    factor = 1.0 if distance is None else distance.factor
    wrong = ""
    if distance is not None and factor > _STRETCHED_OUTSIDE:
        wrong = (
            f"{' and '.join(describe([row]) for row in distance.rows)} are "
            f"{length(1000.0 * distance.km_on_map)} apart on the map, and "
            f"{length(1000.0 * distance.km_on_ground)} on the ground; {_remedy(ground, distance)}"
        )
    if area is None or outside == 0:
        if factor > _STRETCHED:
            warn_implausible(f"distances are wrong in {_called(ground.crs)}: {wrong}")
        return
    if outside <= _FAR and factor <= _STRETCHED_OUTSIDE:
        return
    found = (
        f"councils are said to be in {_called(ground.crs)}, which puts them at "
        f"{_extent(lon, lat)}, {outside:,.0f} km outside its area of use, "
        f"{_extent(np.array([area.west, area.east]), np.array([area.south, area.north]))}"
    )
    _check_order(ground, area, found)
    message = f"{found}; if they are in another CRS, {_OTHER}"
    if wrong:
        message += f"; if not, {wrong}"
    if factor > _NONSENSE or (outside > _FAR and not _about_origin(ground)):
        raise InputError(message)
    warn_implausible(message)


def _check_order(ground: Ground, area: AreaOfUse, found: str) -> None:
    """Refuse a map that would lie where its CRS is used if its coordinates were turned."""
    middle = ground.middle
    lon, lat = ground.degrees
    if area.holds(lat[middle], lon[middle]):
        raise InputError(
            f"{found}: latitude and longitude were swapped before to_crs; read the file again, and "
            f"turn its axes before: {_TURN}"
        )
    lon, lat = ground.degrees_if_axes_were_swapped
    if area.holds(lon[middle], lat[middle]):
        raise InputError(f"{found}: x and y are swapped; turn the axes: {_TURN}")


def _about_origin(ground: Ground) -> bool:
    """Tell whether a map lies about the origin of its coordinates, as an invented one may."""
    low, high = ground.at.min(axis=0), ground.at.max(axis=0)
    return bool(np.hypot(*np.clip(0.0, low, high)) <= (high - low).max())


def _remedy(ground: Ground, distance: Distance) -> str:
    if distance.across_180:
        return _UNCUT
    lon, lat = ground.degrees
    english = _ENGLAND.holds(lon[ground.middle], lat[ground.middle])
    return _ENGLISH_GRID if english else _LOCAL_GRID


def _called(crs: CRS) -> str:
    authority = crs.to_authority()
    return crs.name if authority is None else f"{crs.name} ({':'.join(authority)})"


def _range(name: str, ends: Range) -> str:
    return f"{name} {ends[0]:.1f} to {ends[1]:.1f}"


def _extent(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> str:
    return (
        f"{_range('longitude', (lon.min(), lon.max()))}, "
        f"{_range('latitude', (lat.min(), lat.max()))}"
    )


def _area(square_metres: float) -> str:
    if square_metres >= 1e6:
        return f"{square_metres / 1e6:,.0f} km²"
    return f"{square_metres:,.0f} m²" if square_metres >= 10 else f"{square_metres:.2g} m²"
