"""Boundary files: the layer that is meant, Parquet, and areas written as text in a CSV."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from clusterer.cli.places import here, name_of
from clusterer.cli.tables import CSV, in_short, missing, read_csv
from clusterer.errors import InputError

_PARQUET = {".parquet": gpd.read_parquet, ".feather": gpd.read_feather}

_PAIRS = {
    ("(?i)lon|lng|long|longitude", "(?i)lat|latitude"): (
        " --source-crs EPSG:4326, and --crs to project them"
    ),
    ("(?i)x|eastings?", "(?i)y|northings?"): " --source-crs CRS",
}
"""What columns of coordinates are called, and what else to say of them."""

_WKT = r"\s*(MULTI)?POLYGON|\s*GEOMETRYCOLLECTION|\s*POINT"
"""How an area or a point begins that is written in a text."""


def read_map(file: Path | str, layer: str | None = None, xy: str | None = None) -> gpd.GeoDataFrame:
    """Read a boundary file.

    Parameters
    ----------
    file
        A path, or an address on the web, of anything that geopandas reads; or a CSV with a column
        of areas in WKT.
    layer
        Its layer; the only one with geometry if None.
    xy
        The two columns of a CSV with the coordinates of points.

    Raises
    ------
    InputError
        If it cannot be read, or has no boundaries, or several layers and none is chosen.
    """
    with here(file) as path:
        ending = path.suffix.lower()
        if xy is not None and ending not in CSV:
            raise InputError(f"--xy {xy!r} is for points in a CSV, and {path.name} is none")
        try:
            if ending in CSV:
                table = read_csv(path)
                councils = _areas(table) if xy is None else _points(table, xy, path.name)
            elif ending in _PARQUET:
                councils = _PARQUET[ending](path)
            else:
                councils = gpd.read_file(path, layer=_layer(path, layer))
        except ImportError as error:
            raise missing(path, error) from None
        except (OSError, RuntimeError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"cannot read {path.name}: {error}") from None
    if not isinstance(councils, gpd.GeoDataFrame):
        raise InputError(
            f"{name_of(file)} has no geometry; give a file with boundaries, and join tables to it "
            "with --join; a CSV needs a column of areas or points in WKT, such as "
            f"'POINT (530000 180000)', {_two_columns(councils)}"
        )
    return councils


def _areas(table: pd.DataFrame) -> gpd.GeoDataFrame | pd.DataFrame:
    """Return a table with its column of WKT, if it has one, as geometry."""
    for column in table.select_dtypes(["object", "string"]):
        words = table[column].dropna()
        if len(words) and words.str.match(_WKT).all():
            try:
                areas = gpd.GeoSeries.from_wkt(table[column])
            except shapely.GEOSException as error:
                raise InputError(f"column {column!r} holds WKT that is none: {error}") from None
            return gpd.GeoDataFrame(table.drop(columns=column), geometry=areas)
    return table


def _points(table: pd.DataFrame, xy: str, file: str) -> gpd.GeoDataFrame:
    """Return a table with the points that two of its columns say."""
    columns = [column.strip() for column in xy.split(",")]
    unknown = [column for column in columns if column not in table.columns]
    if len(columns) != 2 or unknown:
        why = f"{file} has no column {unknown[0]!r}" if unknown else f"it names {len(columns)}"
        raise InputError(
            f"--xy {xy!r} must name two columns, such as 'easting, northing', and {why}; there are "
            f"{', '.join(map(str, table.columns))}"
        )
    for column in columns:
        bad = np.flatnonzero(pd.to_numeric(table[column], errors="coerce").isna())
        if bad.size:
            row = ["" if pd.isna(value) else str(value) for value in table.iloc[bad[0]]]
            raise InputError(
                f"--xy {xy!r}: a row of {file} ({in_short(row)}) has no number in the column "
                f"{column!r}; correct it, or delete the row if it is blank or a total"
            )
    x, y = (table[column] for column in columns)
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(x, y))


def _two_columns(table: pd.DataFrame) -> str:
    """Say how points come from two columns, by name those that look as if they had them."""
    for pattern, how in _PAIRS.items():
        pair = [next((c for c in table if re.fullmatch(p, str(c))), None) for p in pattern]
        if None not in pair:
            return f"or two columns of coordinates: --xy '{pair[0]}, {pair[1]}'{how}"
    return "or two columns of coordinates, named with --xy"


def _layer(path: Path, asked: str | None) -> str | None:
    """Return the layer that was asked for, or the one that has geometry; None if there is none."""
    layers = gpd.list_layers(path)
    if asked is not None:
        if asked not in set(layers["name"]):
            raise InputError(
                f"{path.name} has no layer {asked!r}; there are {', '.join(layers['name'])}"
            )
        return asked
    mapped = layers.dropna(subset="geometry_type")["name"].to_list()
    if len(mapped) > 1:
        raise InputError(f"{path.name} has the layers {', '.join(mapped)}; choose one with --layer")
    return mapped[0] if mapped else None
