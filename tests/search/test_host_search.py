"""Councils assigned to hosts: the plan is that of a search that lists candidates."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import cases, thorough

import clusterer as cl
from clusterer.search import capped, solution
from clusterer.search.closed_form import ClosedForm
from clusterer.search.host_model import HostModel
from clusterer.search.host_search import HostSearch
from clusterer.search.solution import Solution, Watch


class Caller:
    """Strikes at news of a certain number."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.told = 0

    def __call__(self, _: cl.Progress) -> None:
        self.told += 1
        if self.told > self.at:
            raise KeyboardInterrupt


def additive(case) -> bool:
    form = ClosedForm.of(case.problem)
    return form is not None and HostModel.holds(form)


def search(problem: cl.Problem, watch: Watch | None = None) -> Solution:
    form = ClosedForm.of(problem)
    assert form is not None
    return HostSearch(problem, form, watch=watch).run()


def check(case, found: Solution) -> None:
    """Assert that the answer is the truth, whether a plan or that there is none."""
    best = case.truth.best
    if best is None:
        assert found.clusters is None
        assert found.bound == math.inf
        return
    assert found.objective == pytest.approx(best, abs=1e-6)
    assert best - 2e-6 <= found.bound <= found.objective


@thorough
@given(cases(linear=True).filter(additive))
def test_the_model_has_the_cheapest_of_all_partitions(case):
    told: list[cl.Progress] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HostModel, "plain", True)
        patch.setattr(HostSearch, "_search_capped", lambda _: None)
        check(case, search(case.problem, Watch(callback=told.append)))
    best = math.inf if case.truth.best is None else case.truth.best
    assert all(news.bound <= best + 1e-6 for news in told)


@thorough
@given(cases(linear=True).filter(additive), st.floats(1e-7, 1e-5))
def test_a_cap_proves_no_more_than_is_true(case, memory_gib):
    told: list[cl.Progress] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(capped, "_LISTED_GIB", memory_gib)
        patch.setattr(HostSearch, "_relax", lambda _: None)
        patch.setattr(HostModel, "plain", False)
        found = search(case.problem, Watch(callback=told.append))
    best = math.inf if case.truth.best is None else case.truth.best
    assert found.bound <= best + 1e-6
    assert found.objective >= best - 1e-6
    assert all(news.bound <= best + 1e-6 for news in told)


@pytest.mark.parametrize("first", [0, 6, 12, 18])
def test_a_cap_leaves_in_what_a_plan_with_a_larger_cluster_may_have(first, monkeypatch):
    # Up to two members there are three pairs only; with more, four and two alone cost less.
    boroughs = cl.datasets.london().iloc[first : first + 6]
    problem = cl.Problem(
        boroughs,
        [cl.SetUp(per_cluster=0.0, per_council=5.0, optimism_bias=0.0)],
        limits=[cl.ClusterCount(at_most=3)],
        adjacency=cl.adjacency(boroughs, within_km=math.inf),
    )
    monkeypatch.setattr(capped, "_LISTED_GIB", 1.5e-6)
    monkeypatch.setattr(HostSearch, "_relax", lambda _: None)
    monkeypatch.setattr(HostModel, "plain", False)
    found = search(problem, Watch())
    assert found.bound <= 20.0 + 1e-6
    form = ClosedForm.of(problem)
    columns, outside = capped.capped(problem, form, Watch())
    assert columns.candidates.size.max() == 2
    assert outside <= 20.0 + 1e-6


@pytest.mark.parametrize("seed", [0, 1])
def test_few_large_clusters_are_found_and_proved(seed):
    problem = cl.Problem(
        cl.datasets.synthetic(40), [cl.Travel(0.0003)], limits=[cl.ClusterCount(exactly=6)]
    )
    plan = cl.solve(problem, seed=seed)
    assert plan.status == "optimal"
    assert plan.broken == ()
    assert len(plan.clusters) == 6
    again = cl.solve(problem.replace(), seed=seed)
    assert again.clusters.equals(plan.clusters)


def test_stopped_anywhere_it_gives_a_plan_and_a_bound_that_holds(monkeypatch):
    monkeypatch.setattr(solution, "_BEAT", 0.0)
    rules = [cl.PopulationBounds(at_least=1_000_000)]
    problem = cl.Problem(cl.datasets.synthetic(16), [cl.Travel(0.0003)], rules)
    best = cl.solve(problem).objective
    at = 0
    while True:
        caller = Caller(at)
        found = search(problem.replace(), Watch(callback=caller))
        assert found.bound <= best + 1e-6
        assert found.objective >= best - 1e-6
        if caller.told <= at:
            break
        at += 1
    assert at > 3
    assert found.objective == pytest.approx(best, abs=1e-6)
