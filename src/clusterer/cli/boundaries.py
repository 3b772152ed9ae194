"""Councils of a boundary file, as the options of a command say: which, where, named by what."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from clusterer._support.wording import shown
from clusterer.cli.councils import councils_in
from clusterer.cli.joining import joined
from clusterer.cli.map_files import read_map
from clusterer.cli.places import here, name_of
from clusterer.cli.shipped import councils_of, word_of
from clusterer.cli.tables import read_table
from clusterer.cli.words import WITH_A_CRS
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.geography import repair

_log = logging.getLogger(__name__)


def read_councils(
    file: Path | str,
    *,
    year: int | None = None,
    layer: str | None = None,
    xy: str | None = None,
    source_crs: str | None = None,
    crs: str | None = None,
    join: Path | str | None = None,
    on: str | None = None,
    index: str | None = None,
    name: str | None = None,
    drop: Iterable[str] = (),
    repair_width: float | None = None,
) -> gpd.GeoDataFrame:
    """Read a boundary file, as the options of the command say.

    Parameters
    ----------
    file
        A path, or an address on the web, of anything that geopandas reads; or a CSV with a column
        of areas in WKT. Or the word for a map that comes with the library.
    year
        Of the populations of London, if that is meant.
    layer
        Its layer; the only one with geometry if None.
    xy
        The two columns of a CSV with the coordinates of points.
    source_crs
        What its coordinates are; as it says itself if None.
    crs
        What to project to; left as it is if None.
    join, on
        A table whose columns to join, and the column that both have.
    index, name
        The columns with labels and names, if any.
    drop
        Councils to leave out: names or codes, several in a text.
    repair_width
        The width in metres up to which gaps and overlaps are repaired; no repair if None.

    Raises
    ------
    InputError
        If a file, the layer or a column is not there, or cannot be projected or repaired.
    """
    word = word_of(file)
    if word is not None:
        councils = councils_of(word, year)
    elif year is not None:
        raise InputError(f"--year {year}: it is for london alone; leave it out for {name_of(file)}")
    else:
        councils = read_map(file, layer, xy)
    if source_crs is not None:
        councils = _stated(councils, source_crs, name_of(file))
    if (join is None) != (on is None):
        raise InputError("--join FILE and --on COLUMN go together: a table, and what joins it")
    if join is not None and on is not None:
        with here(join) as path:
            table = read_table(path)
        councils = joined(councils, table, on, name_of(join))
    for option, column in (("--index", index), ("--name", name)):
        if column is not None and column not in councils.columns:
            raise InputError(
                f"{option} {column!r} is no column of {name_of(file)}; "
                f"there are {', '.join(map(str, councils.columns))}"
            )
    if name is not None:
        councils["name"] = councils[name]
    elif index is None and "name" not in councils.columns:
        _suggest_names(councils)
    if index is not None:
        councils = councils.set_index(index)
    councils = _without(councils, drop)
    if crs is not None:
        councils = _projected(councils, crs, name_of(file), repaired=repair_width is not None)
    if repair_width is not None:
        report = repair(councils, width=float(repair_width))
        _log.warning("%s", report)
        councils = report.councils
    return councils


def _stated(councils: gpd.GeoDataFrame, source_crs: str, file: str) -> gpd.GeoDataFrame:
    """Return councils whose coordinates are as an option says, whatever the file says."""
    said = councils.crs
    try:
        councils = councils.set_crs(source_crs, allow_override=True)
    except (RuntimeError, ValueError) as error:  # An unknown CRS.
        raise InputError(f"there is no --source-crs {source_crs!r}: {error}") from None
    if said is not None and said != councils.crs:
        _log.warning(
            "%s says that it is in %s; its coordinates are taken for %s, as --source-crs says",
            file,
            said.name,
            councils.crs.name,
        )
    return councils


def _projected(
    councils: gpd.GeoDataFrame, crs: str, file: str, *, repaired: bool
) -> gpd.GeoDataFrame:
    """Project councils; a shape that this makes invalid is not the fault of the file."""
    if councils.crs is None:
        raise InputError(
            f"{file} does not say its CRS, so that --crs cannot project it; {WITH_A_CRS}"
        )
    try:
        projected = councils.to_crs(crs)
    except (RuntimeError, ValueError) as error:  # An unknown CRS.
        raise InputError(f"cannot project to --crs {crs!r}: {error}") from None
    before, after = councils.geometry.to_numpy(), projected.geometry.to_numpy()
    spoilt = shapely.is_valid(before) & ~shapely.is_valid(after)
    beyond = spoilt & ~np.isfinite(shapely.bounds(after)).all(axis=1)
    describe = Councils(projected).describe
    if beyond.any():
        raise InputError(
            f"{describe(np.flatnonzero(beyond))}: beyond what --crs {crs!r} has coordinates for; "
            f"choose a CRS of the region, if {file} is right in {councils.crs.name}, or say what "
            "its coordinates are with --source-crs"
        )
    if spoilt.any() and not repaired:
        first = int(np.flatnonzero(spoilt)[0])
        raise InputError(
            f"{describe(np.flatnonzero(spoilt))}: a geometry that is valid in {file}, and invalid "
            f"after projecting to --crs {crs!r} ({shapely.is_valid_reason(after[first])}); add "
            "--repair, or choose a CRS of the region"
        )
    return projected


def _without(councils: gpd.GeoDataFrame, drop: Iterable[str]) -> gpd.GeoDataFrame:
    """Leave out the councils that --drop names."""
    rows: list[int] = []
    table = Councils(councils)
    for group in drop:
        try:
            rows += table.positions(councils_in(group, councils))
        except InputError as error:
            raise InputError(f"--drop {shown(group)}: {error}") from None
    return councils[~councils.index.isin(councils.index[rows])]


def _suggest_names(councils: gpd.GeoDataFrame) -> None:
    """Tell that councils go by row number, and which columns could name them."""
    texts = councils.drop(columns=councils.active_geometry_name).select_dtypes(["object", "string"])
    telling = [
        column for column in texts if texts[column].notna().all() and texts[column].is_unique
    ]
    found = f"there are {', '.join(map(str, telling))}" if telling else "none differs for each"
    _log.warning("councils go by row number; choose a column of names with --name: %s", found)
