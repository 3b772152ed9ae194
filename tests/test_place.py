"""Coordinates that cannot belong to their CRS are refused, and odd ones are warned about."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pytest
import shapely
from bad import Bad, check, each, warned
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square
from pyproj import CRS, Transformer

import clusterer as cl
from clusterer.councils import Councils, ground

DEGREES = 4326
validated = Councils.validated


def in_degrees(west: float, south: float, *, side: float = 0.5, n: int = 3) -> gpd.GeoDataFrame:
    """Return n by n councils, squares of degrees of longitude and latitude."""
    return councils_of(
        {
            f"r{r}c{c}": square(west + c * side, south + r * side, side)
            for r in range(n)
            for c in range(n)
        },
        crs=DEGREES,
    )


def turned(councils: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the councils with x for y, as where a file has latitude first."""
    return councils.set_geometry(councils.geometry.transform(lambda xy: xy[:, ::-1]))


def relabelled(councils: gpd.GeoDataFrame, crs: object) -> gpd.GeoDataFrame:
    """Return the same coordinates, said to be in another CRS."""
    return councils.set_crs(crs, allow_override=True)


ENGLAND, WALES, COLORADO, NEW_ZEALAND = (
    in_degrees(-2, 51),
    in_degrees(-4.8, 51.6),
    in_degrees(-106, 38),
    in_degrees(174, -41),
)

REFUSED: list[Bad] = [
    Bad(
        "degrees relabelled as the national grid",
        lambda: relabelled(ENGLAND, 27700),
        "councils are said to be in OSGB36 / British National Grid (EPSG:27700), but their "
        "coordinates, x -2.0 to -0.5 and y 51.0 to 52.5, are degrees of longitude and latitude; "
        "say so with set_crs(4326, allow_override=True), and project them first, for England with "
        "to_crs(27700)",
    ),
    Bad(
        "degrees relabelled, latitude first",
        lambda: relabelled(turned(ENGLAND), 27700),
        "...are degrees of latitude and longitude; turn the axes: councils.geometry = "
        "councils.geometry.transform(lambda xy: xy[:, ::-1]); then say so with set_crs(4326, ...",
    ),
    Bad(
        "degrees relabelled in another country",
        lambda: relabelled(NEW_ZEALAND, 2193),
        "...x 174.0 to 175.5 and y -41.0 to -39.5, are degrees of longitude and latitude; ... "
        "such as with to_crs(councils.estimate_utm_crs())",
    ),
    Bad(
        "degrees relabelled in a CRS for the whole world",
        lambda: relabelled(in_degrees(-2, 51, side=0.1), 3857),
        "half of the councils have an area of 0.01 m² or less, on a map that is 0.3 m wide and "
        "0.3 m high; if the coordinates are degrees, say so with set_crs(4326, ...",
    ),
    Bad(
        "latitude and longitude swapped before to_crs",
        lambda: turned(ENGLAND).to_crs(27700),
        "councils are said to be in OSGB36 / British National Grid (EPSG:27700), which puts them "
        "at longitude 51... to 52..., latitude -1... to -0..., ... km outside its area of use, "
        "longitude -9.0 to 2.0, latitude 49.8 to 61.0: latitude and longitude were swapped before "
        "to_crs; read the file again, and turn its axes before: councils.geometry = ...",
    ),
    Bad(
        "latitude and longitude swapped where no latitude is so large",
        lambda: turned(COLORADO).to_crs(5070),
        "R0C0 (r0c0), ...: coordinates that are infinite, as to_crs makes them of what it cannot "
        "project to NAD83 / Conus Albers (EPSG:5070); ... turn its axes before to_crs: ...",
    ),
    Bad(
        "x and y swapped",
        lambda: turned(NEW_ZEALAND.to_crs(2193)),
        "...: x and y are swapped; turn the axes: councils.geometry = ...",
    ),
    Bad(
        "a polar CRS for Wales, of the other pole",
        lambda: WALES.to_crs(3031),
        "...Antarctic Polar Stereographic (EPSG:3031), ... km outside its area of use, ... km "
        "apart on the map, and ... km on the ground; project them first, for England with ...",
    ),
    Bad(
        "metres of another grid",
        lambda: relabelled(ENGLAND.to_crs(32630), 27700),
        "... km outside its area of use, ...; if they are in another CRS, say which it is with "
        "set_crs(..., allow_override=True)",
    ),
    Bad(
        "millimetres",
        lambda: grid(2, 2, side=4e10),
        "...coordinates that are no place on the earth in OSGB36 / British National Grid ...",
    ),
]

