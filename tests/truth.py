"""The truth, worked out by hand: plain Python, from the formulas and nothing of the library.

Slow and short, so that it can be checked by reading. A map is `Facts`, a problem is a
`Truth`, and the best plan is the cheapest of all partitions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import combinations
from typing import NamedTuple

Cluster = tuple[int, ...]
"""Row numbers, ascending."""

Cost = Callable[[Cluster, int], float]
"""£m of a cluster under a host."""


class Service(NamedTuple):
    """A service by its published figures."""

    unit_cost: float
    fixed_share: float
    minimum_efficient_scale: float
    power_exponent: float


REFERENCE_RESIDENTS = 237_000

BACK_OFFICE = (
    Service(45, 0.30, 500_000, 0.80),  # it
    Service(18, 0.20, 400_000, 0.87),  # hr_payroll
    Service(20, 0.20, 400_000, 0.87),  # finance
    Service(5, 0.30, 1_000_000, 0.80),  # procurement_admin
    Service(25, 0.15, 60_000, 0.90),  # revs_bens
    Service(15, 0.15, 300_000, 0.90),  # customer_contact
    Service(10, 0.10, 300_000, 0.93),  # legal
    Service(3, 0.20, 400_000, 0.87),  # internal_audit_fraud
)
UNIT_COST = 141
POSTS = (11, 20, 20, 18, 20, 25, 15, 20)
"""For each £m a year of those services."""

SCALE = {
    "benefit_realisation": 0.6,
    "exhaustion": True,
    "form": "affine",
    "ramp_years": 3,
    "horizon": 10,
    "discount_rate": 0.035,
}
COORDINATION = {
    "kappa": 0.007,
    "distance_decay": 0.3,
    "client_side": 0.01,
    "host_premium": 0.01,
    "horizon": 10,
    "discount_rate": 0.035,
}
SET_UP = {"per_cluster": 2.0, "per_council": 0.75, "optimism_bias": 0.5}
PRESETS = {
    "null": {"benefit_realisation": 0.0},
    "central": {},
    "business-case": {"benefit_realisation": 1.0, "exhaustion": False, "kappa": 0.002},
}


@dataclass(frozen=True)
class Facts:
    """What is known of the councils, in the order of the rows."""

    labels: tuple[str, ...]
    population: tuple[int, ...]
    at: tuple[tuple[float, float], ...]
    """Where the centroids are, in km."""
    seats: tuple[tuple[int, ...], ...]
    control: tuple[str, ...]
    system: tuple[str, ...]
    edges: frozenset[tuple[int, int]]

    @property
    def n(self) -> int:
        return len(self.labels)

    def km(self, i: int, j: int) -> float:
        return math.dist(self.at[i], self.at[j])

    def votes(self, i: int, column: str) -> int:
        return self.population[i] if column == "population" else self.seats[i][2]

    def residents(self, cluster: Iterable[int]) -> int:
        return sum(self.population[i] for i in cluster)

    def in_scope(self, i: int, unit_cost: float = UNIT_COST) -> float:
        """£m a year that a council spends on what is shared."""
        return unit_cost * self.population[i] / 1e6


def within(number: float, low: float = -math.inf, high: float = math.inf) -> bool:
    """Tell whether a number lies between two ends, or beyond one by a billionth of it or of 1."""

    def hair(end: float) -> float:
        return 1e-9 * max(1.0, abs(end)) if math.isfinite(end) else 0.0

    return low - hair(low) <= number <= high + hair(high)


def discounted(yearly: Callable[[int], float], horizon: int, discount_rate: float) -> float:
    """Return the present value of what is paid at the end of years 1, 2 and so on."""
    return sum(yearly(t) / (1 + discount_rate) ** t for t in range(1, horizon + 1))


def annual_cost(service, residents: float, *, form: str, exhaustion: bool) -> float:
    """Return the £m a year of one service for so many residents from one place."""
    enough = service.minimum_efficient_scale
    if exhaustion and residents > enough:
        return annual_cost(service, enough, form=form, exhaustion=False) / enough * residents
    if form == "affine":
        fixed = service.fixed_share * REFERENCE_RESIDENTS
        return service.unit_cost * (fixed + (1 - service.fixed_share) * residents) / 1e6
    at_reference = service.unit_cost * REFERENCE_RESIDENTS / 1e6
    return at_reference * (residents / REFERENCE_RESIDENTS) ** service.power_exponent


def scale(
    facts: Facts,
    *,
    services=BACK_OFFICE,
    benefit_realisation: float,
    exhaustion: bool,
    form: str,
    ramp_years: int,
    horizon: int,
    discount_rate: float,
) -> Cost:
    def annual(residents: float) -> float:
        return sum(annual_cost(s, residents, form=form, exhaustion=exhaustion) for s in services)

    def cost(cluster: Cluster, host: int) -> float:
        alone = sum(annual(facts.population[i]) for i in cluster)
        saving = alone - annual(facts.residents(cluster))

        def paid(year: int) -> float:
            return alone - benefit_realisation * min(year / ramp_years, 1) * saving

        return discounted(paid, horizon, discount_rate)

    return cost


def coordination(
    facts: Facts,
    *,
    services=BACK_OFFICE,
    kappa: float,
    distance_decay: float,
    client_side: float,
    host_premium: float,
    horizon: int,
    discount_rate: float,
) -> Cost:
    spend = [facts.in_scope(i, sum(s.unit_cost for s in services)) for i in range(facts.n)]

    def cost(cluster: Cluster, host: int) -> float:
        if len(cluster) == 1:
            return 0.0
        pairs = sum(
            kappa * (spend[i] + spend[j]) / 2 * (1 + distance_decay * facts.km(i, j) / 10)
            for i, j in combinations(cluster, 2)
        )
        client = client_side * sum(spend[i] for i in cluster)
        hosted = host_premium * sum(spend[i] for i in cluster if i != host)
        return discounted(lambda year: pairs + client + hosted, horizon, discount_rate)

    return cost


def set_up(*, per_cluster: float, per_council: float, optimism_bias: float) -> Cost:
    def cost(cluster: Cluster, host: int) -> float:
        if len(cluster) == 1:
            return 0.0
        return (1 + optimism_bias) * (per_cluster + len(cluster) * per_council)

    return cost


def travel(
    facts: Facts,
    *,
    price: float,
    km=None,
    remote: float = 0.0,
    horizon: int = 10,
    discount_rate: float = 0.035,
) -> Cost:
    far = facts.km if km is None else lambda i, h: km[i][h]

    def cost(cluster: Cluster, host: int) -> float:
        journeys = price * (1 - remote) * sum(far(i, host) for i in cluster)
        return discounted(lambda year: journeys, horizon, discount_rate)

    return cost


def systems(facts: Facts, *, per_council: float, by_residents: bool, settle: str) -> Cost:
    def moving(i: int) -> float:
        return per_council * (facts.population[i] / REFERENCE_RESIDENTS if by_residents else 1)

    def on(system: str, cluster: Cluster) -> float:
        return sum(moving(i) for i in cluster if facts.system[i] != system)

    def cost(cluster: Cluster, host: int) -> float:
        if settle == "host":
            return on(facts.system[host], cluster)
        return min(on(system, cluster) for system in set(facts.system))

    return cost


def displaced(facts: Facts, share: float) -> list[float]:
    """Return the posts of each council that are displaced if another hosts it."""
    return [
        share * sum(p * s.unit_cost * people / 1e6 for p, s in zip(POSTS, BACK_OFFICE, strict=True))
        for people in facts.population
    ]


def staff(facts: Facts, *, share: float, per_post: float = 25_000) -> Cost:
    posts = displaced(facts, share)
    return lambda cluster, host: sum(per_post * posts[i] / 1e6 for i in cluster if i != host)


def fewest_displaced(facts: Facts, share: float, cluster: Cluster) -> float:
    """Return the posts that a cluster displaces under the host that displaces fewest."""
    posts = displaced(facts, share)
    return min(sum(posts[i] for i in cluster if i != host) for host in cluster)


def within_cap(facts: Facts, share: float, cap: float, cluster: Cluster) -> bool:
    """Tell whether some host leaves no other member with more than so many displaced."""
    posts = displaced(facts, share)
    return any(all(within(posts[i], high=cap) for i in cluster if i != host) for host in cluster)


def seat_distance(mine: Sequence[int], yours: Sequence[int]) -> float:
    """Return the greatest share of seats by which one council's parties outdo the other's."""
    shares = [(a / sum(mine), b / sum(yours)) for a, b in zip(mine, yours, strict=True)]
    return sum(max(a - b, 0) for a, b in shares)


def risk(
    facts: Facts,
    *,
    hazard: float,
    exit_cost: float,
    size_growth: float,
    politics_growth: float,
    horizon: int,
    discount_rate: float,
) -> Cost:
    def cost(cluster: Cluster, host: int) -> float:
        pairs = list(combinations(cluster, 2))
        if not pairs:
            return 0.0
        apart = sum(seat_distance(facts.seats[i], facts.seats[j]) for i, j in pairs) / len(pairs)
        more = 1 + size_growth * (len(cluster) - 2) + politics_growth * apart
        chance = min(hazard * more, 1)

        def dissolves_in(year: int) -> float:
            return chance * (1 - chance) ** (year - 1)

        return len(cluster) * exit_cost * discounted(dissolves_in, horizon, discount_rate)

    return cost


def power(votes: Sequence[int]) -> list[float]:
    """Return the Banzhaf power of each voter: its part of the cases in which one is decisive."""
    everyone = range(len(votes))

    def wins(coalition: Iterable[int]) -> bool:
        return 2 * sum(votes[i] for i in coalition) > sum(votes)

    coalitions = [c for size in range(len(votes) + 1) for c in combinations(everyone, size)]
    decisive = [
        sum(wins(c) and not wins(set(c) - {i}) for c in coalitions if i in c) for i in everyone
    ]
    return [cases / sum(decisive) for cases in decisive]


def control(facts: Facts, cluster: Cluster, measure: str, votes: str) -> list[float]:
    """Return the control that each member of a cluster has."""
    weights = [facts.votes(i, votes) for i in cluster]
    return power(weights) if measure == "power" else [w / sum(weights) for w in weights]


def loss_of_control(facts: Facts, *, price: float, measure: str, votes: str) -> Cost:
    @cache  # The same under each host.
    def of_cluster(cluster: Cluster) -> float:
        kept = control(facts, cluster, measure, votes)
        lost = (facts.population[i] * (1 - a) for i, a in zip(cluster, kept, strict=True))
        return price * sum(lost) / REFERENCE_RESIDENTS

    return lambda cluster, host: of_cluster(cluster)


def disagreement(facts: Facts, measure: str, i: int, j: int) -> float:
    """Return how far two councils are apart in politics."""
    if measure == "control":
        return float(facts.control[i] != facts.control[j])
    return seat_distance(facts.seats[i], facts.seats[j])


def politics(facts: Facts, *, price: float, measure: str = "seats") -> Cost:
    return lambda cluster, host: (
        price * sum(disagreement(facts, measure, i, j) for i, j in combinations(cluster, 2))
    )


def population_target(facts: Facts, *, target: float, price: float) -> Cost:
    return lambda cluster, host: price * abs(facts.residents(cluster) - target) / target


def balance(facts: Facts, *, clusters: int, price: float) -> Cost:
    share = sum(facts.population) / clusters
    return lambda cluster, host: price * abs(facts.residents(cluster) - share) / share


def preset(facts: Facts, name: str, **changes) -> list[Cost]:
    settings = {**PRESETS[name], **changes}

    def changed(defaults: dict) -> dict:
        return {key: settings.get(key, value) for key, value in defaults.items()}

    return [
        scale(facts, **changed(SCALE)),
        coordination(facts, **changed(COORDINATION)),
        set_up(**changed(SET_UP)),
    ]


def partitions(items: Sequence[int]) -> Iterator[list[Cluster]]:
    """Yield every way to split items into clusters."""
    if not items:
        yield []
        return
    first, *rest = items
    for smaller in partitions(rest):
        yield [(first,), *smaller]
        for k, block in enumerate(smaller):
            yield [*smaller[:k], (first, *block), *smaller[k + 1 :]]


def connected(cluster: Iterable[int], edges: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a cluster is connected, by walking from its first member."""
    left = set(cluster)
    reached = [left.pop()]
    while reached:
        here = reached.pop()
        found = {j for j in left if (here, j) in edges or (j, here) in edges}
        left -= found
        reached.extend(found)
    return not left


