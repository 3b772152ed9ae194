"""Problems of other shapes: portfolios, parts that cannot mix, floors, real districts."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial

import geopandas as gpd
import networkx as nx
import pandas as pd

import clusterer as cl
from benchmarks.case import AnyCase, Case, Instance, PortfolioCase
from clusterer.terms import PresetName

KM = cl.Travel(0.0003)
"""500 return journeys a year for each council, at £0.30 a km."""


def portfolio(*services: str, tied: bool = True) -> PortfolioCase:
    """Return services of London that are planned together, each with clusters of up to five.

    Parameters
    ----------
    *services
        Which; the bundle of eight unless given.
    tied
        Whether partners who share several services pay their governance once. Otherwise there is
        none, and nothing ties the services.
    """
    boroughs = cl.datasets.london()
    made = cl.Portfolio.from_services(
        boroughs,
        cl.services(*services),
        "business-case",
        rules=[cl.MaxSize(5)],
        adjacency=cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )
    return PortfolioCase(made if tied else made.replace(governance=[]))


def with_counties(councils: gpd.GeoDataFrame, per_side: int) -> gpd.GeoDataFrame:
    """Return the councils with a column "county": the square of a grid that the centroid is in."""
    place = councils.geometry.centroid
    column, row = (pd.cut(along, per_side, labels=False) for along in (place.x, place.y))
    return councils.assign(county=column.astype(str) + "-" + row.astype(str))


def counties() -> Case:
    """Return 160 councils in 16 counties, which the map cuts in 17 parts of 1 to 24 councils."""
    councils = with_counties(cl.datasets.synthetic(160, seed=3), 4)
    rules = [cl.MaxSize(6), cl.Nested("county")]
    return Case(cl.Problem(councils, cl.preset("business-case"), rules), cap=6)


def floor() -> Case:
    """Return 40 councils in clusters of 600,000 residents or more, as near as can be."""
    rule = cl.PopulationBounds(at_least=600_000)
    return Case(cl.Problem(cl.datasets.synthetic(40), [KM], [rule]))


def exactly_six() -> Case:
    """Return 40 councils in six clusters of any size, as near as can be."""
    limit = cl.ClusterCount(exactly=6)
    return Case(cl.Problem(cl.datasets.synthetic(40), [KM], limits=[limit]), count=6)


def any_boroughs() -> Case:
    """Return London in clusters of any boroughs, near or far: each is a neighbour of each."""
    boroughs = cl.datasets.london()
    problem = cl.Problem(
        boroughs,
        cl.preset("business-case"),
        [cl.MaxSize(5)],
        adjacency=nx.complete_graph(list(boroughs.index)),
    )
    return Case(problem, cap=5)


def all_in_one() -> Case:
    """Return London, all in one cluster: there is one plan."""
    boroughs = cl.datasets.london()
    problem = cl.Problem(
        boroughs,
        cl.preset("central"),
        limits=[cl.ClusterCount(exactly=1)],
        adjacency=cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )
    return Case(problem, count=1)


def five_to_eight() -> Case:
    """Return 300 councils in clusters of five to eight: a floor that only a function tells."""
    rules = [cl.MaxSize(8), cl.FunctionRule("five or more", lambda c: c.size >= 5)]
    return Case(cl.Problem(cl.datasets.synthetic(300), cl.preset("central"), rules), cap=8)


def small_councils() -> Case:
    """Return 3,000 councils of 35,000 residents on average."""
    councils = cl.datasets.synthetic(3_000)
    residents = councils["population"] * (35_000 / councils["population"].mean())
    councils = councils.assign(population=residents.round().astype(int))
    return Case(cl.Problem(councils, cl.preset("central"), [cl.MaxSize(7)]), cap=7)


def districts(preset: PresetName) -> Case:
    """Return England's 296 real districts of 2024 with their residents, joined by land alone.

    The Isle of Wight and the Isles of Scilly have no neighbour, and stand alone.
    """
    councils = cl.datasets.england()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cl.IslandWarning)
        graph = cl.adjacency(councils)
    return Case(cl.Problem(councils, cl.preset(preset), [cl.MaxSize(5)], adjacency=graph), cap=5)


_BUILT: dict[str, Callable[[], AnyCase]] = {
    "one-service": partial(portfolio, "it"),
    "two-untied": partial(portfolio, "it", "finance", tied=False),
    "two-tied": partial(portfolio, "it", "finance"),
    "eight-tied": portfolio,
    "counties": counties,
    "floor": floor,
    "exactly-six": exactly_six,
    "any-boroughs": any_boroughs,
    "all-in-one": all_in_one,
    "five-to-eight": five_to_eight,
    "small-councils": small_councils,
    "districts-central": partial(districts, "central"),
    "districts-business-case": partial(districts, "business-case"),
}

INSTANCES = {f"shape-{name}": Instance("Other shapes", build) for name, build in _BUILT.items()}
