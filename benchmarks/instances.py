"""The instances: a name for each, and the problem that it stands for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import clusterer as cl


def london(preset: str, cap: int) -> cl.Problem:
    """Return London's boroughs of 2006, joined by the crossings of the Thames."""
    boroughs = cl.datasets.london()
    return cl.Problem(
        boroughs,
        cl.preset(preset),
        [cl.MaxSize(cap)],
        adjacency=cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )


def synthetic(n: int, preset: str, cap: int, seed: int = 0) -> cl.Problem:
    """Return an invented country of n councils."""
    return cl.Problem(cl.datasets.synthetic(n, seed), cl.preset(preset), [cl.MaxSize(cap)])


PRESETS = ("null", "central", "business-case")

INSTANCES: dict[str, Callable[[], cl.Problem]] = {
    **{
        f"london-{preset}-{cap}": partial(london, preset, cap)
        for cap in (4, 7, 8)
        for preset in PRESETS
    },
    **{
        f"synthetic-{n}-{preset}-{cap}": partial(synthetic, n, preset, cap)
        for n, cap in ((100, 7), (326, 5), (326, 7))
        for preset in PRESETS
    },
}
