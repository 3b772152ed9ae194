"""A cap on how different two members may be in politics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_one_of, make_plain
from clusterer._support.interval import Interval
from clusterer.councils import Councils
from clusterer.rules.pair_rule import PairRule
from clusterer.terms.political_distance import (
    POLITICAL_MEASURES,
    PoliticalMeasure,
    political_distance,
)


@dataclass(frozen=True)
class MaxPoliticalDistance(PairRule):
    """No two members are farther apart in politics than a given distance.

    The distance is that of `Politics`, which puts a price on it: of seats
    ``½ Σ_party |p_i − p_j|``, the part that would have to change hands for two councils to be
    alike, from 0 (alike) to 1 (no party in common); or, by control, 1 where different parties are
    in control and 0 where the same is.

    Parameters
    ----------
    at_most
        The greatest distance of two members, from 0 to 1. By control, anything below 1 asks
        that the same party is in control of all members.
    measure
        "seats" or "control".
    columns
        The columns with seats by party; those that begin with ``seats_``, except for
        ``seats_total``, unless given.
    control
        The column that says who is in control, for the measure "control".

    Examples
    --------
    Of the 63 pairs of neighbours in 2006, 20 are this near, and 21 the same control:

    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> for rule in (cl.MaxPoliticalDistance(0.25), cl.MaxPoliticalDistance(0, "control")):
    ...     problem = cl.Problem(boroughs, [], rules=[cl.MaxSize(2), rule])
    ...     print(len(problem.candidates()) - 32)
    20
    21
    """

    at_most: float
    measure: PoliticalMeasure = "seats"
    columns: Sequence[str] | None = field(default=None, hash=False)  # A list has none.
    control: str = "control"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("MaxPoliticalDistance at_most", self.at_most, at_least=0, at_most=1)
        check_one_of("measure", self.measure, POLITICAL_MEASURES)

    def __repr__(self) -> str:
        return f"MaxPoliticalDistance({self.at_most:g}, by {self.measure})"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        return f"members within {self.at_most:g} of each other in politics, by {self.measure}"

    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return the pairs that are too far apart."""
        distance = political_distance(councils, self.measure, self.columns, self.control)
        return ~Interval.up_to(self.at_most).holds(distance)
