"""Parts of an adjacency, and councils without neighbours."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

import clusterer as cl


def graph_of(nodes, edges):
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return graph


def test_parts_come_largest_first_and_then_in_the_order_of_the_graph():
    graph = graph_of("zyxwvu", [("x", "u"), ("w", "v"), ("v", "z")])
    assert cl.parts(graph) == [["z", "w", "v"], ["x", "u"], ["y"]]


def test_parts_of_one_size_come_in_the_order_of_the_graph():
    assert cl.parts(graph_of("dcba", [("b", "d"), ("a", "c")])) == [["d", "b"], ["c", "a"]]


def test_a_graph_in_one_piece_is_one_part(chessboard):
    assert cl.parts(cl.adjacency(chessboard)) == [list(chessboard.index)]


def test_islands_have_no_neighbour():
    assert cl.islands(graph_of("cab", [("a", "b")])) == ["c"]


def test_a_loop_makes_no_neighbour():
    assert cl.islands(graph_of("ab", [("a", "a")])) == ["a", "b"]


def test_the_order_in_which_edges_were_added_does_not_matter():
    edges = [("a", "b"), ("c", "d"), ("d", "e")]
    assert cl.parts(graph_of("abcdef", edges)) == cl.parts(graph_of("abcdef", edges[::-1]))


@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=15),
)
def test_parts_hold_every_council_once_and_no_edge_leaves_a_part(n, edges):
    graph = graph_of(range(n), [(a % n, b % n) for a, b in edges])
    found = cl.parts(graph)
    assert sorted(node for part in found for node in part) == list(range(n))
    home = {node: k for k, part in enumerate(found) for node in part}
    assert all(home[a] == home[b] for a, b in graph.edges)
    assert all(nx.is_connected(graph.subgraph(part)) for part in found)
    assert [len(part) for part in found] == sorted(map(len, found), reverse=True)
    alone = {part[0] for part in found if len(part) == 1}
    assert set(cl.islands(graph)) == alone
