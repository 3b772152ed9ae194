"""Boundaries made sound: what is changed, by how many square metres, and what is left alone."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from bad import Bad, check, each
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, grid, square

import clusterer as cl

CAN_CLEAN = hasattr(shapely, "coverage_clean") and shapely.geos_version >= (3, 14, 0)
cleaning = pytest.mark.skipif(not CAN_CLEAN, reason="shapely is too old to clean coverages")

BOW_TIE = shapely.Polygon([(2000, 0), (3000, 1000), (3000, 0), (2000, 1000)])
"""Two triangles of 250,000 m² each, drawn in one go."""


def test_what_the_error_advises_works_where_make_valid_is_a_dead_end():
    # A square with a spike: made valid by lines, it becomes a square and a line.
    spike = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (2000, 1500), (2000, 1000),
                             (1000, 1000)])  # fmt: skip
    councils = councils_of({"a": square(0, 0), "b": spike})
    with pytest.raises(cl.InputError, match="repair"):
        cl.adjacency(councils)
    lines = councils.set_geometry(councils.make_valid())
    assert lines.geom_type["b"] == "GeometryCollection"
    with pytest.raises(cl.InputError, match="repair"):
        cl.adjacency(lines)
    for table in (councils, lines):
        repaired = cl.repair(table)
        assert cl.adjacency(repaired.councils).number_of_edges() == 1
        assert repaired.changes.loc["b", "area"] == 1e6


def test_lines_and_points_are_dropped_and_told():
    mixed = shapely.GeometryCollection(
        [
            square(1000, 0),
            shapely.GeometryCollection([shapely.Point(0, 0), shapely.MultiPoint([[1, 1], [2, 2]])]),
            shapely.LineString([(0, 0), (5, 5)]),
            shapely.MultiPolygon([square(5000, 0), square(7000, 0)]),
        ]
    )
    repaired = cl.repair(councils_of({"a": square(0, 0), "b": mixed}))
    assert repaired.changes["dropped"].to_dict() == {"b": "1 line, 3 points"}
    assert repaired.changes.loc["b", ["made_valid", "gained", "lost", "area"]].tolist() == [
        *(0, 0, 0),
        3e6,
    ]
    assert repaired.councils.geometry["b"].equals(
        shapely.MultiPolygon([square(1000, 0), square(5000, 0), square(7000, 0)])
    )


def test_a_bow_tie_becomes_two_triangles():
    repaired = cl.repair(councils_of({"a": square(0, 0), "b": BOW_TIE}))
    assert repaired.changes.index.to_list() == ["b"]
    assert repaired.changes.loc["b", "made_valid"] == pytest.approx(500_000)
    assert "Self-intersection" in repaired.changes.loc["b", "fault"]
    assert repaired.councils.geometry["b"].area == pytest.approx(500_000)
    assert repaired.headline == "1 of 2 councils repaired, up to a width of 10 m: 1 made valid"


@cleaning
def test_an_overlap_goes_to_one_of_the_two():
    # Five metres along a kilometre.
    councils = councils_of({"a": square(0, 0), "b": shapely.box(995, 0, 1500, 1000)})
    repaired = cl.repair(councils)
    assert repaired.councils.area.sum() == pytest.approx(1_500_000)
    assert repaired.changes["lost"].sum() == pytest.approx(5_000)
    assert repaired.changes["gained"].sum() == 0


@cleaning
def test_a_gap_with_councils_all_around_goes_to_one_of_them():
    # Eight metres by one kilometre between a and b, closed by c above and d below.
    councils = councils_of(
        {
            "a": square(0, 0),
            "b": square(1008, 0),
            "c": shapely.box(0, 1000, 2008, 1500),
            "d": shapely.box(0, -500, 2008, 0),
        }
    )
    repaired = cl.repair(councils)
    assert repaired.changes["gained"].to_list() == [pytest.approx(8_000)]
    assert repaired.changes.index[0] in ("a", "b")
    assert repaired.councils.area.sum() == pytest.approx(councils.area.sum() + 8_000)
    kept = cl.repair(councils, width=5)
    assert kept.changes.empty
    assert kept.councils.geom_equals(councils).all()


@cleaning
def test_a_width_is_in_metres_in_feet_too():
    # The strip is 16.4 US feet wide, five metres.
    councils = councils_of({"a": square(0, 0, 3000), "b": shapely.box(2983.6, 0, 9e3, 3e3)}, 2263)
    assert cl.repair(councils, width=6).changes["lost"].to_list() == [
        pytest.approx(16.4 * 3000 * (1200 / 3937) ** 2)
    ]
    with pytest.raises(cl.InputError, match="overlap by more than a width of 4 m"):
        cl.repair(councils, width=4)


def test_with_no_width_bodies_that_lie_over_each_other_are_left_so():
    shapes = {"tie": BOW_TIE, "county": square(2000, 0, 2000), "office": shapely.Point(3500, 1500)}
    repaired = cl.repair(councils_of(shapes), width=0)
    assert repaired.changes.index.to_list() == ["tie"]
    graph = cl.adjacency(repaired.councils, overlapping=True)
    assert {frozenset(edge) for edge in graph.edges} == {
        frozenset(["tie", "county"]),
        frozenset(["county", "office"]),
    }


def test_all_else_in_the_table_is_as_it_was_and_so_is_the_table_given():
    councils = councils_of({"a": square(0, 0), "b": BOW_TIE}, population=[3, 4])
    councils = councils.rename_geometry("shape")
    councils["office"] = gpd.points_from_xy([0, 1], [0, 1])
    before = councils.copy()
    repaired = cl.repair(councils).councils
    pd.testing.assert_frame_equal(councils, before)
    pd.testing.assert_frame_equal(
        pd.DataFrame(repaired.drop(columns="shape")), pd.DataFrame(before.drop(columns="shape"))
    )
    assert repaired.active_geometry_name == "shape"
    assert repaired.crs == councils.crs


def test_sound_boundaries_are_left_alone():
    councils = cl.datasets.london()
    repaired = cl.repair(councils)
    assert repaired.headline == "nothing was to be repaired in 32 councils"
    assert repr(repaired) == repaired.headline
    pd.testing.assert_frame_equal(repaired.councils, councils)
    assert cl.repair(cl.Councils.validated(councils)).changes.empty


def test_nothing_is_repaired_unasked():
    councils = councils_of({"a": square(0, 0), "b": BOW_TIE})
    for use in (cl.adjacency, cl.Councils.validated, lambda table: cl.Problem(table, [])):
        with pytest.raises(cl.InputError, match="invalid geometry"):
            use(councils)


@cleaning
@given(
    st.lists(st.tuples(*[st.floats(-2, 2)] * 8), min_size=6, max_size=6),
    st.randoms(use_true_random=False),
)
def test_a_shaken_map_has_the_borders_of_the_map(shifts, random):
    # Each corner of each square is moved by itself, by up to 2 m each way.
    sound = grid(2, 3)
    shaken = sound.copy()
    shaken.geometry = [
        shapely.Polygon(shapely.get_coordinates(shape)[:4] + np.reshape(shift, (4, 2)))
        for shape, shift in zip(sound.geometry, shifts, strict=True)
    ]
    repaired = cl.repair(shaken)
    shapes = repaired.councils.geometry.to_numpy()
    i, j = np.triu_indices(6, k=1)
    assert shapely.area(shapely.intersection(shapes[i], shapes[j])).max() < 1e-6
    change = repaired.changes.reindex(sound.index).fillna({"gained": 0, "lost": 0})
    told = change["gained"] - change["lost"]
    np.testing.assert_allclose(shapely.area(shapes) - shaken.area, told, atol=0.5)
    # Each side moves by less than 3 m along a kilometre, and there are four sides.
    assert (told.abs() < 4 * 3 * 1010).all()
    assert cl.repair(repaired.councils).headline.startswith("nothing")


def test_many_changes_are_shown_in_part():
    ties = {f"c{i}": shapely.affinity.translate(BOW_TIE, 3000 * i) for i in range(23)}
    repaired = cl.repair(councils_of(ties))
    assert len(repaired.changes) == 23
    for text in (repr(repaired), repaired._repr_html_()):
        assert text.count("500,000 m²") == 2 * 20
        assert "and 3 more councils, in .changes" in text


TABLE = [
    Bad(
        "no table at all",
        lambda: cl.repair("councils.gpkg"),
        "councils must be a GeoDataFrame, not str; read a boundary file with "
        "geopandas.read_file(...)",
    ),
    Bad(
        "degrees, in which no width is known",
        lambda: cl.repair(grid(1, 2).to_crs(4326)),
        "councils are in WGS 84 (EPSG:4326), which is no projected CRS...",
    ),
    Bad(
        "a width below zero",
        lambda: cl.repair(grid(1, 2), width=-1),
        "width = -1 must be a number of metres, 0 or more",
    ),
    Bad(
        "a council without an area",
        lambda: cl.repair(councils_of({"a": square(0, 0), "b": shapely.Point(0, 0)})),
        "B (b): a geometry without any polygon (Point); give the area of the council, or leave it "
        "out",
    ),
    Bad(
        "a council that is empty",
        lambda: cl.repair(councils_of({"a": square(0, 0), "b": None})),
        "B (b): an empty or missing geometry; give it one or leave the council out",
    ),
    Bad(
        "a polygon that is a line",
        lambda: cl.repair(
            councils_of({"a": square(0, 0), "b": shapely.Polygon([(0, 0), (9, 0), (0, 0), (0, 0)])})
        ),
        "B (b): an invalid geometry that has no area (...); give the area of the council, or "
        "leave it out",
    ),
    Bad(
        "an overlap wider than the width",
        lambda: cl.repair(councils_of({"a": square(0, 0), "b": square(970, 0)})),
        "councils overlap by more than a width of 10 m, in 1 pair: A (a) and B (b) by 3% (30 m "
        "wide); slivers, such as digitised borders have (as here), are taken away by councils = "
        "clusterer.repair(councils, width=50).councils",
    ),
]


@each(TABLE)
def test_what_cannot_be_repaired_is_told_by_name(run, message):
    check(run, message)


def test_an_old_shapely_is_told(monkeypatch):
    monkeypatch.delattr(shapely, "coverage_clean", raising=False)
    councils = councils_of({"a": square(0, 0), "b": square(995, 0)})
    with pytest.raises(cl.InputError, match=r"needs shapely 2\.2 .* pip install --upgrade shapely"):
        cl.repair(councils)
    # What needs no cleaning goes with any.
    assert len(cl.repair(councils_of({"a": square(0, 0), "b": BOW_TIE})).changes) == 1
