"""Invented countries of 100 to 10,000 councils."""

from __future__ import annotations

from functools import partial

import clusterer as cl
from benchmarks.case import Case, Instance
from clusterer.terms import PresetName


def synthetic(n: int, preset: PresetName, cap: int, seed: int = 0) -> Case:
    """Return an invented country of n councils."""
    problem = cl.Problem(cl.datasets.synthetic(n, seed), cl.preset(preset), [cl.MaxSize(cap)])
    return Case(problem, cap=cap)


SIZES = {
    # Councils and caps; for each size the caps whose candidates fit in memory.
    100: (4, 5, 7),
    326: (3, 5, 7, 8),
    1_000: (3, 4, 6),
    3_162: (3, 5),
    10_000: (3, 4, 6),
}

INSTANCES = {
    f"synthetic-{n}-{preset}-{cap}": Instance("Synthetic", partial(synthetic, n, preset, cap))
    for n, caps in SIZES.items()
    for cap in caps
    for preset in ("null", "central", "business-case")
}
