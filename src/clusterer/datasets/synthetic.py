"""An invented country of any size, the same for the same seed."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from clusterer._support.checks import check_whole

_PARTIES = {
    # Name, and how well it does over the country, as the logarithm of its odds.
    "con": ("Conservative", 1.6),
    "lab": ("Labour", 1.6),
    "ld": ("Liberal Democrat", 0.9),
    "green": ("Green", -0.6),
    "reform": ("Reform UK", -0.4),
    "other": ("Other", -0.3),
}

_AREA = 400e6
"""m² of a council on average, as in England."""

_RESIDENTS = 130_000
"""The median population of a council."""

_CENTRE = (400_000.0, 400_000.0)
"""Where the middle of the country lies, near that of the British National Grid."""

# The five that follow were fitted: at n = 326 the border graph has two million or so connected
# sets of up to seven councils, as that of England's 326 districts of 2011 has (2.2 million).

_SEA = 0.6
"""Cells that are left to the sea for each that becomes land, beyond a rim round the frame."""

_MERGED = 0.4
"""Cells merged into a neighbour, for each council: some councils wrap round others."""

_IN_TOWNS = 0.5
"""The part of the cells that lie about a town, close together."""

_PER_TOWN = 20
"""Cells drawn, in all, for each town."""

_TOWN_SPREAD = 0.4
"""How far from the middle of a town its cells lie, in sides of an average cell."""

_LEAST_BORDER = 1_000.0
"""Metres of border that hang two cells together as the land grows: no corner, no causeway."""


def synthetic(n: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Return an invented country of n councils, for tests and benchmarks.

    Councils are the cells of a Voronoi diagram, small in towns and 400 km² on average. Land
    grows from the middle, cell by cell, where a smooth random field is high, so that the coast
    is ragged and all of it is connected. Residents are lognormal about 130,000; party
    strengths are smooth random fields, so that regions lean one way.

    Parameters
    ----------
    n
        How many councils, 1 to 100,000. England had 326 districts in 2011.
    seed
        The same n and seed give the same country.

    Returns
    -------
    geopandas.GeoDataFrame
        A row a council from west to east, indexed "S001" and so on with as many digits as n
        has, in EPSG:27700: ``name``, ``population``, ``area_ha``, ``seats_con`` to
        ``seats_other``, ``seats_total``, ``control`` (the party with a majority or "NOC") and
        the geometry.

    Raises
    ------
    InputError
        If n or seed is not a whole number in its range.

    Examples
    --------
    >>> import clusterer as cl
    >>> country = cl.datasets.synthetic(326, seed=1)
    >>> len(country), country.index[0]
    (326, 'S001')
    >>> round(float(country["area_ha"].mean()))
    40000
    """
    check_whole("n", n, at_least=1, at_most=100_000)
    check_whole("seed", seed, at_least=0, at_most=2**32 - 1)
    n, seed = int(n), int(seed)  # A small integer of numpy would overflow.
    rng = np.random.default_rng([n, seed])
    cells = _land(n, rng)
    numbers = [f"{number:0{len(str(n))}}" for number in range(1, n + 1)]
    table = pd.DataFrame(
        {
            "name": [f"Council {number}" for number in numbers],
            "population": np.rint(rng.lognormal(np.log(_RESIDENTS), 0.45, n)).astype(np.int64),
            "area_ha": shapely.area(cells) / 1e4,
        },
        index=pd.Index([f"S{number}" for number in numbers], name="council"),
    )
    seats = _seats(_centroids(cells), np.sqrt(n * _AREA), rng)
    for party, count in zip(_PARTIES, seats.T, strict=True):
        table[f"seats_{party}"] = count
    table["seats_total"] = seats.sum(axis=1)
    majority = seats.max(axis=1) * 2 > seats.sum(axis=1)
    names = np.array([name for name, _ in _PARTIES.values()])
    table["control"] = np.where(majority, names[seats.argmax(axis=1)], "NOC")
    return gpd.GeoDataFrame(table, geometry=cells, crs=27700)


