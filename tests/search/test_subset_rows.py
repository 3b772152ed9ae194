"""Subset rows: which are found, and that they are those that the solution breaks."""

from __future__ import annotations

import math
from itertools import combinations
from random import Random

import numpy as np
import pytest
from maps import grid

import clusterer as cl
from clusterer.search.parity_rows import parity_rows
from clusterer.search.rank_one import rank_one_rows
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import violated


def fractional(seed: int, n: int, parts: int):
    """Return clusters of up to four in several parts of a map, each with a random value."""
    rng = Random(seed)
    councils = cl.Councils.validated(grid(1, n * parts))
    clusters, values = [], []
    for part in range(parts):
        rows = range(part * n, (part + 1) * n)
        some = [c for size in (1, 2, 3, 4) for c in combinations(rows, size)]
        chosen = rng.sample(some, min(len(some), 14))
        clusters += chosen
        values += [rng.choice([0.0, 0.25, 0.5, 0.5, 0.75]) for _ in chosen]
    return cl.Candidates.of(councils, clusters), np.array(values), clusters


def broken_by(row, clusters, values) -> float:
    members = set(row.councils)
    left = sum(
        len(members & set(c)) // row.divisor * x for c, x in zip(clusters, values, strict=True)
    )
    return left - len(members) // row.divisor


def forever() -> float:
    return math.inf


@pytest.mark.parametrize("seed", range(30))
def test_what_is_found_is_broken_and_the_worst_comes_first(seed):
    candidates, values, clusters = fractional(seed, 6, 3)
    rows = violated(candidates, values, at_most=50, remaining=forever)
    amounts = [broken_by(row, clusters, values) for row in rows]
    assert all(amount > 0.02 for amount in amounts)
    assert amounts == pytest.approx(sorted(amounts, reverse=True))
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("seed", range(60))
def test_odd_sets_that_are_found_are_broken_and_the_worst_comes_first(seed):
    candidates, values, clusters = fractional(seed, 6, 3)
    # Each council is covered once, as by a relaxation: what lacks is covered by itself.
    covered = np.zeros(18)
    for cluster, x in zip(clusters, values, strict=True):
        covered[list(cluster)] += x
    values = values / max(1.0, covered.max())
    alone = 1.0 - covered / max(1.0, covered.max())
    clusters = [*clusters, *((i,) for i in range(18))]
    values = np.append(values, alone)
    candidates = cl.Candidates.of(candidates.councils, clusters)
    rows = parity_rows(candidates, values, at_most=50, remaining=forever)
    amounts = [broken_by(row, clusters, values) for row in rows]
    assert all(row.divisor == 2 and len(row.councils) % 2 for row in rows)
    assert all(amount > 0.02 for amount in amounts)
    assert amounts == pytest.approx(sorted(amounts, reverse=True))
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("n", range(3, 40, 2))
def test_an_odd_ring_of_half_pairs_is_found_whole(n):
    """No smaller set of councils is broken there (Edmonds, 1965)."""
    councils = cl.Councils.validated(grid(1, n + 4))
    shuffled = Random(n).sample(range(n + 4), n)
    ring = [tuple(sorted(pair)) for pair in zip(shuffled, shuffled[1:] + shuffled[:1], strict=True)]
    others = [(i,) for i in set(range(n + 4)) - set(shuffled)]
    candidates = cl.Candidates.of(councils, ring + others)
    values = np.array([0.5] * n + [1.0] * 4)
    rows = parity_rows(candidates, values, at_most=50, remaining=forever)
    assert rows == [SubsetRow(tuple(sorted(shuffled)), 2)]


def test_what_no_odd_set_breaks_has_no_row():
    councils = cl.Councils.validated(grid(1, 6))
    ring = [(i, (i + 1) % 6) for i in range(6)]
    candidates = cl.Candidates.of(councils, [tuple(sorted(pair)) for pair in ring])
    assert parity_rows(candidates, np.full(6, 0.5), at_most=50, remaining=forever) == []


