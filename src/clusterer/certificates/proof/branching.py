"""What to branch on: the number of clusters, if it is worth it; and then two councils."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search.column_generation import WHOLE

_WORTH_BRANCHING = 0.1
"""Branching on the number of clusters must close this part of the gap."""


def halves(at_least: int, at_most: int, clusters: float) -> tuple[tuple[int, int], ...]:
    """Return two ranges to branch into, for a number of clusters in a relaxation.

    Examples
    --------
    >>> halves(1, 32, 4.57), halves(1, 32, 32.0), halves(5, 5, 5.0)
    (((1, 4), (5, 32)), ((1, 31), (32, 32)), ())
    """
    below = round(clusters) if abs(clusters - round(clusters)) < WHOLE else math.floor(clusters)
    if below == at_most:
        below -= 1  # The number is as large as it may be: that alone, and all that is less.
    return ((at_least, below), (below + 1, at_most)) if at_least <= below < at_most else ()


def worth_branching(bound: Fraction, bounds: list[Fraction], target: Fraction) -> bool:
    """Tell whether to branch: if a half is proved at once, or the bound gains enough."""
    if not bounds or max(bounds) >= target:
        return bool(bounds)
    return min(bounds) - bound > _WORTH_BRANCHING * (target - bound)


def split_pair(
    candidates: Candidates, values: NDArray[np.float64] | None
) -> tuple[int, int] | None:
    """Return two councils that a solution has together by about a half; None if there are none."""
    together: dict[tuple[int, int], float] = defaultdict(float)
    for k, x in enumerate(() if values is None else values.tolist()):
        if WHOLE < x < 1 - WHOLE:
            for pair in combinations(candidates.positions(k).tolist(), 2):
                together[pair] += x
    split = {pair: x for pair, x in together.items() if WHOLE < x < 1 - WHOLE}
    return min(split, key=lambda pair: (abs(split[pair] - 0.5), pair), default=None)
