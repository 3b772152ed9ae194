"""Plans that break a rule are told, mended, or given up."""

from __future__ import annotations

import random

import pytest
from benchmarking.cases import clusters, row_of

from benchmarks.instances import INSTANCES
from benchmarks.methods.prices import Prices
from benchmarks.methods.shape import (
    cheapest_cut,
    keeps_rules,
    pieces,
    random_plan,
    repaired,
    touching,
)


@pytest.fixture
def rng():
    return random.Random(1)


def test_pieces_are_the_connected_parts():
    case = row_of(6)
    assert set(pieces([0, 1, 3, 5], case.neighbours)) == set(clusters((0, 1), (3,), (5,)))


@pytest.mark.parametrize(
    ("plan", "kept"),
    [
        (((0, 1), (2, 3)), True),
        (((0, 2), (1, 3)), False),
        (((0, 1, 2), (3,)), False),
        (((0, 1), (2,), (3,)), False),
    ],
)
def test_rules_are_connection_cap_and_count(plan, kept):
    assert keeps_rules(clusters(*plan), row_of(4, cap=2, count=2)) is kept


def test_what_hangs_apart_is_parted(rng):
    case = row_of(4)
    mended = repaired(clusters((0, 2), (1,), (3,)), case, Prices(case), rng)
    assert set(mended) == set(clusters((0,), (1,), (2,), (3,)))


def test_what_is_too_large_is_cut(rng):
    case = row_of(7, cap=3)
    mended = repaired(clusters(tuple(range(7))), case, Prices(case), rng)
    assert keeps_rules(mended, case)
    assert len(mended) == 3


@pytest.mark.parametrize("plan", [((0, 1, 2, 3),), ((0,), (1,), (2,), (3,))])
def test_there_are_as_many_clusters_as_asked(plan, rng):
    case = row_of(4, cap=3, count=2)
    mended = repaired(clusters(*plan), case, Prices(case), rng)
    assert len(mended) == 2
    assert keeps_rules(mended, case)


def test_where_no_two_clusters_fit_together_one_is_dissolved(rng):
    case = row_of(6, cap=3, count=2)
    mended = repaired(clusters((0, 1), (2, 3), (4, 5)), case, Prices(case), rng)
    assert set(mended) == set(clusters((0, 1, 2), (3, 4, 5)))


def test_what_cannot_be_mended_is_none(rng):
    case = row_of(3, cap=1, count=2)
    assert repaired(clusters((0,), (1,), (2,)), case, Prices(case), rng) is None


def test_a_cut_is_the_cheapest_of_those_tried(rng):
    case = row_of(4)
    # Two pairs: 2 + 2 · 0.1; a three and a one: 2 + 0.1 + 0.1 + 0.2.
    assert set(cheapest_cut(frozenset(range(4)), case, Prices(case), rng)) == set(
        clusters((0, 1), (2, 3))
    )


def test_touching_clusters_are_told_once():
    found = touching(clusters((0, 1), (2,), (3,)), row_of(4))
    assert [{*pair} for pair in found] == [{*clusters((0, 1), (2,))}, {*clusters((2,), (3,))}]


@pytest.mark.parametrize("count", [5, 8, 16, 31, 32])
def test_random_plans_keep_the_rules(count, rng):
    case = INSTANCES["london-central-8"].build()
    plan = random_plan(case, count, rng)
    assert sorted(i for cluster in plan for i in cluster) == list(range(32))
    assert keeps_rules(plan, case)
    assert len(plan) == count or count == 5
