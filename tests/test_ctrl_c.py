"""Ctrl-C at any step, as a real signal: the plan so far comes back, or the documented error.

`benchmarks.interrupts` presses it at random moments, a thousand times; here is a short draw of it,
and what can be pressed at a step and not at a moment.
"""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from instances import puzzle
from portfolios import small

import clusterer as cl
from benchmarks.interrupts.__main__ import SOUND, interrupts
from benchmarks.interrupts.cases import is_sound
from clusterer._support import interrupts as notes
from clusterer.search import contradictions

SOURCE = str(Path(cl.__file__).parent)


class Strikes:
    """Presses Ctrl-C as the library calls functions of its own, at calls of certain numbers."""

    def __init__(self, *at: int) -> None:
        self.at = set(at)
        self.calls = 0

    def __call__(self, frame, event: str, arg: object) -> None:
        # What stands beside a solve, before it takes note of Ctrl-C and after, is no part of it.
        if event != "call" or not frame.f_code.co_filename.startswith(SOURCE):
            return
        if frame.f_code.co_filename == notes.__file__:
            return
        self.calls += 1
        if self.calls in self.at and signal.getsignal(signal.SIGINT) is not DEFAULT:
            signal.raise_signal(signal.SIGINT)


DEFAULT = signal.default_int_handler


def solved(problem, strikes: Strikes):
    """Solve while Ctrl-C is pressed."""
    before = sys.getprofile()
    sys.setprofile(strikes)
    try:
        return cl.solve(problem)
    finally:
        sys.setprofile(before)
        assert signal.getsignal(signal.SIGINT) is DEFAULT


def fresh(portfolio: cl.Portfolio) -> cl.Portfolio:
    services = {name: problem.replace() for name, problem in portfolio.services.items()}
    return portfolio.replace(services=services)


def steps(count: int, calls: int, seed: int) -> list[list[int]]:
    """Draw the calls to strike at: the first and last ones, others; some twice in a row."""
    random = Random(seed)
    drawn = [[k] for k in (*range(1, 15), *range(calls - 15, calls + 1))]
    drawn += [[random.randint(1, calls)] for _ in range(count)]
    return [[*at, at[0] + random.randint(1, 40)] if random.random() < 0.4 else at for at in drawn]


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_at_any_call_of_a_solve_the_plan_so_far_comes_back(seed):
    case = puzzle(seed, n=7)
    whole = Strikes()
    solved(case.problem.replace(), whole)
    for at in steps(40, whole.calls, seed):
        try:
            plan = solved(case.problem.replace(), Strikes(*at))
        except cl.NoPlanFoundError:
            assert case.problem.limits  # All councils alone break it.
            continue
        assert is_sound(plan.objective, plan.bound, case.truth.best), at
        assert plan.broken == ()


@pytest.mark.parametrize(("seed", "balance"), [(1, False), (2, True)])
def test_at_any_call_of_a_portfolio_too(seed, balance):
    case = small(seed, balance=balance)
    best, whole = case.best(), Strikes()
    alone = case.portfolio.evaluate({s: {} for s in case.portfolio.services}, rest_alone=True)
    solved(fresh(case.portfolio), whole)
    plans = 0
    for at in steps(30, whole.calls, seed):
        try:
            plan = solved(fresh(case.portfolio), Strikes(*at))
        except cl.NoPlanFoundError:
            assert not alone.feasible
            continue
        plans += 1
        assert is_sound(plan.objective, plan.bound, best), at
        assert plan.broken == ()
    assert plans > 10


def test_where_there_is_no_plan_the_reason_comes_all_the_same():
    case = puzzle(1, n=6)
    rules, limits = [cl.Apart(*case.problem.councils.ids[:2])], [cl.ClusterCount(at_most=1)]
    impossible = case.problem.replace(rules=rules, limits=limits)
    whole = Strikes()
    with pytest.raises(cl.InfeasibleError):
        solved(impossible.replace(), whole)
    for at in steps(30, whole.calls, 1):
        with pytest.raises((cl.InfeasibleError, cl.NoPlanFoundError)):
            solved(impossible.replace(), Strikes(*at))


def test_what_comes_after_the_search_is_not_stopped(monkeypatch):
    case = puzzle(4, n=7)
    problem = case.problem.replace()
    evaluation = type(problem).evaluate_rows

    def struck(self, *args):
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)
        return evaluation(self, *args)

    monkeypatch.setattr(cl.Problem, "evaluate_rows", struck)
    assert cl.solve(problem).status == "optimal"


def test_a_program_is_not_made_impossible_to_end(monkeypatch):
    """Who presses again after five seconds ends it, whatever it is at."""
    monkeypatch.setattr(notes, "PATIENCE", 0.0)
    problem = puzzle(4, n=7).problem.replace()

    def stuck(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        pytest.fail("it goes on")

    monkeypatch.setattr(cl.Problem, "evaluate_rows", stuck)
    with pytest.raises(KeyboardInterrupt):
        cl.solve(problem)
    assert signal.getsignal(signal.SIGINT) is DEFAULT


def test_a_contradiction_that_takes_long_to_see_heeds_it(monkeypatch):
    problem = cl.Problem(
        cl.datasets.london(),
        cl.preset("central"),
        [cl.MaxSize(3), cl.Together("Brent", "Barnet"), cl.Together("Bexley", "Bromley")],
    )
    split = contradictions._split

    def struck(*args):
        signal.raise_signal(signal.SIGINT)
        return split(*args)

    monkeypatch.setattr(contradictions, "_split", struck)
    plan = cl.solve(problem)
    assert plan.bound == -math.inf
    assert plan.broken == ()


def test_a_short_draw_of_random_moments():
    rows = list(interrupts(["problem", "portfolio", "uncapped", "external"], 8, seed=1))
    assert len(rows) == 8
    for row in rows:
        assert row["verdict"] in (*SOUND, "beside"), row


def test_a_short_draw_of_the_command_line():
    for row in interrupts(["command"], 3, seed=2):
        assert row["verdict"] in SOUND, row


def test_a_command_that_is_still_loading_ends_without_a_traceback():
    command = [sys.executable, "-c", LOADING]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 130
    assert run.stderr == "clusterer: interrupted\n"


LOADING = f"""
import os, signal, sys
sys.path.insert(0, {os.fspath(Path(SOURCE).parent)!r})
import _clusterer_command

class Strikes:
    def find_spec(self, name, path=None, target=None):
        if name == "clusterer.cli":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Strikes())
_clusterer_command.main()
"""
