"""The candidates against which a certificate is held, each costed.

There are three ways to have them. Those of a problem are listed, all of them (`all_of`). Only where
they are too many, a `walk` finds those within the gap at the prices with which a certificate starts
(`near`): how many there are decides, and not the certificate. Those of a portfolio are `joint`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from clusterer._support.interval import Interval
from clusterer.certificates.verify.arithmetic import PriceList, require, rows_of
from clusterer.certificates.verify.candidates import (
    TooManySetsError,
    allowed,
    borders_of,
    clusters,
    connected_sets,
    costs_of,
    hangs_together,
)
from clusterer.certificates.verify.partitions import Steps
from clusterer.certificates.verify.reading import Start
from clusterer.certificates.verify.walk import MOST_WALKED, walked
from clusterer.model.problem import Problem


@dataclass(frozen=True)
class Listed:
    """Candidates, costed.

    Attributes
    ----------
    n
        How many councils there are to be covered.
    limits
        Where the sums of a plan must lie.
    costs
        What each candidate costs, by its members as the bits of a number.
    amounts
        What it adds to each limit.
    name
        Names a set.
    """

    n: int
    limits: list[Interval]
    costs: Mapping[int, Fraction]
    amounts: Mapping[int, list[Fraction]]
    name: Callable[[int], str]

    @classmethod
    def among(cls, problem: Problem, sets: Iterable[int]) -> Listed:
        """Return some candidates of a problem."""
        councils, some = problem.councils, list(sets)
        asked = clusters(councils, some)
        costs = costs_of(councils, problem.terms, asked)
        rows = [np.asarray(limit.amounts(asked), dtype=float) for limit in problem.limits]
        finite = all(np.isfinite(numbers).all() for numbers in rows)
        require(finite, "a limit gives a cluster what is no finite number")
        return cls(
            len(councils),
            [limit.interval for limit in problem.limits],
            dict(zip(some, map(Fraction, costs.tolist()), strict=True)),
            {s: [Fraction(float(row[k])) for row in rows] for k, s in enumerate(some)},
            lambda members: councils.describe(rows_of(members)),
        )

    def within(self, prices: PriceList, gap: Fraction) -> Listed:
        """Return the candidates with a reduced cost of less than a gap.

        Raises
        ------
        CertificateError
            If prices charge one more than it costs.
        """
        reduced = {s: cost - prices.charge(s, self.amounts[s]) for s, cost in self.costs.items()}
        bad = next((s for s, r in reduced.items() if r < 0), 0)
        require(not bad, f"the prices charge more than its cost to {self.name(bad)}")
        return replace(self, costs={s: c for s, c in self.costs.items() if reduced[s] < gap})

    def joined(self, other: Listed) -> Listed:
        """Return these and others."""
        return replace(
            self, costs={**self.costs, **other.costs}, amounts={**self.amounts, **other.amounts}
        )


def all_of(problem: Problem) -> Listed:
    """Return all candidates of a problem."""
    return Listed.among(problem, connected_sets(problem))


def near(problem: Problem, start: Start, plan: Iterable[int]) -> Listed:
    """Return the candidates of a problem within the gap at the prices of a start, and of a plan.

    A list takes the word of no term for what the others cost, so there is a walk only without one.
    """
    limits = [limit.interval for limit in problem.limits]
    gap = start.gap(start.prices.bound(limits, 1, len(problem.councils)))
    try:
        found = all_of(problem).within(start.prices, gap)
    except TooManySetsError:
        found = within(problem, start.prices, gap, Steps(MOST_WALKED))
    start.check_left(len(found.costs))
    return found.joined(of_plan(problem, plan))


def within(problem: Problem, prices: PriceList, gap: Fraction, steps: Steps) -> Listed:
    """Return the candidates of a problem whose reduced cost at some prices is less than a gap."""
    return Listed.among(problem, walked(problem, prices, gap, steps)).within(prices, gap)


def of_plan(problem: Problem, plan: Iterable[int]) -> Listed:
    """Return the clusters of a plan that are candidates of a problem."""
    borders = borders_of(problem)
    whole = [s for s in plan if hangs_together(s, borders)]
    return Listed.among(problem, allowed(problem.councils, problem.rules, whole))
