"""Rebuild boundaries/london.geojson from the Debian package r-cran-spdata.

The package holds the data set ``lnd`` of the R package spData: the boroughs of London and
the City at full resolution, in WGS84. This script takes the 32 boroughs, projects them to the
British National Grid, simplifies them as a coverage, so that shared borders stay shared, and
checks the outcome against the published areas and the official borders.

    pip install clusterer rdata
    python data/build_london.py                 # fetches the package with apt-get
    python data/build_london.py FOLDER          # reads FOLDER/Rdata.rdx and Rdata.rdb
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import tempfile
import warnings
import zlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import rdata
from boundary_maps import borders, check, shapes_of_sf, simplified, write

HERE = Path(__file__).parent / "boundaries"
CITY_OF_LONDON = "E09000001"
TOLERANCE = 15.0
"""Metres, of the simplification."""

logger = logging.getLogger("data")


def main() -> None:
    """Rebuild the file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where Rdata.rdx and Rdata.rdb are")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        full = read_lnd(fetch(Path(scratch)) if folder is None else folder)
    simple = simplified(full, TOLERANCE)
    check(full, simple, most=0.002)
    check_published(simple)
    write(simple.drop(columns="hectares"), HERE / "london.geojson")


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
        geometry=shapes_of_sf(lnd["geometry"]),
        crs=4326,
    )
    frame = frame[frame["gss"] != CITY_OF_LONDON].to_crs(27700)
    return frame.sort_values("gss", ignore_index=True)


def check_published(simple: gpd.GeoDataFrame) -> None:
    """Compare with the published areas and the official borders.

    Raises
    ------
    ValueError
        If anything differs by more than simplification may.
    """
    if len(simple) != 32:
        raise ValueError("there should be 32 boroughs")
    worst = float((simple.area / 1e4 / simple["hectares"] - 1).abs().max())
    logger.info("areas differ from published hectares by at most %.3f%%", 100 * worst)
    if worst > 0.005:
        raise ValueError(f"areas differ from published hectares by {worst:.2%}")
    official = pd.read_csv(HERE / "borough_borders.csv")
    by_land = official[official["thames"] == 0]
    if borders(simple) != set(zip(by_land["council_a"], by_land["council_b"], strict=True)):
        raise ValueError("the boroughs that touch are not those that officially do")
    logger.info("%d borders, as officially", len(by_land))


if __name__ == "__main__":
    main()
