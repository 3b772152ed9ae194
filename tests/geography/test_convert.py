"""Graphs of networkx and libpysal, in and out, and arrays for the kernels."""

from __future__ import annotations

import sys

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from libpysal.graph import Graph
from maps import councils_of, grid, square

import clusterer as cl
from clusterer.councils import Councils
from clusterer.geography import as_graph, neighbours


@pytest.fixture
def councils(chessboard) -> Councils:
    return Councils.validated(chessboard)


@pytest.fixture
def with_island() -> Councils:
    shapes = {
        "c": square(0, 0),
        "a": square(1000, 0),
        "island": square(9000, 0),
        "b": square(2000, 0),
    }
    return Councils.validated(councils_of(shapes))


def edges(graph):
    return {frozenset(edge) for edge in graph.edges}


def test_no_graph_means_touching_borders(councils):
    assert nx.utils.graphs_equal(as_graph(None, councils), cl.adjacency(councils))


def test_an_adjacency_passes_unchanged(councils):
    graph = cl.adjacency(councils, crossings=[("r0c0", "r2c3", "Bridge")], within_km=1.5)
    assert nx.utils.graphs_equal(as_graph(graph, councils), graph)


def test_a_frozen_graph_is_accepted_and_the_copy_can_be_changed(councils):
    copy = as_graph(nx.freeze(cl.adjacency(councils)), councils)
    copy.remove_edge("r0c0", "r0c1")
    assert copy.number_of_edges() == 16


def test_the_users_graph_is_not_changed(councils):
    graph = nx.Graph([("r0c0", "r0c0"), ("r0c0", "r2c3")])
    graph.add_nodes_from(councils.ids)
    graph.edges["r0c0", "r2c3"]["toll"] = 3
    before = graph.copy()
    as_graph(graph, councils).edges["r0c0", "r2c3"]["toll"] = 4
    assert nx.utils.graphs_equal(graph, before)


def test_nodes_take_the_order_of_the_councils(councils):
    graph = nx.Graph()
    graph.add_nodes_from(reversed(list(councils.ids)))
    assert list(as_graph(graph, councils)) == list(councils.ids)


def test_loops_are_dropped(councils):
    graph = cl.adjacency(councils)
    graph.add_edge("r0c0", "r0c0")
    assert edges(as_graph(graph, councils)) == edges(cl.adjacency(councils))


def test_missing_attributes_are_filled_and_others_kept(councils):
    graph = nx.Graph([("r0c0", "r0c2"), ("r0c0", "r2c0")])
    graph.add_nodes_from(councils.ids)
    graph.edges["r0c0", "r0c2"].update(kind="tram", km=7.5, minutes=12)
    filled = as_graph(graph, councils)
    assert filled.edges["r0c0", "r0c2"] == {
        "kind": "tram",
        "km": 7.5,
        "minutes": 12,
        "crossings": (),
    }
    assert filled.edges["r0c0", "r2c0"] == {"kind": "given", "km": 2.0, "crossings": ()}


def test_islands_of_a_given_graph_are_warned_of_once(with_island):
    graph = nx.Graph([("a", "b"), ("b", "c")])
    graph.add_node("island")
    with pytest.warns(cl.IslandWarning) as caught:
        as_graph(as_graph(graph, with_island), with_island)
    assert [str(warning.message) for warning in caught] == [
        (
            "1 of 4 councils have no neighbour and can only stand alone: ISLAND (island); "
            "add edges to it"
        )
    ]


def test_contiguity_of_libpysal_is_accepted(chessboard, councils):
    weights = Graph.build_contiguity(chessboard, rook=True)
    graph = as_graph(weights, councils)
    assert edges(graph) == edges(cl.adjacency(councils))
    assert graph.edges["r0c0", "r0c1"] == {"kind": "given", "km": 1.0, "crossings": ()}


def test_contiguity_of_libpysal_by_corners_is_accepted_too(chessboard, councils):
    graph = as_graph(Graph.build_contiguity(chessboard, rook=False), councils)
    assert graph.number_of_edges() == 17 + 12


