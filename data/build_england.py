"""Rebuild boundaries/england.geojson and districts.csv beside it from sources/england.

The sources hold the 361 lower-tier authorities of the UK in 2024, in WGS84, and tables of what
county, region, police and fire area each is in. This script takes the 296 of England, projects
them to the British National Grid, simplifies them as a coverage, so that shared borders stay
shared, and checks the outcome: no border is lost or gained.

    pip install clusterer rdata
    python data/build_england.py
"""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd
import rdata
from boundary_maps import borders, check, shapes_of_sf, simplified, write

DATA = Path(__file__).parent
SOURCES = DATA / "sources" / "england"
TOLERANCE = 20.0
"""Metres, of the simplification; with less, a border crosses itself near Lancaster."""

RESIDENTS = 56_550_138
"""Of England at mid-2020, by the estimate of the Office for National Statistics."""

logger = logging.getLogger("data")


def main() -> None:
    """Rebuild the files."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    full = read_map()
    simple = simplified(full, TOLERANCE)
    check(full, simple, most=0.001)
    if borders(simple) != borders(full):
        raise ValueError("simplification lost a border, or made one")
    logger.info("%d borders, as at full resolution", len(borders(simple)))
    write(simple, DATA / "boundaries" / "england.geojson")
    districts = read_facts(full)
    check_facts(districts)
    districts.to_csv(DATA / "boundaries" / "districts.csv", lineterminator="\n")


def read_map() -> gpd.GeoDataFrame:
    """Return England's districts as the source has them, in EPSG:27700, sorted by code."""
    table = read_rda("boundaries_ltla24")
    frame = gpd.GeoDataFrame(
        {
            "gss": [str(code) for code in table["ltla24_code"]],
            "name": [str(name) for name in table["ltla24_name"]],
        },
        geometry=shapes_of_sf(table["geometry"]),
        crs=4326,
    )
    frame = frame[frame["gss"].str.startswith("E")].to_crs(27700)
    return frame.sort_values("gss", ignore_index=True)


def read_facts(districts: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what is known of each district, a row a district, by code."""
    authorities = pd.read_csv(SOURCES / "uk_local_authorities_current.csv")
    short = authorities.set_index("local-authority-code")["nice-name"]
    known = authorities.dropna(subset="gss-code").set_index("gss-code")
    police = read_rda("lookup_ltla24_csp24_pfa24").drop_duplicates("ltla24_code")
    fire = read_rda("lookup_ltla24_fra24")
    areas = pd.read_csv(SOURCES / "lgr_areas.csv")
    facts = pd.DataFrame({"name": districts.set_index("gss")["name"]})
    facts["population"] = known["pop-2020"].reindex(facts.index).astype("int64")
    facts["area_ha"] = 100 * known["area"].reindex(facts.index).astype("int64")
    facts["type"] = known["local-authority-type-name"]
    facts["county"] = known["county-la"].map(short)
    facts["region"] = known["region"]
    facts["police"] = police.set_index("ltla24_code")["pfa24_name"]
    facts["fire"] = fire.set_index("ltla24_code")["fra24_name"]
    facts["lgr"] = areas.set_index("gss")["area"]
    return facts


def check_facts(districts: pd.DataFrame) -> None:
    """Stop if a district is missing, or something of it that all have.

    Raises
    ------
    ValueError
        If the table is not what it should be.
    """
    if len(districts) != 296 or districts["population"].sum() != RESIDENTS:
        raise ValueError(f"{len(districts)} districts, {districts['population'].sum()} residents")
    missing = districts.drop(columns=["county", "lgr"]).isna().any(axis=1)
    if missing.any():
        raise ValueError(f"something is missing of {', '.join(districts['name'][missing])}")
    if districts["lgr"].notna().sum() != 183:
        raise ValueError("there should be 183 units in areas under reorganisation")


def read_rda(name: str) -> pd.DataFrame:
    """Return a table that R wrote."""
    with warnings.catch_warnings():
        # rdata knows no classes of the R package sf; plain lists are what we want of them.
        warnings.simplefilter("ignore")
        stored = rdata.conversion.convert(rdata.parser.parse_file(SOURCES / f"{name}.rda"))
    return stored[name]


if __name__ == "__main__":
    main()
