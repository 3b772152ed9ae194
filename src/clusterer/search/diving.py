"""A first plan, by rounding the linear relaxation one cluster at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.search.columns import Columns
from clusterer.search.master import SHORT, Master

_ROUND_UP = 0.9
"""Clusters that the relaxation takes to this part are all taken whole in one step."""


def dive(columns: Columns, *, remaining: Callable[[], float]) -> NDArray[np.intp] | None:
    """Return columns that make a plan, or None if the dive ended in none.

    Each step takes the clusters that the relaxation takes nearly whole, or the one that it
    takes most of, forbids what overlaps them, and solves the relaxation again.
    """
    master = Master(columns)
    master.add(columns)
    allowed = np.ones(len(columns), dtype=np.bool_)
    free = np.ones(columns.n)
    chosen: list[int] = []
    while free.any():
        solution = master.solve(remaining)
        if solution is None or solution.shortfall > SHORT:
            return None
        values = np.where(columns.candidates.sum(free) > 0, solution.values, 0.0)
        steps = np.flatnonzero(values >= min(_ROUND_UP, values.max()))
        for k in steps[np.argsort(-values[steps], kind="stable")]:
            members = columns.candidates.positions(k)
            if free[members].all():
                chosen.append(int(k))
                free[members] = 0.0
        # What may still be taken lies wholly among the free councils, or is taken already.
        allowed = columns.candidates.sum(free) == columns.candidates.size
        allowed[chosen] = True
        master.allow(allowed)
    plan = np.array(sorted(chosen), dtype=np.intp)
    return plan if columns.keeps_limits(plan) else None
