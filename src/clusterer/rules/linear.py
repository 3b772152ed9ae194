"""What a rule must say of itself to be written into a linear model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.interval import Interval


@dataclass(frozen=True, eq=False)
class SumWithin:
    """Σ_i w_i over the members of a cluster lies within an interval.

    Parameters
    ----------
    weights
        Shape (n,): w_i.
    interval
        Where the sum must lie.
    alone
        Whether a council alone is exempt.
    """

    weights: NDArray[np.float64]
    interval: Interval
    alone: bool = False


@dataclass(frozen=True, eq=False)
class RuleForm:
    """A rule as conditions that a linear model can hold exactly.

    Parameters
    ----------
    sums
        What must hold of sums over the members.
    conflict
        Shape (n, n): pairs that may not share a cluster, or None.
    together
        Row numbers that share one cluster.
    """

    sums: tuple[SumWithin, ...] = ()
    conflict: NDArray[np.bool_] | None = None
    together: tuple[int, ...] = ()
