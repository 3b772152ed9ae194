"""Plans that can be written down without a search, which any search may begin with.

Where candidates are not listed, the first ones looked at are small, and none of them need make
a plan: councils far apart that are to be together need a large one.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import replace

import networkx as nx
from networkx.algorithms.approximation import steiner_tree

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem
from clusterer.rules import together_groups
from clusterer.search.solution import Solution


def simple_plans(problem: Problem) -> list[Solution]:
    """Return which of two simple plans keep all rules and limits; their bounds say nothing.

    One has all councils alone, except for groups that are to be together, which few further
    councils join; the other puts all that are connected into one cluster.

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
    parts = nx.connected_components(problem.adjacency)
    plans = [
        as_plan(problem, joined_groups(problem)),
        as_plan(problem, [sorted(problem.councils.positions(part)) for part in parts]),
    ]
    return [plan for plan in plans if plan is not None]


def joined_groups(problem: Problem) -> list[list[int]]:
    """Return all councils alone, except for groups that are to be together, as row numbers.

    Whether these clusters are allowed is not asked.
    """
    joined = _joined(problem)
    rest = sorted(set(range(len(problem.councils))).difference(*joined))
    return [*joined, *([i] for i in rest)]


def only_plan(problem: Problem) -> Solution | None:
    """Return the one plan that limits on the number of clusters leave, or that there is none.

    That is all councils in one cluster, or all alone. None if limits leave more than one.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> one = only_plan(problem.replace(limits=[cl.ClusterCount(exactly=1)]))
    >>> len(one.clusters), one.bound == one.objective
    (1, True)
    """
    n = len(problem.councils)
    counts = [
        (limit.interval.lowest / limit.per_cluster, limit.interval.highest / limit.per_cluster)
        for limit in problem.limits
        if limit.per_cluster is not None and limit.per_cluster > 0
    ]
    if any(most < 2 for _, most in counts):
        clusters = [list(range(n))]
    elif any(least > n - 1 for least, _ in counts):
        clusters = [[i] for i in range(n)]
    else:
        return None
    plan = as_plan(problem, clusters)
    if plan is None:
        return Solution(None, math.inf, math.inf)
    return replace(plan, bound=plan.objective)


def as_plan(problem: Problem, clusters: list[list[int]]) -> Solution | None:
    """Return some clusters as a plan of unknown bound, if they keep all rules and limits."""
    largest, *_ = problem.pruning().arrays(len(problem.councils))
    # Some rules and terms refuse to look at clusters that are larger than a cap allows.
    if max(map(len, clusters)) > largest:
        return None
    # Costs of large clusters take long to add up, those of forbidden ones for nothing.
    if not problem.allowed(Candidates.of(problem.councils, clusters)).all():
        return None
    evaluation = problem.evaluate_rows(dict(enumerate(clusters)))
    return Solution(clusters, evaluation.objective, -math.inf) if evaluation.feasible else None


def _joined(problem: Problem) -> list[list[int]]:
    """Return clusters that have the groups that are to be together, each connected."""
    councils, graph = problem.councils, problem.adjacency
    tied = nx.Graph()
    for group in together_groups(problem.rules, councils):
        labels = [councils.ids[i] for i in group]
        part = nx.node_connected_component(graph, labels[0])
        if part.issuperset(labels):
            nx.add_path(tied, _way(graph.subgraph(part), labels))
    return [sorted(councils.positions(part)) for part in nx.connected_components(tied)]


def _way(graph: nx.Graph, labels: list[Hashable]) -> Iterable[Hashable]:
    """Return some councils and few others that connect them."""
    found: Iterable[Hashable] = labels
    if nx.is_connected(graph.subgraph(labels)):
        return found
    if len(labels) == 2:
        found = nx.shortest_path(graph, *labels)
    else:
        found = steiner_tree(graph, labels, method="mehlhorn")
    return found
