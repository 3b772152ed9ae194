"""An adjacency in the form that a user has it, as a graph over the index labels of the councils."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError

_ENDS = (("council_a", "council_b"), ("source", "target"), ("focal", "neighbor"))
"""What the two columns of a table of pairs may be called; any names do if there are but two."""


def given_graph(adjacency: Any, councils: Councils) -> nx.Graph:
    """Return an adjacency that a user gives as a graph; its nodes are yet to be checked.

    Parameters
    ----------
    adjacency
        A graph of networkx, libpysal or GerryChain; a dict of lists of neighbours; a DataFrame of
        pairs; or a sparse matrix of scipy, with rows in the order of the councils.
    councils
        The councils.

    Raises
    ------
    InputError
        If it is another type, names an unknown council, or goes one way.
    """
    if _is_libpysal(adjacency):
        return _from_libpysal(adjacency)
    if type(adjacency).__module__.startswith("gerrychain.") and hasattr(
        adjacency, "to_networkx_graph"
    ):
        adjacency = adjacency.to_networkx_graph()
    if isinstance(adjacency, nx.Graph):
        return _labelled(adjacency, councils)
    if isinstance(adjacency, pd.DataFrame):
        return _from_pairs(adjacency, councils)
    if isinstance(adjacency, Mapping):
        return _from_lists(adjacency, councils)
    if hasattr(adjacency, "tocoo"):
        return _from_matrix(adjacency, councils)
    raise InputError(
        "adjacency must be a graph of networkx, libpysal or GerryChain, such as "
        "clusterer.adjacency(councils) makes (Graph.from_W(w) converts old weights), a dict of "
        "lists of neighbours, a DataFrame of pairs or a sparse matrix of scipy, "
        f"not {type(adjacency).__name__}"
    )


def _is_libpysal(adjacency: object) -> bool:
    # Whoever has such a graph has imported libpysal, so that we need not.
    module = sys.modules.get("libpysal.graph")
    return module is not None and isinstance(adjacency, module.Graph)


def _from_libpysal(weights: Any) -> nx.Graph:
    links = [(a, b) for a, b in weights.adjacency.index if a != b]
    _check_both_ways(
        "the libpysal Graph",
        links,
        repr,
        "symmetrize it with graph.to_networkx().to_undirected()",
    )
    graph = nx.Graph()
    graph.add_nodes_from(weights.unique_ids)
    graph.add_edges_from(links)
    return graph


def _labelled(graph: nx.Graph, councils: Councils) -> nx.Graph:
    """Return a graph with index labels as nodes, if its nodes carry them as an attribute.

    GerryChain numbers its nodes, and keeps the columns of the table that it has read in them.
    """
    if any(label in graph for label in councils.ids) or len(graph) != len(councils):
        return graph
    carried = set.intersection(*(set(data) for _, data in graph.nodes(data=True)))
    own = councils.ids.name
    for wanted in (list(councils.ids), list(councils.names)):
        label = dict(zip(wanted, councils.ids, strict=True))
        for attribute in sorted(carried, key=lambda name: (name != own, str(name))):
            found = dict(graph.nodes(data=attribute))
            values = [value for value in found.values() if isinstance(value, Hashable)]
            if len(set(values)) == len(label) and set(values) == set(label):
                return nx.relabel_nodes(graph, {node: label[v] for node, v in found.items()})
    return graph


def _from_pairs(table: pd.DataFrame, councils: Councils) -> nx.Graph:
    """Return a graph of a row a pair; further columns become what the edges carry."""
    named = [ends for ends in _ENDS if set(ends) <= set(table.columns)]
    ends = list(named[0] if named else table.columns)
    if len(ends) != 2:
        raise InputError(
            "adjacency is a table without the columns council_a and council_b, a row a pair; "
            f"rename two of {list(map(str, table.columns))}"
        )
    others = table.drop(columns=ends).to_dict("records")
    graph = _bare(councils)
    for (a, b), data in zip(table[ends].itertuples(index=False, name=None), others, strict=True):
        graph.add_edge(
            _label(a, councils), _label(b, councils), **{str(key): v for key, v in data.items()}
        )
    return graph


def _from_lists(lists: Mapping[Hashable, Any], councils: Councils) -> nx.Graph:
    """Return a graph of the neighbours of each council: each border once, or all both ways."""
    links = []
    for key, others in lists.items():
        if isinstance(others, (str, bytes)) or not isinstance(others, Iterable):
            raise InputError(
                f"adjacency[{shown(key)}] = {shown(others)} must be a list of councils"
            )
        links += [(_label(key, councils), _label(other, councils)) for other in others]
    reverse = {(b, a) for a, b in links if a != b}
    if reverse & set(links):  # If all are there once, no list says that it is whole.
        _check_both_ways("the dict of neighbours", links, _naming(councils), "complete it")
    graph = nx.Graph()
    graph.add_nodes_from(_label(key, councils) for key in lists)
    graph.add_edges_from(links)
    return graph


def _from_matrix(matrix: Any, councils: Councils) -> nx.Graph:
    """Return a graph of the entries of a matrix that are not zero."""
    if matrix.shape != (len(councils), len(councils)):
        raise InputError(
            f"adjacency is a matrix of {' × '.join(map(str, matrix.shape))} for {len(councils)} "
            "councils; it needs a row and a column a council, in the order of the table"
        )
    entries = matrix.tocoo()
    filled = np.asarray(entries.data) != 0
    rows, columns = (np.asarray(axis)[filled].tolist() for axis in (entries.row, entries.col))
    labels = list(councils.ids)
    links = [(labels[i], labels[j]) for i, j in zip(rows, columns, strict=True)]
    _check_both_ways(
        "the matrix of adjacency", links, _naming(councils), "symmetrize it with m.maximum(m.T)"
    )
    graph = _bare(councils)
    graph.add_edges_from(links)
    return graph


def _bare(councils: Councils) -> nx.Graph:
    """Return the councils without neighbours."""
    graph = nx.Graph()
    graph.add_nodes_from(councils.ids)
    return graph


def _label(council: Any, councils: Councils) -> Hashable:
    """Return the index label of a council that is given by it or by name."""
    try:
        label: Hashable = councils.ids[councils.position(council)]
    except InputError as error:
        part = "; for a part of a map leave out the neighbours that are not in it"
        hint = "" if "did you mean" in str(error) else part
        raise InputError(f"adjacency: {error}{hint}") from None
    return label


def _naming(councils: Councils) -> Callable[[Hashable], str]:
    return lambda label: councils.describe([councils.position(label)])


def _check_both_ways(
    what: str,
    links: list[tuple[Hashable, Hashable]],
    name: Callable[[Hashable], str],
    remedy: str,
) -> None:
    """Check that each link goes both ways; those to the nearest councils, say, do not always."""
    known = set(links)
    one_way = [(a, b) for a, b in links if a != b and (b, a) not in known]
    if one_way:
        a, b = one_way[0]
        raise InputError(
            f"{what} is not symmetric: {name(b)} is a neighbour of {name(a)} but not the "
            f"other way round ({len(one_way)} such links); a border goes both ways: {remedy}"
        )
