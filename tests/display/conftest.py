"""Partitions to draw and to write, and a clean slate of figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import geopandas as gpd
import pandas as pd
import pytest
from maps import grid

Partition = Callable[[gpd.GeoDataFrame, Sequence[object]], gpd.GeoDataFrame]


@pytest.fixture(autouse=True)
def drawn_in_memory(closed_figures: None) -> None:
    """Draw all that is drawn here without windows."""


@pytest.fixture
def partition() -> Partition:
    """Return a function that puts clusters beside councils, as an evaluation does."""

    def put(frame: gpd.GeoDataFrame, labels: Sequence[object]) -> gpd.GeoDataFrame:
        frame = frame.copy()
        frame["cluster"] = pd.Series(list(labels), index=frame.index)
        groups = list(labels)
        first = dict(zip(groups[::-1], frame["name"][::-1], strict=True))
        frame["cluster_host"] = [first[label] for label in groups]
        frame["cluster_size"] = [groups.count(label) for label in groups]
        frame["saving_gbp_m"] = frame["cluster_size"] - 1.0
        return frame

    return put


@pytest.fixture
def table_of() -> Callable[[gpd.GeoDataFrame], pd.DataFrame]:
    """Return a function that makes the table of clusters of a partition, with two terms."""

    def make(frame: gpd.GeoDataFrame) -> pd.DataFrame:
        rows = {}
        for label in frame["cluster"].unique():
            members = frame[frame["cluster"] == label]
            scale, set_up = 20.37 * len(members), 0.4 * (len(members) - 1)
            rows[label] = {
                "members": ", ".join(members["name"]),
                "size": len(members),
                "host": members["cluster_host"].iloc[0],
                "scale": scale,
                "set-up": set_up,
                "total": scale + set_up,
                "standalone": 21.4 * len(members),
                "saving": 21.4 * len(members) - scale - set_up,
            }
        index = pd.Index(list(rows), name="cluster")
        return pd.DataFrame(list(rows.values()), index=index)

    return make


@pytest.fixture
def two_and_alone(partition: Partition) -> gpd.GeoDataFrame:
    """Return three rows of four squares: "west" of six, "east" of four, two that stand alone."""
    labels = ["west", "west", "east", "east", "west", "west", "east", "east", "west", "west", 1, 2]
    return partition(grid(3, 4), labels)
