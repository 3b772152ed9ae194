"""Land borders: what touches, what only nearly touches, and what does not."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from libpysal.graph import Graph
from maps import councils_of, grid, square

from clusterer.councils import Councils
from clusterer.geography.borders import land_pairs


def borders_of(shapes, tolerance=1.0, crs=27700):
    """Return the pairs of labels that share a land border."""
    table = councils_of(shapes, crs=crs)
    pairs = land_pairs(Councils.validated(table), tolerance)
    return {(table.index[i], table.index[j]) for i, j in pairs}


toys = pytest.mark.filterwarnings("ignore:half of the councils:clusterer.ImplausibleWarning")


@toys
@pytest.mark.parametrize("side", [1.0, 10.0, 1000.0, 50_000.0])
def test_squares_border_along_sides_not_at_corners_whatever_their_size(side):
    table = grid(3, 4, side=side)
    pairs = land_pairs(Councils.validated(table), 1.0)
    # 3 rows of 3 borders, and 2 between rows of 4.
    assert len(pairs) == 3 * 3 + 2 * 4
    assert all(b - a in (1, 4) for a, b in pairs)


def test_pairs_come_lower_row_first_and_once():
    pairs = land_pairs(Councils.validated(grid(4, 4)), 1.0)
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert len(np.unique(pairs, axis=0)) == len(pairs)


def test_one_council_has_no_border():
    assert land_pairs(Councils.validated(grid(1, 1)), 1.0).shape == (0, 2)


@pytest.mark.parametrize("gap", [0.5, -0.5])
def test_a_digitising_gap_or_sliver_of_half_a_metre_is_a_border(gap):
    assert borders_of({"a": square(0, 0), "b": square(1000 + gap, 0)}) == {("a", "b")}


def test_a_gap_wider_than_the_tolerance_is_no_border():
    shapes = {"a": square(0, 0), "b": square(1003, 0)}
    assert borders_of(shapes) == set()
    assert borders_of(shapes, tolerance=5.0) == {("a", "b")}


def test_without_tolerance_a_gap_is_no_border():
    assert borders_of({"a": square(0, 0), "b": square(1000.5, 0)}, tolerance=0.0) == set()
    assert borders_of({"a": square(0, 0), "b": square(1000, 0)}, tolerance=0.0) == {("a", "b")}


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (0.5, 0.5), (-0.5, -0.5), (0.5, -0.5)])
def test_a_corner_is_no_border_even_if_digitised_badly(dx, dy):
    assert borders_of({"a": square(0, 0), "b": square(1000 + dx, 1000 + dy)}) == set()


def test_many_corners_are_no_border():
    # b meets a in five corners, as the black fields of a chessboard do the white.
    whites, blacks = ((1, 2), (3, 2)), ((0, 1), (2, 1), (2, 3))
    a, b = (
        shapely.union_all([square(1000 * x, 1000 * y) for x, y in fields])
        for fields in (whites, blacks)
    )
    assert borders_of({"a": a, "b": b}) == set()


def test_a_short_border_in_common_is_a_border():
    assert borders_of({"a": square(0, 0), "b": square(1000, 995)}) == {("a", "b")}


def test_a_gap_must_run_along_ten_tolerances_to_be_a_border():
    assert borders_of({"a": square(0, 0), "b": square(1000.5, 985)}) == {("a", "b")}
    assert borders_of({"a": square(0, 0), "b": square(1000.5, 995)}) == set()


def test_collinear_borders_that_overlap_by_rounding_only_meet_in_a_corner():
    hair = 1e-10
    assert borders_of({"a": square(0, 0), "b": square(1000 - hair, 1000)}) == set()


def test_vertices_on_one_side_only_do_not_hide_a_border():
    # b has a vertex that a lacks, and bulges by 20 cm there: no segment in common.
    b = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (1000.2, 500)])
    assert borders_of({"a": square(0, 0), "b": b}) == {("a", "b")}


def test_an_enclave_borders_the_council_around_it():
    hole = square(250, 250, 500)
    assert borders_of({"ring": square(0, 0).difference(hole), "core": hole}) == {("ring", "core")}


def test_an_exclave_borders_what_it_touches():
    shapes = {"a": shapely.union(square(0, 0), square(5000, 0)), "b": square(6000, 0)}
    assert borders_of(shapes) == {("a", "b")}


def test_the_tolerance_is_in_metres_whatever_the_unit_of_the_map():
    # Gaps of 2.5 and 4.5 feet (0.8 and 1.4 m) between squares of 5,000 feet.
    shapes = {"a": square(0, 0, 5000), "b": square(5002.5, 0, 5000), "c": square(10007, 0, 5000)}
    assert borders_of(shapes, crs=2263) == {("a", "b")}
    assert borders_of(shapes, crs=2263, tolerance=1.5) == {("a", "b"), ("b", "c")}


@toys
def test_a_map_of_unit_hexagons_has_six_neighbours_in_its_middle():
    angles = np.radians(np.arange(0, 360, 60) + 30)
    places = [(q, r) for q in (-1, 0, 1) for r in (-1, 0, 1) if abs(q + r) <= 1]
    shapes = {
        f"{q},{r}": shapely.Polygon(
            [(math.sqrt(3) * (q + r / 2) + math.cos(a), 1.5 * r + math.sin(a)) for a in angles]
        )
        for q, r in places
    }
    pairs = borders_of(shapes)
    assert len(pairs) == 12
    assert sum("0,0" in pair for pair in pairs) == 6


@given(st.integers(1, 4), st.integers(1, 4), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_shifted_rows_border_as_much_of_the_row_below_as_they_lie_on(rows, cols, dx, gap):
    # Every row is moved by dx of a side and lifted by a gap within the tolerance.
    labels = [(r, c) for r in range(rows) for c in range(cols)]
    shapes = {f"{r},{c}": square(1000 * (c + r * dx), r * (1000 + gap)) for r, c in labels}
    expected = {
        (f"{r},{c}", f"{s},{d}")
        for r, c in labels
        for s, d in labels
        if (s == r and d == c + 1)
        # With 20 m or more above one another.
        or (s == r + 1 and 1 - abs(d - c + dx) >= 0.02)
    }
    # Overlaps of less than that may be either.
    unsure = {
        (f"{r},{c}", f"{r + 1},{d}")
        for r, c in labels
        for d in range(cols)
        if 0 <= 1 - abs(d - c + dx) < 0.02
    }
    assert borders_of(shapes) - unsure == expected


@given(st.data())
def test_land_borders_are_those_of_libpysal_on_clean_maps(data):
    # Blocks of a chessboard of 16 squares, merged at random.
    squares = [square(1000 * (i % 4), 1000 * (i // 4)) for i in range(16)]
    owner = data.draw(st.lists(st.integers(0, 5), min_size=16, max_size=16))
    shapes = {
        f"o{k}": shapely.union_all([s for s, o in zip(squares, owner, strict=True) if o == k])
        for k in sorted(set(owner))
    }
    rook = Graph.build_contiguity(councils_of(shapes), rook=True, strict=True)
    assert borders_of(shapes) == {(a, b) for a, b in rook.adjacency.index if a < b}
