"""Plans that can be written down without a search, which any search may begin with.

Where candidates are not listed, the first ones looked at are small, and none of them need make
a plan: councils far apart that are to be together need a large one.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable

import networkx as nx
from networkx.algorithms.approximation import steiner_tree

from clusterer.candidates import Candidates
from clusterer.formulations.solution import Solution
from clusterer.problem import Problem
from clusterer.rules import together_groups


def simple_plans(problem: Problem) -> list[Solution]:
    """Return which of two simple plans keep all rules and limits; their bounds say nothing.

    One has all councils alone, but for groups that are to be together, which few further
    councils join; the other puts all that hang together into one cluster.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> [len(plan.clusters) for plan in simple_plans(problem)]
    [32, 1]
    >>> trio = problem.replace(rules=[cl.Together("Barnet", "Croydon", "Havering")])
    >>> [len(plan.clusters) for plan in simple_plans(trio)]
    [21, 1]
    """
    councils = problem.councils
    joined = _joined(problem)
    rest = sorted(set(range(len(councils))).difference(*joined))
    parts = nx.connected_components(problem.adjacency)
    largest, *_ = problem.pruning().arrays(len(councils))
    plans = []
    for clusters in (
        [*joined, *([i] for i in rest)],
        [sorted(councils.positions(part)) for part in parts],
    ):
        # Some rules and terms refuse to look at clusters that are larger than a cap allows.
        if max(map(len, clusters)) > largest:
            continue
        # Costs of large clusters take long to add up, those of forbidden ones for nothing.
        if not problem.allowed(Candidates.of(councils, clusters)).all():
            continue
        evaluation = problem.evaluation(dict(enumerate(clusters)))
        if evaluation.feasible:
            plans.append(Solution(clusters, evaluation.objective, -math.inf))
    return plans


def _joined(problem: Problem) -> list[list[int]]:
    """Return clusters that have the groups that are to be together, each hanging together."""
    councils, graph = problem.councils, problem.adjacency
    tied = nx.Graph()
    for group in together_groups(problem.rules, councils):
        labels = [councils.ids[i] for i in group]
        part = nx.node_connected_component(graph, labels[0])
        if part.issuperset(labels):
            nx.add_path(tied, _way(graph.subgraph(part), labels))
    return [sorted(councils.positions(part)) for part in nx.connected_components(tied)]


def _way(graph: nx.Graph, labels: list[Hashable]) -> Iterable[Hashable]:
    """Return some councils and few others that hang together with them."""
    if nx.is_connected(graph.subgraph(labels)):
        return labels
    if len(labels) == 2:
        way: list[Hashable] = nx.shortest_path(graph, *labels)
        return way
    tree: nx.Graph = steiner_tree(graph, labels, method="mehlhorn")
    return tree
