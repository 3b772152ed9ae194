"""What a term must say of itself to be written into a MIP."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """A convex cost of a cluster: ``max_k (a_k + b_k Σ_i w_i)`` over its members i.

    Parameters
    ----------
    weights
        Shape (n,): w_i.
    lines
        The pairs (a_k, b_k), in £m.
    """

    weights: Floats
    lines: tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class MIPForm:
    """The cost of a cluster as a sum of parts that a MIP can hold exactly.

    What depends on the host is not here but in `Term.host_cost`.

    Parameters
    ----------
    councils
        Shape (n,): £m of each member, in any cluster.
    sharing
        Shape (n,): £m of each member of a shared cluster, 0 or more.
    shared_cluster
        £m of a cluster of two or more, 0 or more.
    pairs
        Shape (n, n), symmetric: £m of each pair of members.
    curves
        Convex functions of what its members add up to.
    slack
        If above 0, the parts are what a shared cluster costs at least, and those of a plan come to
        no more than this many £m less than it costs. A search that walks through clusters can
        use that; a MIP cannot.
    """

    councils: Floats | None = None
    sharing: Floats | None = None
    shared_cluster: float = 0.0
    pairs: Floats | None = None
    curves: tuple[Curve, ...] = ()
    slack: float = 0.0