def _land(n: int, rng: np.random.Generator) -> NDArray[np.object_]:
    """Return n Voronoi cells that are connected, from west to east."""
    merged = int(_MERGED * n)
    # About 4 √n cells lie at the frame; they are sea, or the coast would be ruled.
    drawn = int((1 + _SEA) * (n + merged) + 8 * np.sqrt(n)) + 12
    side = float(np.sqrt(drawn * _AREA))
    points = _settlements(drawn, side, rng)
    frame = shapely.box(0, 0, side, side)
    diagram = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
    cells = shapely.intersection(shapely.get_parts(diagram), frame)
    # Land is where the field is high, and rather towards the middle.
    height = _field(side / 3, rng)(points) - 25.0 * np.hypot(*(points / side - 0.5).T) ** 2
    height[shapely.intersects(cells, frame.exterior)] -= 1e6
    start = int(np.hypot(*(points - side / 2).T).argmin())
    neighbours = _neighbours(cells)
    grown = _grow(n + merged, neighbours, height, start)
    land = np.array(
        [
            shapely.coverage_union_all(cells[group])
            for group in _merge(grown, merged, neighbours, rng)
        ]
    )
    scale = np.sqrt(n * _AREA / shapely.area(land).sum())
    # Whole metres, as boundary files have; cells that share a vertex round it alike.
    land = shapely.transform(land, lambda xy: np.rint((xy - side / 2) * scale + _CENTRE))
    west_to_east: NDArray[np.object_] = land[np.lexsort(_centroids(land).T[::-1])]
    return west_to_east


def _settlements(count: int, side: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return points over a square, some of them close together about towns."""
    in_towns = int(_IN_TOWNS * count)
    towns = rng.uniform(0.1, 0.9, size=(max(1, count // _PER_TOWN), 2)) * side
    about = towns[rng.integers(len(towns), size=in_towns)]
    near = about + rng.normal(scale=_TOWN_SPREAD * np.sqrt(_AREA), size=about.shape)
    # One point a square of a grid, moved about in it: even, but not regular.
    per_row = int(np.ceil(np.sqrt(count - in_towns)))
    grid = np.stack(np.meshgrid(np.arange(per_row), np.arange(per_row)), axis=-1).reshape(-1, 2)
    chosen = rng.permutation(len(grid))[: count - in_towns]
    even = (grid[chosen] + rng.uniform(0.1, 0.9, size=(chosen.size, 2))) / per_row * side
    return np.clip(np.vstack([even, near]), 0.001 * side, 0.999 * side)


def _neighbours(cells: NDArray[np.object_]) -> list[list[int]]:
    """Return for each cell those that share a border of some length with it."""
    left, right = shapely.STRtree(cells).query(cells, predicate="touches")
    long = shapely.length(shapely.intersection(cells[left], cells[right])) > _LEAST_BORDER
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


def _merge(
    land: list[int], count: int, neighbours: list[list[int]], rng: np.random.Generator
) -> list[list[int]]:
    """Return the cells in groups: `count` of them are added to the group of a neighbour."""
    groups = {cell: [cell] for cell in land}
    owner = {cell: cell for cell in land}
    for cell in rng.permutation(land).tolist():
        if len(groups) == len(land) - count:
            break
        if len(groups.get(cell, ())) == 1:
            beside = [other for other in neighbours[cell] if other in owner]
            owner[cell] = owner[beside[rng.integers(len(beside))]]
            groups[owner[cell]] += groups.pop(cell)
    return list(groups.values())


def _field(
    scale: float, rng: np.random.Generator
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Return a smooth random function of place with mean 0 and variance about 1."""
    waves = rng.normal(scale=2 * np.pi / scale, size=(24, 2))
    phase = rng.uniform(0, 2 * np.pi, size=24)

    def field(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        sums: NDArray[np.float64] = np.cos(xy @ waves.T + phase).sum(axis=1)
        return sums * float(np.sqrt(2 / len(waves)))

    return field


def _seats(xy: NDArray[np.float64], side: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return seats by party: regional fields and local noise, to whole seats."""
    strength = np.array([odds for _, odds in _PARTIES.values()])
    fields = np.column_stack([_field(side / 2, rng)(xy) for _ in _PARTIES])
    odds = np.exp(strength + fields + 0.4 * rng.normal(size=fields.shape))
    total = rng.integers(40, 61, size=len(xy))
    exact = odds / odds.sum(axis=1, keepdims=True) * total[:, None]
    seats = np.floor(exact).astype(np.int64)
    # The seats left over go to the largest remainders.
    rank = np.argsort(np.argsort(seats - exact, axis=1, kind="stable"), axis=1)
    whole: NDArray[np.int64] = seats + (rank < (total - seats.sum(axis=1))[:, None])
    return whole


def _centroids(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    coordinates: NDArray[np.float64] = shapely.get_coordinates(shapely.centroid(shapes))
    return coordinates
