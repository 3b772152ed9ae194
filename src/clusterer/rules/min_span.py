"""A floor on how far apart two members are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_flag, check_number, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.geography import centroid_km
from clusterer.rules.base import Rule


@dataclass(frozen=True)
class MinSpan(Rule):
    """Two members of a cluster are at least `km` apart, from centroid to centroid.

    For services that stand in for each other: what floods or fails at one member must not
    reach all of them. A council alone has no second site, and is not allowed unless you say so.

    Parameters
    ----------
    km
        The least distance of the two members that are farthest apart. There is no default: how
        far a flood or a power cut reaches is for the planner of the service to say.
    alone
        Whether a council may stand alone all the same.

    Examples
    --------
    >>> import clusterer as cl
    >>> near = cl.adjacency(cl.datasets.london(), within_km=12)
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"),
    ...     rules=[cl.MaxSize(3), cl.MinSpan(12)], adjacency=near,
    ... )
    >>> plan = cl.solve(problem)
    >>> plan.status, plan.clusters["size"].value_counts().to_dict()
    ('optimal', {3: 10, 2: 1})
    """

    km: float
    alone: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Check the distance."""
        make_plain(self)
        check_flag("MinSpan alone", self.alone)
        check_number("MinSpan km", self.km, kind="number of km", above=0)

    def __repr__(self) -> str:
        return f"MinSpan({self.km:g} km{', or alone' if self.alone else ''})"

    @property
    def in_words(self) -> str:
        """The floor in words."""
        exempt = " or alone" if self.alone else ""
        return f"two members of each cluster at least {self.km:g} km apart{exempt}"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether two members of each candidate are so far apart."""
        far = Interval.from_on(self.km).holds(centroid_km(candidates.councils))
        spans = candidates.any_pair(far)
        return spans | (candidates.size == 1) if self.alone else spans
