"""The parts of an adjacency that nothing joins."""

from __future__ import annotations

from collections.abc import Hashable

import networkx as nx

from clusterer._support.warn import warn_of_islands
from clusterer.councils import Councils
from clusterer.errors import InputError

_SHOWN = 5
"""How many parts a message describes before it says how many more there are."""


def parts(graph: nx.Graph) -> list[list[Hashable]]:
    """Return the parts of an adjacency that are connected, the largest first.

    Councils keep the order of the graph, and so do parts of one size.

    Examples
    --------
    >>> import clusterer as cl
    >>> graph = cl.adjacency(cl.datasets.london())
    >>> [len(part) for part in cl.parts(graph)]
    [32]
    >>> graph.remove_edge("E09000018", "E09000027")  # the one that runs from bank to bank
    >>> [len(part) for part in cl.parts(graph)]
    [20, 12]
    """
    check_graph("parts", graph)
    rank = {label: i for i, label in enumerate(graph)}
    found = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(graph)]
    # Stable, and networkx finds components in the order of their first nodes.
    return sorted(found, key=len, reverse=True)


def islands(graph: nx.Graph) -> list[Hashable]:
    """Return the councils that have no neighbour, in the order of the graph.

    Examples
    --------
    >>> import clusterer as cl
    >>> graph = cl.adjacency(cl.datasets.london().loc[["E09000002", "E09000006", "E09000008"]])
    >>> cl.islands(graph)
    ['E09000002']
    """
    check_graph("islands", graph)
    return [label for label in graph if all(other == label for other in graph[label])]


def check_graph(function: str, graph: object) -> None:
    """Check that a function of graphs is given one.

    Raises
    ------
    InputError
        If it is not a `networkx.Graph`.
    """
    if not isinstance(graph, nx.Graph):
        raise InputError(
            f"{function} takes a networkx.Graph, such as adjacency(councils) makes, "
            f"not {type(graph).__name__}"
        )


def warn_of_parts(
    graph: nx.Graph, councils: Councils, remedy: str, for_islands: str | None = None
) -> None:
    """Warn of councils that have no neighbour, and of parts that nothing joins.

    Parameters
    ----------
    graph
        The adjacency.
    councils
        The councils.
    remedy
        What to do about it.
    for_islands
        What else can be done if councils have no neighbour.
    """
    if len(councils) == 1:
        return
    alone = islands(graph)
    if alone:
        warn_of_islands(
            f"{len(alone)} of {len(councils)} councils have no neighbour and can only stand alone: "
            f"{councils.describe(councils.positions(alone))}; "
            f"{', '.join([remedy, for_islands] if for_islands else [remedy])}"
        )
    larger = [part for part in parts(graph) if len(part) > 1]
    if len(larger) > 1:
        described = [
            f"{len(part)} councils: {councils.describe(councils.positions(part))}"
            for part in larger[:_SHOWN]
        ]
        if len(larger) > _SHOWN:
            described.append(f"and {len(larger) - _SHOWN} more parts")
        warn_of_islands(
            f"adjacency falls into {len(larger)} parts that nothing joins, and no cluster can "
            f"span: {' | '.join(described)}; {remedy}"
        )
