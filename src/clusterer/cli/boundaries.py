"""Boundaries from a file: the layer, the columns and the CRS that options name."""

from __future__ import annotations

import logging
from pathlib import Path

import geopandas as gpd

from clusterer.cli.words import WITH_A_CRS
from clusterer.errors import InputError

_log = logging.getLogger(__name__)


def read_councils(
    file: Path, layer: str | None, crs: str | None, index: str | None, name: str | None
) -> gpd.GeoDataFrame:
    """Read a boundary file, as the options of the command say.

    Parameters
    ----------
    file
        Anything that geopandas reads.
    layer
        Its layer; the only one with geometry if None.
    crs
        What to project to; left as it is if None.
    index, name
        The columns with labels and names, if any.

    Raises
    ------
    InputError
        If the file, the layer or a column is not there, or cannot be projected.
    """
    if not file.exists():
        raise InputError(f"there is no file {str(file)!r}")
    try:
        councils = gpd.read_file(file, layer=_layer(file) if layer is None else layer)
    except (OSError, RuntimeError) as error:
        raise InputError(f"cannot read {file.name}: {error}") from None
    if not isinstance(councils, gpd.GeoDataFrame):
        raise InputError(f"{file.name} has no geometry; give a file with boundaries")
    for option, column in (("--index", index), ("--name", name)):
        if column is not None and column not in councils.columns:
            raise InputError(
                f"{option} {column!r} is no column of {file.name}; "
                f"there are {', '.join(map(str, councils.columns))}"
            )
    if crs is not None:
        if councils.crs is None:
            raise InputError(
                f"{file.name} does not say its CRS, so that --crs cannot project it; {WITH_A_CRS}"
            )
        try:
            councils = councils.to_crs(crs)
        except (RuntimeError, ValueError) as error:  # An unknown CRS.
            raise InputError(f"cannot project to --crs {crs!r}: {error}") from None
    if name is not None:
        councils["name"] = councils[name]
    elif index is None and "name" not in councils.columns:
        _suggest_names(councils)
    return councils if index is None else councils.set_index(index)


def _suggest_names(councils: gpd.GeoDataFrame) -> None:
    """Tell that councils go by row number, and which columns could name them."""
    texts = councils.drop(columns=councils.active_geometry_name).select_dtypes(["object", "string"])
    telling = [
        column for column in texts if texts[column].notna().all() and texts[column].is_unique
    ]
    found = f"there are {', '.join(map(str, telling))}" if telling else "none tells them all apart"
    _log.warning("councils go by row number; choose a column of names with --name: %s", found)


def _layer(file: Path) -> str | None:
    """Return the one layer of a file that has geometry, or None if there is none."""
    layers = gpd.list_layers(file).dropna(subset="geometry_type")["name"].to_list()
    if len(layers) > 1:
        raise InputError(f"{file.name} has the layers {', '.join(layers)}; choose one with --layer")
    return layers[0] if layers else None
