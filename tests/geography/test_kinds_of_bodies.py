"""Bodies of more than one kind: areas that lie over each other, and places that are points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square
from shapely import Point

import clusterer as cl
from clusterer.councils.overlaps import SLIVER, overlapping_pairs


@pytest.fixture
def county_and_districts():
    """Four districts in a row, a county over the first two, a fire authority over three."""
    districts = {f"d{k}": square(1000.0 * k, 0.0) for k in range(4)}
    return councils_of(
        {
            **districts,
            "county": shapely.box(0, 0, 2000, 1000),
            "fire": shapely.box(1000, 0, 4000, 1000),
        },
        population=[100_000, 120_000, 90_000, 80_000, 220_000, 290_000],
    )


def edges(graph, kind):
    return {frozenset((a, b)) for a, b, found in graph.edges(data="kind") if found == kind}


def test_bodies_that_lie_over_each_other_are_neighbours_if_said(county_and_districts):
    graph = cl.adjacency(county_and_districts, overlapping=True)
    over = [("d0", "county"), ("d1", "county"), ("d1", "fire"), ("d2", "fire"), ("d3", "fire")]
    assert edges(graph, "overlap") == {frozenset(pair) for pair in [*over, ("county", "fire")]}
    land = [("d0", "d1"), ("d1", "d2"), ("d2", "d3"), ("county", "d2"), ("fire", "d0")]
    assert edges(graph, "land") == {frozenset(pair) for pair in land}


def test_without_a_word_an_overlap_is_refused_as_it_was(county_and_districts):
    for refuses in (cl.adjacency, lambda table: cl.Problem(table, cl.preset("central"))):
        with pytest.raises(cl.InputError, match=r"overlap by more.*say overlapping=True"):
            refuses(county_and_districts)


def test_a_county_its_districts_and_a_fire_authority_share(county_and_districts):
    """All groups that are connected, costed one by one, have no cheaper plan."""
    problem = cl.Problem(
        county_and_districts, cl.preset("central"), [cl.MaxSize(3)], overlapping=True
    )
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    best = min(
        problem.evaluate(dict(zip(problem.councils.ids, groups, strict=True))).objective
        for groups in partitions(6)
        if connected(problem, groups, most=3)
    )
    assert plan.objective == pytest.approx(best, abs=1e-9)


def partitions(n):
    """Go through all partitions of n things, as the number of the group of each."""
    if n == 0:
        yield ()
        return
    for rest in partitions(n - 1):
        for group in range(max(rest, default=-1) + 2):
            yield (*rest, group)


def connected(problem, groups, most):
    import networkx as nx

    labels = np.array(problem.councils.ids)
    for group in set(groups):
        members = labels[np.array(groups) == group]
        if len(members) > most or not nx.is_connected(problem.adjacency.subgraph(members)):
            return False
    return True


def test_a_changed_problem_may_overlap_as_before(county_and_districts):
    problem = cl.Problem(county_and_districts, cl.preset("central"), overlapping=True)
    richer = county_and_districts.assign(population=county_and_districts["population"] * 2)
    assert problem.replace(councils=richer).adjacency.number_of_edges() == 11
    assert problem.replace(rules=[cl.MaxSize(2)]).councils.overlapping


def test_a_table_that_was_checked_says_itself_that_it_may_overlap(county_and_districts):
    table = cl.Councils.validated(county_and_districts, overlapping=True)
    assert cl.adjacency(table).number_of_edges() == 11
    assert cl.Problem(table, cl.preset("central")).adjacency.number_of_edges() == 11


def test_a_plan_of_such_bodies_is_proved_by_its_certificate(county_and_districts):
    problem = cl.Problem(
        county_and_districts, cl.preset("central"), [cl.MaxSize(3)], overlapping=True
    )
    cl.verify(problem, cl.solve(problem).certificate())


def test_an_answer_that_is_no_flag_is_refused(county_and_districts):
    with pytest.raises(cl.InputError, match="overlapping = 'yes' must be True or False"):
        cl.adjacency(county_and_districts, overlapping="yes")


def test_offices_are_neighbours_within_a_distance():
    offices = grid(3, 3)
    offices["geometry"] = offices.centroid
    graph = cl.adjacency(offices, within_km=1.0)
    assert graph.number_of_edges() == 12
    assert set(nx_kinds(graph)) == {"near"}
    plan = cl.solve(cl.Problem(offices, cl.preset("central"), [cl.MaxSize(4)], adjacency=graph))
    assert plan.status == "optimal"


def nx_kinds(graph):
    return [kind for *_, kind in graph.edges(data="kind")]


def test_offices_without_a_distance_are_told_what_joins_them():
    offices = grid(2, 2)
    offices["geometry"] = offices.centroid
    with pytest.warns(cl.IslandWarning, match=r"join those close by with within_km=\.\.\.$"):
        cl.adjacency(offices)


def test_an_office_within_a_town_is_its_neighbour_only_if_said():
    mixed = councils_of({"a": square(0, 0), "b": square(1000, 0), "office": Point(1400, 500)})
    with pytest.raises(cl.InputError, match=r"OFFICE \(office\): a point among areas"):
        cl.adjacency(mixed)
    graph = cl.adjacency(mixed, overlapping=True)
    assert edges(graph, "overlap") == {frozenset(("b", "office"))}


def test_two_offices_in_one_building_are_two_bodies():
    twins = councils_of({"a": Point(0, 0), "b": Point(0, 0), "c": Point(3000, 0)})
    assert cl.adjacency(twins, within_km=0).number_of_edges() == 1


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=1, max_size=8))
def test_pairs_that_overlap_are_those_whose_boxes_do(corners):
    boxes = [(x, y, x + 1 + w, y + 1 + h) for x, y, w, h in corners]
    expected = {
        (i, j): share
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes)
        if i < j and (share := shared(a, b)) > SLIVER
    }
    pairs, shares = overlapping_pairs(np.array([shapely.box(*box) for box in boxes]))
    found = dict(zip(map(tuple, pairs.tolist()), shares.tolist(), strict=True))
    assert found == pytest.approx(expected)


def shared(a, b):
    """Return the part of the smaller of two boxes that lies in the other, by arithmetic."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return max(width, 0) * max(height, 0) / smaller


def test_london_and_its_two_halves_share(london):
    halves = london.dissolve(by="inner", aggfunc={"population": "sum"})
    halves.index = ["outer half", "inner half"]
    both = gpd.GeoDataFrame(pd.concat([london[["population", "geometry"]], halves]), crs=london.crs)
    graph = cl.adjacency(both, overlapping=True)
    assert len(edges(graph, "overlap")) == 32
    assert graph["outer half"]["inner half"]["kind"] == "land"
