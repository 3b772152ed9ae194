"""London's 32 boroughs of 2006, by preset and size cap, and without a cap."""

from __future__ import annotations

from functools import partial

import clusterer as cl
from benchmarks.case import Case, Instance
from clusterer.terms import PresetName

PRESETS: tuple[PresetName, ...] = ("null", "central", "business-case")
CAPS = (4, 7, 8, 10, None)


def london(preset: PresetName, cap: int | None) -> Case:
    """Return the boroughs, joined by the crossings of the Thames."""
    boroughs = cl.datasets.london()
    problem = cl.Problem(
        boroughs,
        cl.preset(preset),
        [] if cap is None else [cl.MaxSize(cap)],
        adjacency=cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )
    return Case(problem, cap=cap)


INSTANCES = {
    f"london-{preset}-{'any' if cap is None else cap}": Instance(
        "London", partial(london, preset, cap)
    )
    for cap in CAPS
    for preset in PRESETS
}
