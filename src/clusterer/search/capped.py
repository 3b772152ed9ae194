"""A cap on size that proves itself: what plans with a larger cluster cost at least.

The candidates up to some size k are listed, and their relaxation is solved. At its duals a
cluster of more than k members, connected or not, has a reduced cost no less than that of its
host, the k best other members and all further ones that lower it. Every plan with such a
cluster costs at least the bound of the relaxation and the least such number. Where that is
more than the best plan of candidates up to k, the cap has left nothing out.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer.model.problem import Problem
from clusterer.search.closed_form import ClosedForm
from clusterer.search.column_generation import relax
from clusterer.search.columns import Columns
from clusterer.search.fitting import fitting
from clusterer.search.prices import repaired
from clusterer.search.solution import Watch

Floats = NDArray[np.float64]

_LISTED_GIB = 0.1
"""What the candidates may take up to the cap."""


def capped(problem: Problem, form: ClosedForm, watch: Watch) -> tuple[Columns, float]:
    """Return the candidates up to a cap, and what every plan with a larger one costs at least.

    Of the candidates, those that some plan up to the cap may have.

    Raises
    ------
    OutOfTime
        If the time is up first.
    """

    def proceed(_: int) -> None:
        watch.check()

    problem, cap = fitting(problem, _LISTED_GIB, proceed)
    # All of them: those that no plan up to the cap may have, a plan with a larger cluster may.
    columns = Columns.of(problem, proceed)
    relaxed = relax(columns, remaining=watch.remaining, report=lambda _: watch.beat())
    watch.check()
    prices = repaired(columns, relaxed.prices)
    if not math.isfinite(prices.bound):
        return columns.possible(), -math.inf
    per_cluster = np.array([limit.per_cluster or 0.0 for limit in problem.limits])
    dual = float(prices.limit_duals @ per_cluster)
    larger = least_reduced_cost(problem, form, prices.council_duals, dual, cap + 1)
    outside = prices.bound + larger if larger >= 0 else -math.inf
    return columns.possible(), outside


def least_reduced_cost(
    problem: Problem, form: ClosedForm, council_duals: Floats, cluster_dual: float, size: int
) -> float:
    """Return a bound on the reduced costs of all clusters of so many members or more, two at least.

    Parameters
    ----------
    problem
        The problem; no cluster is larger than a part of its map.
    form
        What its clusters cost.
    council_duals, cluster_dual
        What a cluster earns by each member, and by itself.
    size
        The fewest members.
    """
    best = math.inf
    for labels in nx.connected_components(problem.adjacency):
        part = np.sort(problem.councils.positions(labels))
        if part.size < size:
            continue
        member, fixed = form.member[part] - council_duals[part], form.shared - cluster_dual
        pairs = form.pairs[np.ix_(part, part)]
        for c, weights in enumerate(form.weights[:, part]):
            # A convex curve lies above each of its lines, such as that of the smallest clusters.
            sum_of_least = float(np.sort(weights)[:size].sum())
            of_curve = slice(form.first_line[c], form.first_line[c + 1])
            height, slope = form.height[of_curve], form.slope[of_curve]
            line = int(np.argmax(height + slope * sum_of_least))
            member = member + slope[line] * weights
            fixed += float(height[line])
        added = member[:, None] + form.host[np.ix_(part, part)] + pairs
        by_host = fixed + np.diag(added)
        np.fill_diagonal(added, np.inf)
        least_pair = float((pairs + np.where(np.eye(part.size), np.inf, 0.0)).min())
        others = np.arange(1, part.size)
        of_others = others * (others - 1) / 2 * least_pair
        sums = np.cumsum(np.sort(added, axis=0)[:-1], axis=0) + of_others[:, None]
        best = min(best, float((by_host + sums[size - 2 :].min(axis=0)).min()))
    return best
