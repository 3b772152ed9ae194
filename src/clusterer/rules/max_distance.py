"""A cap on how far apart two members may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer._support.interval import Interval
from clusterer.councils import Councils
from clusterer.geography import centroid_km
from clusterer.rules.pair_rule import PairRule


@dataclass(frozen=True)
class MaxDistance(PairRule):
    """No two members are farther apart than `km`, from centroid to centroid.

    Parameters
    ----------
    km
        Kilometres; 0 or more, infinite for no cap.

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
        make_plain(self)
        check_number("MaxDistance km", self.km, kind="number of km", at_least=0, finite=False)

    def __repr__(self) -> str:
        return f"MaxDistance({self.km:g} km)"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        return f"members within {self.km:g} km of each other"

    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return the pairs that are too far apart."""
        return ~Interval.up_to(self.km).holds(centroid_km(councils))
