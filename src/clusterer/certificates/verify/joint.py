"""The joint clusters of a portfolio: councils, with the services for which they are a cluster.

A partnership pays its governance g_S once, so a joint cluster (S, T) of the councils S and the
services T costs ``Σ_{s∈T} c_sS + g_S``. A plan is a partition of all pairs of a council and a
service into joint clusters. At prices of these pairs, one has a reduced cost of

    Σ_{s∈T} v_sS + g_S,   v_sS = c_sS less what S is charged in s,

the least of which has all services with v_sS < 0. So those within a gap are found set by set,
without a list of all. Where g_S is nothing, each service may as well stand for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from clusterer.certificates.verify.arithmetic import UNIT, PriceList, rows_of
from clusterer.certificates.verify.candidates import (
    allowed,
    borders_of,
    clusters,
    connected_sets,
    hangs_together,
)
from clusterer.certificates.verify.listed import Listed
from clusterer.certificates.verify.partitions import Steps
from clusterer.certificates.verify.reading import Start
from clusterer.model.portfolio import Portfolio

MOST_JOINT = 100_000
"""Joint clusters within the gap that are looked at."""


@dataclass(frozen=True)
class Services:
    """What sets of councils cost in each service, and as a partnership.

    Council i in service s is the pair of number ``s · councils + i``.

    Attributes
    ----------
    portfolio
        The services.
    parts
        For each service, some of its candidates.
    governance
        What each of these sets pays once.
    """

    portfolio: Portfolio
    parts: tuple[Listed, ...]
    governance: Mapping[int, Fraction]

    @classmethod
    def among(cls, portfolio: Portfolio, sets: Iterable[Iterable[int]]) -> Services:
        """Return what some sets of councils, given for each service, cost."""
        problems = portfolio.services.values()
        parts = tuple(Listed.among(one, some) for one, some in zip(problems, sets, strict=True))
        once = sorted({s for part in parts for s in part.costs})
        paid = portfolio.governance_costs(clusters(portfolio.councils, once)).sum(axis=1)
        governance = {
            s: Fraction(float(g)) if s.bit_count() > 1 else Fraction(0)
            for s, g in zip(once, paid.tolist(), strict=True)
        }
        return cls(portfolio, parts, governance)

    @classmethod
    def all_of(cls, portfolio: Portfolio) -> Services:
        """Return all candidates of a portfolio."""
        return cls.among(portfolio, map(connected_sets, portfolio.services.values()))

    @classmethod
    def of_plan(cls, portfolio: Portfolio, plan: Iterable[int]) -> Services:
        """Return the candidates of which the joint clusters of a plan are made."""
        n, joint = len(portfolio.councils), list(plan)
        sets = []
        for s, problem in enumerate(portfolio.services.values()):
            here = {one >> s * n & ((1 << n) - 1) for one in joint} - {0}
            borders = borders_of(problem)
            whole = [one for one in sorted(here) if hangs_together(one, borders)]
            sets.append(allowed(problem.councils, problem.rules, whole))
        return cls.among(portfolio, sets)

    @property
    def n(self) -> int:
        """The number of councils."""
        return len(self.portfolio.councils)

    def listed(self, joint: Iterable[tuple[int, list[int]]]) -> Listed:
        """Return joint clusters, given as councils and numbers of services, as candidates."""
        n = self.n
        limits = [limit for part in self.parts for limit in part.limits]
        starts = np.cumsum([0, *(len(part.limits) for part in self.parts)]).tolist()
        costs: dict[int, Fraction] = {}
        amounts: dict[int, list[Fraction]] = {}
        for councils, services in joint:
            members = sum(councils << s * n for s in services)
            paid = sum((self.parts[s].costs[councils] for s in services), Fraction(0))
            costs[members] = Fraction(float(paid + self.governance[councils]))
            amounts[members] = [Fraction(0)] * len(limits)
            for s in services:
                amounts[members][starts[s] : starts[s + 1]] = self.parts[s].amounts[councils]
        return Listed(len(self.parts) * n, limits, costs, amounts, self.name)

    def name(self, members: int) -> str:
        """Name a set of pairs."""
        words = []
        for s, service in enumerate(self.portfolio.services):
            here = members >> s * self.n & ((1 << self.n) - 1)
            if here:
                words.append(f"{service}: {self.portfolio.councils.describe(rows_of(here))}")
        return "; ".join(words)

    def within(self, prices: PriceList, gap: Fraction, steps: Steps) -> Listed:
        """Return the joint clusters whose reduced cost is less than a gap.

        Raises
        ------
        CertificateError
            If prices charge one more than it costs, or they are too many.
        """
        return self.near(prices, gap, steps).within(prices, gap)

    def near(self, prices: PriceList, gap: Fraction, steps: Steps) -> Listed:
        """Return the joint clusters whose reduced cost is less than a gap, or a hair above."""
        return self.listed(self._near(prices, gap + UNIT, steps))

    def of_joint(self, plan: Iterable[int]) -> Listed:
        """Return those of some sets of pairs that are joint clusters of these candidates."""
        n, found = self.n, []
        for members in plan:
            each = [members >> s * n & ((1 << n) - 1) for s in range(len(self.parts))]
            services = [s for s, here in enumerate(each) if here]
            alike = {each[s] for s in services}
            if len(alike) == 1 and all(each[s] in self.parts[s].costs for s in services):
                found.append((alike.pop(), services))
        return self.listed(found)

    def _near(
        self, prices: PriceList, room: Fraction, steps: Steps
    ) -> Iterator[tuple[int, list[int]]]:
        """Yield joint clusters that may have a reduced cost below what there is room for."""
        values: dict[int, list[tuple[Fraction, int]]] = {}
        begun = 0
        for s, part in enumerate(self.parts):
            own = PriceList(
                prices.councils[s * self.n : (s + 1) * self.n],
                prices.limits[begun : begun + len(part.limits)],
                0,
            )
            begun += len(part.limits)
            for members, cost in part.costs.items():
                value = cost - own.charge(members, part.amounts[members])
                values.setdefault(members, []).append((value, s))
        for members, options in values.items():
            paid = self.governance[members] - prices.cluster * UNIT
            if self.governance[members] == 0:
                yield from ((members, [s]) for value, s in options if value + paid < room)
                continue
            options.sort()
            # The services taken so far, what they come to, and the next that may be taken.
            places: list[tuple[list[int], Fraction, int]] = [([], paid, 0)]
            while places:
                taken, total, at = places.pop()
                if taken and total < room:
                    steps.take(1)
                    yield members, sorted(taken)
                for k in range(at, len(options)):
                    value, s = options[k]
                    less = sum((v for v, _ in options[k + 1 :] if v < 0), Fraction(0))
                    if total + value + less >= room:
                        break  # So it is with those to come, which are no lower.
                    places.append(([*taken, s], total + value, k + 1))


def near_together(portfolio: Portfolio, start: Start, plan: Iterable[int]) -> Listed:
    """Return the joint clusters within the gap at the prices of a start, and those of a plan."""
    joint = list(plan)
    own = Services.of_plan(portfolio, joint).of_joint(joint)
    gap = start.gap(start.prices.bound(own.limits, 1, own.n))
    found = Services.all_of(portfolio).within(start.prices, gap, Steps(MOST_JOINT))
    start.check_left(len(found.costs))
    return found.joined(own)
