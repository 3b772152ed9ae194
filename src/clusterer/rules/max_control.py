"""A cap on the control that a member has of a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.rules.control_rule import ControlRule
from clusterer.terms.control import ControlMeasure, greatest_control


@dataclass(frozen=True, repr=False)
class MaxControl(ControlRule):
    """No member of a shared cluster has more than a given control of it, by share or by power.

    A council may stand alone. Of n members one has at least 1/n of the control, so a shared
    cluster has at least ``1 / at_most`` members, and with ``at_most = 0`` there is none. By power,
    two members with different votes never keep a cap below 1, since the larger has all; see
    `LossOfControl`.

    Parameters
    ----------
    at_most
        The most control of a member, from 0 to 1.
    measure
        "share" of the votes, or Banzhaf "power", for clusters of up to 20 members.
    votes
        The column with what each member's weight is: the residents unless given. For power,
        whole numbers.

    Examples
    --------
    >>> import clusterer as cl
    >>> half = cl.MaxControl(0.5)
    >>> problem = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(3), half])
    >>> problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True).broken
    ('MaxControl(0.5, by share of population) does not allow cluster a: Camden (E09000007),
    Islington (E09000019)',)
    """

    at_most: float
    measure: ControlMeasure = "share"
    votes: str = "population"

    line: ClassVar[str] = "at_most"
    _who: ClassVar[str] = "no member has more than"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether no member of each candidate has too much."""
        greatest = greatest_control(candidates, self.measure, self.votes, self)
        within = Interval.up_to(self.at_most).holds(greatest)
        within |= candidates.size == 1
        return within
