"""London's table against published totals, and its map against the official borders."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely

import clusterer as cl

YEARS = (2006, 2022, 2026)
PARTIES = ["seats_con", "seats_lab", "seats_ld", "seats_green", "seats_reform", "seats_other"]


@pytest.fixture(params=YEARS, scope="module")
def boroughs(request):
    return cl.datasets.london(request.param)


def named(london, pairs) -> set[frozenset[str]]:
    return {frozenset(london.loc[list(pair), "name"]) for pair in pairs}


def test_there_are_32_boroughs_by_code_and_no_city(boroughs):
    assert boroughs.index.to_list() == [f"E090000{number:02}" for number in range(2, 34)]
    assert boroughs["name"].is_unique
    assert "City of London" not in set(boroughs["name"])


def test_the_columns_are_those_promised(boroughs):
    expected = ["name", "inner", "population", "area_ha", "imd_decile", "seats_total", *PARTIES]
    assert {*expected, "control", "geometry"} == set(boroughs.columns)
    assert not boroughs.drop(columns="geometry").isna().any(axis=None)


def test_it_is_a_table_that_a_problem_takes(boroughs):
    assert len(cl.Councils.validated(boroughs)) == 32
    assert boroughs.crs == "EPSG:27700"


def test_the_mid_2006_residents_and_the_city_make_the_published_total():
    # ONS: 7,597,825 in London, of whom 7,254 in the City of London.
    assert cl.datasets.london(2006)["population"].sum() + 7_254 == 7_597_825


@pytest.mark.parametrize("year", [2022, 2026])
def test_the_census_residents_and_the_city_make_the_published_total_but_for_rounding(year):
    # ONS, Census 2021: 8,799,800 in London, 8,600 in the City, each to the nearest hundred.
    total = cl.datasets.london(year)["population"].sum() + 8_600
    assert total == pytest.approx(8_799_800, abs=100)


@pytest.mark.parametrize(
    ("year", "seats", "published"),
    [
        (2006, 1861, {"seats_con": 785, "seats_ld": 317}),
        (2022, 1817, {"seats_lab": 1156, "seats_con": 404, "seats_ld": 180, "seats_green": 18}),
        (2026, 1817, {}),
    ],
)
def test_the_seats_are_the_published_totals(year, seats, published):
    boroughs = cl.datasets.london(year)
    assert boroughs["seats_total"].sum() == seats
    assert boroughs[list(published)].sum().to_dict() == published


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2006, {"Conservative": 14, "NOC": 8, "Labour": 7, "Liberal Democrat": 3}),
        (2022, {"Labour": 21, "Conservative": 5, "Liberal Democrat": 3, "NOC": 2, "Other": 1}),
    ],
)
def test_the_councils_are_controlled_as_published(year, published):
    assert cl.datasets.london(year)["control"].value_counts().to_dict() == published


def test_the_seats_of_the_parties_add_up_to_the_council(boroughs):
    assert (boroughs[PARTIES].sum(axis=1) == boroughs["seats_total"]).all()


def test_who_is_in_control_has_more_than_half_the_seats_and_nobody_else_has(boroughs):
    parties = ["Conservative", "Labour", "Liberal Democrat", "Green", "Reform UK", "Other"]
    most = boroughs[PARTIES].to_numpy().argmax(axis=1)
    majority = boroughs[PARTIES].max(axis=1) * 2 > boroughs["seats_total"]
    expected = np.where(majority, np.array(parties)[most], "NOC")
    assert boroughs["control"].to_list() == expected.tolist()


def test_inner_london_is_the_twelve_of_the_act_of_1963(london):
    assert set(london.loc[london["inner"], "name"]) == {
        "Camden",
        "Greenwich",
        "Hackney",
        "Hammersmith and Fulham",
        "Islington",
        "Kensington and Chelsea",
        "Lambeth",
        "Lewisham",
        "Southwark",
        "Tower Hamlets",
        "Wandsworth",
        "Westminster",
    }


def test_the_drawn_areas_are_the_published_hectares(london):
    off = (london.area / 1e4 / london["area_ha"] - 1).abs()
    # For Enfield both 8,083 and 8,220 ha are published: the table has one, the map the other.
    assert london.loc[off > 1e-3, "name"].to_list() == ["Enfield"]
    assert off.max() < 0.02


def test_boroughs_neither_overlap_nor_leave_gaps_but_the_river_and_the_city(london):
    union = london.union_all()
    assert union.area == pytest.approx(london.area.sum(), rel=1e-9)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    # The City is 290 ha, and bounded by the river, so that it is no hole; nor is anything else.
    assert sum(hole.area for hole in holes) < 1e4


# Borders.


def test_the_borders_that_touch_are_the_official_ones_off_the_river(london, borough_borders):
    land = borough_borders[borough_borders["thames"] == 0]
    official = {frozenset(pair) for pair in zip(land["council_a"], land["council_b"], strict=True)}
    assert len(official) == 63
    assert {frozenset(edge) for edge in cl.adjacency(london).edges} == official


def test_crossings_add_eight_of_the_twelve_along_the_river(
    london, thames_crossings, borough_borders
):
    land = cl.adjacency(london)
    linked = cl.adjacency(london, crossings=thames_crossings)
    added = named(london, set(linked.edges) - set(land.edges))
    assert added == {
        frozenset(pair)
        for pair in (
            ("Greenwich", "Newham"),
            ("Greenwich", "Tower Hamlets"),
            ("Hammersmith and Fulham", "Richmond upon Thames"),
            ("Hammersmith and Fulham", "Wandsworth"),
            ("Kensington and Chelsea", "Wandsworth"),
            ("Lambeth", "Westminster"),
            ("Southwark", "Tower Hamlets"),
            ("Wandsworth", "Westminster"),
        )
    }
    river = borough_borders[borough_borders["thames"] == 1]
    along = named(london, zip(river["council_a"], river["council_b"], strict=True))
    assert len(along) == 12
    assert along - added == {
        frozenset(pair)
        for pair in (
            ("Barking and Dagenham", "Bexley"),
            ("Barking and Dagenham", "Greenwich"),
            ("Bexley", "Havering"),
            ("Lewisham", "Tower Hamlets"),
        )
    }


def test_the_crossings_join_nine_pairs_and_one_of_them_touches_by_land(london, thames_crossings):
    assert len(thames_crossings) == 19
    a, b = thames_crossings["council_a"], thames_crossings["council_b"]
    pairs = set(zip(a, b, strict=True))
    assert len(pairs) == 9
    touching = named(london, pairs & set(cl.adjacency(london).edges))
    assert touching == {frozenset({"Hounslow", "Richmond upon Thames"})}


def test_names_beside_codes_are_those_of_the_boroughs(london, thames_crossings, borough_borders):
    for table in (thames_crossings, borough_borders):
        for end in ("a", "b"):
            names = london.loc[table[f"council_{end}"], "name"]
            assert names.to_list() == table[f"name_{end}"].to_list()


def test_the_official_borders_join_all_boroughs(borough_borders):
    official = nx.from_pandas_edgelist(borough_borders, "council_a", "council_b")
    assert official.number_of_nodes() == 32
    assert nx.is_connected(official)


def test_each_call_gives_a_table_of_its_own():
    cl.datasets.london()["population"] = 0
    assert cl.datasets.london()["population"].min() > 100_000
