"""Where a map lies on the ground, and how true its distances are there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

Floats: TypeAlias = NDArray[np.float64]

_GEOD = Geod(ellps="WGS84")

_ONE_PLACE = 0.01
"""km up to which two points are in one place: a shorter distance is rounding for a good part."""


@dataclass(frozen=True)
class AreaOfUse:
    """Where a CRS is meant to be used, in degrees; it may reach across 180°."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, crs: CRS) -> AreaOfUse | None:
        """Return the area of use of a CRS; None for one that states none, such as one's own."""
        area = crs.area_of_use
        return None if area is None else cls(*area.bounds)

    @property
    def width(self) -> float:
        """Degrees from west to east."""
        return (self.east - self.west) % 360 or 360.0

    def holds(self, lon: float, lat: float) -> bool:
        """Tell whether a point lies in the area; one that is infinite does not."""
        if not np.isfinite([lon, lat]).all():
            return False
        return bool((lon - self.west) % 360 <= self.width and self.south <= lat <= self.north)

    def nearest(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return for each point the one of the area that is about nearest, itself if inside."""
        east_of_west = (lon - self.west) % 360
        # Half of what lies outside is nearer to the one end, half to the other.
        end = np.where(east_of_west > (self.width + 360) / 2, self.west, self.east)
        return np.where(east_of_west <= self.width, lon, end), np.clip(lat, self.south, self.north)


@dataclass(frozen=True)
class Distance:
    """How far two councils are apart, on the map and on the ground."""

    rows: tuple[int, int]
    km_on_map: float
    km_on_ground: float
    across_180: bool
    """Whether the short way between them crosses 180° of longitude."""

    @property
    def factor(self) -> float:
        """How many times too long or too short it is on the map."""
        ratio = self.km_on_map / self.km_on_ground
        return max(ratio, 1 / ratio)


@dataclass(frozen=True, eq=False)
class Ground:
    """Points of a map, and where they are on the ground.

    Parameters
    ----------
    crs
        The CRS of the map.
    at
        Shape (points, 2): where they are on the map.
    km_per_unit
        Of the CRS.
    """

    crs: CRS
    at: Floats
    km_per_unit: float

    @cached_property
    def degrees(self) -> tuple[Floats, Floats]:
        """The longitude and the latitude of each point; infinite where there is none."""
        return self._located(self.at)

    @cached_property
    def degrees_if_axes_were_swapped(self) -> tuple[Floats, Floats]:
        """What `degrees` would be if x were y, and y x."""
        return self._located(self.at[:, ::-1])

    def _located(self, at: Floats) -> tuple[Floats, Floats]:
        lon, lat = _to_degrees(self.crs).transform(at[:, 0].copy(), at[:, 1].copy())
        return lon, lat

    @cached_property
    def middle(self) -> int:
        """The number of the point that is nearest to the middle of the map."""
        centre = (self.at.min(axis=0) + self.at.max(axis=0)) / 2
        return int(np.hypot(*(self.at - centre).T).argmin())

    def km_outside(self, area: AreaOfUse) -> float:
        """Return how far outside an area the point lies that is nearest to it."""
        lon, lat = self.degrees
        return float(_km(lon, lat, *area.nearest(lon, lat)).min())

    def worst_distance(self) -> Distance | None:
        """Return the distance that is most wrong on the map; None without two points apart.

        Of those to the points on the edges of the map, as a CRS that does not fit a map is worst
        from edge to edge.
        """
        edges = np.unique([*self.at.argmin(axis=0), *self.at.argmax(axis=0)])
        i, j = (index.ravel() for index in np.meshgrid(edges, np.arange(len(self.at))))
        lon, lat = self.degrees
        on_map = np.hypot(*(self.at[i] - self.at[j]).T) * self.km_per_unit
        on_ground = _km(lon[i], lat[i], lon[j], lat[j])
        apart = np.flatnonzero(np.minimum(on_map, on_ground) > _ONE_PLACE)
        if not apart.size:
            return None
        worst = apart[np.abs(np.log(on_map[apart] / on_ground[apart])).argmax()]
        a, b = int(i[worst]), int(j[worst])
        return Distance(
            rows=(min(a, b), max(a, b)),
            km_on_map=float(on_map[worst]),
            km_on_ground=float(on_ground[worst]),
            across_180=bool(abs(lon[a] - lon[b]) > 180),
        )


@lru_cache(maxsize=8)  # To make one takes 35 ms, far longer than all other checks of a table.
def _to_degrees(crs: CRS) -> Transformer:
    """Return what turns points of a CRS into longitudes and latitudes."""
    return Transformer.from_crs(crs, 4326, always_xy=True)


def _km(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Return the km between points along the ground."""
    metres: Floats = np.asarray(_GEOD.inv(lon_a, lat_a, lon_b, lat_b)[2], dtype=np.float64)
    return metres / 1000.0
