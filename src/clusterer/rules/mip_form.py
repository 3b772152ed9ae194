"""What a rule must say of itself to be written into a MIP."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer._support.interval import Interval, slack
from clusterer.candidates import Candidates


@dataclass(frozen=True, eq=False)
class SumWithin:
    """Σ_i w_i over the members of a cluster lies within an interval.

    Parameters
    ----------
    weights
        Shape (n,): w_i.
    interval
        Where the sum must lie, as `Interval.holds` tells.
    alone
        Whether a council alone is exempt.
    """

    weights: NDArray[np.float64]
    interval: Interval
    alone: bool = False

    @property
    def widened(self) -> Interval:
        """The interval, so wide that a sum beyond it is outside for sure.

        Added up in another order, weights that cancel out are off by a part of all weights and
        not of their sum.
        """
        by = slack(float(np.abs(self.weights).sum()))
        return Interval(self.interval.lowest - by, self.interval.highest + by)


@dataclass(frozen=True, eq=False)
class RuleForm:
    """A rule as conditions that a MIP can hold exactly.

    Parameters
    ----------
    sums
        What must hold of sums over the members.
    conflict
        Shape (n, n): pairs that may not share a cluster, or None.
    together
        Groups of row numbers, each of which shares one cluster.
    """

    sums: tuple[SumWithin, ...] = ()
    conflict: NDArray[np.bool_] | None = None
    together: tuple[tuple[int, ...], ...] = ()

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell for each candidate whether the conditions hold."""
        verdict = np.ones(len(candidates), dtype=np.bool_)
        for condition in self.sums:
            within = condition.interval.holds(candidates.sum(condition.weights))
            verdict &= within | (condition.alone & (candidates.size == 1))
        if self.conflict is not None:
            verdict &= ~candidates.any_pair(self.conflict)
        for group in self.together:
            wanted = np.zeros(len(candidates.councils))
            wanted[list(group)] = 1.0
            members = candidates.sum(wanted)
            verdict &= (members == 0) | (members == len(group))
        return verdict
