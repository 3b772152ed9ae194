"""The graph of neighbours by land, by crossing and by distance."""

from __future__ import annotations

import math
import time
import warnings
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square

import clusterer as cl
from clusterer.councils import Councils


def kinds(graph):
    return {frozenset(edge): graph.edges[edge]["kind"] for edge in graph.edges}


def count(graph, kind):
    return sum(k == kind for k in kinds(graph).values())


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_grid_has_the_edges_of_a_grid(rows, cols):
    graph = cl.adjacency(grid(rows, cols))
    labels = {(r, c): f"r{r}c{c}" for r in range(rows) for c in range(cols)}
    expected = nx.relabel_nodes(nx.grid_2d_graph(rows, cols), labels)
    assert nx.utils.graphs_equal(nx.Graph(graph.edges()), nx.Graph(expected.edges()))
    assert list(graph) == list(labels.values())


def test_nodes_are_the_index_labels_in_the_order_of_the_rows(chessboard):
    shuffled = chessboard.sample(frac=1, random_state=1)
    assert list(cl.adjacency(shuffled)) == list(shuffled.index)


def test_the_order_of_the_rows_changes_no_edge(chessboard):
    shuffled = chessboard.sample(frac=1, random_state=2)
    assert kinds(cl.adjacency(shuffled)) == kinds(cl.adjacency(chessboard))


def test_validated_councils_are_accepted(chessboard):
    assert cl.adjacency(Councils.validated(chessboard)).number_of_edges() == 17


def test_the_table_is_not_changed(chessboard):
    before = chessboard.copy()
    cl.adjacency(chessboard, crossings=[("r0c0", "r2c3")], within_km=2)
    assert chessboard.equals(before)


def test_edges_carry_kind_km_and_crossings(chessboard):
    graph = cl.adjacency(chessboard)
    assert graph.edges["r0c0", "r0c1"] == {"kind": "land", "km": 1.0, "crossings": ()}


def test_a_crossing_joins_what_land_does_not(chessboard):
    graph = cl.adjacency(chessboard, crossings=[("R0C0", "r2c3", "Long Bridge")])
    assert graph.edges["r0c0", "r2c3"] == {
        "kind": "crossing",
        "km": pytest.approx(math.hypot(3, 2)),
        "crossings": ("Long Bridge",),
    }
    assert graph.number_of_edges() == 18


def test_a_crossing_between_councils_that_touch_leaves_the_border_by_land(chessboard):
    graph = cl.adjacency(chessboard, crossings=[("r0c0", "r0c1", "Ford")])
    assert graph.edges["r0c0", "r0c1"] == {"kind": "land", "km": 1.0, "crossings": ("Ford",)}


def test_councils_within_a_distance_become_neighbours(chessboard):
    # Diagonals of 1.41 km: two in each of the six blocks of four.
    graph = cl.adjacency(chessboard, within_km=1.5)
    assert (count(graph, "land"), count(graph, "near")) == (17, 12)
    assert graph.edges["r0c0", "r1c1"]["km"] == pytest.approx(math.sqrt(2))


def test_the_distance_itself_is_within():
    assert count(cl.adjacency(grid(1, 3), within_km=2.0), "near") == 1
    assert count(cl.adjacency(grid(1, 3), within_km=1.999), "near") == 0


def test_borders_stay_however_short_the_distance(chessboard):
    assert count(cl.adjacency(chessboard, within_km=0), "land") == 17


def test_an_infinite_distance_joins_all_with_all(chessboard):
    graph = cl.adjacency(chessboard, crossings=[("r0c0", "r2c3")], within_km=math.inf)
    assert graph.number_of_edges() == 12 * 11 / 2
    assert count(graph, "land") == 17
    assert count(graph, "crossing") == 1


def test_km_are_right_on_a_map_in_feet():
    # A mile of 5,280 US survey feet.
    graph = cl.adjacency(grid(1, 2, side=5280, crs=2263), within_km=1.7)
    assert graph.edges["r0c0", "r0c1"]["km"] == pytest.approx(1.609347, abs=1e-6)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=9, unique=True),
    st.floats(0, 14_000),
)
def test_within_km_is_the_very_distance_that_the_edges_show(places, metres):
    table = councils_of({f"{x},{y}": square(1000 * x, 1000 * y) for x, y in places})
    graph = cl.adjacency(table, within_km=metres / 1000)
    expected = {
        (i, j)
        for i in range(len(places))
        for j in range(i + 1, len(places))
        if (d := math.dist(places[i], places[j])) <= metres / 1000 or d == 1
    }
    rank = {label: i for i, label in enumerate(table.index)}
    assert {tuple(sorted((rank[a], rank[b]))) for a, b in graph.edges} == expected


def test_an_island_is_a_node_and_is_warned_of_with_the_remedy():
    table = councils_of({"a": square(0, 0), "b": square(1000, 0), "wight": square(9000, 0)})
    with pytest.warns(cl.IslandWarning) as caught:
        graph = cl.adjacency(table)
    assert list(graph) == ["a", "b", "wight"]
    assert [str(warning.message) for warning in caught] == [
        (
            "1 of 3 councils have no neighbour and can only stand alone: WIGHT (wight); "
            "add links by name with crossings=[(council, council), ...], or link each to the "
            'nearest council with islands="nearest"'
        )
    ]
    assert caught[0].filename == __file__


