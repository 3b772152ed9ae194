"""Long work: stopped anywhere, it gives the best so far; and it tells how far it has come."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pulp
import pytest
from instances import Case, puzzle
from long_steps import make_every_step_long, tell_always
from maps import grid

import clusterer as cl
from clusterer.model import answers
from clusterer.search import pulp_backend, sifting
from clusterer.search.solution import OutOfTime, Watch
from clusterer.solving import solve as solving

TOLERANCE = 1e-6


@pytest.fixture
def talkative(monkeypatch):
    """Make every step a long one: all of them ask whether to go on, and all of them tell."""
    make_every_step_long(monkeypatch)


def fresh(case: Case) -> cl.Problem:
    """Return a problem that has listed no candidates yet."""
    return case.problem.replace()


def linear(case: Case) -> cl.Problem:
    """Return a problem of the same councils for the compact formulation."""
    return case.problem.replace(terms=cl.preset("central"), rules=[cl.MaxSize(3)], limits=[])


def assert_sound(plan: cl.Plan, best: float) -> None:
    """Assert that a plan claims no more than is true."""
    assert plan.bound <= best + TOLERANCE
    assert best - TOLERANCE <= plan.objective
    assert plan.broken == ()
    if plan.status == "optimal":
        assert plan.objective == pytest.approx(best, abs=TOLERANCE)


class Caller:
    """Takes news; at one of them, of a certain number, it strikes."""

    def __init__(self, at: float = math.inf, strike=KeyboardInterrupt) -> None:
        self.news: list[cl.Progress] = []
        self.at = at
        self.strike = strike

    def __call__(self, news: cl.Progress) -> None:
        self.news.append(news)
        if len(self.news) == self.at + 1:
            raise self.strike

    @property
    def struck(self) -> bool:
        return len(self.news) > self.at


# Ctrl-C.


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_ctrl_c_at_any_news_gives_the_best_so_far_or_says_that_there_is_none(seed, talkative):
    case = puzzle(seed, n=7)
    phases, at, plans = set(), 0, 0
    while True:
        caller = Caller(at)
        try:
            plan = cl.solve(fresh(case), progress=caller)
            assert_sound(plan, case.truth.best)
            plans += 1
        except cl.NoPlanFoundError:
            assert seed % 3 == 0  # There is a limit, which all councils alone break.
        if not caller.struck:
            break
        phases.add(caller.news[at].phase)
        at += 1
    # How often news is told while a solver runs is a matter of time, so "done" may be missed.
    assert phases - {"done"} == {"candidates", "costs", "relaxation", "plans"}
    assert plans > 5

    def strike_when_done(news: cl.Progress) -> None:
        if news.phase == "done":
            raise KeyboardInterrupt

    assert_sound(cl.solve(fresh(case), progress=strike_when_done), case.truth.best)


@pytest.mark.parametrize("seed", [1, 4])
def test_ctrl_c_at_any_news_of_the_compact_formulation_gives_a_plan(seed, talkative):
    problem = linear(puzzle(seed, n=6))
    best = cl.solve(problem).objective
    for at in range(12):
        caller = Caller(at)
        assert_sound(cl.solve(problem, formulation="compact", progress=caller), best)


@pytest.mark.parametrize("seed", [1, 3])
def test_ctrl_c_at_any_news_where_candidates_are_not_listed(seed, talkative, monkeypatch):
    monkeypatch.setattr(solving, "_LISTED_GIB", 1e-9)
    monkeypatch.setattr(sifting, "_SEED_GIB", 1e-6)
    few = [cl.ClusterCount(at_most=2)] if seed % 3 == 0 else []
    listed = puzzle(seed, n=5).problem.replace(
        terms=cl.preset("business-case"), rules=[cl.MaxSize(4)], limits=few
    )
    best = cl.solve(listed).objective
    at = 0
    while True:
        caller = Caller(at)
        try:
            assert_sound(cl.solve(listed.replace(), progress=caller), best)
        except cl.NoPlanFoundError:
            assert few
        if not caller.struck:
            break
        at += 1
    assert at > 20


def test_candidates_that_are_found_and_dropped_are_not_told_as_listed(talkative, monkeypatch):
    monkeypatch.setattr(solving, "_LISTED_GIB", 2e-6)
    problem = cl.Problem(grid(3, 3), cl.preset("business-case"))
    caller = Caller()
    plan = cl.solve(problem, progress=caller)
    most = {
        phase: max(news.candidates for news in caller.news if news.phase == phase)
        for phase in ("candidates", "relaxation")
    }
    first = next(news for news in caller.news if news.phase == "relaxation")
    assert first.candidates == 0 < most["candidates"]
    assert plan.n_candidates <= most["relaxation"]


def test_ctrl_c_while_a_conflict_is_looked_for_ends_in_the_error_all_the_same(talkative):
    case = puzzle(1, n=7)
    ids = case.problem.councils.ids
    rules, limits = [cl.Apart(*ids[:2])], [cl.ClusterCount(at_most=1)]
    impossible = case.problem.replace(rules=rules, limits=limits)
    at, phases = 0, set()
    while True:
        caller = Caller(at)
        try:
            with pytest.raises((cl.InfeasibleError, cl.NoPlanFoundError)):
                cl.solve(impossible.replace(), progress=caller)
        finally:
            phases.update(news.phase for news in caller.news)
        if not caller.struck:
            break
        at += 1
    assert "conflict" in phases


def test_what_a_callback_raises_else_comes_through_from_every_step(talkative):
    class OwnError(Exception):
        pass

    case = puzzle(4, n=7)
    at = 0
    while True:
        caller = Caller(at, OwnError)
        if at < 200:
            try:
                cl.solve(fresh(case), progress=caller)
            except OwnError:
                at += 1
                continue
        break
    assert at > 20
    assert not caller.struck


SCRIPT = """
import signal, threading
import clusterer as cl

