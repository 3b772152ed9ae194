"""Better plans by re-solving one region at a time to optimality."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.formulations.columns import Columns
from clusterer.geography import centroids

Chosen = NDArray[np.intp]


def improve(
    columns: Columns,
    chosen: Chosen,
    resolve: Callable[[Columns], Chosen | None],
    *,
    region_size: int,
    remaining: Callable[[], float],
) -> Chosen:
    """Return a plan at least as good as the one given, by large-neighbourhood search.

    A region is a cluster of the plan and those nearest to it. The plan is kept outside, the
    region is solved anew over all its columns. Each cluster is the middle of a region in
    turn, until a round over all of them brings nothing.

    Parameters
    ----------
    columns
        The columns to choose from, the plan among them.
    chosen
        The plan, as numbers of columns.
    resolve
        Returns the best plan of the columns that it is given, or None.
    region_size
        How many councils a region has, about.
    remaining
        Tells the seconds left.
    """
    best = float(columns.costs[chosen].sum())
    tried: set[tuple[int, ...]] = set()
    improved = True
    while improved:
        improved = False
        for middle in chosen.tolist():
            if remaining() <= 0:
                return chosen
            if middle not in chosen:
                continue
            region = _region(columns, chosen, middle, region_size)
            if (key := tuple(region.tolist())) in tried:
                continue
            tried.add(key)
            within = np.zeros(columns.n)
            within[np.concatenate([columns.candidates.positions(k) for k in region])] = 1.0
            local = np.flatnonzero(columns.candidates.sum(within) == columns.candidates.size)
            # Outside the region only the plan's own columns are left to choose.
            free = np.union1d(local, chosen)
            found = resolve(columns.restricted(free))
            if found is None:
                continue
            objective = float(columns.costs[free[found]].sum())
            if objective < best - 1e-9:
                best, chosen, improved = objective, free[found], True
    return chosen


def _region(columns: Columns, chosen: Chosen, middle: int, size: int) -> Chosen:
    """Return the clusters nearest to the middle one that have `size` councils together."""
    x, y = centroids(columns.candidates.councils)
    plan = columns.candidates.take(chosen)
    here = int(np.flatnonzero(chosen == middle)[0])
    east, north = plan.mean(x), plan.mean(y)
    nearest = np.argsort(np.hypot(east - east[here], north - north[here]), kind="stable")
    within = np.cumsum(plan.size[nearest]) <= max(size, int(plan.size[here]))
    return np.sort(chosen[nearest[within]])
