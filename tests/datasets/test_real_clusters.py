"""Real schemes of London: who shares with whom."""

from __future__ import annotations

import pytest

import clusterer as cl


@pytest.fixture(scope="module")
def table():
    return cl.datasets.real_clusters()


def members(scheme: str) -> set[str]:
    return set(cl.datasets.real_clusters(scheme)["name"])


def test_names_beside_codes_are_those_of_the_boroughs(london, table):
    assert london.loc[table["council"], "name"].to_list() == table["name"].to_list()


def test_a_scheme_places_no_borough_twice(table):
    assert not table.duplicated(["scheme", "council"]).any()


@pytest.mark.parametrize(
    ("scheme", "clusters"),
    [
        ("met_bcu_2018", 12),  # Basic Command Units of the Metropolitan Police.
        ("nhs_ics_2022", 5),  # Integrated care systems.
        ("london_assembly_constituency", 14),
        ("coroner_areas", 7),
        ("london_plan_2004_subregions", 5),
    ],
)
def test_a_full_scheme_places_all_32_boroughs_in_as_many_clusters_as_there_are(scheme, clusters):
    chosen = cl.datasets.real_clusters(scheme)
    assert set(chosen["partition_of_32"]) == {"full"}
    assert len(chosen) == chosen["council"].nunique() == 32
    assert chosen["cluster"].nunique() == clusters


def test_the_scheme_of_1986_leaves_eleven_boroughs_to_dispose_of_their_own_waste():
    sizes = cl.datasets.real_clusters("waste_disposal_1986")["cluster"].value_counts()
    assert sizes.sum() == 32
    assert (sizes == 1).sum() == 11
    # Four statutory joint authorities: East, North, West and Western Riverside.
    assert sorted(sizes[sizes > 1]) == [4, 4, 6, 7]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("tri_borough", {"Hammersmith and Fulham", "Kensington and Chelsea", "Westminster"}),
        ("onesource_2014", {"Havering", "Newham"}),
        ("sts_2017", {"Brent", "Lewisham", "Southwark"}),
        ("richmond_wandsworth_ssa", {"Richmond upon Thames", "Wandsworth"}),
        (
            "sllp_2016",
            {"Kingston upon Thames", "Merton", "Richmond upon Thames", "Sutton", "Wandsworth"},
        ),
    ],
)
def test_a_voluntary_scheme_has_its_known_members(scheme, expected):
    assert members(scheme) == expected


def test_every_row_says_of_what_kind_it_is_and_how_sure(table):
    assert set(table["kind"]) == {"mandated", "statutory", "voluntary", "voluntary-service"}
    assert table["mark"].str[0].isin(["V", "M", "D", "?"]).all()


def test_a_scheme_is_an_assignment_that_a_problem_evaluates(london):
    police = cl.datasets.real_clusters("met_bcu_2018").set_index("council")["cluster"]
    evaluation = cl.Problem(london, cl.preset("central")).evaluate(police)
    assert evaluation.assignment.to_dict() == police.to_dict()