# Whoever starts the tests in the background may have them ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)

frame = {frame}
problem = cl.Problem(frame, cl.preset("business-case"), [cl.MaxSize({most})])
armed = []

def progress(news):
    if not armed and ({when}):
        armed.append(threading.Timer(0.05, signal.raise_signal, (signal.SIGINT,)))
        armed[0].start()

plan = cl.solve(problem, formulation={formulation!r}, progress=progress)
print(plan.status, plan.broken == (), plan.bound <= plan.objective)
"""


@pytest.mark.parametrize(
    ("frame", "most", "formulation", "when"),
    [
        ("cl.datasets.synthetic(326)", 7, "auto", "True"),
        ("cl.datasets.synthetic(326)", 7, "auto", "news.phase == 'relaxation'"),
        ("cl.datasets.synthetic(60)", 12, "compact", "news.seconds > 0"),
        ("cl.datasets.london()", 7, "compact", "news.bound > -float('inf')"),
    ],
)
def test_a_real_ctrl_c_ends_what_would_take_many_minutes(frame, most, formulation, when):
    script = SCRIPT.format(frame=frame, most=most, formulation=formulation, when=when)
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout == "feasible True True\n", run.stderr
    assert "Traceback" not in run.stderr
    assert run.returncode == 0, run.stderr  # No solver is left running when Python ends.


# Time limits.


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_wherever_time_runs_out_the_best_so_far_comes_back(seed, talkative, monkeypatch):
    case = puzzle(seed, n=7)
    at, plans = 0, 0
    while True:
        asked = 0

        def remaining(self, at=at) -> float:
            nonlocal asked
            asked += 1
            return 0.0 if asked > at else 1e9

        monkeypatch.setattr(Watch, "remaining", remaining)
        try:
            assert_sound(cl.solve(fresh(case)), case.truth.best)
            plans += 1
        except cl.NoPlanFoundError:
            assert seed % 3 == 0
        if asked <= at:
            break
        at += 1
    assert at > 20
    assert plans > 5


def test_a_listing_that_is_cut_short_leaves_nothing_half_built(talkative, monkeypatch):
    case = puzzle(4, n=7)
    problem = fresh(case)

    def out_of_time(count: int) -> None:
        counts.append(count)
        if len(counts) == 4:
            raise OutOfTime

    counts: list[int] = []
    with pytest.raises(OutOfTime):
        problem.candidates(proceed=out_of_time)
    assert counts == sorted(counts)
    assert problem._candidates is None
    whole = case.problem.candidates()
    assert [problem.candidates().members(k) for k in range(len(whole))] == [
        whole.members(k) for k in range(len(whole))
    ]
    assert cl.solve(problem).objective == pytest.approx(case.truth.best, abs=TOLERANCE)


@pytest.mark.parametrize("seed", range(6))
def test_costs_come_out_the_same_in_blocks(seed, monkeypatch):
    problem = fresh(puzzle(seed))
    whole = problem.costs(problem.candidates())
    told: list[int] = []
    monkeypatch.setattr(answers, "_BLOCK", 10)
    again = fresh(puzzle(seed))
    assert np.array_equal(again.costs(again.candidates(), proceed=told.append), whole)
    assert told[-1] == whole.size
    assert all(0 < later - one <= 10 for one, later in pairwise([0, *told]))


def test_where_no_time_is_left_for_the_listing_all_councils_stand_alone(talkative):
    case = puzzle(4, n=7)
    plan = cl.solve(fresh(case), time_limit=1e-9)
    assert (plan.clusters["size"] == 1).all()
    assert plan.bound == -math.inf
    assert plan.status == "feasible"
    assert 0 < plan.n_candidates < len(case.problem.candidates())


def test_without_a_plan_it_is_told_how_far_the_listing_came(talkative):
    case = puzzle(3, n=7)
    assert case.problem.limits
    few = [cl.ClusterCount(at_most=3)]
    with pytest.raises(cl.NoPlanFoundError) as caught:
        cl.solve(case.problem.replace(limits=few), time_limit=1e-9)
    told = "before any plan was found, with 5 candidates found so far; neither all councils alone"
    assert told in str(caught.value)
    assert "Allow more time, or leave fewer candidates" in str(caught.value)
    assert "inf" not in str(caught.value)


# What is shown of a plan that nothing is proved about.


def test_a_plan_without_a_bound_is_shown_without_one(talkative):
    plan = cl.solve(fresh(puzzle(4, n=7)), time_limit=1e-9)
    assert plan.gap == math.inf
    axes = plan.plot()
    for shown in (str(plan), plan._repr_html_(), axes.get_title(loc="left"), plan.headline):
        assert "not known how near to the best possible" in " ".join(shown.split())
        assert "inf" not in shown
        assert "nan" not in shown


# What is told.


@pytest.mark.parametrize("seed", range(6))
def test_all_that_is_told_is_true_and_goes_one_way(seed, talkative):
    case = puzzle(seed)
    caller = Caller()
    cl.solve(fresh(case), progress=caller)
    assert_true(caller.news, case.truth.best)


@pytest.mark.parametrize("seed", range(4))
def test_all_that_the_compact_formulation_tells_is_true(seed, talkative):
    problem = linear(puzzle(seed, n=7))
    caller = Caller()
    best = cl.solve(problem).objective
    cl.solve(problem, formulation="compact", progress=caller)
    assert_true(caller.news, best)


def assert_true(news: list[cl.Progress], best: float) -> None:
    assert news[-1].phase == "done"
    for one in news:
        assert one.bound <= best + TOLERANCE
        assert best - TOLERANCE <= one.incumbent
        assert one.bound <= one.incumbent
    for before, after in pairwise(news):
        assert before.bound <= after.bound + TOLERANCE
        assert before.incumbent >= after.incumbent
        assert before.seconds <= after.seconds
        assert before.candidates <= after.candidates


def hard_to_split(n: int = 40) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Return a market split, which keeps any solver busy: four sums to be met with few parts."""
    random = np.random.default_rng(0)
    model = pulp.LpProblem("split", pulp.LpMinimize)
    x = [model.add_variable(f"x{k}", cat="Binary") for k in range(n)]
    deviations = []
    for row in range(4):
        weights = random.integers(1, 100, n).tolist()
        over, under = (model.add_variable(f"{end}{row}", lowBound=0) for end in ("over", "under"))
        model += pulp.lpDot(weights, x) + under - over == sum(weights) // 2
        deviations += [over, under]
    model += pulp.lpSum(deviations) + pulp.lpSum(x)
    return model, x


