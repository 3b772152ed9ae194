"""Annealing finds plans, near the best or the best, and only plans."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from instances import cases, puzzle, thorough

import clusterer as cl
from clusterer.search.annealing import Annealer
from clusterer.search.columns import Columns


def anneal(problem: cl.Problem, *, steps: int = 3_000, seed: int = 0):
    """Return the columns of a problem, and those of the plan that annealing finds."""
    columns = Columns.of(problem)
    annealer = Annealer(columns, problem.neighbours, seed=seed)
    found = annealer.run(steps=steps, remaining=lambda: math.inf)
    return columns, found


def is_plan(columns: Columns, chosen) -> bool:
    covered = np.concatenate([columns.candidates.positions(k) for k in chosen])
    return sorted(covered) == list(range(columns.n))


@thorough
@given(cases())
def test_what_it_finds_is_made_of_candidates_and_covers_each_council_once(case):
    columns, found = anneal(case.problem, steps=500)
    if found is not None:
        assert is_plan(columns, found)
        if columns.keeps_limits(found):
            assert columns.costs[found].sum() >= case.truth.best - 1e-6


def test_of_small_problems_it_finds_the_best_plan_nearly_always():
    found_best = 0
    for seed in range(40):
        case = puzzle(seed)
        columns, found = anneal(case.problem)
        assert found is not None
        found_best += columns.costs[found].sum() <= case.truth.best + 1e-6
    assert found_best >= 36


@pytest.mark.parametrize(
    ("rules", "limits"),
    [
        ([], [cl.ClusterCount(exactly=7)]),
        ([], [cl.ClusterCount(at_most=8)]),
        ([cl.PopulationBounds(at_least=700_000)], []),
        ([cl.PopulationBounds(at_least=500_000)], [cl.ClusterCount(at_least=11)]),
    ],
)
def test_it_needs_no_plan_to_begin_with(rules, limits):
    """Councils alone are no plan here, and small clusters are no candidates."""
    problem = cl.Problem(
        cl.datasets.london(),
        cl.preset("central"),
        [cl.MaxSize(7), *rules],
        limits,
        cl.adjacency(cl.datasets.london(), crossings=cl.datasets.thames_crossings()),
    )
    columns, found = anneal(problem, steps=20_000)
    assert found is not None
    assert is_plan(columns, found)
    assert columns.keeps_limits(found)
    best = cl.solve(problem).objective
    assert best - 1e-6 <= columns.costs[found].sum() <= 1.02 * best


def test_the_same_seed_gives_the_same_plan():
    problem = cl.Problem(cl.datasets.london(), cl.preset("business-case"), [cl.MaxSize(6)])
    _, first = anneal(problem, seed=5)
    _, again = anneal(problem, seed=5)
    assert first.tolist() == again.tolist()


def test_where_a_council_has_no_candidate_it_finds_none():
    problem = cl.Problem(
        cl.datasets.london(), [], [cl.MaxSize(2), cl.PopulationBounds(at_least=480_000)]
    )
    assert anneal(problem)[1] is None


def test_it_ends_when_the_time_is_up():
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(4)])
    columns = Columns.of(problem)
    annealer = Annealer(columns, problem.neighbours, seed=0)
    found = annealer.run(steps=10**12, remaining=lambda: 0.0)
    assert is_plan(columns, found)
