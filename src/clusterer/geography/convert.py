"""Adjacency in and out: any form of it as a complete graph, libpysal, arrays for the kernels."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.geography.adjacency import adjacency as land_adjacency
from clusterer.geography.distances import pair_km
from clusterer.geography.given import given_graph
from clusterer.geography.parts import check_graph, warn_of_parts

Neighbours: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32]]
"""The neighbours of each council as compressed sparse rows, as `neighbours` returns them."""

_SHOWN = 5
"""How many labels an error message names."""


def as_graph(adjacency: nx.Graph | Any | None, councils: Councils) -> nx.Graph:
    """Return any kind of adjacency as a graph over the councils.

    Parameters
    ----------
    adjacency
        A `networkx.Graph`, a `libpysal.graph.Graph` or a `gerrychain.Graph` whose nodes are the
        index labels of the councils, or carry them as an attribute; a dict of lists of
        neighbours, or a DataFrame of pairs, by index label or name; a sparse matrix of scipy,
        with rows in the order of the councils; or None for the borders that touch.
    councils
        The councils.

    Returns
    -------
    networkx.Graph
        A new graph in the form that `adjacency` makes: nodes in the order of the councils,
        no loops, and ``kind`` ("given"), ``km`` (between centroids) and ``crossings``
        filled in where an edge has none.

    Raises
    ------
    InputError
        If it is another type, has one-way or parallel edges, names an unknown council, or if
        its nodes are not the councils.

    Examples
    --------
    >>> import clusterer as cl
    >>> import networkx as nx
    >>> pair = cl.Councils.validated(cl.datasets.london().loc[["E09000007", "E09000019"]])
    >>> as_graph(nx.Graph([("E09000019", "E09000007")]), pair).edges(data="kind")
    EdgeDataView([('E09000007', 'E09000019', 'given')])
    >>> as_graph({"Camden": ["Islington"], "Islington": []}, pair).edges
    EdgeView([('E09000007', 'E09000019')])
    """
    if adjacency is None:
        return land_adjacency(councils)
    given = given_graph(adjacency, councils)
    if given.is_multigraph() or given.is_directed():
        raise InputError(
            f"adjacency is a {type(given).__name__}, but a border is one edge and goes both ways; "
            "pass networkx.Graph(graph)"
        )
    _check_nodes(given, councils)
    return _completed(given, councils)


def to_libpysal(graph: nx.Graph | Any) -> Any:
    """Return an adjacency as a `libpysal.graph.Graph` with weights of 1.

    One that is such a graph already is returned as it is.

    Raises
    ------
    InputError
        If it is no graph.
    ImportError
        If libpysal is not installed.

    Examples
    --------
    >>> import clusterer as cl
    >>> weights = cl.to_libpysal(cl.adjacency(cl.datasets.london()))
    >>> weights.n, weights.n_edges  # each border both ways
    (32, 126)
    """
    try:
        from libpysal.graph import Graph
    except ImportError as error:
        raise ImportError(
            "to_libpysal needs libpysal: pip install 'clusterer[libpysal]'"
        ) from error
    if isinstance(graph, Graph):
        return graph
    check_graph("to_libpysal", graph)
    rank = {label: i for i, label in enumerate(graph)}
    focal, neighbour, weight = [], [], []
    for label in graph:
        # libpysal writes a node without neighbours as a loop of weight 0.
        others = sorted(set(graph[label]) - {label}, key=rank.__getitem__) or [label]
        focal += [label] * len(others)
        neighbour += others
        weight += [float(other != label) for other in others]
    return Graph.from_arrays(focal, neighbour, weight)


def neighbours(graph: nx.Graph, councils: Councils) -> Neighbours:
    """Return the neighbours of each council by row number, as compressed sparse rows.

    Parameters
    ----------
    graph
        An adjacency of these councils, such as `as_graph` returns.
    councils
        The councils.

    Returns
    -------
    indptr, indices
        The neighbours of council i are ``indices[indptr[i]:indptr[i + 1]]``, ascending.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> indptr, indices = neighbours(cl.adjacency(councils), councils)
    >>> councils.describe(indices[indptr[0] : indptr[1]])
    'Havering (E09000016), Newham (E09000025), Redbridge (E09000026)'
    """
    rank = {label: i for i, label in enumerate(councils.ids)}
    pairs = [(rank[a], rank[b]) for a, b in graph.edges if a != b]
    one_way = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    focal, neighbour = np.concatenate([one_way, one_way[:, ::-1]]).T
    indptr = np.zeros(len(councils) + 1, dtype=np.int64)
    np.cumsum(np.bincount(focal, minlength=len(councils)), out=indptr[1:])
    return indptr, neighbour[np.lexsort((neighbour, focal))]


def _check_nodes(graph: nx.Graph, councils: Councils) -> None:
    labels = set(councils.ids)
    unknown: list[Hashable] = [node for node in graph if node not in labels]
    if unknown:
        shown = ", ".join(map(repr, unknown[:_SHOWN]))
        names = set(councils.names)
        if any(node in names for node in unknown):
            hint = "name nodes by index label (networkx.relabel_nodes), not by column name"
        elif all(label in graph for label in labels):
            hint = "for a part of a map pass graph.subgraph(councils.index)"
        else:
            hint = f"the index labels of councils are like {councils.ids[0]!r}"
        raise InputError(
            f"adjacency has {len(unknown)} nodes that are no index label of councils: {shown}; "
            f"{hint}"
        )
    missing = [i for i, label in enumerate(councils.ids) if label not in graph]
    if missing:
        raise InputError(
            f"adjacency lacks {len(missing)} of the councils: {councils.describe(missing)}; "
            "add each as a node, even one without neighbours"
        )


def _completed(given: nx.Graph, councils: Councils) -> nx.Graph:
    """Return a copy in the order of the councils, without loops, its attributes complete."""
    rank = {label: i for i, label in enumerate(councils.ids)}
    edges = {
        (min(rank[a], rank[b]), max(rank[a], rank[b])): data
        for a, b, data in given.edges(data=True)
        if a != b
    }
    pairs = sorted(edges)
    graph = nx.Graph()
    labels = list(councils.ids)
    graph.add_nodes_from(labels)
    for (i, j), km in zip(pairs, pair_km(councils, pairs).tolist(), strict=True):
        filled = {"kind": "given", "km": km, "crossings": ()} | edges[i, j]
        graph.add_edge(labels[i], labels[j], **filled)
    # A graph that we have completed before has been spoken of before.
    if any("kind" not in data for data in edges.values()):
        warn_of_parts(graph, councils, "add edges to it")
    return graph
