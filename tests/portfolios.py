"""Small portfolios, each stated twice: to the library, and in plain Python with all its plans."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

import numpy as np
import truth
from instances import complete, each, facts_of, graph, table
from truth import Cluster

import clusterer as cl
from clusterer.search.portfolio.columns import PortfolioColumns

GOVERNED = 1.5
"""£m that a partnership pays at most in the random portfolios."""


@dataclass(frozen=True)
class HostTerm(cl.Term):
    """A cost that depends on the host alone, from a table."""

    table: tuple[tuple[float, ...], ...]
    name: str = "hosting"

    def cost(self, candidates: cl.Candidates) -> np.ndarray:
        return np.zeros(len(candidates))

    def host_cost(self, councils: cl.Councils) -> np.ndarray:
        return np.array(self.table)


@dataclass(frozen=True)
class SmallPortfolio:
    """A portfolio over n councils, and how each of its plans is costed without the library.

    Attributes
    ----------
    portfolio
        What the library is given.
    n
        The number of councils.
    costs
        For each service, the £m of a cluster, without what depends on the host.
    hosting
        For each service, the £m that council i adds under host h.
    allowed
        For each service, the most members of a cluster, and the fewest and the most clusters.
    governance
        The £m of a partnership.
    posts
        For each service, the posts of each council if it stands alone, and the part of them that
        is left in a cluster.
    allowance
        By how many posts each council may be out of balance; infinite without a balance.
    """

    portfolio: cl.Portfolio
    n: int
    costs: list[dict[Cluster, float]]
    hosting: list[tuple[tuple[float, ...], ...]]
    allowed: list[tuple[int, int, int]]
    governance: dict[Cluster, float]
    posts: list[tuple[list[float], dict[Cluster, float]]]
    allowance: list[float]

    @property
    def stated(self) -> cl.Portfolio:
        """What the library is given."""
        return self.portfolio

    def plans_of(self, s: int) -> Iterator[list[tuple[Cluster, int]]]:
        """Yield each partition of a service with each choice of hosts."""
        most_members, fewest, most = self.allowed[s]
        for partition in truth.partitions(range(self.n)):
            if fewest <= len(partition) <= most and max(map(len, partition)) <= most_members:
                for hosts in product(*partition):
                    yield list(zip(partition, hosts, strict=True))

    def cost(self, plan: tuple[list[tuple[Cluster, int]], ...]) -> float:
        """Return the £m of a plan for all services; infinite if it is out of balance."""
        total, partnerships, balance = 0.0, set(), [0.0] * self.n
        for s, clusters in enumerate(plan):
            now, left = self.posts[s]
            for cluster, host in clusters:
                total += self.costs[s][cluster]
                total += sum(self.hosting[s][i][host] for i in cluster)
                if len(cluster) > 1:
                    partnerships.add(cluster)
                    for i in cluster:
                        if i != host:
                            balance[i] -= now[i] * left[cluster]
                            balance[host] += now[i] * left[cluster]
        pairs = zip(balance, self.allowance, strict=True)
        if not all(truth.within(posts, -most, most) for posts, most in pairs):
            return math.inf
        return total + sum(self.governance[cluster] for cluster in partnerships)

    def plans(self) -> Iterator[tuple[list[tuple[Cluster, int]], ...]]:
        """Yield every plan, in balance or not."""
        yield from product(*(list(self.plans_of(s)) for s in range(len(self.costs))))

    def best(self) -> float:
        """Return the £m of the best plan, by looking at all; infinite if there is none."""
        return min(map(self.cost, self.plans()), default=math.inf)


def small(
    seed: int,
    *,
    balance: bool,
    n: int = 4,
    services: int = 2,
    population: Sequence[int] | None = None,
    share: float | None = None,
) -> SmallPortfolio:
    """Return a random portfolio, of councils of given sizes if they are given."""
    rng = Random(f"portfolio {seed}")
    people = [rng.randrange(50_000, 400_000) for _ in range(n)]
    facts = facts_of(people if population is None else population)
    councils = table(facts)
    clusters = [tuple(i for i in range(n) if bits >> i & 1) for bits in range(1, 1 << n)]
    governance = {c: rng.uniform(0, GOVERNED) if len(c) > 1 else 0.0 for c in clusters}
    costs, hosting, allowed, posts, problems = [], [], [], [], {}
    for s in range(services):
        service = cl.Service(
            f"service {s}",
            rng.uniform(5, 60),
            rng.uniform(0.05, 0.4),
            rng.choice([60_000.0, 300_000.0, 1e6]),
            0.9,
            rng.uniform(5, 25),
        )
        scale = cl.Scale(services=(service,), ramp_years=1, horizon=1, discount_rate=0.0)
        extra = {c: (len(c) > 1) * rng.uniform(-2.0, 1.5) for c in clusters}
        hosts = tuple(
            tuple(0.0 if i == h else rng.uniform(0, 0.5) for h in range(n)) for i in range(n)
        )
        cap, count = rng.choice([(n, n), (2, n), (n, n - 1), (3, n)])
        fewest = Random(f"fewest {seed} {s}").choice([0, 0, 1, 2])
        figures = truth.Service(
            service.unit_cost, service.fixed_share, service.minimum_efficient_scale, 0.9
        )
        annual = {c: _annual(figures, facts, c) for c in clusters}
        alone = {c: sum(annual[i,] for i in c) for c in clusters}
        left = {c: 1 - 0.6 * max(0.0, 1 - annual[c] / alone[c]) for c in clusters}
        costs.append({c: alone[c] - 0.6 * (alone[c] - annual[c]) + extra[c] for c in clusters})
        hosting.append(hosts)
        allowed.append((cap, fewest, count))
        now = [
            service.posts_per_gbp_m * service.unit_cost * people / 1e6
            for people in facts.population
        ]
        posts.append((now, left))
        problems[service.name] = cl.Problem(
            councils,
            [scale, cl.FunctionTerm("extra", _read(extra)), HostTerm(hosts)],
            [cl.MaxSize(cap)],
            [cl.ClusterCount(at_least=fewest or None, at_most=count if count < n else None)]
            if fewest or count < n
            else [],
            graph(facts_of(facts.population, complete(n))),
        )
    share = rng.choice([0.05, 0.2, 0.5]) if share is None else share
    in_all = [sum(now[i] for now, _ in posts) for i in range(n)]
    portfolio = cl.Portfolio(
        problems,
        [cl.FunctionTerm("governance", _read(governance))],
        cl.PostsBalance(share=share) if balance else None,
    )
    return SmallPortfolio(
        portfolio,
        n,
        costs,
        hosting,
        allowed,
        governance,
        posts,
        [share * q if balance else math.inf for q in in_all],
    )


def numbers_of(
    columns: PortfolioColumns, plan: tuple[list[tuple[Cluster, int]], ...]
) -> list[int] | None:
    """Return the numbers of the clusters with hosts of a plan; None if one is in no plan at all."""
    found = []
    for s, clusters in enumerate(plan):
        service = columns.services[s]
        at = {
            tuple(service.candidates.positions(k).tolist()): k
            for k in range(len(service.candidates))
        }
        for cluster, host in clusters:
            if cluster not in at:
                return None
            found.append(columns.offsets[s] + service.starts[at[cluster]] + cluster.index(host))
    return found


def _annual(figures: truth.Service, facts: truth.Facts, cluster: Cluster) -> float:
    people = sum(facts.population[i] for i in cluster)
    return truth.annual_cost(figures, people, form="affine", exhaustion=True)


def _read(figures: dict[Cluster, float]):
    return lambda candidates: each(candidates, lambda cluster: figures[cluster])
