"""What a term must say of itself to be written into a MIP."""

from __future__ import annotations

import math
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
class Power:
    """A cost of a cluster that grows ever more slowly, up to a point.

    With w = Σ_i w_i it is ``factor · w^exponent`` up to w = M; from there on it is in proportion
    to w.

    A MIP cannot hold it. A search that walks through clusters can: up to M it lies above each of
    its chords.

    Parameters
    ----------
    weights
        Shape (n,): w_i, 0 or more.
    factor
        £m, 0 or more.
    exponent
        Above 0 and up to 1.
    until
        M, above 0; infinite for none.
    """

    weights: Floats
    factor: float
    exponent: float
    until: float = math.inf

    def __call__(self, sums: Floats) -> Floats:
        """Return the £m of clusters whose weights add up to so much."""
        below: Floats = self.factor * np.minimum(sums, self.until) ** self.exponent
        return below * np.maximum(sums / self.until, 1.0)


@dataclass(frozen=True, eq=False)
class MIPForm:
    """The cost of a cluster as a sum of parts that a MIP can hold exactly, except for powers.

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
    powers
        Functions of that which are concave up to a point. A search that walks through clusters can
        use them; a MIP cannot.
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
    powers: tuple[Power, ...] = ()
    slack: float = 0.0
