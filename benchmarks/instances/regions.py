"""London in p regions, as alike within as can be: the home ground of the regionalisers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

import clusterer as cl
from benchmarks.case import Case, Instance

ATTRIBUTES = ("density", "deprivation", "con", "lab", "ld")


def spread(councils: gpd.GeoDataFrame, columns: Sequence[str]) -> cl.FunctionTerm:
    """Return the sum of squared deviations from the cluster's mean, over all the columns."""
    values = [councils[column].to_numpy(dtype=float) for column in columns]

    def deviations(candidates: cl.Candidates) -> NDArray[np.float64]:
        squares = candidates.sum(np.sum(np.square(values), axis=0))
        return squares - sum(candidates.sum(v) ** 2 for v in values) / candidates.size

    return cl.FunctionTerm("spread", deviations)


def standardised() -> gpd.GeoDataFrame:
    """Return the boroughs with five attributes of mean 0 and variance 1.

    Residents a hectare (their logarithm), the decile of deprivation, and the shares of the
    seats of three parties.
    """
    boroughs = cl.datasets.london()
    columns = {
        "density": np.log(boroughs["population"] / boroughs["area_ha"]),
        "deprivation": boroughs["imd_decile"].astype(float),
        **{party: boroughs[f"seats_{party}"] / boroughs["seats_total"] for party in ATTRIBUTES[2:]},
    }
    return boroughs.assign(
        **{name: (values - values.mean()) / values.std(ddof=0) for name, values in columns.items()}
    )


def regions(p: int, cap: int | None) -> Case:
    """Return London to be parted in exactly p connected regions."""
    boroughs = standardised()
    problem = cl.Problem(
        boroughs,
        [spread(boroughs, ATTRIBUTES)],
        [] if cap is None else [cl.MaxSize(cap)],
        [cl.ClusterCount(exactly=p)],
        adjacency=cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )
    return Case(problem, cap=cap, count=p, attributes=ATTRIBUTES)


INSTANCES = {
    f"regions-{p}-{'any' if cap is None else cap}": Instance("p-regions", partial(regions, p, cap))
    for p, cap in ((5, 11), (8, 10), (12, 8), (8, None))
}
