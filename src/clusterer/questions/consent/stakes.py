"""The sets that charges have to respect: who could leave, the plan, and each council alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.program import Program

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Stakes:
    """The offers first, then the clusters of the plan, then councils that may not stand alone.

    Those of the plan count as they are, candidates or not: no cluster pays for another. Those that
    may not stand alone are not asked in any linear program but the fairest charges, which spare
    them too.

    Attributes
    ----------
    offers
        What the members could do instead.
    """

    offers: Offers

    @cached_property
    def sets(self) -> Candidates:
        """All sets."""
        offers = self.offers
        others = ([i] for i in np.flatnonzero(~offers.may_stand_alone).tolist())
        kept = Candidates.of(offers.evaluation.councils, others)
        return Candidates.joined([offers.candidates, offers.clusters, kept])

    @cached_property
    def costs(self) -> Floats:
        """Their £m."""
        offers = self.offers
        kept = offers.alone[~offers.may_stand_alone]
        return np.concatenate([offers.costs, offers.cluster_costs, kept])

    @property
    def of_plan(self) -> Numbers:
        """The numbers of the clusters of the plan."""
        return len(self.offers) + np.arange(len(self.offers.clusters))

    @cached_property
    def alone(self) -> Numbers:
        """The numbers of the councils alone, allowed or not."""
        return np.flatnonzero(self.sets.size == 1)

    @cached_property
    def spared(self) -> NDArray[np.bool_]:
        """Which sets are councils that may not stand alone."""
        found = np.zeros(len(self.sets), dtype=np.bool_)
        found[len(self.offers) + len(self.offers.clusters) :] = True
        return found

    def program(
        self,
        remaining: Callable[[], float],
        *,
        first: Numbers | None = None,
        spare: bool = False,
    ) -> Program:
        """Return a linear program over the charges.

        Parameters
        ----------
        remaining
            Tells the seconds left.
        first
            The numbers of sets to begin with, beside the plan and the councils alone.
        spare
            Whether councils that may not stand alone count.
        """
        begin = np.union1d(self.of_plan, self.alone)
        if first is not None:
            begin = np.union1d(begin, first)
        if not spare:
            begin = begin[~self.spared[begin]]
        return Program(
            self.sets,
            self.costs,
            first=begin.tolist(),
            asked=~self.spared | spare,
            second=self.spared,
            remaining=remaining,
        )