def connected_sets(n: int, edges: Iterable[tuple[int, int]]) -> set[Cluster]:
    """Return every set of 0 … n - 1 that is connected."""
    return {
        cluster
        for size in range(1, n + 1)
        for cluster in combinations(range(n), size)
        if connected(cluster, edges)
    }


class Limit(NamedTuple):
    """The sum of `amount` over the clusters of a plan lies from `low` to `high`."""

    amount: Callable[[Cluster], float]
    low: float = -math.inf
    high: float = math.inf


@dataclass
class Truth:
    """A problem, told plainly."""

    n: int
    edges: frozenset[tuple[int, int]]
    terms: list[Cost] = field(default_factory=list)
    rules: list[Callable[[Cluster], bool]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    def cost(self, cluster: Cluster) -> float:
        """Return the £m of a cluster: one host for all terms, the one that makes it least."""
        return min(sum(term(cluster, host) for term in self.terms) for host in cluster)

    def allowed(self, cluster: Cluster) -> bool:
        return connected(cluster, self.edges) and all(rule(cluster) for rule in self.rules)

    def keeps_limits(self, plan: list[Cluster]) -> bool:
        return all(
            within(sum(map(amount, plan)), limit.low, limit.high)
            for limit, amount in zip(self.limits, self._amounts, strict=True)
        )

    @cached_property
    def _amounts(self) -> list[Callable[[Cluster], float]]:
        """The amount of each limit, worked out once a cluster: it is in very many plans."""
        return [cache(limit.amount) for limit in self.limits]

    @cached_property
    def costs(self) -> dict[Cluster, float]:
        """£m of each cluster that is allowed."""
        found = (c for size in range(1, self.n + 1) for c in combinations(range(self.n), size))
        return {cluster: self.cost(cluster) for cluster in found if self.allowed(cluster)}

    def plans(self) -> Iterator[list[Cluster]]:
        """Yield every plan that keeps all rules and limits."""
        costs = self.costs
        for plan in partitions(range(self.n)):
            if all(cluster in costs for cluster in plan) and self.keeps_limits(plan):
                yield plan

    @cached_property
    def best(self) -> float | None:
        """What the cheapest plan costs; None if there is no plan."""
        totals = (sum(self.costs[cluster] for cluster in plan) for plan in self.plans())
        return min(totals, default=None)
