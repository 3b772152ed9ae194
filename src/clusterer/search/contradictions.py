"""Rules and limits that no plan can keep, whatever the costs, as can be seen without a search.

A search would find the same, after a while; where candidates are not listed, only with luck.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import networkx as nx
import numpy as np

from clusterer.candidates import Pruning
from clusterer.councils import Councils
from clusterer.errors import InfeasibleError
from clusterer.limits import Limit
from clusterer.model.problem import Problem
from clusterer.rules import Rule, together_groups
from clusterer.search.sums_in_reach import out_of_reach


def check_no_contradiction(problem: Problem, proceed: Callable[[], None] = lambda: None) -> None:
    """Check that no limit or bound is out of reach, and that what is to be together may be.

    A plan has at least one cluster for each part of the adjacency, and at most one for each
    council. So what every cluster adds to a limit, if it is the same for all, says which
    sums there can be.

    Councils that are to be together must be allowed in one cluster by the conditions that a
    cluster can only break further by growing, and must be connected in the adjacency, within
    the cap on the size. And each council must be in some cluster in which the sums that rules
    bound can come to what they ask for (`out_of_reach`).

    Parameters
    ----------
    problem
        The problem.
    proceed
        Is called between two groups. What it raises ends the work.

    Raises
    ------
    InfeasibleError
        If not. The rules or the limit that it names are needed for the contradiction, all of them.

    Examples
    --------
    >>> import clusterer as cl
    >>> rules = [cl.MaxDistance(5), cl.Together("Barnet", "Croydon"), cl.MaxSize(9)]
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules)
    >>> check_no_contradiction(problem)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    clusterer.errors.InfeasibleError: no plan keeps MaxDistance(5 km) and Together(...) together...
    """
    for limit in problem.limits:
        _check_in_reach(problem, limit)
    for contradiction in (_split, out_of_reach):
        _check_none(problem, contradiction, proceed)


def _check_none(
    problem: Problem,
    contradiction: Callable[[Problem, Sequence[Rule], Callable[[], None]], str | None],
    proceed: Callable[[], None],
) -> None:
    """Check that the rules of a problem have no contradiction of one kind."""
    needed = list(problem.rules)
    words = contradiction(problem, needed, proceed)
    if words is None:
        return
    for rule in problem.rules:
        rest = [other for other in needed if other is not rule]
        left = contradiction(problem, rest, proceed)
        if left is not None:
            needed, words = rest, left
    named = " and ".join(map(repr, needed))
    raise InfeasibleError(
        f"no plan keeps {named}{' together' if len(needed) > 1 else ''}: {words}.",
        tuple(needed),
    )


def _check_in_reach(problem: Problem, limit: Limit) -> None:
    if limit.per_cluster is None:
        return
    n = len(problem.councils)
    parts = nx.number_connected_components(problem.adjacency)
    least, most = sorted((parts * limit.per_cluster, n * limit.per_cluster))
    if limit.interval.highest < least or limit.interval.lowest > most:
        who = f"{n} councils" if parts == 1 else f"{n} councils in {parts} parts without a link"
        fewest = "one cluster" if parts == 1 else f"{parts} clusters"
        raise InfeasibleError(
            f"no plan keeps {limit!r}: {who} make at least {fewest} and at most {n}; "
            "loosen or drop it.",
            (limit,),
        )


def _split(problem: Problem, rules: Sequence[Rule], proceed: Callable[[], None]) -> str | None:
    """Name a group that the rules put together and yet keep apart, and say why; or None."""
    councils = problem.councils
    groups = together_groups(rules, councils)
    if not groups:
        return None
    pruning = Pruning.all_of(rule.pruning(councils) for rule in rules)
    max_size, weights, caps, conflict = pruning.arrays(len(councils))
    for group in groups:
        if group is not groups[0]:
            proceed()
        words = f"no cluster has all of {councils.describe(group)} that are to be in one, since"
        forbidden = len(group) > max_size or (weights[:, group].sum(axis=1) > caps).any()
        if forbidden or (conflict.size and conflict[group][:, group].any()):
            return f"{words} another rule forbids it; loosen or drop one of them"
        # Only who may be with all of the group can be on the way from one of it to another.
        barred = conflict[group].any(axis=0) if conflict.size else np.zeros(len(councils), bool)
        way = problem.adjacency.subgraph(councils.ids[np.flatnonzero(~barred)])
        labels = list(councils.ids[group])
        if not _within_steps(way, labels, max_size - 1):
            return (
                f"{words} it would not be connected in the adjacency"
                f"{_parts(councils, way, group)}; loosen or drop one of them, or add a link"
            )
    return None


def _parts(councils: Councils, way: nx.Graph, group: Sequence[int]) -> str:
    """Name the parts in which a group lies that has no way from one to another, the least first."""
    parts = (councils.positions(part) for part in nx.connected_components(way))
    found = sorted((sorted(set(part) & set(group)) for part in parts), key=len)
    named = [councils.describe(part) for part in found if part]
    return f": {' | '.join(named)}" if len(named) > 1 else " within the cap on its size"


def _within_steps(graph: nx.Graph, labels: Sequence[Hashable], most: int) -> bool:
    """Tell whether no two of some councils are further apart in a graph than so many steps."""
    # No way without a detour has more steps than there are other councils: one look will do.
    starts = labels[:1] if most >= len(graph) - 1 else labels
    return all(
        set(labels) <= nx.single_source_shortest_path_length(graph, label, most).keys()
        for label in starts
    )
