"""England's 152 upper-tier authorities of the 2010s. Their populations are invented."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np

import clusterer as cl
from benchmarks.case import Case, Instance
from clusterer.terms import PresetName

MAP = Path(__file__).parents[2] / "data" / "benchmarks" / "england.geojson"

SEED = 2011
MEDIAN = 280_000
SPREAD = 0.6
"""Of the logarithm: with the median, a total near that of England, 53 million in 2011."""

FERRIES = (("Isle of Wight", "Portsmouth"), ("Isles of Scilly", "Cornwall"))
CROSSINGS = (("Liverpool", "Wirral", "Mersey tunnels"),)


def authorities() -> gpd.GeoDataFrame:
    """Return the map, with populations drawn from a fixed seed, no matter which place it is."""
    frame = gpd.read_file(MAP)
    rng = np.random.default_rng(SEED)
    drawn = np.rint(rng.lognormal(np.log(MEDIAN), SPREAD, len(frame)))
    return frame.assign(population=drawn.astype(np.int64))


def england(preset: PresetName, cap: int) -> Case:
    """Return the authorities, joined by land, two ferries and the tunnels of the Mersey."""
    frame = authorities()
    problem = cl.Problem(
        frame,
        cl.preset(preset),
        [cl.MaxSize(cap)],
        adjacency=cl.adjacency(frame, crossings=[*FERRIES, *CROSSINGS]),
    )
    return Case(problem, cap=cap)


INSTANCES = {
    f"england-{preset}-{cap}": Instance("England", partial(england, preset, cap))
    for cap in (4, 5, 7)
    for preset in ("null", "central", "business-case")
}
