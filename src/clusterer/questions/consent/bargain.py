"""The game in which members bargain: any split of a cluster's cost, and no money between clusters.

Charges y keep everybody in if and only if ``y(T) ≤ c(T)`` for every cluster T that could form by
itself. What they raise at most is, by duality, the cost of the best fractional plan:

``z = max {y(N) : y(T) ≤ c(T)} = min {c'λ : every council is covered once, λ ≥ 0}``,

so the least subsidy of a plan P is ``c(P) − z`` (Bondareva 1963, Shapley 1967; "cost of stability",
Bachrach et al. 2009, arXiv:0907.4385). The clusters of P have rows too: so no cluster of it is
charged more than it costs, also where it is no candidate. Where all are, these rows change nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from clusterer.questions.consent.balanced import weights_of
from clusterer.questions.consent.fairest import Fairest, fairest
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.program import POSITIVE, Program
from clusterer.questions.consent.stakes import Stakes
from clusterer.search.solution import tolerance

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Bargain:
    """What keeps the members of a partition, if they bargain.

    Attributes
    ----------
    stakes
        The sets that charges have to respect.
    raised
        z: the £m that stable charges raise at most.
    balanced
        The numbers of the sets of the balanced collection that proves it.
    fairest
        The fairest stable charges.
    exit_fee
        The least £m for a cluster that leaves which keeps everybody without a subsidy.
    in_full
        The fairest charges that are paid in full, under that fee.
    with_a_row
        Numbers of sets that matter, for other programs to begin with.
    """

    stakes: Stakes
    raised: float
    balanced: Numbers
    fairest: Fairest
    exit_fee: float
    in_full: Floats
    with_a_row: Numbers

    @classmethod
    def over(cls, offers: Offers, remaining: Callable[[], float]) -> Bargain:
        """Return the outcome of the game.

        Raises
        ------
        OutOfTime
            If the time is up first.
        """
        stakes = Stakes(offers)
        program = stakes.program(remaining)
        program.maximise(np.ones(offers.n))
        best = program.solve()
        raised = math.fsum(best.charges)
        balanced = best.sets[best.duals > POSITIVE]
        # What has a positive weight is charged in full by all charges that raise z.
        rows = program.with_a_row
        program = stakes.program(remaining, first=rows, spare=True)
        stable = fairest(program, balanced.tolist(), stakes.spared)
        rows = np.union1d(rows, program.with_a_row)
        cost = math.fsum(offers.cluster_costs)
        if cost - raised <= tolerance(cost):
            return cls(stakes, raised, balanced, stable, 0.0, stable.charges, rows)
        fee = _exit_fee(stakes, rows, remaining)
        program = stakes.program(remaining, first=rows, spare=True)
        in_full = fairest(program, stakes.of_plan.tolist(), stakes.spared, at_least=-fee)
        rows = np.union1d(rows, program.with_a_row)
        return cls(stakes, raised, balanced, stable, fee, in_full.charges, rows)

    @property
    def subsidy(self) -> float:
        """The least £m that keeps everybody; nothing where that is only rounding."""
        cost = math.fsum(self.stakes.offers.cluster_costs)
        subsidy = cost - self.raised
        return subsidy if subsidy > tolerance(cost) else 0.0

    @property
    def n(self) -> int:
        """The number of councils."""
        return self.stakes.offers.n

    @property
    def paid(self) -> Floats:
        """Shape (n,): what is paid to the cluster of each council, in equal parts."""
        offers = self.stakes.offers
        charged = offers.clusters.sum(self.fairest.charges)
        missing = np.maximum(offers.cluster_costs - charged, 0.0)
        if self.subsidy == 0.0:
            missing[:] = 0.0
        return (missing / offers.clusters.size)[offers.cluster_of]

    def weights(self) -> dict[int, Fraction]:
        """Return the weights of the balanced collection, by the number of each of its sets."""
        numbers = self.balanced.tolist()
        members = [self.stakes.sets.positions(number).tolist() for number in numbers]
        weights = weights_of(members, self.n)
        assert weights is not None, "the linear program has a solution that is none"
        return {number: w for number, w in zip(numbers, weights, strict=True) if w}


def _exit_fee(stakes: Stakes, rows: Numbers, remaining: Callable[[], float]) -> float:
    """Return the least fee under which charges that are paid in full keep everybody."""
    program = stakes.program(remaining, first=rows)
    _hold(program, stakes.of_plan)
    program.bound_slack(0, -math.inf, 0.0)
    program.maximise(np.zeros(program.n), first=1.0)
    return max(0.0, -program.solve().slacks[0])


def _hold(program: Program, numbers: Numbers) -> None:
    for number in numbers.tolist():
        program.hold(number, 0.0)