ODD: list[Bad] = [
    Bad(
        "a polar CRS for Wales",
        lambda: WALES.to_crs(3995),
        "...Arctic Polar Stereographic (EPSG:3995), ... km outside its area of use, longitude "
        "-180.0 to 180.0, latitude 60.0 to 90.0; if they are in another CRS, say which it is with "
        "set_crs(..., allow_override=True); if not, R...C... (r...c...) and R...C... (r...c...) "
        "are ... km apart on the map, and ... km on the ground; project them first, ...",
    ),
    Bad(
        "Web Mercator in England",
        lambda: ENGLAND.to_crs(3857),
        "distances are wrong in WGS 84 / Pseudo-Mercator (EPSG:3857): R...C... (r...c...) and "
        "R...C... (r...c...) are ... km apart on the map, and ... km on the ground; project them "
        "first, for England with to_crs(27700)",
    ),
    Bad(
        "a map across the antimeridian",
        lambda: councils_of(
            {"west": square(178, -18, 1.5), "east": square(-179.5, -18, 1)}, crs=DEGREES
        ).to_crs(3857),
        "distances are wrong in ...: WEST (west) and EAST (east) are 39,824.56 km apart on the "
        "map, and ... km on the ground; project them first to a CRS that is not cut at 180° of "
        "longitude",
    ),
    Bad(
        "kilometres",
        lambda: councils_of({"a": square(400, 300, 20), "b": square(420, 300, 20)}),
        "half of the councils have an area of 400 m² or less, on a map that is 40 m wide and "
        "20 m high; ...if they are in kilometres, or in another CRS than stated, say which ...",
    ),
    Bad(
        "degrees of a place where the CRS is not used",
        lambda: relabelled(in_degrees(174, -41, side=1), 27700),
        "half of the councils have an area of 1 m² or less, ...; if the coordinates are degrees...",
    ),
    Bad(
        "an invented map at the origin of a CRS that is not used there",
        lambda: councils_of({"a": square(0, 0), "b": square(1000, 0)}, crs=2193),
        "...New Zealand Transverse Mercator 2000 (EPSG:2193), ... km outside its area of use...",
    ),
]

FINE: dict[str, Callable[[], gpd.GeoDataFrame]] = {
    "London": cl.datasets.london,
    "England": cl.datasets.england,
    "an invented country": lambda: cl.datasets.synthetic(50),
    "an invented country larger than the area of use": lambda: cl.datasets.synthetic(3_000),
    "an invented map at the origin of the national grid": lambda: councils_of({"a": square(0, 0)}),
    "a country in the UTM zone of its neighbour": lambda: in_degrees(13, 52).to_crs(25832),
    "Web Mercator at the equator, where it is true": lambda: in_degrees(103, 1).to_crs(3857),
    "Fiji in its own grid": lambda: councils_of(
        {"west": square(178, -18, 1.5), "east": square(-179.5, -18, 1)}, crs=DEGREES
    ).to_crs(3460),
    "a CRS of one's own, without an area of use": lambda: ENGLAND.to_crs(
        "+proj=tmerc +lat_0=51 +lon_0=-1 +ellps=GRS80 +units=m"
    ),
    "feet": lambda: in_degrees(-74, 40.5, side=0.1).to_crs(2263),
    "a national grid with heights": lambda: grid(1, 2, crs="EPSG:7405"),
}


@each(REFUSED)
def test_what_cannot_be_is_refused(run, message):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cl.ImplausibleWarning)
        check(lambda: validated(run()), message)


@each(ODD)
def test_what_is_odd_is_warned_about_once_and_used(run, message):
    councils = run()
    assert len(warned(lambda: validated(councils), message)) == len(councils)


@pytest.mark.parametrize("case", FINE)
def test_what_is_right_is_not_warned_about(case):
    validated(FINE[case]())


def test_the_filters_of_python_say_that_it_is_meant():
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "distances are wrong", cl.ImplausibleWarning)
        validated(ENGLAND.to_crs(3857))


def test_a_problem_and_an_adjacency_refuse_it_too():
    councils = relabelled(ENGLAND, 27700).assign(population=100_000)
    with pytest.raises(cl.InputError, match="degrees of longitude"):
        cl.adjacency(councils)
    with pytest.raises(cl.InputError, match="degrees of longitude"):
        cl.Problem(councils, cl.preset("central"))


def test_two_in_nearly_one_place_are_no_measure_of_distances():
    hair = 1e-7
    shapes = {"county": square(4e5, 3e5, 9000), "police": square(4e5 + hair, 3e5, 9000)}
    validated(councils_of(shapes | {"b": square(5e5, 3e5)}), overlapping=True)
    validated(councils_of(shapes), overlapping=True)


def test_points_are_checked_as_areas_are():
    points = ENGLAND.set_geometry(ENGLAND.to_crs(27700).centroid)
    validated(points)
    with pytest.raises(cl.InputError, match="degrees of longitude and latitude"):
        validated(relabelled(points.to_crs(4326), 27700))


def test_a_geometry_that_is_missing_is_told_before_its_place():
    councils = grid(1, 2)
    councils.geometry = [None, shapely.Polygon()]
    with pytest.raises(cl.InputError, match="an empty or missing geometry"):
        validated(councils)


@given(st.floats(-170, 168), st.floats(-55, 68))
def test_a_map_in_the_utm_zone_of_its_place_is_fine_and_its_degrees_are_not(west, south):
    councils = in_degrees(west, south)
    zone = councils.estimate_utm_crs()
    validated(councils.to_crs(zone))
    with pytest.raises(cl.InputError, match=r"degrees of l\w+ and l"):
        validated(relabelled(councils, zone))


def test_maps_of_different_crs_are_located_each_by_its_own_in_any_order():
    at = np.array([[530_000.0, 180_000.0], [400_000.0, 300_000.0]])
    for code in (27700, 2157, 27700, 32630, 2157):
        crs = CRS(code)
        lon, lat = Transformer.from_crs(crs, 4326, always_xy=True).transform(*at.T)
        for _ in range(2):
            found = ground.Ground(crs, at, 0.001).degrees
            assert np.array_equal(found, (lon, lat))


def test_what_turns_coordinates_into_degrees_is_made_once_for_a_crs(monkeypatch):
    """It takes far longer to make than all other checks of a small table."""
    made = []

    class Counting(Transformer):
        @staticmethod
        def from_crs(*args, **options):
            made.append(args)
            return Transformer.from_crs(*args, **options)

    ground._to_degrees.cache_clear()
    monkeypatch.setattr(ground, "Transformer", Counting)
    for _ in range(3):
        validated(grid(2, 2))
    assert len(made) == 1
