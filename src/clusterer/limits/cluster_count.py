"""A limit on the number of clusters."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_whole, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.limits.base import Limit


@dataclass(frozen=True, kw_only=True)
class ClusterCount(Limit):
    """Limit the number of clusters of a plan; a council alone counts as a cluster of one.

    Parameters
    ----------
    exactly
        The number of clusters.
    at_least, at_most
        Bounds on it, where it is not fixed.

    Examples
    --------
    >>> import clusterer as cl
    >>> cl.ClusterCount(at_least=5, at_most=8)
    ClusterCount(at least 5 and at most 8)
    """

    exactly: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    interval: Interval = field(init=False, repr=False, compare=False)
    per_cluster: float = field(default=1.0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the numbers."""
        make_plain(self)
        for name in ("exactly", "at_least", "at_most"):
            value = getattr(self, name)
            if value is not None:
                check_whole(f"ClusterCount {name}", value, at_least=0)
        interval = Interval.stated(
            "ClusterCount", exactly=self.exactly, at_least=self.at_least, at_most=self.at_most
        )
        object.__setattr__(self, "interval", interval)

    def __repr__(self) -> str:
        return f"ClusterCount({self.interval})"

    @property
    def in_words(self) -> str:
        """The bounds in words."""
        return f"number of clusters {self.interval}"

    def amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return one for each candidate."""
        return np.ones(len(candidates))
