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

SMALL = [name for name in INSTANCES if not name.startswith("synthetic-") or "-100-" in name]


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
