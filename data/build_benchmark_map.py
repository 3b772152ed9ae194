"""Rebuild benchmarks/england.geojson from the Debian package qgis-common.

The package holds Natural Earth's administrative units of the first order, which for England are
the 152 upper-tier authorities of the 2010s, coarse, in WGS84. This script takes them, sets the
wrong names right, projects them to the British National Grid, rounds to whole metres and checks.
The map is for benchmarks alone: too coarse for any other use, and without populations.

    pip install clusterer
    python data/build_benchmark_map.py                 # fetches the package with apt-get
    python data/build_benchmark_map.py world_map.gpkg  # reads that file
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import tempfile
from pathlib import Path

import geopandas as gpd
import shapely
from boundary_maps import write

OUTCOME = Path(__file__).parent / "benchmarks" / "england.geojson"
LAYER = "states_provinces"

WRONG = {
    # Name, and Natural Earth's own other name of the place, that tells what it is.
    ("Halton", "Metropolitan Borough of Wirral"): "Wirral",
    ("Merseyside", "Borough of St. Helens"): "St Helens",
}

CLEARER = {
    "City": "City of London",
    "Royal Borough of Windsor and Maidenhead": "Windsor and Maidenhead",
}
"""Names that are clearer, or like those of the others."""

logger = logging.getLogger("data")


def main() -> None:
    """Rebuild the file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="world_map.gpkg of QGIS")
    file = parser.parse_args().file
    with tempfile.TemporaryDirectory() as scratch:
        england = read(fetch(Path(scratch)) if file is None else file)
    check(england)
    write(england, OUTCOME)


def fetch(scratch: Path) -> Path:
    """Download and unpack the Debian package; return the file with the map."""
    subprocess.run(["apt-get", "download", "qgis-common"], cwd=scratch, check=True)
    (package,) = scratch.glob("qgis-common*.deb")
    subprocess.run(["dpkg", "-x", package, scratch], check=True)
    return scratch / "usr/share/qgis/resources/data/world_map.gpkg"


def read(file: Path) -> gpd.GeoDataFrame:
    """Return the authorities of England by name, in EPSG:27700, to the metre."""
    world = gpd.read_file(file, layer=LAYER)
    england = world[(world["adm0_a3"] == "GBR") & (world["gu_a3"] == "ENG")].to_crs("EPSG:27700")
    names = [
        WRONG.get((name, other), CLEARER.get(name, name))
        for name, other in zip(england["name"], england["gn_name"], strict=True)
    ]
    # Neighbours have the same vertices along a border, so both are rounded alike.
    rounded = shapely.transform(england.geometry.to_numpy(), lambda xy: xy.round())
    frame = gpd.GeoDataFrame({"name": names}, geometry=rounded, crs="EPSG:27700")
    return frame.sort_values("name", ignore_index=True)


def check(england: gpd.GeoDataFrame) -> None:
    """Stop if it is not what it should be."""
    if len(england) != 152 or not england["name"].is_unique:
        raise SystemExit(f"{len(england)} authorities; 152 with a name of their own expected")
    if not england.geometry.is_valid.all():
        raise SystemExit("a boundary is not valid")
    overlap = england.area.sum() - shapely.area(england.union_all())
    if overlap > 1e-4 * england.area.sum():
        raise SystemExit(f"the authorities overlap by {overlap / 1e6:.1f} km²")
    vertices = int(shapely.get_num_coordinates(england.geometry.to_numpy()).sum())
    logger.info("152 authorities, %d vertices, overlap %.2f km²", vertices, overlap / 1e6)


if __name__ == "__main__":
    main()
