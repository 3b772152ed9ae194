"""What each council pays at least and at most in stable charges: two linear programs each."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.questions.consent.bargain import Bargain

Floats = NDArray[np.float64]

_FAR = 1e3
"""Charges are looked for up to so many times the cost of all: one that is there has no end."""


def ranges(bargain: Bargain, remaining: Callable[[], float]) -> tuple[Floats, Floats]:
    """Return the lowest and the highest charge of each council, over all stable charges.

    Those are all that need no more than the least subsidy. Infinite where there is no end: only a
    council that may not stand alone can be charged any amount, or be paid any.

    Raises
    ------
    OutOfTime
        If the time is up first.
    """
    stakes = bargain.stakes
    program = stakes.program(remaining, first=bargain.with_a_row)
    for number in bargain.balanced.tolist():
        program.hold(number, 0.0)
    far = math.inf
    if not stakes.offers.may_stand_alone.all():
        size = np.abs(stakes.offers.alone).sum() + np.abs(stakes.offers.cluster_costs).sum()
        far = _FAR * max(float(size), 1.0)
        for council in range(program.n):
            program.bound_column(council, -far, far)
    ends = np.empty((2, program.n))
    # One end of all, then the other: each begins at what was the best for the one before.
    for end, sign in zip(ends, (-1.0, 1.0), strict=True):
        for council in range(program.n):
            weights = np.zeros(program.n)
            weights[council] = sign
            program.maximise(weights)
            end[council] = program.solve().charges[council]
    ends[np.abs(ends) > far / 2] *= math.inf
    return ends[0], ends[1]
