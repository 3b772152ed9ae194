"""England's districts against published totals, and its map against that of the source."""

from __future__ import annotations

import networkx as nx
import pytest
import shapely

import clusterer as cl
from clusterer.datasets._files import path_of

UNITS = {
    "CAM": 6, "DBY": 9, "DEV": 10, "ESS": 14, "ESX": 6, "GLS": 6, "HAM": 14,
    "HRT": 10, "KEN": 13, "LAN": 14, "LEC": 9, "LIN": 9, "NFK": 7, "NTT": 8,
    "OXF": 5, "SFK": 5, "SRY": 11, "STS": 9, "WAR": 5, "WOR": 6, "WSX": 7,
}  # fmt: skip
"""How many councils are in each area of the letters of February 2025, without its county."""


@pytest.fixture(scope="module")
def england():
    return cl.datasets.england()


@pytest.fixture(scope="module")
def borders(england) -> nx.Graph:
    return cl.adjacency(england)


def test_there_are_296_districts_by_code(england):
    assert len(england) == 296
    assert england.index.name == "gss"
    assert england.index.is_monotonic_increasing
    assert england.index.is_unique
    assert england["name"].is_unique


def test_the_columns_are_those_promised(england):
    always = ["name", "population", "area_ha", "type", "region", "police", "fire", "geometry"]
    assert {*always, "county", "lgr"} == set(england.columns)
    assert not england[always].isna().any(axis=None)


def test_the_residents_are_those_of_england_at_mid_2020(england):
    # Office for National Statistics, mid-2020.
    assert england["population"].sum() == 56_550_138


def test_there_are_as_many_of_each_type_as_in_2024(england):
    assert england["type"].value_counts().to_dict() == {
        "Non-metropolitan district": 164,
        "Unitary authority": 63,
        "Metropolitan district": 36,
        "London borough": 32,
        "City corporation": 1,
    }


def test_those_in_a_county_are_the_non_metropolitan_districts(england):
    districts = england["type"] == "Non-metropolitan district"
    assert (england["county"].notna() == districts).all()
    assert england["county"].nunique() == 21
    assert (england["county"] == "Essex").sum() == 12


def test_there_are_nine_regions_and_39_police_areas(england):
    assert england["region"].nunique() == 9
    # 43 forces of England and Wales, less the four of Wales.
    assert england["police"].nunique() == 39


def test_each_area_under_reorganisation_has_its_councils(england):
    assert england["lgr"].value_counts().to_dict() == UNITS
    assert sum(UNITS.values()) == 183


def test_every_district_of_a_county_is_under_reorganisation_in_one_area(england):
    two_tier = england.dropna(subset="county")
    assert len(two_tier) == 164
    assert two_tier["lgr"].notna().all()
    assert (two_tier.groupby("county")["lgr"].nunique() == 1).all()


def test_it_is_a_table_that_a_problem_takes(england):
    assert len(cl.Councils.validated(england)) == 296
    assert england.crs == "EPSG:27700"
    assert "Crown copyright" in england.attrs["source"]


def test_each_call_gives_a_table_of_its_own(england):
    cl.datasets.england()["population"] = 0
    assert cl.datasets.england()["population"].min() > 2_000


# The map.


def test_districts_neither_overlap_nor_come_apart(england):
    shapes = england.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert england.union_all().area == pytest.approx(england.area.sum(), rel=1e-9)


def test_there_are_771_borders(borders):
    assert borders.number_of_edges() == 771


def test_only_the_isle_of_wight_and_the_isles_of_scilly_touch_nobody(england, borders):
    alone = [england["name"][code] for code in nx.isolates(borders)]
    assert sorted(alone) == ["Isle of Wight", "Isles of Scilly"]
    parts = sorted(map(len, nx.connected_components(borders)))
    assert parts == [1, 1, 294]


def test_it_has_the_official_borders_of_london_but_three_along_the_thames(
    england, borders, borough_borders
):
    ends = zip(borough_borders["council_a"], borough_borders["council_b"], strict=True)
    official = {frozenset(pair) for pair in ends}
    boroughs = {code for pair in official for code in pair}
    drawn = {frozenset(edge) for edge in borders.subgraph(boroughs).edges}
    assert drawn < official
    assert {frozenset(england["name"][list(pair)]) for pair in official - drawn} == {
        frozenset({"Barking and Dagenham", "Bexley"}),
        frozenset({"Barking and Dagenham", "Greenwich"}),
        frozenset({"Lewisham", "Tower Hamlets"}),
    }


def test_the_drawn_areas_are_the_published_ones_as_far_as_the_coarse_map_goes(england):
    off = (england.area / 1e4 / england["area_ha"] - 1).abs()
    assert off.median() < 0.01
    assert off.max() < 0.16


def test_the_map_is_small():
    assert path_of("boundaries/england.geojson").stat().st_size < 300_000


# What it is for.


def test_clusters_of_up_to_five_are_proven(england):
    problem = cl.Problem(england, cl.preset("central"), [cl.MaxSize(5)])
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert len(plan.assignment) == 296


def test_police_areas_can_be_what_clusters_stay_within(england):
    problem = cl.Problem(england, cl.preset("central"), [cl.MaxSize(2), cl.Nested("police")])
    pairs = problem.candidates()
    assert len(pairs) - 296 == sum(
        england["police"][a] == england["police"][b] for a, b in problem.adjacency.edges
    )


def test_police_forces_border_each_other_where_their_districts_do(england, borders):
    police = england["police"]
    forces = england.dissolve("police", aggfunc={"population": "sum"})
    of_districts = {frozenset(police[list(edge)]) for edge in borders.edges}
    between = {pair for pair in of_districts if len(pair) == 2}
    assert {frozenset(edge) for edge in cl.adjacency(forces).edges} == between
    assert len(between) == 90
    assert forces["population"].sum() == england["population"].sum()
