"""A cap on the control that a member has of a cluster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.checks import check_number
from clusterer.rules.base import Rule
from clusterer.terms.measures import check_measure, greatest_control


@dataclass(frozen=True)
class MaxControl(Rule):
    """No member of a shared cluster has more than so much control of it, by share or by power.

    A council may stand alone. By power, two members of unlike votes never keep a cap below 1,
    since the larger has all; see `LossOfControl`.

    Parameters
    ----------
    most
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

    most: float
    measure: str = "share"
    votes: str = "population"

    def __post_init__(self) -> None:
        """Check the figures."""
        check_number("MaxControl most", self.most, at_least=0, at_most=1)
        check_measure(self.measure)

    def __repr__(self) -> str:
        return f"MaxControl({self.most:g}, by {self.measure} of {self.votes})"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        cap = f"{100 * self.most:g}% control"
        return f"no member has more than {cap}, by {self.measure} of {self.votes}"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether no member of each candidate has too much."""
        greatest = greatest_control(candidates, self.measure, self.votes)
        within: NDArray[np.bool_] = (greatest <= self.most) | (candidates.size == 1)
        return within
