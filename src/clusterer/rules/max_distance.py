"""A cap on how far apart two members may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning
from clusterer.checks import check_number
from clusterer.councils import Councils
from clusterer.geography import centroid_km
from clusterer.rules.base import Rule
from clusterer.rules.linear import RuleForm


@dataclass(frozen=True)
class MaxDistance(Rule):
    """No two members are farther apart than `km`, from centroid to centroid.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), [], rules=[cl.MaxSize(2), cl.MaxDistance(5)]
    ... )
    >>> len(problem.candidates())
    44
    """

    km: float

    def __post_init__(self) -> None:
        """Check the distance."""
        check_number("MaxDistance km", self.km, kind="number of km", at_least=0, finite=False)

    def __repr__(self) -> str:
        return f"MaxDistance({self.km:g} km)"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        return f"members within {self.km:g} km of each other"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether all pairs of each candidate are within the distance."""
        return ~candidates.any_pair(self._too_far(candidates.councils))

    def pruning(self, councils: Councils) -> Pruning:
        """Return the pairs that are too far apart."""
        return Pruning(conflict=self._too_far(councils))

    def linear_form(self, councils: Councils) -> RuleForm:
        """Return the pairs that are too far apart."""
        return RuleForm(conflict=self._too_far(councils))

    def _too_far(self, councils: Councils) -> NDArray[np.bool_]:
        return centroid_km(councils) > self.km
