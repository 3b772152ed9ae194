"""What a partition breaks: gaps in the adjacency, rules and limits, in words."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence

import networkx as nx
import numpy as np

from clusterer._support.wording import amount
from clusterer.candidates import Candidates
from clusterer.limits import Limit
from clusterer.model.answers import checked_numbers, checked_verdict
from clusterer.rules import Rule


def faults(
    labels: Sequence[Hashable],
    clusters: Candidates,
    adjacency: nx.Graph,
    rules: Iterable[Rule],
    limits: Iterable[Limit],
) -> tuple[str, ...]:
    """Return in words what the clusters of a partition break; nothing if it is a plan.

    Parameters
    ----------
    labels
        What to call the clusters.
    clusters
        The clusters, in the same order.
    adjacency
        The graph in which each cluster must be connected.
    rules, limits
        What must be kept.
    """
    return (
        *_gaps(labels, clusters, adjacency),
        *_broken_rules(labels, clusters, rules),
        *_broken_limits(clusters, limits),
    )


def _gaps(labels: Sequence[Hashable], clusters: Candidates, adjacency: nx.Graph) -> Iterator[str]:
    councils = clusters.councils
    for k, label in enumerate(labels):
        part = adjacency.subgraph(clusters.members(k))
        pieces = sorted(
            sorted(councils.positions(piece)) for piece in nx.connected_components(part)
        )
        if len(pieces) > 1:
            yield f"cluster {label} is not connected: {' | '.join(map(councils.describe, pieces))}"


def _broken_rules(
    labels: Sequence[Hashable], clusters: Candidates, rules: Iterable[Rule]
) -> Iterator[str]:
    for rule in rules:
        for k in np.flatnonzero(~checked_verdict(rule, clusters)).tolist():
            members = clusters.councils.describe(clusters.positions(k))
            yield f"{rule!r} does not allow cluster {labels[k]}: {members}"


def _broken_limits(clusters: Candidates, limits: Iterable[Limit]) -> Iterator[str]:
    for limit in limits:
        amounts = checked_numbers(limit, clusters)
        total = math.fsum(amounts)  # The same in whichever order the clusters come.
        if not limit.interval.holds(total):
            yield f"{limit!r} is not kept: the plan has {amount(total)}"