def test_the_warning_of_islands_comes_once_a_problem_and_can_be_filtered():
    table = councils_of({"a": square(0, 0), "b": square(1000, 0), "wight": square(9000, 0)})
    table["population"] = 90_000
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        cl.solve(cl.Problem(table, cl.preset("central")).replace(rules=[cl.MaxSize(2)]))
    assert [warning.category for warning in caught] == [cl.IslandWarning]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", category=cl.IslandWarning)
        cl.adjacency(table)
    assert not caught


def test_parts_that_nothing_joins_are_warned_of():
    shapes = {"a": square(0, 0), "b": square(1000, 0), "c": square(9000, 0), "d": square(10000, 0)}
    with pytest.warns(cl.IslandWarning) as caught:
        cl.adjacency(councils_of(shapes))
    assert [str(warning.message) for warning in caught] == [
        (
            "adjacency falls into 2 parts that nothing joins, and no cluster can span: "
            "2 councils: A (a), B (b) | 2 councils: C (c), D (d); "
            "add links by name with crossings=[(council, council), ...]"
        )
    ]


def test_many_parts_are_counted_not_listed():
    shapes = {f"{i}{s}": square(5000 * i + 1000 * (s == "b"), 0) for i in range(8) for s in "ab"}
    with pytest.warns(cl.IslandWarning, match=r"8 parts.* \| and 3 more parts;"):
        cl.adjacency(councils_of(shapes))


@pytest.mark.filterwarnings("error::clusterer.IslandWarning")
def test_an_island_with_a_crossing_is_not_warned_of():
    table = councils_of({"a": square(0, 0), "b": square(1000, 0), "wight": square(9000, 0)})
    assert cl.islands(cl.adjacency(table, crossings=[("b", "wight")])) == []


@pytest.mark.filterwarnings("error::clusterer.IslandWarning")
def test_a_single_council_is_no_island_to_warn_of():
    assert cl.islands(cl.adjacency(grid(1, 1))) == ["r0c0"]


def test_gaps_and_slivers_all_over_a_map_leave_its_borders(chessboard):
    shaken = chessboard.copy()
    rng = np.random.default_rng(3)
    for label, (dx, dy) in zip(shaken.index, rng.uniform(-0.3, 0.3, (12, 2)), strict=True):
        shaken.loc[[label], "geometry"] = shaken.loc[[label], "geometry"].translate(dx, dy)
    assert kinds(cl.adjacency(shaken)) == kinds(cl.adjacency(chessboard))


# London: the truth is the list of the 75 official borough borders, which the code never saw.


def pairs_of(london, borders):
    """Return the borders as pairs of index labels, whether they are given so or by name."""
    councils = Councils.validated(london)
    ends = zip(borders.council_a, borders.council_b, strict=True)
    return {frozenset(councils.ids[list(councils.positions(pair))]) for pair in ends}


def test_londons_touching_boroughs_are_the_63_official_borders_on_land(london, borough_borders):
    on_land = borough_borders[borough_borders.thames == 0]
    graph = cl.adjacency(london)
    assert len(on_land) == 63
    assert set(kinds(graph)) == pairs_of(london, on_land)
    assert set(kinds(graph).values()) == {"land"}


def test_londons_borders_hang_together_without_the_crossings(london):
    assert [len(part) for part in cl.parts(cl.adjacency(london))] == [32]


def test_the_crossings_join_eight_of_the_twelve_pairs_along_the_thames(
    london, borough_borders, thames_crossings
):
    graph = cl.adjacency(london, crossings=thames_crossings)
    crossed = {pair for pair, kind in kinds(graph).items() if kind == "crossing"}
    along = pairs_of(london, borough_borders[borough_borders.thames == 1])
    assert len(along) == 12
    assert len(crossed) == 8
    assert crossed <= along
    assert graph.number_of_edges() == 71


def test_a_bridge_between_boroughs_that_touch_is_kept_beside_the_border(london, thames_crossings):
    edge = cl.adjacency(london, crossings=thames_crossings).edges["E09000018", "E09000027"]
    assert edge["kind"] == "land"
    assert len(edge["crossings"]) == 2


def test_links_by_hand_complete_the_75_official_borders(london, borough_borders):
    graph = cl.adjacency(
        london,
        crossings=borough_borders.loc[borough_borders.thames == 1, ["council_a", "council_b"]],
    )
    assert set(kinds(graph)) == pairs_of(london, borough_borders)
    assert graph.number_of_edges() == 75


def test_a_quick_answer_for_ten_thousand_councils():
    table = Councils.validated(grid(100, 100))
    start = time.perf_counter()
    graph = cl.adjacency(table)
    assert graph.number_of_edges() == 2 * 100 * 99
    # Takes a second; the margin is for busy machines.
    assert time.perf_counter() - start < 20


def test_a_chain_of_councils_is_a_path():
    graph = cl.adjacency(grid(1, 30))
    assert list(graph.edges) == list(pairwise(f"r0c{i}" for i in range(30)))
