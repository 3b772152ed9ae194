"""The files that the examples of the help pages name, small: six towns, and ten boroughs."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from maps import grid

import clusterer as cl

TOWNS = ["Ashby", "Barrow", "Corby", "Derwent", "Elmet", "Fosse"]
CODES = ["001", "002", "003", "004", "005", "006"]

BOROUGHS = [
    *("Barnet", "Camden", "Croydon", "Haringey", "Islington"),
    *("Kingston upon Thames", "Lambeth", "Merton", "Sutton", "Wandsworth"),
]


def towns() -> gpd.GeoDataFrame:
    """Return two rows of three square towns, 10 km wide, with all columns that examples name."""
    frame = grid(2, 3, side=10_000).reset_index(drop=True)
    return gpd.GeoDataFrame(
        {
            "code": CODES,
            "title": TOWNS,
            "residents": frame["population"],
            "county": list("xxyxyy"),
            "partnership": ["a pair", "a pair", None, None, "", " "],
        },
        geometry=frame.geometry,
    )


def few_boroughs(year: int = 2006) -> gpd.GeoDataFrame:
    """Return some of London's boroughs, which examples name, and those between them."""
    return LONDON[year][LONDON[year]["name"].isin(BOROUGHS)]


LONDON = {year: cl.datasets.london(year) for year in (2006, 2022, 2026)}


def write(folder: Path) -> None:
    """Write the files."""
    table = towns()
    (folder / "maps").mkdir()
    for path in ("districts.gpkg", "maps/districts.gpkg"):
        table.to_file(folder / path)
    table[["code", "residents", "geometry"]].to_file(folder / "districts.shp")
    # As they come from the web: degrees, and no residents.
    bare = table[["code", "title", "geometry"]].to_crs(4326)
    bare.to_file(folder / "districts.json", driver="GeoJSON")
    table[["code", "residents"]].to_csv(folder / "residents.csv", index=False)
    drawn = pd.DataFrame({"code": CODES, "halves": list("aabbba"), "pairs": list("112323")})
    drawn.to_csv(folder / "options.csv", index=False)
    drawn.rename(columns={"pairs": "cluster"}).to_csv(folder / "plan.csv", index=False)
