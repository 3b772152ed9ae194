"""Rebuild boundaries/london.geojson from the Debian package r-cran-spdata.

The package holds the data set ``lnd`` of the R package spData: the boroughs of London and
the City at full resolution, in WGS84. This script takes the 32 boroughs, projects them to the
British National Grid, simplifies them as a coverage, so that shared borders stay shared, and
checks the outcome against the published areas and the official borders.

    pip install clusterer rdata
    python data/build_boundaries.py                 # fetches the package with apt-get
    python data/build_boundaries.py FOLDER          # reads FOLDER/Rdata.rdx and Rdata.rdb
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import tempfile
import warnings
import zlib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rdata
import shapely

HERE = Path(__file__).parent / "boundaries"
CITY_OF_LONDON = "E09000001"
TOLERANCE = 15.0
"""Metres, of the Visvalingam-Whyatt coverage simplification."""
GRID = 1.0
"""Coordinates are rounded to whole metres."""

logger = logging.getLogger("build_boundaries")


def main() -> None:
    """Rebuild the file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where Rdata.rdx and Rdata.rdb are")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        full = read_lnd(fetch(Path(scratch)) if folder is None else folder)
    simple = simplified(full)
    check(full, simple)
    write(simple, HERE / "london.geojson")


def fetch(scratch: Path) -> Path:
    """Download and unpack the Debian package; return the folder with the data."""
    subprocess.run(["apt-get", "download", "r-cran-spdata"], cwd=scratch, check=True)
    (package,) = scratch.glob("r-cran-spdata*.deb")
    subprocess.run(["dpkg", "-x", package, scratch], check=True)
    return scratch / "usr/lib/R/site-library/spData/data"


def read_lnd(folder: Path) -> gpd.GeoDataFrame:
    """Return the boroughs at full resolution, in EPSG:27700, sorted by code."""
    with warnings.catch_warnings():
        # rdata knows no classes of the R package sf; plain lists are what we want of them.
        warnings.simplefilter("ignore")
        index = rdata.conversion.convert(rdata.parser.parse_file(folder / "Rdata.rdx"))
        offset, length = (int(number) for number in index["variables"]["lnd"])
        stored = (folder / "Rdata.rdb").read_bytes()[offset : offset + length]
        # Four bytes tell the length of what zlib has packed behind them.
        lnd = rdata.conversion.convert(rdata.parser.parse_data(zlib.decompress(stored[4:])))
    frame = gpd.GeoDataFrame(
        {
            "gss": [str(code) for code in lnd["GSS_CODE"]],
            "name": [str(name) for name in lnd["NAME"]],
            "hectares": lnd["HECTARES"].to_numpy() - lnd["NONLD_AREA"].to_numpy(),
        },
        geometry=[
            shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
            for polygons in lnd["geometry"]
        ],
        crs=4326,
    )
    frame = frame[frame["gss"] != CITY_OF_LONDON].to_crs(27700)
    return frame.sort_values("gss", ignore_index=True)


def simplified(full: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the boroughs with fewer vertices and the same shared borders."""
    shapes = shapely.coverage_simplify(full.geometry.to_numpy(), TOLERANCE)
    # Vertices that two boroughs share round to the same place, so borders stay shared.
    rounded = shapely.transform(shapes, lambda xy: np.round(xy / GRID) * GRID)
    return full.set_geometry(gpd.GeoSeries(rounded, crs=full.crs))


def check(full: gpd.GeoDataFrame, simple: gpd.GeoDataFrame) -> None:
    """Compare with the published areas and the official borders.

    Raises
    ------
    ValueError
        If anything differs by more than simplification may.
    """
    shapes = simple.geometry.to_numpy()
    if len(simple) != 32 or not shapely.is_valid(shapes).all():
        raise ValueError("there should be 32 valid boroughs")
    if not shapely.coverage_is_valid(shapes):
        raise ValueError("the simplified borders overlap or come apart")
    for what, reference, most in (
        ("full resolution", full.geometry.area / 1e4, 0.002),
        ("published hectares", full["hectares"], 0.005),
    ):
        worst = float((simple.geometry.area / 1e4 / reference - 1).abs().max())
        logger.info("areas differ from %s by at most %.3f%%", what, 100 * worst)
        if worst > most:
            raise ValueError(f"areas differ from {what} by {worst:.2%}")
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    length = shapely.length(shapely.intersection(shapes[left], shapes[right]))
    touching = {
        (simple["gss"][i], simple["gss"][j])
        for i, j, metres in zip(left, right, length, strict=True)
        if i < j and metres > 0
    }
    official = pd.read_csv(HERE / "borough_borders.csv")
    by_land = official[official["thames"] == 0]
    if touching != set(zip(by_land["council_a"], by_land["council_b"], strict=True)):
        raise ValueError("the boroughs that touch are not those that officially do")
    logger.info(
        "%d borders; %d vertices of %d are left",
        len(touching),
        shapely.get_num_coordinates(shapes).sum(),
        shapely.get_num_coordinates(full.geometry.to_numpy()).sum(),
    )


def write(simple: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoJSON with a borough a line, so that a change shows as one."""
    features = [
        {
            "type": "Feature",
            "properties": {"gss": row.gss, "name": row.name_},
            "geometry": _whole(shapely.geometry.mapping(row.geometry)),
        }
        for row in simple.rename(columns={"name": "name_"}).itertuples()
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    head = f'{{"type": "FeatureCollection", "crs": {json.dumps(crs)}, "features": [\n'
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    path.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8")
    logger.info("wrote %s, %.0f kB", path, path.stat().st_size / 1e3)


def _whole(geometry: dict) -> dict:
    """Return a GeoJSON geometry with whole coordinates, without decimal points."""

    def walk(part: object) -> object:
        return int(part) if isinstance(part, float) else [walk(one) for one in part]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


if __name__ == "__main__":
    main()
