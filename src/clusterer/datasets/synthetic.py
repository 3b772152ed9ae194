"""An invented country of any size, the same for the same seed."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from clusterer.errors import InputError

_PARTIES = ("con", "lab", "ld", "green", "reform", "other")
_PARTY_NAMES = ("Conservative", "Labour", "Liberal Democrat", "Green", "Reform UK", "Other")
_STRENGTH = (1.6, 1.6, 0.9, -0.6, -0.4, -0.3)
"""How well each party does over the country, as the logarithm of its odds."""

_AREA = 400e6
"""m² of a council on average, as in England."""

_SEA = 1.6
"""Cells that are drawn for each that becomes land; the rest is sea."""

_IN_TOWNS = 0.5
"""The part of the councils that lie about a town, close together."""


def synthetic(n: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Return an invented country of n councils, for tests and benchmarks.

    Councils are the cells of a Voronoi diagram, smaller about towns. Land grows from the
    middle, cell by cell, where a smooth random field is high, so that the coast is ragged
    and all of it hangs together. Residents are lognormal about 130,000; party strengths are
    smooth random fields, so that regions lean one way.

    Parameters
    ----------
    n
        How many councils, 1 to 100,000. England had 326 districts in 2011.
    seed
        The same n and seed give the same country.

    Returns
    -------
    geopandas.GeoDataFrame
        Indexed "S001" and so on, in EPSG:27700: ``name``, ``population``, ``area_ha``,
        ``seats_con`` to ``seats_other``, ``seats_total``, ``control`` and the geometry.

    Raises
    ------
    InputError
        If n or seed is not a whole number in its range.

    Examples
    --------
    >>> import clusterer as cl
    >>> country = cl.datasets.synthetic(50, seed=1)
    >>> len(country), country.index[0]
    (50, 'S01')
    """
    for what, value, low, high in (("n", n, 1, 100_000), ("seed", seed, 0, 2**32 - 1)):
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InputError(f"{what} = {value!r} must be a whole number from {low} to {high:,}")
    rng = np.random.default_rng([n, seed])
    cells = _land(n, rng)
    shape = shapely.centroid(cells)
    xy = np.column_stack([shapely.get_x(shape), shapely.get_y(shape)])
    side = np.sqrt(n * _AREA)
    width = len(str(n))
    table = pd.DataFrame(
        {
            "name": [f"Council {number}" for number in range(1, n + 1)],
            "population": np.rint(rng.lognormal(np.log(130_000), 0.45, n)).astype(np.int64),
            "area_ha": shapely.area(cells) / 1e4,
        },
        index=pd.Index([f"S{number:0{width}}" for number in range(1, n + 1)], name="council"),
    )
    seats = _seats(xy, side, rng)
    for party, count in zip(_PARTIES, seats.T, strict=True):
        table[f"seats_{party}"] = count
    table["seats_total"] = seats.sum(axis=1)
    most = seats.argmax(axis=1)
    majority = seats.max(axis=1) * 2 > seats.sum(axis=1)
    table["control"] = np.where(majority, np.array(_PARTY_NAMES)[most], "NOC")
    return gpd.GeoDataFrame(table, geometry=cells, crs=27700)


def _land(n: int, rng: np.random.Generator) -> NDArray[np.object_]:
    """Return n Voronoi cells that hang together, from west to east."""
    drawn = max(int(_SEA * n), n + 12)
    side = np.sqrt(drawn * _AREA)
    points = _settlements(drawn, side, rng)
    frame = shapely.box(0, 0, side, side)
    diagram = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
    cells = shapely.intersection(shapely.get_parts(diagram), frame)
    neighbours = _neighbours(cells)
    # Land is where the field is high, and rather towards the middle.
    height = _field(side / 3, rng)(points) - 25.0 * np.hypot(*(points / side - 0.5).T) ** 2
    order = _grow(n, neighbours, height, int(np.hypot(*(points - side / 2).T).argmin()))
    # Whole metres, as boundary files have; cells that share a vertex round it alike.
    land = shapely.transform(cells[order], np.rint)
    west_to_east = np.lexsort((shapely.get_y(shapely.centroid(land)), shapely.get_x(shapely.centroid(land))))
    return land[west_to_east]


def _settlements(
    count: int, side: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return points over a square, some of them close together about towns."""
    in_towns = int(_IN_TOWNS * count)
    towns = rng.uniform(0.1, 0.9, size=(max(1, count // 40), 2)) * side
    about = towns[rng.integers(len(towns), size=in_towns)]
    near = about + rng.normal(scale=0.8 * np.sqrt(_AREA), size=about.shape)
    # One point a square of a grid, moved about in it: even, but not regular.
    per_row = int(np.ceil(np.sqrt(count - in_towns)))
    grid = np.stack(np.meshgrid(np.arange(per_row), np.arange(per_row)), axis=-1).reshape(-1, 2)
    chosen = rng.permutation(len(grid))[: count - in_towns]
    even = (grid[chosen] + rng.uniform(0.1, 0.9, size=(chosen.size, 2))) / per_row * side
    return np.clip(np.vstack([even, near]), 0.001 * side, 0.999 * side)


def _neighbours(cells: NDArray[np.object_]) -> list[list[int]]:
    """Return for each cell those that share a border of some length with it."""
    left, right = shapely.STRtree(cells).query(cells, predicate="touches")
    long = shapely.length(shapely.intersection(cells[left], cells[right])) > 1_000.0
    found: list[list[int]] = [[] for _ in cells]
    for i, j in zip(left[long].tolist(), right[long].tolist(), strict=True):
        found[i].append(j)
    return found


def _grow(
    n: int, neighbours: list[list[int]], height: NDArray[np.float64], start: int
) -> list[int]:
    """Return n cells, each beside one before it, always the highest that is in reach."""
    reached = {start}
    shore = [(-height[start], start)]
    land: list[int] = []
    while len(land) < n:
        _, cell = heapq.heappop(shore)
        land.append(cell)
        for other in neighbours[cell]:
            if other not in reached:
                reached.add(other)
                heapq.heappush(shore, (-height[other], other))
    return land


def _field(
    scale: float, rng: np.random.Generator
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return a smooth random function of place with mean 0 and variance about 1."""
    waves = rng.normal(scale=2 * np.pi / scale, size=(24, 2))
    phase = rng.uniform(0, 2 * np.pi, size=24)

    def field(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        values: NDArray[np.float64] = np.cos(xy @ waves.T + phase).sum(axis=1)
        return values * np.sqrt(2 / len(waves))

    return field


def _seats(
    xy: NDArray[np.float64], side: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return seats by party: regional fields and local noise, to whole seats."""
    fields = np.column_stack([_field(side / 2, rng)(xy) for _ in _PARTIES])
    odds = np.exp(_STRENGTH + fields + 0.4 * rng.normal(size=fields.shape))
    total = rng.integers(35, 70, size=len(xy))
    exact = odds / odds.sum(axis=1, keepdims=True) * total[:, None]
    seats = np.floor(exact).astype(np.int64)
    # The seats left over go to the largest remainders.
    rank = np.argsort(np.argsort(seats - exact, axis=1, kind="stable"), axis=1)
    seats += rank < (total - seats.sum(axis=1))[:, None]
    return seats
