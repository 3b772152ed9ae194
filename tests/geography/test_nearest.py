"""Islands linked to the nearest council, when that is asked for."""

from __future__ import annotations

import itertools
import logging

import networkx as nx
import numpy as np
import pytest
from bad import check
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square

import clusterer as cl

COAST = {"a": square(0, 0), "b": square(1000, 0)}
"""Two councils side by side, from 0 to 2,000 m."""


def near(shapes, **options):
    """Return the links that are added, and the graph."""
    graph = cl.adjacency(councils_of(shapes), islands="nearest", **options)
    return {frozenset(edge[:2]) for edge in graph.edges(data="kind") if edge[2] == "near"}, graph


def test_an_island_is_linked_to_the_nearest_council_from_shore_to_shore(caplog):
    # The shore of b is 3 km off; the centroid of a, which has an arm along the coast, is no matter.
    links, graph = near({**COAST, "isle": square(5000, 0)})
    assert links == {frozenset(["b", "isle"])}
    assert graph.edges["b", "isle"] == {"kind": "near", "km": 4.0, "crossings": ()}
    assert caplog.messages == [
        (
            "1 of 3 councils have no neighbour and are linked to the nearest: B (b) and "
            "ISLE (isle), 3.00 km apart"
        )
    ]


def test_nothing_is_linked_unasked():
    graph = cl.adjacency(councils_of({**COAST, "isle": square(5000, 0)}))
    assert cl.islands(graph) == ["isle"]


@pytest.mark.filterwarnings("error::clusterer.IslandWarning")
def test_islands_that_are_nearest_to_each_other_reach_the_land_together():
    # Orkney lies off the coast, Shetland beyond it.
    links, graph = near({"shetland": square(9000, 0), "orkney": square(5000, 0), **COAST})
    assert links == {frozenset(["orkney", "b"]), frozenset(["shetland", "orkney"])}
    assert nx.is_connected(graph)


def test_parts_of_several_councils_are_no_islands():
    links, graph = near({**COAST, "c": square(9000, 0), "d": square(10_000, 0)})
    assert not links
    assert len(cl.parts(graph)) == 2


def test_who_has_a_crossing_or_is_near_by_another_measure_is_no_island():
    shapes = {**COAST, "isle": square(5000, 0)}
    assert near(shapes, crossings=[("a", "isle", "ferry")])[0] == set()
    links, _ = near(shapes, within_km=5)
    assert links == {frozenset(["a", "isle"]), frozenset(["b", "isle"])}


def test_of_councils_at_one_distance_the_nearer_centroid_is_taken():
    shapes = {"long": square(4000, 0, 3000), "short": square(0, 0), "isle": square(2000, 0)}
    links, _ = near(shapes)
    assert frozenset(["isle", "short"]) in links


def test_a_single_council_has_nobody_to_be_linked_to():
    assert cl.adjacency(grid(1, 1), islands="nearest").number_of_edges() == 0


def test_another_word_is_refused():
    check(lambda: cl.adjacency(grid(1, 2), islands="all"), "islands = 'all' must be 'nearest'")


def test_many_links_are_counted(caplog):
    with caplog.at_level(logging.WARNING):
        near({f"c{i}": square(2000 * i + i**2, 0) for i in range(15)})
    assert "and 4 more links" in caplog.text


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=9, unique=True)
)
def test_every_island_is_linked_to_one_that_none_is_nearer_than(places):
    # Corners count as apart; by brute force over all pairs.
    table = councils_of({f"{x},{y}": square(3000 * x, 3000 * y, 2999) for x, y in places})
    before = cl.adjacency(table)
    after = cl.adjacency(table, islands="nearest")
    assert cl.islands(after) == []
    alone = set(cl.islands(before))
    shapes = dict(zip(table.index, table.geometry, strict=True))
    for label in alone:
        distance = {o: shapes[label].distance(shapes[o]) for o in shapes if o != label}
        linked = min(distance[other] for other in after[label])
        assert linked == pytest.approx(min(distance.values()))
    # Whatever was a part of several councils is reached by every island, or no longer needed.
    for part in cl.parts(after):
        assert not set(part) <= alone or len(cl.parts(after)) == 1
    added = {frozenset(e) for e in after.edges} - {frozenset(e) for e in before.edges}
    assert all(edge & alone for edge in added)
    assert np.all([before.edges[e] == after.edges[e] for e in before.edges])
    assert len(added) <= len(alone) + len(list(itertools.combinations(places, 2)))
