"""Random columns over small maps, and all plans of them, by hand."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
from maps import grid

import clusterer as cl
from clusterer.search.columns import Columns


def some_columns(rng: Random, *, whole: bool) -> Columns:
    """Return random columns over a small map, with or without limits on their number."""
    rows, cols = rng.choice([(2, 3), (3, 3), (2, 5), (3, 4)])
    councils = cl.Councils.validated(grid(rows, cols))
    n = rows * cols
    sets = [c for size in (1, 2, 3, 4) for c in itertools.combinations(range(n), size)]
    clusters = rng.sample(sets, min(len(sets), rng.randint(n, 6 * n)))
    clusters += [(i,) for i in range(n) if rng.random() < 0.7 and (i,) not in clusters]
    candidates = cl.Candidates.of(councils, clusters)
    m = len(clusters)
    costs = [rng.randint(-3, 3) if whole else rng.uniform(-2, 5) for _ in range(m)]
    ends = [(0.0, float(n)), (float(rng.randint(1, n)), float(n)), (0.0, float(rng.randint(1, n)))]
    low, high = rng.choice(ends)
    return Columns(
        candidates,
        np.array(costs, dtype=np.float64),
        (np.ones(m),),
        np.array([low]),
        np.array([high]),
    )


def plans_of(columns: Columns) -> list[tuple[int, ...]]:
    """Return all plans, by hand."""
    sets = [frozenset(columns.candidates.positions(k).tolist()) for k in range(len(columns))]
    found = []

    def extend(covered: frozenset[int], chosen: tuple[int, ...]) -> None:
        if len(covered) == columns.n:
            if columns.low[0] <= len(chosen) <= columns.high[0]:
                found.append(chosen)
            return
        first = min(set(range(columns.n)) - covered)
        for k, members in enumerate(sets):
            if first in members and not members & covered:
                extend(covered | members, (*chosen, k))

    extend(frozenset(), ())
    return found