@pytest.mark.parametrize("solver", [None, "HiGHS", pulp.HiGHS(msg=False)])
def test_highs_tells_bounds_and_solutions_while_it_runs_and_can_be_stopped(solver):
    model, x = hard_to_split()
    told: list[pulp_backend.Heard] = []

    def hear(heard: pulp_backend.Heard) -> None:
        told.append(heard)
        if heard.values is not None and heard.bound > -math.inf and len(told) > 3:
            raise KeyboardInterrupt

    outcome = pulp_backend.minimise(model, x, solver=solver, hear=hear)
    assert outcome.interrupted
    assert not outcome.proven
    assert outcome.values is not None
    assert told[-1].bound <= outcome.bound + TOLERANCE
    assert 1.0 < outcome.bound <= pulp.value(model.objective) / 1e3 + TOLERANCE
    for heard in told:
        if heard.values is not None:
            assert len(heard.values) == len(x)
            assert all(min(abs(v), abs(v - 1)) < 1e-5 for v in heard.values)


def test_an_error_in_what_listens_ends_the_run_and_comes_through():
    model, x = hard_to_split()

    def hear(heard: pulp_backend.Heard) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pulp_backend.minimise(model, x, hear=hear)


def test_time_goes_on_even_where_there_is_no_news(monkeypatch):
    tell_always(monkeypatch)
    told: list[cl.Progress] = []
    watch = Watch(callback=told.append)
    watch.tell(phase="plans", incumbent=2.0, bound=1.0)
    for _ in range(3):
        watch.remaining()
    assert len(told) == 4
    assert told[0].seconds < told[-1].seconds
    assert {(one.phase, one.incumbent, one.bound) for one in told} == {("plans", 2.0, 1.0)}


def test_a_part_of_the_work_keeps_its_news_to_itself_but_lets_time_go_on(monkeypatch):
    tell_always(monkeypatch)
    told: list[cl.Progress] = []
    part = Watch(callback=told.append).part(5.0)
    part.tell(phase="relaxation", incumbent=1.0, bound=0.5)
    assert [(one.phase, one.incumbent) for one in told] == [("candidates", math.inf)] * len(told)
    assert told
    assert part.remaining() <= 5.0


def test_a_callback_is_left_in_peace_by_other_threads(monkeypatch):
    tell_always(monkeypatch)
    watch = Watch(callback=pytest.fail, thread=-1)
    assert watch.remaining() == math.inf
