"""Places of names on a map."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely
from maps import grid, square

from clusterer.display.placement import line_breaks, place_labels, stars_of

PER_POINT = 15.0
"""Metres in a point: a square of a kilometre is almost an inch wide."""


def boxes(labels):
    return [shapely.box(*label.box) for label in labels]


def test_no_name_covers_another():
    shapes = grid(6, 6).geometry.to_numpy()
    names = [f"Much Wenlock number {k}" for k in range(36)]
    for per_point in (5.0, 15.0, 25.0, 40.0):
        placed = boxes(place_labels(shapes, names, range(0, 36, 5), per_point))
        assert all(a.intersection(b).area == 0 for a, b in combinations(placed, 2))


def test_names_that_fit_stand_within_their_council():
    shapes = grid(3, 3).geometry.to_numpy()
    labels = place_labels(shapes, ["Ely"] * 9, [4], PER_POINT)
    assert [label.row for label in labels] == list(range(9))
    assert all(
        shapes[label.row].covers(box) for label, box in zip(labels, boxes(labels), strict=True)
    )


def test_a_name_stands_in_the_middle_in_the_largest_size():
    (label,) = place_labels(np.array([square(0, 0)]), ["Ely"], [], PER_POINT)
    assert (label.x, label.y) == pytest.approx((500, 500), abs=1)
    assert label.size == 8


def test_a_narrow_council_breaks_its_name():
    narrow = np.array([shapely.box(0, 0, 900, 2000)])
    (label,) = place_labels(narrow, ["Kensington and Chelsea"], [], PER_POINT)
    assert label.text == "Kensington\nand Chelsea"


def test_a_name_too_large_for_its_council_sticks_out_in_the_smallest_size():
    (label,) = place_labels(np.array([square(0, 0, 100)]), ["Rutland"], [], PER_POINT)
    assert label.size == 5


def test_names_without_room_are_left_out():
    shapes = grid(5, 5).geometry.to_numpy()
    labels = place_labels(shapes, ["Llanfairpwllgwyngyll"] * 25, [], 200.0)
    assert 0 < len(labels) < 25


def test_empty_names_are_not_placed():
    labels = place_labels(grid(1, 2).geometry.to_numpy(), ["", "Ely"], [], PER_POINT)
    assert [label.row for label in labels] == [1]


def test_a_star_stands_above_its_name_and_in_its_box():
    labels = place_labels(grid(1, 2).geometry.to_numpy(), ["Ely", "Ely"], [1], PER_POINT)
    ((x, y),) = stars_of(labels, [1])
    west, _, east, north = labels[1].box
    assert west < x < east
    assert labels[1].y < y < north


def test_lines_are_broken_where_the_longest_is_shortest():
    assert line_breaks("Hammersmith and Fulham")[1] == "Hammersmith\nand Fulham"
    assert line_breaks("Ely") == ["Ely"]
    assert len(line_breaks("a b c d e f")) == 4