@pytest.mark.parametrize("seed", range(30))
def test_the_worst_triple_is_found(seed):
    candidates, values, clusters = fractional(seed, 6, 3)
    n = len(candidates.councils)
    worst = max(
        sum((len(set(t) & set(c)) >= 2) * x for c, x in zip(clusters, values, strict=True)) - 1
        for t in combinations(range(n), 3)
    )
    rows = violated(candidates, values, at_most=10_000, remaining=forever)
    triples = [broken_by(r, clusters, values) for r in rows if len(r.councils) == 3]
    if worst > 0.02:
        assert max(triples) == pytest.approx(worst)
    else:
        assert triples == []


@pytest.mark.parametrize("seed", range(10))
def test_parts_of_a_map_are_as_if_each_were_alone(seed):
    candidates, values, clusters = fractional(seed, 5, 4)
    whole = violated(candidates, values, at_most=10_000, remaining=forever)
    apart = []
    for part in range(4):
        inside = np.array([c[0] // 5 == part for c in clusters])
        apart += violated(
            candidates.take(inside), values[inside], at_most=10_000, remaining=forever
        )
    assert set(whole) == set(apart)


def test_without_time_nothing_more_is_looked_for():
    candidates, values, _ = fractional(1, 6, 3)
    assert violated(candidates, values, at_most=9, remaining=lambda: 0.0) == []


def test_of_whole_values_nothing_is_broken():
    candidates, _, clusters = fractional(2, 6, 3)
    assert violated(candidates, np.ones(len(clusters)), at_most=9, remaining=forever) == []


def left_hand_side(row: SubsetRow, clusters, values) -> float:
    p = dict(zip(row.councils, row.counts, strict=True))
    return sum(
        sum(p.get(i, 0) for i in cluster) // row.divisor * x
        for cluster, x in zip(clusters, values, strict=True)
    )


@pytest.mark.parametrize("seed", range(30))
def test_with_multipliers_too_what_is_found_is_broken_and_the_worst_comes_first(seed):
    candidates, values, clusters = fractional(seed, 6, 3)
    rows = rank_one_rows(candidates, values, at_most=50, remaining=forever)
    broken = [left_hand_side(row, clusters, values) - row.most for row in rows]
    assert all(amount > 0.02 for amount in broken)
    assert broken == pytest.approx(sorted(broken, reverse=True))
    assert len(set(rows)) == len(rows)
    for row in rows:
        assert list(row.councils) == sorted(set(row.councils))


@pytest.mark.parametrize("seed", range(30))
def test_plans_keep_what_is_found(seed):
    candidates, values, _ = fractional(seed, 6, 3)
    rows = rank_one_rows(candidates, values, at_most=50, remaining=forever)
    rng = Random(seed)
    n = len(candidates.councils)
    for _ in range(20):
        labels = [rng.randrange(6) for _ in range(n)]
        plan = [[i for i in range(n) if labels[i] == a] for a in range(6)]
        for row in rows:
            assert left_hand_side(row, plan, [1.0] * 6) <= row.most


def test_amounts_count_each_council_as_often_as_its_multiplier_says():
    councils = cl.Councils.validated(grid(1, 5))
    row = SubsetRow((0, 1, 2, 4), 3, (2, 1, 1, 1))
    candidates = cl.Candidates.of(councils, [[0], [0, 1], [1, 2, 4], [0, 1, 2, 4], [3]])
    assert row.amounts(candidates).tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]
    assert row.most == 1


def test_unequal_multipliers_find_what_breaks_them_most():
    councils = cl.Councils.validated(grid(1, 4))
    candidates = cl.Candidates.of(councils, [[0, 1], [0, 2], [0, 3], [1, 2, 3]])
    values = np.array([1, 1, 1, 2]) / 3
    rows = rank_one_rows(candidates, values, at_most=5, remaining=forever)
    assert rows[0] == SubsetRow((0, 1, 2, 3), 3, (2, 1, 1, 1))


def test_a_whole_solution_breaks_no_rank_one_row():
    candidates, values, _ = fractional(0, 6, 1)
    assert rank_one_rows(candidates, np.rint(values), at_most=5, remaining=forever) == []
    assert rank_one_rows(candidates, values, at_most=5, remaining=lambda: -math.inf) == []
