"""An invented country: whole, valid, connected, and the same for the same seed."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

import clusterer as cl
from clusterer.geography import seat_distance

SIZES = [(1, 0), (2, 0), (3, 5), (12, 1), (60, 2), (326, 0)]
PARTIES = ["seats_con", "seats_lab", "seats_ld", "seats_green", "seats_reform", "seats_other"]


@pytest.fixture(params=SIZES, ids=str, scope="module")
def country(request) -> gpd.GeoDataFrame:
    return cl.datasets.synthetic(*request.param)


@pytest.fixture(scope="module")
def england() -> gpd.GeoDataFrame:
    return cl.datasets.synthetic(326, seed=1)


def test_the_same_seed_gives_the_same_country():
    assert_geodataframe_equal(cl.datasets.synthetic(40, seed=7), cl.datasets.synthetic(40, seed=7))


def test_numbers_of_numpy_give_the_same_country_as_plain_ones():
    small = cl.datasets.synthetic(np.uint8(200), seed=np.uint8(3))
    assert_geodataframe_equal(small, cl.datasets.synthetic(200, seed=3))


def test_another_seed_gives_another_country():
    first, second = (cl.datasets.synthetic(40, seed=seed) for seed in (7, 8))
    assert not first.geometry.geom_equals(second.geometry, align=False).any()
    assert (first["population"].to_numpy() != second["population"].to_numpy()).any()


def test_the_seed_of_numpy_at_large_does_not_matter():
    np.random.seed(1)
    first = cl.datasets.synthetic(20)
    np.random.seed(2)
    assert_geodataframe_equal(first, cl.datasets.synthetic(20))


@pytest.mark.parametrize(("n", "seed"), SIZES)
def test_it_has_as_many_councils_as_asked_for(n, seed):
    country = cl.datasets.synthetic(n, seed)
    assert len(country) == n
    assert country.index[0] == "S" + "1".zfill(len(str(n)))
    assert country.index[-1] == f"S{n}"


def test_it_is_a_table_that_a_problem_takes(country):
    assert len(cl.Councils.validated(country)) == len(country)
    assert country.crs.is_projected


def test_councils_neither_overlap_nor_come_apart(country):
    shapes = country.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    assert shapely.area(shapely.union_all(shapes)) == pytest.approx(country.area.sum(), rel=1e-9)


def test_all_of_it_hangs_together_by_land_borders(country):
    assert nx.is_connected(cl.adjacency(country))


def test_a_council_has_400_square_kilometres_on_average(country):
    assert country["area_ha"].mean() == pytest.approx(40_000, rel=1e-3)
    assert country["area_ha"].to_numpy() == pytest.approx(country.area.to_numpy() / 1e4)


def test_councils_go_from_west_to_east(country):
    assert country.centroid.x.is_monotonic_increasing


def test_seats_add_up_to_councils_of_forty_to_sixty(country):
    assert (country[PARTIES].sum(axis=1) == country["seats_total"]).all()
    assert (country[PARTIES] >= 0).all(axis=None)
    assert country["seats_total"].between(40, 60).all()


def test_who_is_in_control_has_more_than_half_the_seats(country):
    names = np.array(["Conservative", "Labour", "Liberal Democrat", "Green", "Reform UK", "Other"])
    seats = country[PARTIES].to_numpy()
    majority = 2 * seats.max(axis=1) > seats.sum(axis=1)
    expected = np.where(majority, names[seats.argmax(axis=1)], "NOC")
    assert country["control"].to_list() == expected.tolist()


def test_residents_are_about_130_000_in_the_median(england):
    assert england["population"].median() == pytest.approx(130_000, rel=0.1)
    assert england["population"].min() > 0


def test_neighbours_lean_alike_more_than_strangers_do(england):
    councils = cl.Councils.validated(england)
    distance = seat_distance(councils)
    graph = cl.adjacency(england)
    near = [distance[councils.position(a), councils.position(b)] for a, b in graph.edges]
    everyone = distance[np.triu_indices(len(england), k=1)]
    assert np.mean(near) < 0.75 * everyone.mean()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_at_englands_size_it_is_as_hard_as_england(seed):
    # England's 326 districts have 2.2 million connected sets of up to seven.
    country = cl.datasets.synthetic(326, seed)
    count = len(cl.Problem(country, [], [cl.MaxSize(7)]).candidates())
    assert 1_300_000 < count < 3_300_000
