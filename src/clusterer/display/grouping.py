"""Which rows of a table of councils belong together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import geopandas as gpd

from clusterer._support.wording import shown
from clusterer.errors import InputError


def rows_by_cluster(frame: gpd.GeoDataFrame) -> dict[Hashable, list[int]]:
    """Return the row numbers of each cluster, by its label, in the order of the rows.

    Raises
    ------
    InputError
        If there is no column ``cluster``, or a council has no value in it.
    """
    if "cluster" not in frame.columns:
        raise InputError(
            "the table has no column 'cluster'; pass what Evaluation.to_geodataframe() returns"
        )
    missing = frame["cluster"].isna()
    if missing.any():
        raise InputError(f"{shown(frame.index[missing][0])} has no cluster; give it a label")
    groups: dict[Hashable, list[int]] = {}
    for row, label in enumerate(frame["cluster"]):
        groups.setdefault(label, []).append(row)
    return groups


def shared_clusters(
    frames: Sequence[gpd.GeoDataFrame],
) -> tuple[list[list[int]], list[dict[Hashable, int]]]:
    """Return the shared clusters of several partitions of the same councils, and where they are.

    Returns
    -------
    groups
        The row numbers of each; what is the same in several partitions is there once.
    numbers
        For each partition, the place in `groups` of each shared cluster, by its label.
    """
    found: dict[tuple[int, ...], int] = {}
    numbers: list[dict[Hashable, int]] = []
    for frame in frames:
        shared = {label: rows for label, rows in rows_by_cluster(frame).items() if len(rows) > 1}
        numbers.append(
            {label: found.setdefault(tuple(rows), len(found)) for label, rows in shared.items()}
        )
    return list(map(list, found)), numbers


def hosts(frame: gpd.GeoDataFrame, names: tuple[str, ...]) -> list[int]:
    """Return the row numbers of the hosts of shared clusters; none without ``cluster_host``."""
    if "cluster_host" not in frame.columns:
        return []
    host_names = frame["cluster_host"].tolist()
    return [
        row
        for rows in rows_by_cluster(frame).values()
        for row in rows
        if len(rows) > 1 and names[row] == host_names[row]
    ]
