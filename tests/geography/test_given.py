"""Adjacency in the forms that users have it in: all are the graph that the borders make."""

from __future__ import annotations

import sys

import gerrychain
import networkx as nx
import pandas as pd
import pytest
import scipy.sparse
from maps import grid

import clusterer as cl
from clusterer.geography import as_graph


@pytest.fixture
def councils(chessboard) -> cl.Councils:
    return cl.Councils.validated(chessboard)


@pytest.fixture
def borders(councils):
    return cl.adjacency(councils)


def edges(graph):
    return {frozenset(edge) for edge in graph.edges}


def test_a_dict_of_lists_both_ways_or_each_border_once(councils, borders):
    both = nx.to_dict_of_lists(borders)
    assert edges(as_graph(both, councils)) == edges(borders)
    once = {a: [b for b in both[a] if a < b] for a in both}
    assert edges(as_graph(once, councils)) == edges(borders)


def test_a_dict_of_names_of_any_kind_of_collection(councils, borders):
    named = {a.upper(): {b.upper() for b in others} for a, others in borders.adj.items()}
    assert edges(as_graph(named, councils)) == edges(borders)


def test_an_island_in_a_dict_stays_one(councils, borders):
    lists = nx.to_dict_of_lists(borders)
    for label in lists.pop("r0c0"):
        lists[label].remove("r0c0")
    assert cl.islands(as_graph({**lists, "r0c0": []}, councils)) == ["r0c0"]


@pytest.mark.parametrize(
    "names", [["council_a", "council_b"], ["source", "target"], ["focal", "neighbor"], ["x", "y"]]
)
def test_a_table_of_pairs_by_label_or_name(councils, borders, names):
    pairs = [(a, b.upper()) for a, b in borders.edges]
    table = pd.DataFrame(pairs, columns=names)
    assert edges(as_graph(table, councils)) == edges(borders)


def test_a_table_of_pairs_keeps_what_edges_carry(councils, borders):
    table = nx.to_pandas_edgelist(borders)
    assert nx.utils.graphs_equal(as_graph(table, councils), borders)
    table = pd.DataFrame({"council_a": ["r0c0"], "council_b": ["r2c3"], "minutes": [12]})
    graph = as_graph(table, councils)
    assert graph.edges["r0c0", "r2c3"]["minutes"] == 12
    assert len(cl.islands(graph)) == 10


@pytest.mark.parametrize("kind", [scipy.sparse.csr_matrix, scipy.sparse.csr_array,
                                  scipy.sparse.coo_array, scipy.sparse.lil_array])  # fmt: skip
def test_a_sparse_matrix_has_rows_in_the_order_of_the_councils(councils, borders, kind):
    matrix = nx.to_scipy_sparse_array(borders, nodelist=list(councils.ids), weight=None)
    assert edges(as_graph(kind(matrix), councils)) == edges(borders)
    loops = scipy.sparse.eye_array(len(councils)) + matrix
    assert edges(as_graph(kind(loops), councils)) == edges(borders)


def test_entries_of_zero_are_no_borders(councils):
    zeros = scipy.sparse.coo_array(([0.0, 1.0, 1.0], ([0, 0, 1], [5, 1, 0])), shape=(12, 12))
    assert edges(as_graph(zeros, councils)) == {frozenset(["r0c0", "r0c1"])}


def test_a_graph_of_gerrychain_by_label(chessboard, councils, borders):
    graph = as_graph(gerrychain.Graph.from_geodataframe(chessboard), councils)
    assert edges(graph) == edges(borders)
    assert graph.edges["r0c0", "r0c1"]["shared_perim"] == pytest.approx(1000)


@pytest.mark.parametrize("column", ["code", "name"])
def test_a_graph_of_gerrychain_that_numbers_its_nodes(
    chessboard, councils, borders, column, tmp_path
):
    path = tmp_path / "councils.gpkg"
    # In another order than the table has.
    chessboard.rename_axis("code").reset_index().iloc[::-1].to_file(path)
    graph = gerrychain.Graph.from_file(str(path), cols_to_add=[column, "seats_red"])
    assert set(graph.nodes) == set(range(12))
    assert edges(as_graph(graph, councils)) == edges(borders)


def test_numbered_nodes_that_carry_no_label_are_refused(councils):
    graph = nx.path_graph(12)
    nx.set_node_attributes(graph, 1, "district")
    with pytest.raises(cl.InputError, match="no index label of councils: 0, 1, 2, 3, 4; the index"):
        as_graph(graph, councils)


def test_the_column_of_the_index_goes_before_others_that_have_the_labels_too():
    councils = cl.Councils.validated(grid(1, 3).rename_axis("code"))
    graph = nx.path_graph(3)
    labels = list(councils.ids)
    nx.set_node_attributes(graph, dict(enumerate(labels)), "code")
    nx.set_node_attributes(graph, dict(enumerate([labels[1], labels[0], labels[2]])), "before")
    assert as_graph(graph, councils).degree("r0c1") == 2


def test_every_function_of_adjacency_takes_every_form(chessboard, borders):
    lists = nx.to_dict_of_lists(borders)
    problem = cl.Problem(chessboard, cl.preset("central"), [cl.MaxSize(2)], adjacency=lists)
    assert len(problem.candidates()) == 12 + 17
    assert edges(problem.replace(adjacency=nx.to_pandas_edgelist(borders)).adjacency) == edges(
        borders
    )


def test_nobody_has_to_have_gerrychain(councils, borders, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("gerrychain")]:
        monkeypatch.delitem(sys.modules, name)
    assert edges(as_graph(nx.to_dict_of_lists(borders), councils)) == edges(borders)
