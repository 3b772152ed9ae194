"""What the library says of clusters, and what plain Python says, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations

import numpy as np
from instances import graph, table
from truth import Cluster, Cost, Facts

import clusterer as cl


def clusters_of(n: int) -> list[Cluster]:
    """Return every set of 0 … n - 1 but the empty one."""
    return [c for size in range(1, n + 1) for c in combinations(range(n), size)]


def councils_of(facts: Facts) -> cl.Councils:
    return cl.Councils.validated(table(facts))


def problem_of(facts: Facts, terms: Iterable[cl.Term] = (), rules: Iterable[cl.Rule] = ()):
    return cl.Problem(table(facts), terms, rules, adjacency=graph(facts))


def costs(facts: Facts, *terms: cl.Term) -> list[float]:
    """Return the £m of every cluster at its best host, as the library has it."""
    candidates = cl.Candidates.of(councils_of(facts), clusters_of(facts.n))
    return problem_of(facts, terms).costs(candidates).tolist()


def true_costs(facts: Facts, *terms: Cost) -> list[float]:
    """Return the same by the formulas: one host for all terms, whichever makes it least."""
    return [
        min(sum(term(cluster, host) for term in terms) for host in cluster)
        for cluster in clusters_of(facts.n)
    ]


def form_costs(facts: Facts, term: cl.Term) -> list[float]:
    """Return the same from what the term tells a MIP, part by part."""
    councils = councils_of(facts)
    form, by_host = term.mip_form(councils), term.host_cost(councils)
    nothing = np.zeros(facts.n)
    each = nothing if form.councils is None else form.councils
    sharing = nothing if form.sharing is None else form.sharing
    found = []
    for cluster in clusters_of(facts.n):
        cost = sum(each[i] for i in cluster)
        if len(cluster) > 1:
            cost += form.shared_cluster + sum(sharing[i] for i in cluster)
        if form.pairs is not None:
            cost += sum(form.pairs[i, j] for i, j in combinations(cluster, 2))
        for curve in form.curves:
            amount = sum(curve.weights[i] for i in cluster)
            cost += max(a + b * amount for a, b in curve.lines)
        for power in form.powers:
            amount = sum(power.weights[i] for i in cluster)
            below = power.factor * min(amount, power.until) ** power.exponent
            cost += below * max(1.0, amount / power.until)
        if by_host is not None:
            cost += min(sum(by_host[i, h] for i in cluster) for h in cluster)
        found.append(float(cost))
    return found


def annuity(rate: float, years: int) -> float:
    """Return the closed form of the present value of £1 a year."""
    return years if rate == 0 else -math.expm1(-years * math.log1p(rate)) / rate
