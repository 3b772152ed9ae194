"""A floor below the control that a member of a cluster keeps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterer._support.interval import Interval
from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.control_rule import ControlRule
from clusterer.terms.control import ControlMeasure, least_control, votes_of


@dataclass(frozen=True, repr=False)
class MinControl(ControlRule):
    """Each member has at least a given control of its cluster, by share or by power.

    The control of n members sums to 1, so a cluster has at most ``1 / at_least`` members. By
    power, two members with different votes never keep the rule, since the smaller has none; see
    `LossOfControl`.

    Parameters
    ----------
    at_least
        The least control of a member, from 0 to 1.
    measure
        "share" of the votes, or Banzhaf "power", for clusters of up to 20 members.
    votes
        The column with what each member's weight is: the residents unless given. For power,
        whole numbers.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [], rules=[cl.MinControl(0.3)])
    >>> candidates = problem.candidates()
    >>> int(candidates.size.max()), len(candidates)
    (3, 129)
    """

    at_least: float
    measure: ControlMeasure = "share"
    votes: str = "population"

    line: ClassVar[str] = "at_least"
    _who: ClassVar[str] = "each member has at least"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each member of each candidate has enough."""
        return self._kept.holds(least_control(candidates, self.measure, self.votes, self))

    def pruning(self, councils: Councils) -> Pruning | None:
        """Return how many members there can be, and by share the pairs that are too different."""
        enough = self._kept.widened
        if enough.lowest <= 0:
            return None
        most = math.floor(1 / enough.lowest)
        if self.measure == "power":
            return Pruning(max_size=most)  # Power can come back as a cluster grows.
        votes = votes_of(councils, self.votes, self)
        smaller = np.minimum(votes[:, None], votes[None, :])
        conflict = ~enough.holds(smaller / (votes[:, None] + votes[None, :]))
        np.fill_diagonal(conflict, False)
        return Pruning(max_size=most, conflict=conflict)

    @property
    def _kept(self) -> Interval:
        return Interval.from_on(self.at_least)
