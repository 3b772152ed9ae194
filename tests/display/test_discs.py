"""Discs on a map: what has no area, and what lies over others."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square
from shapely import Point

import clusterer as cl
from clusterer.display.discs import as_discs
from clusterer.display.outlines import sketch


def drawn(ax, gid):
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def test_the_larger_of_two_that_overlap_is_a_disc():
    shapes = np.array([square(0, 0), shapely.box(0, 0, 3000, 1000), square(1000, 0), Point(9, 9)])
    assert as_discs(shapes).tolist() == [False, True, False, True]


def test_a_map_without_overlap_is_drawn_as_it_was(london):
    shapes = london.geometry.to_numpy()
    assert not as_discs(shapes).any()
    simplified = shapely.coverage_simplify(shapes, 1)
    assert len(sketch(simplified)) == 32


@given(
    st.lists(
        st.tuples(*[st.integers(0, 6)] * 4), min_size=2, max_size=8, unique_by=lambda c: c[:2]
    ),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=3),
)
def test_what_is_drawn_lies_side_by_side(corners, places):
    boxes = [shapely.box(x, y, x + 1 + w, y + 1 + h) for x, y, w, h in corners]
    shapes = np.array([*boxes, *map(Point, places)])
    discs = as_discs(shapes)
    shown = sketch(shapes)
    assert (shapely.area(shown) > 0).all()
    areas = shown[~discs]
    for k, a in enumerate(areas):
        for b in areas[:k]:
            assert a.intersection(b).area < 1e-9
    for disc in shown[discs]:  # A body may be hidden as a whole only if it is smaller than a disc.
        for area in areas:
            assert disc.intersection(area).area < 1e-9 or area.area <= disc.area


def test_discs_stand_apart_where_there_is_room():
    tiers = [shapely.box(0, 0, 4000, 4000)] * 3
    shapes = np.array([*grid(4, 4).translate(-400_000, -300_000), *tiers], dtype=object)
    discs = sketch(shapes)[as_discs(shapes)]
    assert len(discs) == 3
    assert min(a.distance(b) for k, a in enumerate(discs) for b in discs[:k]) > 0


@pytest.fixture
def county_and_districts():
    return councils_of(
        {"a": square(0, 0), "b": square(1000, 0), "county": shapely.box(0, 0, 2000, 1000)},
        population=[100_000, 120_000, 220_000],
    )


def test_the_key_says_what_a_disc_is(county_and_districts):
    problem = cl.Problem(county_and_districts, cl.preset("central"), overlapping=True)
    for ax in (
        cl.solve(problem).plot(),
        cl.plot_adjacency(county_and_districts, problem.adjacency),
    ):
        said = [text.get_text() for text in ax.get_legend().get_texts()]
        assert "lies over others" in said
    plain = problem.replace(councils=county_and_districts.iloc[:2], adjacency=None)
    said = [text.get_text() for text in cl.solve(plain).plot().get_legend().get_texts()]
    assert "lies over others" not in said


def test_a_map_of_points_joins_those_of_a_cluster():
    offices = grid(2, 2)
    offices["geometry"] = offices.centroid
    problem = cl.Problem(
        offices, cl.preset("central"), adjacency=cl.adjacency(offices, within_km=1)
    )
    pair = problem.evaluate({"r0c0": 1, "r0c1": 1}, rest_alone=True)
    ax = pair.plot()
    assert len(drawn(ax, "link")) == 1
    assert len(drawn(ax, "label")) == 4


def test_points_are_written_to_files_and_read_again(tmp_path):
    import geopandas as gpd

    offices = grid(2, 2)
    offices["geometry"] = offices.centroid
    problem = cl.Problem(
        offices, cl.preset("central"), adjacency=cl.adjacency(offices, within_km=1)
    )
    cl.solve(problem).to_file(tmp_path / "offices.gpkg")
    again = gpd.read_file(tmp_path / "offices.gpkg", layer="councils")
    assert set(again.geom_type) == {"Point"}
