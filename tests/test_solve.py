"""Solving, against the cheapest of all partitions, counted out in plain Python."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise

import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import Case, cases, each, number, puzzle, thorough
from truth import Limit

import clusterer as cl
from clusterer.search import (
    annealing,
    closing,
    column_generation,
    counts,
    cutting_planes,
    decision,
    plan_search,
    set_partition,
    turns,
)
from clusterer.search.neighbourhood import Regions
from clusterer.search.sweep import Swept

TOLERANCE = 1e-6

brief = settings(thorough, max_examples=60)


def check(case: Case, **options) -> None:
    """Assert that the answer is the truth, whether a plan or that there is none."""
    best = case.truth.best
    if best is None:
        with pytest.raises(cl.InfeasibleError):
            cl.solve(case.problem, **options)
        return
    plan = cl.solve(case.problem, **options)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(best, abs=TOLERANCE)
    assert best - TOLERANCE <= plan.bound <= plan.objective + TOLERANCE
    assert plan.broken == ()
    assert case.problem.evaluate(plan.assignment).objective == pytest.approx(plan.objective)


@thorough
@given(cases())
def test_a_plan_costs_what_the_cheapest_of_all_partitions_costs(case):
    check(case)


@settings(thorough, max_examples=15)
@given(cases(st.just(9)))
def test_a_plan_of_nine_councils_is_the_cheapest_of_21147(case):
    check(case)


@brief
@given(cases(st.integers(2, 6), linear=True))
def test_the_compact_formulation_finds_the_same(case):
    check(case, formulation="compact")


# Harder problems: the relaxation splits clusters, so that a search is needed.


def narrow(patch: pytest.MonkeyPatch) -> None:
    """Let the search see few candidates at first, and one more a round of pricing."""
    one = turns.Beam(4, nearest=2)
    patch.setattr(closing, "_NEAR", 1)
    patch.setattr(closing, "BEAMS", (one,))
    patch.setattr(turns, "_AT_ONCE", (turns.Exact(1),))
    patch.setattr(turns, "_TURNS", ((one, turns.Exact(200_000)),))
    patch.setattr(counts, "_FEW_OF_SMALL", 0)
    patch.setattr(plan_search, "_VERY_FEW", 0)
    patch.setattr(closing, "_MANY", 3)
    patch.setattr(closing, "_FIRST_WINDOW", 2)
    patch.setattr(cutting_planes, "_TO_BEGIN_WITH", 1)
    patch.setattr(plan_search, "_DIVE_AMONG", 3)
    patch.setattr(plan_search, "_STEPS", 1)
    patch.setattr(annealing, "_DESCENT", 1)
    patch.setattr(plan_search, "_REGIONS", Regions(3, most_columns=4))
    patch.setattr(closing, "_REGIONS_AFTER_CUTS", Regions(4, most_columns=6))
    patch.setattr(column_generation, "PER_COUNCIL", 1)


@pytest.mark.parametrize("seed", range(40))
def test_a_problem_whose_relaxation_splits_clusters_is_solved(seed):
    check(puzzle(seed))


@pytest.mark.parametrize("swept", [True, False])
@pytest.mark.parametrize("seed", range(40))
def test_windows_that_begin_tiny_grow_until_the_proof(seed, swept, monkeypatch):
    narrow(monkeypatch)
    if not swept:
        monkeypatch.setattr(turns, "_TURNS", ())
        monkeypatch.setattr(closing, "BEAMS", ())
    check(puzzle(seed))


@settings(thorough, max_examples=150)
@given(cases())
def test_a_narrow_search_finds_the_same(case):
    with pytest.MonkeyPatch.context() as patch:
        narrow(patch)
        check(case)


def test_the_hard_problems_reach_every_part_of_the_search(monkeypatch):
    narrow(monkeypatch)
    reached = {"closings": 0, "subset rows": 0, "MIPs": 0, "dives that find": 0, "branches": 0}
    reached |= {"better regions": 0, "annealings that find": 0, "enumerations": 0, "sweeps": 0}
    reached |= {"beams that find": 0, "windows": 0, "profiles": 0}
    decide = closing.decide
    tighten, dive, ask, enumerate_plans, improve = (
        turns.tighten,
        plan_search.dive,
        decision._ask,
        decision.enumerate_plans,
        plan_search.improve,
    )
    sweep_plans, beam_plan = turns.sweep_plans, turns.beam_plan
    push, profiles = set_partition.Branches.push, counts.profiles
    anneal = annealing.Annealer.run

    def tighten_and_tell(columns, *args, **options):
        tight = tighten(columns, *args, **options)
        reached["closings"] += 1
        reached["subset rows"] += len(tight.rows)
        return tight

    def dive_and_tell(*args, **options):
        found = dive(*args, **options)
        reached["dives that find"] += found is not None
        return found

    def anneal_and_tell(annealer, *args, **options):
        found = anneal(annealer, *args, **options)
        reached["annealings that find"] += found is not None
        return found

    def sweep_and_tell(columns, *args, **options):
        reached["sweeps"] += 1
        swept = sweep_plans(columns, *args, **options)
        # In every other problem they are given up, so that windows decide it.
        return Swept(None, 0.0, ended=False) if seed % 2 else swept

    def beam_and_tell(*args, **options):
        found = beam_plan(*args, **options)
        reached["beams that find"] += found is not None
        return found

    def profile_and_tell(*args):
        found = profiles(*args)
        reached["profiles"] += len(found) > 1
        return found

    def decide_and_tell(*args, **options):
        reached["windows"] += 1
        return decide(*args, **options)

    def ask_and_tell(*args, **options):
        reached["MIPs"] += 1
        return ask(*args, **options)

    def enumerate_and_tell(*args, **options):
        reached["enumerations"] += 1
        # Every other one is given up, so that a solver is asked.
        return enumerate_plans(*args, **options) and reached["enumerations"] % 2 == 0

    def improve_and_tell(*args, **options):
        for plan in improve(*args, **options):
            reached["better regions"] += 1
            yield plan

    def push_and_tell(branches, branch):
        reached["branches"] += 1
        push(branches, branch)

    monkeypatch.setattr(turns, "tighten", tighten_and_tell)
    monkeypatch.setattr(closing, "tighten", tighten_and_tell)
    monkeypatch.setattr(turns, "sweep_plans", sweep_and_tell)
    monkeypatch.setattr(turns, "beam_plan", beam_and_tell)
    monkeypatch.setattr(counts, "profiles", profile_and_tell)
    monkeypatch.setattr(closing, "decide", decide_and_tell)
    monkeypatch.setattr(plan_search, "dive", dive_and_tell)
    monkeypatch.setattr(decision, "_ask", ask_and_tell)
    monkeypatch.setattr(decision, "enumerate_plans", enumerate_and_tell)
    monkeypatch.setattr(annealing.Annealer, "run", anneal_and_tell)
    monkeypatch.setattr(plan_search, "improve", improve_and_tell)
    monkeypatch.setattr(set_partition.Branches, "push", push_and_tell)
    for seed in range(40):
        cl.solve(puzzle(seed).problem)
    assert min(reached.values()) > 0, reached
    assert reached["closings"] > 20, reached
    assert reached["branches"] > 40, reached


cbc_may_be_old = pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated")


@cbc_may_be_old
@pytest.mark.parametrize("name", pulp.listSolvers(onlyAvailable=True))
@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_every_solver_that_is_installed_finds_the_same(name, seed):
    check(puzzle(seed, n=8), solver=name)


@cbc_may_be_old
def test_cbc_answers_to_its_short_name():
    check(puzzle(7, n=8), solver="cbc")


def test_a_solver_of_ones_own_is_not_changed():
    solver = pulp.HiGHS(msg=False, timeLimit=60)
    check(puzzle(7, n=8), solver=solver)
    assert solver.timeLimit == 60


# What does not depend on the problem.


@pytest.mark.parametrize("seed", range(10))
def test_the_same_problem_gets_the_same_plan_even_among_ties(seed):
    first, second = (cl.solve(puzzle(seed).problem, seed=3) for _ in range(2))
    assert first.assignment.equals(second.assignment)
    assert first.bound == second.bound


def test_problems_in_which_all_plans_cost_the_same_are_solved():
    case = puzzle(1)
    flat = [cl.FunctionTerm("flat", lambda c: 0.1 * c.size)]
    for count in range(3, len(case.problem.councils) + 1):
        problem = case.problem.replace(terms=flat, limits=[cl.ClusterCount(exactly=count)])
        assert cl.solve(problem).status == "optimal"


# Stopped early: the bound is right all the same.


def assert_sound(plan: cl.Plan, case: Case) -> None:
    """Assert that a plan claims no more than is true."""
    best = case.truth.best
    assert plan.bound <= best + TOLERANCE
    assert best - TOLERANCE <= plan.objective
    assert plan.broken == ()
    assert plan.status in ("optimal", "feasible")
    if plan.status == "optimal":
        assert plan.objective == pytest.approx(best, abs=TOLERANCE)


@pytest.mark.parametrize("seed", range(12))
def test_no_time_at_all_still_gives_a_plan_and_a_right_bound(seed):
    case = puzzle(seed * 3 + 1)  # Without a limit: all councils alone are a plan.
    assert_sound(cl.solve(case.problem, time_limit=1e-6), case)


def test_no_time_at_all_for_a_limit_that_is_hard_to_keep_is_said():
    case = puzzle(3)
    problem = case.problem.replace(limits=[cl.ClusterCount(at_most=len(case.problem.councils) - 3)])
    with pytest.raises(cl.NoPlanFoundError, match="Allow more time"):
        cl.solve(problem, time_limit=1e-6)


class Strike:
    """Does something at the call of a certain number, and counts the calls."""

    def __init__(self, at: int, then) -> None:
        self.calls = 0
        self.at = at
        self.then = then

    def __call__(self, *args):
        self.calls += 1
        return self.then(self.calls > self.at)


def interrupt(now: bool) -> float:
    if now:
        raise KeyboardInterrupt
    return math.inf


@pytest.mark.parametrize("strikes", [interrupt, lambda now: 0.0 if now else math.inf])
@pytest.mark.parametrize("seed", [1, 3, 4, 7, 12])
def test_the_bound_is_right_wherever_ctrl_c_or_the_time_limit_strikes(seed, strikes, monkeypatch):
    narrow(monkeypatch)
    case = puzzle(seed)
    at = 0
    while True:
        strike = Strike(at, strikes)
        monkeypatch.setattr(set_partition.Watch, "remaining", strike)
        plan = solved(case)
        # Only with a limit there may be no plan yet.
        assert plan is not None or seed % 3 == 0
        if strike.calls <= at:
            break
        at += 1
    assert at > 5


def solved(case: Case, **options) -> cl.Plan | None:
    """Return the plan, if there is one yet; it claims no more than is true."""
    try:
        plan = cl.solve(case.problem, **options)
    except cl.NoPlanFoundError:
        return None
    assert_sound(plan, case)
    return plan


@pytest.mark.parametrize("seed", [1, 3, 4, 7])
def test_ctrl_c_at_any_piece_of_news_gives_a_plan_or_says_that_there_is_none_yet(seed):
    case = puzzle(seed)
    at = 0
    while True:
        told = []

        def progress(news, at=at, told=told):
            told.append(news.phase)
            if len(told) == at + 1:
                raise KeyboardInterrupt

        try:
            plan = solved(case, progress=progress)
            assert plan is not None or seed % 3 == 0
        except KeyboardInterrupt:
            assert told[-1] == "candidates"  # There is nothing to keep before the search.
        if len(told) <= at:
            break
        at += 1
    assert at > 5


@pytest.mark.parametrize("gap", [0.02, 0.05, 0.1, 0.2, 0.5])
@pytest.mark.parametrize("seed", range(20))
def test_a_gap_is_proved_to_be_no_wider_than_asked_for(seed, gap):
    case = puzzle(seed, n=8)
    plan = cl.solve(case.problem, gap=gap)
    assert_sound(plan, case)
    assert plan.gap <= gap + 1e-9
    assert plan.bound >= plan.objective - gap * abs(plan.objective) - TOLERANCE


@pytest.mark.parametrize("gap", [0.05, 0.3])
def test_the_compact_formulation_keeps_to_a_gap_too(gap):
    case = puzzle(4, n=6)
    linear = case.problem.replace(terms=cl.preset("central"), rules=[cl.MaxSize(3)])
    best = cl.solve(linear).objective
    plan = cl.solve(linear, formulation="compact", gap=gap)
    assert plan.bound <= best + TOLERANCE
    assert plan.gap <= gap + 1e-9


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1e3, 1e6, 1e9, 1e11])
@pytest.mark.parametrize("seed", range(8))
def test_limits_on_amounts_of_any_size_are_kept(seed, scale):
    check(limited_puzzle(seed, scale, off=0.0))


@pytest.mark.parametrize("off", [1e-8, 1e-7, 3e-7, 1e-6])
@pytest.mark.parametrize("seed", range(8))
def test_a_limit_that_the_best_plan_misses_by_a_hair_is_kept(seed, off):
    check(limited_puzzle(seed, 1.0, off=off))


def limited_puzzle(seed: int, scale: float, *, off: float) -> Case:
    """Return a puzzle under a cap on random amounts, `off` below what the best plan has."""
    case = puzzle(3 * seed + 1, n=7)

    def amount(cluster: tuple[int, ...]) -> float:
        return scale * number(("amount", seed), cluster, -1, 1)

    costs = case.truth.costs
    best = min(case.truth.plans(), key=lambda plan: sum(costs[cluster] for cluster in plan))
    most = sum(map(amount, best)) - off * scale
    limit = cl.FunctionLimit("amount", lambda c: each(c, amount), at_most=most)
    return Case(
        case.problem.replace(limits=[limit]),
        dataclasses.replace(case.truth, limits=[Limit(amount, high=most)]),
    )


def test_a_term_that_looks_at_the_other_candidates_is_refused():
    case = puzzle(1)
    among = cl.FunctionTerm("among all", lambda c: c.size - c.size.mean())
    with pytest.raises(cl.InputError, match=r"'among all'.*must depend on its members alone"):
        cl.solve(case.problem.replace(terms=[among], limits=[cl.ClusterCount(at_most=3)]))


def test_a_conflict_with_a_cap_on_size_is_not_blamed_on_another_rule_alone():
    boroughs = cl.datasets.london()
    most = cl.PopulationBounds(at_least=0.4 * float(boroughs["population"].sum()))
    graph = cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings())
    problem = cl.Problem(boroughs, [], [cl.MaxSize(4), most], adjacency=graph)
    with pytest.raises(cl.InfeasibleError) as caught:
        cl.solve(problem)
    assert set(caught.value.conflict) == set(problem.rules)


def test_a_wide_gap_ends_the_search_sooner(monkeypatch):
    case = puzzle(4)
    wide, narrow_ = [], []
    cl.solve(case.problem, gap=0.9, progress=wide.append)
    cl.solve(case.problem, progress=narrow_.append)
    assert len(wide) <= len(narrow_)


@pytest.mark.parametrize("seed", range(10))
def test_progress_goes_one_way(seed, monkeypatch):
    narrow(monkeypatch)
    news: list[cl.Progress] = []
    plan = cl.solve(puzzle(seed).problem, progress=news.append)
    phases = [one.phase for one in news]
    assert phases[:2] == ["candidates", "costs"]
    assert phases[-1] == "done"
    assert set(phases[2:-1]) <= {"relaxation", "plans"}
    assert all(a.bound <= b.bound + TOLERANCE for a, b in pairwise(news))
    assert all(a.incumbent >= b.incumbent for a, b in pairwise(news))
    assert all(a.seconds <= b.seconds for a, b in pairwise(news))
    assert all(one.bound <= one.incumbent for one in news)
    assert (news[-1].incumbent, news[-1].bound) == pytest.approx((plan.objective, plan.bound))
    assert news[-1].candidates == plan.n_candidates == len(puzzle(seed).problem.candidates())
    assert news[-1].gap == pytest.approx(plan.gap)


def test_seconds_of_a_plan_are_no_more_than_the_time_limit_leaves():
    plan = cl.solve(puzzle(1).problem, time_limit=60)
    assert 0 < plan.seconds < 60
    assert plan.status == "optimal"
