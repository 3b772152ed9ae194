"""Find clusters among candidates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates

_ROUNDING = 1e-9
"""How far sums of the same numbers in another order are apart at most."""


def numbers_among(candidates: Candidates, wanted: Candidates) -> NDArray[np.intp]:
    """Return the number that each wanted cluster has among candidates, or -1 if it has none.

    Examples
    --------
    >>> import clusterer as cl
    >>> pairs = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(2)]).candidates()
    >>> numbers_among(pairs, Candidates.of(pairs.councils, [[0, 1, 2], [0, 14]])).tolist()
    [-1, 1]
    """
    # A random number a council: sets of the same sum are the same, as good as certainly.
    code = np.random.default_rng(0).random(len(candidates.councils))
    sums = wanted.sum(code)
    order = np.argsort(sums, kind="stable")
    found = np.full(len(wanted), -1, dtype=np.intp)
    if not found.size:
        return found
    every = candidates.sum(code)
    at = np.searchsorted(sums[order] + _ROUNDING, every)
    nearest = order[np.minimum(at, order.size - 1)]
    alike = np.flatnonzero(np.abs(sums[nearest] - every) <= _ROUNDING)
    for k, j in zip(alike.tolist(), nearest[alike].tolist(), strict=True):
        if np.array_equal(candidates.positions(k), wanted.positions(j)):
            found[j] = k
    return found
