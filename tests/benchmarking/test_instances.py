"""The instances are what their names say, and England's populations are always the same."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest

import clusterer as cl
from benchmarks.instances import INSTANCES
from benchmarks.instances.england import authorities
from benchmarks.instances.regions import ATTRIBUTES, standardised

SMALL = [
    name
    for name, instance in INSTANCES.items()
    if instance.group != "Other shapes" and (instance.group != "Synthetic" or "-100-" in name)
]


@pytest.mark.parametrize("name", SMALL)
def test_an_instance_is_one_connected_map_with_the_rules_that_the_case_names(name):
    case = INSTANCES[name].build()
    assert nx.is_connected(case.problem.adjacency)
    assert case.problem.rules == (() if case.cap is None else (cl.MaxSize(case.cap),))
    counts = () if case.count is None else (cl.ClusterCount(exactly=case.count),)
    assert case.problem.limits == counts


def test_neighbours_are_the_adjacency_by_row_number():
    case = INSTANCES["london-central-7"].build()
    ids = case.problem.councils.ids
    pairs = {(ids[i], ids[j]) for i, near in enumerate(case.neighbours) for j in near}
    edges = set(case.problem.adjacency.edges)
    assert pairs == edges | {(b, a) for a, b in edges}


def test_england_has_its_152_authorities_and_about_as_many_residents_as_in_2011():
    frame = authorities()
    assert len(frame) == 152
    assert frame["name"].is_unique
    assert {"Wirral", "St Helens", "City of London"} <= set(frame["name"])
    assert 45e6 < frame["population"].sum() < 60e6
    assert frame["population"].equals(authorities()["population"])


def test_the_spread_of_a_region_is_its_squared_deviations():
    boroughs = standardised()
    values = boroughs[list(ATTRIBUTES)].to_numpy()
    np.testing.assert_allclose(values.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(values.std(axis=0), 1)
    case = INSTANCES["regions-8-10"].build()
    rows = [3, 5, 6, 20]
    candidates = cl.Candidates.of(case.problem.councils, [rows, [1]])
    by_hand = ((values[rows] - values[rows].mean(axis=0)) ** 2).sum()
    np.testing.assert_allclose(case.problem.costs(candidates), [by_hand, 0], atol=1e-12)


def test_features_have_a_row_a_council_whatever_is_minimised():
    for name in ("london-central-7", "regions-8-10"):
        case = INSTANCES[name].build()
        for features in case.features.values():
            assert features.shape[0] == 32
            assert np.isfinite(features).all()


def test_larger_synthetic_countries_are_listed_up_to_ten_thousand():
    sizes = {int(name.split("-")[1]) for name in INSTANCES if name.startswith("synthetic-")}
    assert sizes == {100, 326, 1_000, 3_162, 10_000}
    ratios = [b / a for a, b in itertools.pairwise(sorted(sizes))]
    assert max(ratios) < 4


def test_portfolios_have_the_services_and_the_ties_that_their_names_say():
    built = {
        name: INSTANCES[f"shape-{name}"].build().portfolio
        for name in ("one-service", "two-untied", "two-tied", "eight-tied")
    }
    assert [len(one.services) for one in built.values()] == [1, 2, 2, 8]
    assert [len(one.governance) for one in built.values()] == [1, 0, 1, 1]
    for one in built.values():
        assert all(problem.rules == (cl.MaxSize(5),) for problem in one.services.values())


def test_counties_cut_the_map_in_parts_of_many_sizes():
    case = INSTANCES["shape-counties"].build()
    county = case.problem.councils.frame["county"]
    graph = case.problem.adjacency
    within = nx.Graph((a, b) for a, b in graph.edges if county[a] == county[b])
    within.add_nodes_from(graph)
    sizes = [len(part) for part in nx.connected_components(within)]
    assert county.nunique() == 16
    assert (len(sizes), min(sizes), max(sizes)) == (17, 1, 24)


def test_small_councils_have_35_000_residents_on_average():
    case = INSTANCES["shape-small-councils"].build()
    assert case.n == 3_000
    assert case.problem.councils.frame["population"].mean() == pytest.approx(35_000, rel=1e-5)


@pytest.mark.parametrize("name", ["floor", "exactly-six", "all-in-one"])
def test_shapes_of_any_size_have_no_cap(name):
    case = INSTANCES[f"shape-{name}"].build()
    assert case.largest == case.n
    assert not any(isinstance(rule, cl.MaxSize) for rule in case.problem.rules)


def test_a_floor_that_a_function_tells_is_a_rule_like_any_other():
    problem = INSTANCES["shape-five-to-eight"].build().problem
    made = cl.Candidates.of(problem.councils, [range(4), range(5), range(8), range(9)])
    allowed = np.all([rule.allows(made) for rule in problem.rules], axis=0)
    assert allowed.tolist() == [False, True, True, False]
