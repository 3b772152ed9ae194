"""Small cases for the tests of the benchmarks."""

from __future__ import annotations

import geopandas as gpd
from shapely import box

import clusterer as cl
from benchmarks.case import Case, PortfolioCase


def row_of(n: int, *, cap: int | None = None, count: int | None = None) -> Case:
    """Return n squares side by side; a cluster costs 1, and 10 for each kilometre between two.

    So neighbours alone are worth joining: a pair costs 1 + 10 · 0.01 and saves 0.9.
    """
    frame = gpd.GeoDataFrame(
        {"name": [f"C{i}" for i in range(n)], "population": range(1, n + 1)},
        geometry=[box(10 * i, 0, 10 * i + 10, 10) for i in range(n)],
        crs="EPSG:27700",
    )
    rows = range(n)
    km = [[abs(i - j) / 100 for j in rows] for i in rows]
    problem = cl.Problem(
        frame,
        [cl.FunctionTerm("made up", lambda c: 1.0 + 10.0 * c.pair_sum(km))],
        [] if cap is None else [cl.MaxSize(cap)],
        [] if count is None else [cl.ClusterCount(exactly=count)],
    )
    return Case(problem, cap=cap, count=count)


def portfolio_of_rows(n: int, *, cap: int | None = None) -> PortfolioCase:
    """Return two services, "a" and "b", over n squares side by side, which nothing ties."""
    problem = row_of(n, cap=cap).problem
    return PortfolioCase(cl.Portfolio({"a": problem, "b": problem}))


def clusters(*members: tuple[int, ...]) -> list[frozenset[int]]:
    """Return clusters as the methods write them."""
    return [frozenset(rows) for rows in members]