def test_row_standardised_weights_and_weights_of_self_are_accepted(chessboard, councils):
    weights = Graph.build_contiguity(chessboard).assign_self_weight(1).transform("r")
    assert edges(as_graph(weights, councils)) == edges(cl.adjacency(councils))


def test_isolates_of_libpysal_stay_isolated(with_island):
    graph = as_graph(Graph.build_contiguity(with_island.frame), with_island)
    assert cl.islands(graph) == ["island"]
    assert nx.number_of_selfloops(graph) == 0


def test_the_remedy_for_an_asymmetric_graph_of_libpysal_works(chessboard, councils):
    nearest = Graph.build_knn(chessboard.centroid, k=1)
    graph = as_graph(nearest.to_networkx().to_undirected(), councils)
    assert edges(graph) == {frozenset(pair) for pair in nearest.adjacency.index}


def test_the_remedy_for_old_weights_of_libpysal_works(chessboard, councils):
    weights = Graph.build_contiguity(chessboard).to_W()
    assert edges(as_graph(Graph.from_W(weights), councils)) == edges(cl.adjacency(councils))


def test_a_graph_goes_to_libpysal_and_back(with_island):
    graph = cl.adjacency(with_island, crossings=[("a", "island", "ferry")])
    weights = cl.to_libpysal(graph)
    assert list(weights.unique_ids) == ["c", "a", "island", "b"]
    assert edges(as_graph(weights, with_island)) == edges(graph)


def test_a_graph_of_libpysal_stays_as_it_is(with_island):
    weights = cl.to_libpysal(cl.adjacency(with_island))
    assert cl.to_libpysal(weights) is weights


def test_a_graph_in_libpysal_is_the_one_that_libpysal_builds(with_island):
    built = Graph.build_contiguity(with_island.frame)
    assert cl.to_libpysal(cl.adjacency(with_island)).equals(built)


def test_isolates_are_kept_in_libpysal(with_island):
    weights = cl.to_libpysal(cl.adjacency(with_island))
    assert list(weights.isolates) == ["island"]
    assert weights.n == 4


def test_without_libpysal_the_error_names_the_extra(chessboard, monkeypatch):
    graph = cl.adjacency(chessboard)
    monkeypatch.setitem(sys.modules, "libpysal.graph", None)
    with pytest.raises(ImportError, match=r"pip install 'clusterer\[libpysal\]'"):
        cl.to_libpysal(graph)


def test_without_libpysal_other_graphs_are_read_as_ever(councils, monkeypatch):
    monkeypatch.delitem(sys.modules, "libpysal.graph")
    assert as_graph(cl.adjacency(councils), councils).number_of_edges() == 17


def test_neighbours_are_compressed_sparse_rows_by_row_number(with_island):
    indptr, indices = neighbours(cl.adjacency(with_island), with_island)
    # c (0) borders a (1), a borders c and b (3), and the island (2) nobody.
    assert indptr.tolist() == [0, 1, 3, 3, 4]
    assert indices.tolist() == [1, 0, 3, 1]
    assert (indptr.dtype, indices.dtype) == (np.int64, np.int32)


def test_neighbours_without_any_edge_are_empty():
    one = Councils.validated(grid(1, 1))
    indptr, indices = neighbours(cl.adjacency(one), one)
    assert indptr.tolist() == [0, 0]
    assert indices.size == 0


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40))
def test_neighbours_are_those_of_the_graph_ascending(pairs):
    councils = Councils.validated(grid(3, 4))
    labels = list(councils.ids)
    graph = nx.Graph()
    graph.add_nodes_from(reversed(labels))
    graph.add_edges_from((labels[a], labels[b]) for a, b in pairs)
    indptr, indices = neighbours(graph, councils)
    rows = [indices[indptr[i] : indptr[i + 1]].tolist() for i in range(12)]
    assert rows == [
        sorted({b for b in range(12) if b != a and graph.has_edge(labels[a], labels[b])})
        for a in range(12)
    ]
