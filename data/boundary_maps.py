"""What the scripts beside this file share: maps whose neighbours have one border between them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

logger = logging.getLogger("data")


def shapes_of_sf(column: Iterable[Sequence[Sequence[NDArray[np.float64]]]]) -> list[object]:
    """Return the shapes of the R package sf, which rdata reads as lists of lists of rings."""
    return [
        shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons]) for polygons in column
    ]


def simplified(full: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    """Return a map with fewer vertices, to the metre, and the same shared borders.

    Parameters
    ----------
    full
        The map, in metres.
    tolerance
        Metres, of the Visvalingam-Whyatt coverage simplification.
    """
    shapes = shapely.coverage_simplify(full.geometry.to_numpy(), tolerance)
    # Vertices that two councils share round to the same place, so borders stay shared.
    return full.set_geometry(gpd.GeoSeries(shapely.transform(shapes, np.round), crs=full.crs))


def borders(councils: gpd.GeoDataFrame) -> set[tuple[str, str]]:
    """Return the pairs of codes, in order, that share a border of some length."""
    shapes = councils.geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    length = shapely.length(shapely.intersection(shapes[left], shapes[right]))
    codes = councils["gss"].to_list()
    return {
        (codes[i], codes[j])
        for i, j, metres in zip(left, right, length, strict=True)
        if i < j and metres > 0
    }


def check(full: gpd.GeoDataFrame, simple: gpd.GeoDataFrame, most: float) -> None:
    """Check that a simplified map is whole, and that its areas are those of the full one.

    Raises
    ------
    ValueError
        If a shape is not valid, if borders overlap or come apart, or if an area is off by a
        share of more than `most`.
    """
    shapes = simple.geometry.to_numpy()
    if not shapely.is_valid(shapes).all():
        raise ValueError("a simplified boundary is not valid")
    if not shapely.coverage_is_valid(shapes):
        raise ValueError("the simplified borders overlap or come apart")
    worst = float((simple.area / full.area - 1).abs().max())
    logger.info("areas differ from full resolution by at most %.3f%%", 100 * worst)
    if worst > most:
        raise ValueError(f"areas differ from full resolution by {worst:.2%}")
    logger.info(
        "%d vertices of %d are left",
        shapely.get_num_coordinates(shapes).sum(),
        shapely.get_num_coordinates(full.geometry.to_numpy()).sum(),
    )


def write(councils: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoJSON in whole metres, a council a line, so that a change shows as one."""
    facts = councils.drop(columns="geometry").to_dict("records")
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": _whole(shapely.geometry.mapping(shape)),
        }
        for properties, shape in zip(facts, councils.geometry, strict=True)
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
