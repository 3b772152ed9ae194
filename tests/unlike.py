"""Problems whose limits add up numbers of unlike magnitudes, each with the truth beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import portfolios
import truth
from instances import complete, each, facts_of, graph, table
from truth import Cluster

import clusterer as cl

SLACK = 1e-9
"""By which, of an end above one, a limit may be passed: the documented rule."""


@dataclass(frozen=True)
class Limited:
    """A problem of random costs under limits on random amounts.

    Attributes
    ----------
    problem
        What the library is given.
    n
        The number of councils.
    costs
        The £m of each cluster.
    limits
        The amounts of each cluster, and where their sum must lie.
    """

    problem: cl.Problem
    n: int
    costs: dict[Cluster, float]
    limits: list[tuple[dict[Cluster, float], float, float]]

    @property
    def stated(self) -> cl.Problem:
        """What the library is given."""
        return self.problem

    def best(self) -> float:
        """Return the £m of the best plan, by looking at all; infinite if there is none."""
        return min(
            (
                math.fsum(self.costs[c] for c in plan)
                for plan in truth.partitions(range(self.n))
                if all(c in self.costs for c in plan) and all(self._kept(plan))
            ),
            default=math.inf,
        )

    def _kept(self, plan: list[Cluster]) -> list[bool]:
        return [
            low - SLACK * max(1, abs(low))
            <= math.fsum(amounts[c] for c in plan)
            <= high + SLACK * max(1, abs(high))
            for amounts, low, high in self.limits
        ]


def limited(seed: int) -> Limited:
    """Return a random problem with one to three limits of any magnitude."""
    rng = Random(f"unlike {seed}")
    n = rng.randint(3, 7)
    facts = facts_of([1] * n)
    edges = [e for e in complete(n) if rng.random() < 0.7 or e[1] == e[0] + 1]
    size = rng.randint(2, n)
    clusters = [
        c
        for bits in range(1, 1 << n)
        if len(c := tuple(i for i in range(n) if bits >> i & 1)) <= size and _connected(c, edges)
    ]
    costs = {c: rng.uniform(-5, 20) * len(c) ** 0.7 for c in clusters}
    plans = [
        plan for plan in truth.partitions(range(n)) if all(cluster in costs for cluster in plan)
    ]
    limits = [_limit(rng, clusters, plans) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
    problem = cl.Problem(
        table(facts),
        [cl.FunctionTerm("costs", _read(costs))],
        [cl.MaxSize(size)],
        [
            cl.FunctionLimit(
                f"limit {k}",
                _read(amounts),
                at_least=low if low > -math.inf else None,
                at_most=high if high < math.inf else None,
            )
            for k, (amounts, low, high) in enumerate(limits)
        ],
        graph(facts_of(facts.population, edges)),
    )
    return Limited(problem, n, costs, limits)


def _limit(
    rng: Random, clusters: list[Cluster], plans: list[list[Cluster]]
) -> tuple[dict[Cluster, float], float, float]:
    """Return amounts, and where their sum must lie."""
    kind = rng.choice(["never", "any magnitude", "narrow", "signed", "exactly", "tiny"])
    magnitude = 10.0 ** rng.uniform(-7, 9)
    if kind == "never":
        # Nothing or one; and for "never", a number so large that the limit cannot bear it.
        never = 10.0 ** rng.randint(3, 9)
        amounts = {c: rng.choice([0.0, 0.0, 1.0, 1.0, never]) for c in clusters}
        return amounts, -math.inf, float(rng.randint(0, 3))
    if kind == "any magnitude":
        amounts = {c: 10.0 ** rng.uniform(-7, 9) for c in clusters}
    elif kind == "signed":
        amounts = {c: rng.choice([-1, 1]) * 10.0 ** rng.uniform(-7, 9) for c in clusters}
    elif kind == "tiny":
        amounts = {c: magnitude * (1 + 1e-6 * rng.random()) for c in clusters}
    else:
        amounts = {c: magnitude * rng.random() for c in clusters}
    total = math.fsum(amounts[c] for c in rng.choice(plans))
    if kind in ("narrow", "tiny"):
        width = 10.0 ** rng.uniform(-8, -5) * abs(total)
        return amounts, total - width, total + width
    if kind == "exactly":
        return amounts, total, total
    # Ends that no sum of a plan comes near by rounding alone.
    beyond = 1e-6 * max(1.0, abs(total))
    if rng.random() < 0.5:
        return amounts, -math.inf, total + beyond
    return amounts, total - beyond, math.inf


def _connected(cluster: Cluster, edges: list[tuple[int, int]]) -> bool:
    seen, new = {cluster[0]}, [cluster[0]]
    while new:
        i = new.pop()
        for a, b in edges:
            for x, y in ((a, b), (b, a)):
                if x == i and y in cluster and y not in seen:
                    seen.add(y)
                    new.append(y)
    return len(seen) == len(cluster)


def _read(figures: dict[Cluster, float]):
    # Why there is no plan is found out with rules left out, and then there are more clusters.
    return lambda candidates: each(candidates, lambda cluster: figures.get(cluster, 0.0))


def unlike_portfolio(seed: int) -> portfolios.SmallPortfolio:
    """Return a random portfolio in balance, of councils of a few residents and of millions."""
    rng = Random(f"unlike portfolio {seed}")
    n = rng.choice([3, 4, 4])
    population = [round(10 ** rng.uniform(0, 6.5)) for _ in range(n)]
    share = rng.choice([0.01, 0.1, 0.3, 0.6])
    return portfolios.small(seed, balance=True, n=n, services=2, population=population, share=share)
