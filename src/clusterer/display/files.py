"""A partition in files that a GIS or a spreadsheet reads."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from clusterer._support.spreadsheets import marked_as_text
from clusterer._support.wording import shown
from clusterer._support.writing import incomplete, replacing
from clusterer.display.cluster_names import names_in_files, renamed
from clusterer.display.grouping import rows_by_cluster
from clusterer.display.plain_tables import plain, with_index
from clusterer.errors import InputError

_WGS84 = 4326
_RESERVED = ("fid", "geom", "geometry")
"""Columns that a GeoPackage, or the reader of one, has for itself."""


def write_file(
    frame: gpd.GeoDataFrame,
    clusters: pd.DataFrame,
    path: str | Path,
    *,
    figures: pd.DataFrame | None = None,
) -> Path:
    """Write a partition to a GeoPackage, a GeoJSON or a CSV, by the ending of the path.

    A file that is there already is replaced as a whole, once the new one is complete. Clusters
    whose labels a file could not keep apart, such as 1 and "1", are called as on a map.

    Parameters
    ----------
    frame
        A row a council, with its ``cluster``. The index becomes a column, under its name or
        as ``council``.
    clusters
        A row a cluster, by its label.
    path
        Where to: ``.gpkg`` has the layers ``councils`` and ``clusters``, the latter with the
        areas joined and the columns of `clusters`; ``.geojson`` has the councils in longitude
        and latitude, as RFC 7946 asks; ``.csv`` has the councils without their areas, and
        an apostrophe before words that a spreadsheet would take for a formula, such as ``=1+1``.
    figures
        What the costs rest on, a row a figure: the layer ``figures`` of a GeoPackage, if any.

    Returns
    -------
    Path
        The path.

    Raises
    ------
    InputError
        If the ending is another, the folder is missing, what is there is a folder or read-only, or
        GeoJSON is asked for without a CRS.
    OSError
        If it cannot be written, as where the disk is full; what was there before stays.
    """
    rows = rows_by_cluster(frame)
    for label in clusters.index:
        if label not in rows:
            raise InputError(f"no council is in cluster {shown(label)} of the table of clusters")
    groups = [rows[label] for label in clusters.index]
    called = names_in_files(rows)
    frame = frame.assign(cluster=renamed(frame["cluster"], called))
    index = pd.Index(renamed(clusters.index, called), tupleize_cols=False)
    clusters = clusters.set_axis(index.rename(clusters.index.name), axis=0)
    return write_layers(frame, "clusters", clusters, groups, path, figures=figures)


def write_layers(
    frame: gpd.GeoDataFrame,
    layer: str,
    table: pd.DataFrame,
    groups: Sequence[Sequence[int]],
    path: str | Path,
    *,
    figures: pd.DataFrame | None = None,
) -> Path:
    """Write councils, and in a GeoPackage a layer of groups of them too.

    Parameters
    ----------
    frame
        A row a council.
    layer
        What the layer of groups is called.
    table
        A row a group; its index becomes a column, under its name or that of the layer.
    groups
        The row numbers of the councils of each group, whose areas are joined.
    path, figures
        As for `write_file`.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise InputError(
            f"cannot write {path.name!r}: the ending {path.suffix!r} is none of "
            f"{', '.join(_WRITERS)}"
        )
    with replacing(path) as draft:
        write(frame, draft)
        if draft.suffix.lower() == ".gpkg":
            areas = _dissolved(frame, table, groups)
            _write(areas, draft, layer=layer, driver="GPKG", mode="a")
            if figures is not None and len(figures):
                table = plain(with_index(figures, "figure"), _RESERVED)
                _write(
                    _without_areas(table, frame.crs),
                    draft,
                    layer="figures",
                    driver="GPKG",
                    mode="a",
                )
    return path


def write_table(table: pd.DataFrame, path: str | Path, label: str = "row") -> Path:
    """Write a table without areas to a CSV, as `write_file` does.

    As in all files, an apostrophe stands before words that a spreadsheet would take for a formula.

    Parameters
    ----------
    table
        The table; its index becomes a column, under its name or, if it has none, this label.
    path
        Where to.
    label
        See there.
    """
    path = Path(path)
    with replacing(path) as draft:
        _write_csv_of(plain(with_index(table, label)), draft)
    return path


def _write(table: gpd.GeoDataFrame, path: Path, **options: Any) -> None:
    """Write a layer, and make sure that it is there: GDAL does not always tell of a full disk."""
    try:
        table.to_file(path, **options)
        written = gpd.read_file(path, layer=options.get("layer"))
    except RuntimeError as error:  # Those of GDAL are such.
        raise incomplete(path, error) from error
    if len(written) != len(table) or _areas_missing(written) != _areas_missing(table):
        raise incomplete(path, f"of {len(table)} rows {len(written)} are in it")


def _areas_missing(table: pd.DataFrame) -> int:
    """Return how many rows have no area."""
    return int(table["geometry"].isna().sum()) if "geometry" in table else len(table)


def _without_areas(table: pd.DataFrame, crs: Any) -> gpd.GeoDataFrame:
    """Return a table as a layer in which no row has an area."""
    return gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=crs)


def _write_gpkg(frame: gpd.GeoDataFrame, path: Path) -> None:
    _write(_councils(frame), path, layer="councils", driver="GPKG")


def _write_geojson(frame: gpd.GeoDataFrame, path: Path) -> None:
    if frame.crs is None:
        raise InputError(
            "GeoJSON is in longitude and latitude, but the councils have no CRS to come from; "
            "say what the coordinates are with set_crs(...)"
        )
    _write(_councils(frame).to_crs(_WGS84), path, driver="GeoJSON", RFC7946="YES")


def _write_csv(frame: gpd.GeoDataFrame, path: Path) -> None:
    _write_csv_of(pd.DataFrame(_councils(frame).drop(columns="geometry")), path)


def _write_csv_of(table: pd.DataFrame, path: Path) -> None:
    table = table.copy()
    for column in table.select_dtypes(exclude=["number", "bool", "datetime", "datetimetz"]):
        table[column] = table[column].map(marked_as_text, na_action="ignore")
    # Python quotes no lone carriage return, at which a reader begins another row.
    returns = any(
        "\r" in words for column in table for words in (str(column), *map(str, table[column]))
    )
    quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL
    table.rename(columns=marked_as_text).to_csv(path, index=False, quoting=quoting)


_WRITERS: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {
    ".gpkg": _write_gpkg,
    ".geojson": _write_geojson,
    ".csv": _write_csv,
}


def _councils(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the councils in plain columns, with no geometry but the active one."""
    areas = frame.select_dtypes("geometry").columns
    table = plain(with_index(pd.DataFrame(frame.drop(columns=areas)), "council"), _RESERVED)
    return gpd.GeoDataFrame(table, geometry=frame.geometry.to_numpy(), crs=frame.crs)


def _dissolved(
    frame: gpd.GeoDataFrame, table: pd.DataFrame, groups: Sequence[Sequence[int]]
) -> gpd.GeoDataFrame:
    """Return groups of councils in plain columns, with the areas of their members joined."""
    shapes = frame.geometry.to_numpy()
    areas = np.array([shapely.union_all(shapes[list(rows)]) for rows in groups], dtype=object)
    label = str(table.index.name or "cluster")
    return gpd.GeoDataFrame(
        plain(with_index(table, label), _RESERVED), geometry=areas, crs=frame.crs
    )
