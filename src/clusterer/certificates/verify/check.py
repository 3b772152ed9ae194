"""Hold a certificate against all candidates of a problem, costed again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from clusterer.certificates.verify.arithmetic import (
    UNIT,
    PriceList,
    control_sum,
    hair,
    in_words,
    parted,
    require,
    rows_of,
)
from clusterer.certificates.verify.candidates import clusters, connected_sets, costs_of
from clusterer.certificates.verify.partitions import MOST_STEPS, Steps, partitions
from clusterer.certificates.verify.reading import Branch, Certificate, Cluster, Entry, Split
from clusterer.model.problem import Problem


@dataclass(frozen=True)
class _Open:
    """A part of a branch that is still to be proved.

    Attributes
    ----------
    left
        The candidates that a plan below the target may have, and their reduced costs.
    prices
        The last price list; none before the first.
    bound
        What it proves.
    """

    left: Mapping[int, Fraction]
    prices: PriceList | None
    bound: Fraction

    def halves(self, split: Split) -> tuple[_Open, _Open]:
        """Return the part whose plans have two councils together, and the one of the others."""
        together, apart = parted(self.left, split.pair)
        same = (len(together), control_sum(split.pair, 1, together)) == (split.together, split.sum)
        require(same, "a split leaves other candidates than is stated")
        return self._of(together), self._of(apart)

    def _of(self, sets: Iterable[int]) -> _Open:
        return _Open({s: self.left[s] for s in sets}, self.prices, self.bound)


class Check:
    """All candidates of a problem, costed, against which a certificate is held."""

    def __init__(self, problem: Problem) -> None:
        self.councils, self.n = problem.councils, len(problem.councils)
        self.limits = [limit.interval for limit in problem.limits]
        sets = connected_sets(problem)
        asked = clusters(self.councils, sets)
        costs = costs_of(self.councils, problem.terms, asked)
        rows = [np.asarray(limit.amounts(asked), dtype=float) for limit in problem.limits]
        finite = all(np.isfinite(numbers).all() for numbers in rows)
        require(finite, "a limit gives a cluster what is no finite number")
        self.costs = dict(zip(sets, map(Fraction, costs.tolist()), strict=True))
        self.amounts = {s: [Fraction(float(row[k])) for row in rows] for k, s in enumerate(sets)}
        self.steps = Steps(MOST_STEPS)

    def run(self, certificate: Certificate) -> None:
        """Raise an error unless all holds that the certificate states."""
        objective, tolerance = certificate.objective, certificate.tolerance
        self._plan(certificate.plan, objective)
        most = max(1000 * UNIT, UNIT * abs(objective)) + UNIT  # £1, or a billionth, if more.
        require(0 <= tolerance <= most, f"a tolerance of £{in_words(tolerance)}m is too wide")
        target = objective - tolerance
        last, proved = 0, target
        for branch in certificate.branches:
            follows = branch.at_least == last + 1 and last < branch.at_most <= self.n
            require(follows, f"no branch has plans of {last + 1} clusters")
            last, proved = branch.at_most, min(proved, self._branch(branch, target))
        require(last == self.n, f"no branch has plans of {last + 1} clusters")
        stated = certificate.bound
        fault = f"the bound is said to be {in_words(stated)}; what is proved is {in_words(proved)}"
        require(stated == proved, fault)
        status = "optimal" if proved == target else "feasible"
        require(certificate.status == status, f"the status is not {status!r}")

    def _plan(self, plan: Collection[Cluster], objective: Fraction) -> None:
        for cluster in plan:
            self._check_cost(cluster)
        sets = [cluster.members for cluster in plan]
        bad = sum(1 << i for i in range(self.n) if sum(s >> i & 1 for s in sets) != 1)
        require(not bad, f"not in one cluster of the plan, but in none or more: {self._name(bad)}")
        total = sum((cluster.cost for cluster in plan), Fraction(0))
        require(
            total == objective, f"the plan adds up to {in_words(total)}, not {in_words(objective)}"
        )
        require(self._keeps_limits(sets), "the plan does not keep the limits")

    def _branch(self, branch: Branch, target: Fraction) -> Fraction:
        """Return what every plan of a branch costs at least, as far as up to the target.

        The parts of a branch come in the order in which they are opened: after a split, first
        all of one half, then the other.
        """
        opened = [_Open(dict.fromkeys(self.costs, Fraction(0)), None, target)]
        proved = target
        for part in branch.parts:
            require(bool(opened), "a branch has more parts than its splits make")
            here = opened.pop()
            for entry in part.entries:
                here = self._priced(here, entry, branch, target)
            require(here.prices is not None, "a branch has no prices")
            if part.split is not None:
                opened += reversed(here.halves(part.split))
            elif part.candidates is None:
                proved = min(proved, here.bound)
            else:
                self._search(here, part.candidates, branch, target)
        require(not opened, "a branch has fewer parts than its splits make")
        return proved

    def _priced(self, here: _Open, entry: Entry, branch: Branch, target: Fraction) -> _Open:
        """Return a part at new prices, with the candidates that these leave."""
        prices, left = entry.prices, here.left
        require(entry.priced == len(left), f"{len(left)} candidates are left to be priced")
        for (row, divisor, _), stated in zip(prices.rows, entry.sums, strict=True):
            total = control_sum(row, divisor, left)
            require(stated == total, f"the candidates add up to {total} in a row, not {stated}")
        bound = prices.bound(self.limits, branch.at_least, branch.at_most)
        fault = f"prices prove {in_words(bound)} for a branch, not {in_words(entry.bound)}"
        require(bound == entry.bound, fault)
        reduced = {s: self.costs[s] - prices.charge(s, self.amounts[s]) for s in left}
        bad = next((s for s, r in reduced.items() if r < 0), 0)
        require(not bad, f"the prices charge more than its cost to {self._name(bad)}")
        return _Open({s: r for s, r in reduced.items() if r < target - bound}, prices, bound)

    def _search(
        self, here: _Open, listed: Iterable[Cluster], branch: Branch, target: Fraction
    ) -> None:
        """Check that the candidates listed, all that are left, make no plan below the target."""
        assert here.prices is not None
        unlisted = set(here.left)
        for cluster in listed:
            self._check_cost(cluster)
            s = cluster.members
            reduced = cluster.cost - here.prices.charge(s, self.amounts[s])
            same = abs(reduced - cluster.reduced_cost) <= UNIT / 2
            require(same, f"the reduced cost is {in_words(reduced)} of {self._name(s)}")
            unlisted.discard(s)
        name = self._name(min(unlisted, default=0))
        require(not unlisted, f"within the gap, not listed: {name}")
        gap = target - here.bound
        for plan in partitions(here.left, gap, self.n, branch.at_most, self.steps):
            cheap = sum(self.costs[s] for s in plan) < target
            better = cheap and len(plan) >= branch.at_least and self._keeps_limits(plan)
            require(not better, f"this plan is cheaper: {' | '.join(map(self._name, plan))}")

    def _check_cost(self, cluster: Cluster) -> None:
        """Check that a cluster is a candidate, and costs what it is said to."""
        name = self._name(cluster.members)
        require(cluster.members in self.costs, f"not connected, or against the rules: {name}")
        own = self.costs[cluster.members]
        close = abs(cluster.cost - own) <= hair(own)
        require(close, f"costs £{in_words(own)}m, not £{in_words(cluster.cost)}m: {name}")

    def _keeps_limits(self, plan: Iterable[int]) -> bool:
        sums = map(sum, zip(*(self.amounts[s] for s in plan), strict=True))
        return all(limit.holds(float(x)) for limit, x in zip(self.limits, sums, strict=True))

    def _name(self, members: int) -> str:
        return self.councils.describe(rows_of(members))
