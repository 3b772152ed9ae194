"""Distances on the ground and in politics."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from maps import grid

from clusterer.councils import Councils
from clusterer.geography import centroid_km, seat_distance, seat_shares
from clusterer.geography.distances import pair_km, pairs_within


def with_seats(*rows, parties=("seats_a", "seats_b", "seats_c")):
    """Return a row of councils with these seats."""
    columns = dict(zip(parties, zip(*rows, strict=True), strict=False))
    table = grid(1, len(rows)).drop(columns=["seats_red", "seats_blue", "seats_total"])
    return Councils.validated(table.assign(**columns))


def test_km_between_the_squares_of_a_grid_are_those_of_pythagoras():
    km = centroid_km(Councils.validated(grid(4, 5)))
    places = [(r, c) for r in range(4) for c in range(5)]
    assert km == pytest.approx(np.array([[math.dist(a, b) for b in places] for a in places]))


def test_km_are_floats_the_same_both_ways_and_none_to_oneself(london):
    km = centroid_km(Councils.validated(london))
    assert km.dtype == np.float64
    assert km.shape == (32, 32)
    assert (km == km.T).all()
    assert not km.diagonal().any()


def test_km_on_a_map_in_feet_are_km():
    km = centroid_km(Councils.validated(grid(1, 2, side=5280, crs=2263)))
    assert km[0, 1] == pytest.approx(1.609347, abs=1e-6)


def test_km_of_pairs_are_those_of_the_matrix(london):
    councils = Councils.validated(london)
    pairs = np.array([(0, 31), (5, 2), (7, 7)])
    assert (pair_km(councils, pairs) == centroid_km(councils)[tuple(pairs.T)]).all()


def test_km_of_no_pairs_are_none(chessboard):
    assert pair_km(Councils.validated(chessboard), []).shape == (0,)


@pytest.mark.parametrize("km", [0, 1, 5, 15, 40, math.inf])
def test_pairs_within_a_distance_are_those_of_the_matrix(london, km):
    councils = Councils.validated(london)
    expected = np.argwhere(np.triu(centroid_km(councils) <= km, k=1))
    found = pairs_within(councils, km)
    assert sorted(map(tuple, found)) == list(map(tuple, expected))


def test_shares_of_seats_sum_to_one(london):
    shares = seat_shares(Councils.validated(london))
    assert shares.sum(axis=1) == pytest.approx(np.ones(32))


def test_the_total_of_seats_is_no_party(chessboard):
    shares = seat_shares(Councils.validated(chessboard))
    assert shares.shape == (12, 2)
    assert shares[:2].tolist() == [[0.75, 0.25], [0.25, 0.75]]


def test_parties_can_be_chosen_by_column():
    councils = with_seats((10, 5, 5), (0, 5, 15))
    assert seat_shares(councils, ["seats_c", "seats_b"]).tolist() == [[0.5, 0.5], [0.75, 0.25]]


def test_seat_distance_is_the_part_of_the_seats_that_would_change_hands():
    distance = seat_distance(with_seats((10, 10, 0), (10, 0, 10), (0, 0, 7), (30, 30, 0)))
    assert distance == pytest.approx(
        np.array([[0, 0.5, 1, 0], [0.5, 0, 0.5, 0.5], [1, 0.5, 0, 1], [0, 0.5, 1, 0]])
    )


def test_squares_of_one_colour_on_a_chessboard_are_alike(chessboard):
    distance = seat_distance(Councils.validated(chessboard))
    assert distance[0, 1] == 0.5
    assert distance[0, 5] == 0.0


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)).filter(any),
        min_size=2,
        max_size=6,
    )
)
def test_seat_distance_is_a_metric_of_at_most_one_and_the_greatest_gain_of_any_group(rows):
    councils = with_seats(*rows)
    distance, shares = seat_distance(councils), seat_shares(councils)
    assert (distance == distance.T).all()
    assert not distance.diagonal().any()
    assert ((distance >= 0) & (distance <= 1)).all()
    assert (distance[:, None, :] <= distance[:, :, None] + distance[None, :, :] + 1e-12).all()
    # The other definition of total variation: max over sets of parties A of |p(A) − q(A)|.
    groups = np.array([[(g >> p) & 1 for p in range(3)] for g in range(8)])
    gains = np.abs((shares[:, None, :] - shares[None, :, :]) @ groups.T).max(axis=2)
    assert distance == pytest.approx(gains)
