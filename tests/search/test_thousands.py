"""What the search does on maps of thousands, on maps so small that the truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from instances import cases, puzzle, thorough

import clusterer as cl
from clusterer.search import annealing, column_generation, plan_search, set_partition
from clusterer.search.column_generation import ColumnGeneration
from clusterer.search.columns import Columns
from clusterer.search.neighbourhood import Regions
from clusterer.search.set_partition import SetPartitionSearch


def as_if_large() -> pytest.MonkeyPatch:
    """Have every map taken for one of thousands, until it is undone."""
    patch = pytest.MonkeyPatch()
    for module in (column_generation, set_partition):
        patch.setattr(module, "MANY", 1)
    return patch


def bound_of(columns: Columns) -> float:
    generation = ColumnGeneration(columns)
    generation.add(np.flatnonzero(columns.candidates.size == 1))
    return generation.relax(
        columns.low, columns.high, remaining=lambda: math.inf, report=lambda _: None
    ).prices.bound


@thorough
@given(cases())
def test_the_best_plan_is_found_and_proved_with_interior_points_too(case):
    large = as_if_large()
    try:
        if case.truth.best is None:
            with pytest.raises(cl.InfeasibleError):
                cl.solve(case.problem)
        else:
            plan = cl.solve(case.problem)
            assert plan.status == "optimal"
            assert plan.objective == pytest.approx(case.truth.best, abs=1e-5)
    finally:
        large.undo()


def test_large_regions_are_looked_into_and_leave_the_best_plan_the_best(monkeypatch):
    """By beams first, which prove nothing, and then the proof goes on as ever."""
    monkeypatch.setattr(plan_search, "MANY", 1)
    monkeypatch.setattr(plan_search, "_VERY_FEW", 0)
    monkeypatch.setattr(plan_search, "_STEPS", 1)
    monkeypatch.setattr(annealing, "_DESCENT", 1)
    monkeypatch.setattr(plan_search, "_LARGE", Regions(6, most_columns=100))
    look_into = SetPartitionSearch._look_into_region
    gains = []

    def look_and_tell(search, region, chosen):
        found = look_into(search, region, chosen)
        gains.append(region.cost(chosen) - region.cost(found))
        return found

    monkeypatch.setattr(SetPartitionSearch, "_look_into_region", look_and_tell)
    for seed in range(60):
        case = puzzle(seed, n=9)
        plan = cl.solve(case.problem)
        assert plan.status == "optimal"
        assert plan.objective == pytest.approx(case.truth.best, abs=1e-5)
    assert len(gains) > 20, gains
    assert min(gains) >= 0
    assert max(gains) > 0, gains


def test_the_bound_of_an_interior_point_is_that_of_the_simplex_method():
    for seed in range(20):
        columns = Columns.of(puzzle(seed).problem)
        exact = bound_of(columns)
        large = as_if_large()
        try:
            rough = bound_of(columns)
        finally:
            large.undo()
        assert exact - 1e-3 * max(1.0, abs(exact)) <= rough <= exact + 1e-6


def test_a_plan_annealed_beside_the_relaxation_is_kept_when_time_is_up_there(monkeypatch):
    """The relaxation takes all the time: what annealing has found by then is the plan."""
    problem = cl.Problem(cl.datasets.synthetic(120), cl.preset("central"), [cl.MaxSize(4)])

    def until_time_is_up(self, low, high, *, remaining, report, cutoff=np.inf):
        while remaining() > 0:
            report(0.0)
        prices = column_generation.price(self._columns, np.zeros(120), np.zeros(low.size))
        return column_generation.Relaxation(prices, None, infeasible=False)

    large = as_if_large()
    monkeypatch.setattr(ColumnGeneration, "relax", until_time_is_up)
    try:
        plan = cl.solve(problem, time_limit=4)
    finally:
        large.undo()
    monkeypatch.undo()
    best = cl.solve(problem)
    assert plan.objective <= best.objective + 0.05 * best.saving
