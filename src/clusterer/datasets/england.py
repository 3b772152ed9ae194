"""England's 296 districts of 2024."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from clusterer.datasets._attribution import ATTRIBUTION
from clusterer.datasets._files import path_of


def england() -> gpd.GeoDataFrame:
    """Return England's 296 districts of 2024: all its councils except county councils.

    They have the column ``population``, which is all that the presets ask for. There are no seats
    by party: for `Politics` and `MaxPoliticalDistance` add columns of your own.

    The Isle of Wight and the Isles of Scilly touch no other district; name the ferries in
    `adjacency(..., crossings=...)` to join them. Districts that face each other across an
    estuary or a tidal river are neighbours, bridge or not, if the map joins them; of London's 12
    such pairs along the Thames it joins 9.

    Returns
    -------
    geopandas.GeoDataFrame
        A row a district, by GSS code, in EPSG:27700: ``name``; ``population``, the mid-2020
        estimate; ``area_ha``, to whole km²; ``type``, such as "Non-metropolitan district";
        ``county``, the county council that a non-metropolitan district is in, missing for all
        others; ``region``; ``police`` and ``fire``, the areas of these services in 2024;
        ``lgr``, the area under reorganisation since February 2025, such as "ESS" for Essex,
        Southend-on-Sea and Thurrock, missing elsewhere; and the geometry. Boundaries are those
        of small-scale maps, so that lengths of borders are rough. Sources and licences are in
        ``data/README.md``. ``attrs["source"]`` has the attribution that the licence asks for;
        maps write it below.

    See Also
    --------
    reorganisation_proposals : The councils that were proposed for the areas in ``lgr``.

    Examples
    --------
    >>> import clusterer as cl
    >>> districts = cl.datasets.england()
    >>> int(districts["population"].sum())
    56550138
    >>> essex = districts[districts["lgr"] == "ESS"]
    >>> len(essex), int(essex["population"].sum())
    (14, 1856063)

    Bodies that are made of districts, such as police forces:

    >>> forces = districts.dissolve("police", aggfunc={"population": "sum"})
    >>> len(forces), cl.adjacency(forces).number_of_edges()
    (39, 90)
    """
    shapes = gpd.read_file(path_of("boundaries/england.geojson")).set_index("gss")
    facts = pd.read_csv(path_of("boundaries/districts.csv"), index_col="gss")
    districts = gpd.GeoDataFrame(facts, geometry=shapes.geometry, crs=shapes.crs)
    districts.attrs["source"] = ATTRIBUTION
    return districts
