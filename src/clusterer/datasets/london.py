"""London's 32 boroughs, their borders, and the crossings of the Thames."""

from __future__ import annotations

from collections.abc import Hashable

import geopandas as gpd
import pandas as pd

from clusterer._support.wording import shown
from clusterer.datasets._attribution import ATTRIBUTION
from clusterer.datasets._files import path_of
from clusterer.errors import InputError

_POPULATION = {
    2006: "population_mid2006",
    2022: "population_census2021",
    2026: "population_census2021",
}
"""Which count of residents goes with which election."""


def london(year: int = 2006) -> gpd.GeoDataFrame:
    """Return the 32 boroughs with residents and seats by party; the City is not one of them.

    Parameters
    ----------
    year
        The borough elections of May 2006, with the mid-2006 population, as when shared
        services were argued about; or of 2022 or 2026, with that of the Census of 2021.

    Returns
    -------
    geopandas.GeoDataFrame
        A row a borough, by GSS code, in EPSG:27700: ``name``; ``inner`` (of the statutory
        inner London of 1963); ``population``; ``area_ha``; ``imd_decile`` (mean decile of the
        2019 deprivation index, 1 the most deprived); ``seats_con`` to ``seats_other``, and
        ``seats_total``; ``control``, the party with a majority or "NOC"; and the geometry.
        Sources, licences and quality marks are in ``data/README.md``. ``attrs["source"]`` has
        the attribution that the licence asks for; maps write it below.

    Raises
    ------
    InputError
        If there is no data for the year.

    Examples
    --------
    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> int(boroughs["population"].sum())
    7590571
    >>> print(*boroughs.loc["E09000020", ["name", "seats_con", "control"]], sep=", ")
    Kensington and Chelsea, 45, Conservative
    """
    if not isinstance(year, Hashable) or year not in _POPULATION:
        years = ", ".join(map(str, _POPULATION))
        raise InputError(
            f"there are no seats of the boroughs for {shown(year)}; choose one of {years}"
        )
    shapes = gpd.read_file(path_of("boundaries/london.geojson")).set_index("gss")
    facts = pd.read_csv(path_of("boundaries/boroughs.csv"), index_col="gss")
    politics = pd.read_csv(path_of("boundaries/politics.csv"))
    politics = politics[politics["election"] == year].set_index("gss")
    seats = [column for column in politics.columns if column.startswith("seats_")]
    table = pd.DataFrame(
        {
            "name": facts["name"],
            "inner": facts["statutory_1963"] == "inner",
            "population": facts[_POPULATION[year]],
            "area_ha": facts["area_ha"],
            "imd_decile": facts["imd2019_mean_decile"],
        }
    ).join(politics[[*seats, "control"]])
    boroughs = gpd.GeoDataFrame(table.sort_index(), geometry=shapes.geometry, crs=shapes.crs)
    boroughs.attrs["source"] = ATTRIBUTION
    return boroughs


def thames_crossings() -> pd.DataFrame:
    """Return the bridges, tunnels and ferries over the Thames between two of the boroughs.

    Returns
    -------
    pandas.DataFrame
        A row a crossing: ``crossing``, its name; ``kind``; ``council_a`` and ``council_b``, GSS
        codes; their names; ``opened``, the year where it is later than 2006; ``mark``.

    Examples
    --------
    >>> import clusterer as cl
    >>> crossings = cl.datasets.thames_crossings()
    >>> len(crossings), len(crossings.groupby(["council_a", "council_b"]))
    (19, 9)
    """
    return pd.read_csv(path_of("boundaries/thames_crossings.csv"), dtype={"opened": "Int64"})


def borough_borders() -> pd.DataFrame:
    """Return the 75 official borders of the boroughs, ``thames`` 1 for the 12 along the river.

    Examples
    --------
    >>> import clusterer as cl
    >>> borders = cl.datasets.borough_borders()
    >>> len(borders), int(borders["thames"].sum())
    (75, 12)
    """
    return pd.read_csv(path_of("boundaries/borough_borders.csv"))
