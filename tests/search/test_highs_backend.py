"""A program that goes to HiGHS in arrays is the one that PuLP writes, and runs no differently."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pulp
import pytest

from clusterer.search import highs_backend, pulp_backend
from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.solver_answers import NOTHING, Heard


def program(seed: int) -> BinaryProgram:
    """Return a random program with rows of all kinds."""
    rng = np.random.default_rng(seed)
    items, m = int(rng.integers(1, 7)), int(rng.integers(1, 25))
    covers = rng.random((m, items)) < 0.4
    rows = []
    for _ in range(int(rng.integers(0, 4))):
        amounts = np.where(rng.random(m) < 0.3, 0.0, rng.integers(-5, 20, m) * 1.0)
        low, high = np.sort(rng.integers(0, 40, 2)) * 1.0
        low, high = [(low, high), (-math.inf, high), (low, math.inf), (high, high)][rng.integers(4)]
        rows.append(Row.dense(amounts, low, high))
    return BinaryProgram(
        costs=rng.normal(size=m),
        indptr=np.concatenate([[0], np.cumsum(covers.sum(axis=1))]).astype(np.int64),
        covered=np.nonzero(covers)[1].astype(np.int64),
        n_items=items,
        rows=tuple(rows),
    )


@pytest.mark.parametrize("seed", range(60))
def test_it_says_the_same_as_through_pulp(seed):
    some = program(seed)
    direct = highs_backend.minimise(some)
    model, variables = some.written()
    through = pulp_backend.minimise(model, variables)
    assert (direct.proven, direct.infeasible) == (through.proven, through.infeasible)
    assert direct.proven or direct.infeasible
    if direct.proven:
        assert direct.bound == pytest.approx(through.bound, abs=1e-6)
        assert direct.values == pytest.approx(through.values, abs=1e-6)


@pytest.mark.parametrize(("low", "high", "infeasible"), [(-1.0, 1.0, False), (1.0, 2.0, True)])
def test_a_row_without_amounts_is_kept_or_not(low, high, infeasible):
    some = dataclasses.replace(knapsacks(3), rows=(Row.dense(np.zeros(6), low, high),))
    assert highs_backend.minimise(some).infeasible == infeasible
    model, variables = some.written()
    assert pulp_backend.minimise(model, variables).infeasible == infeasible


def test_an_item_that_no_column_covers_leaves_no_solution():
    some = dataclasses.replace(knapsacks(3), n_items=4)
    assert highs_backend.minimise(some).infeasible
    model, variables = some.written()
    assert pulp_backend.minimise(model, variables).infeasible


def test_it_has_the_settings_that_it_has_through_pulp(monkeypatch):
    options = ("mip_rel_gap", "mip_abs_gap", "random_seed", "mip_detect_symmetry", "presolve")
    options += ("primal_feasibility_tolerance", "mip_feasibility_tolerance", "threads")
    options += ("time_limit",)
    told, run_in_time = [], highs_backend.run_in_time

    def run(model, time_limit, start, hear):
        told.append([model.getOptionValue(name) for name in options] + [time_limit])
        return run_in_time(model, time_limit, start, hear)

    monkeypatch.setattr(highs_backend, "run_in_time", run)
    monkeypatch.setattr(pulp_backend, "run_in_time", run)
    some = knapsacks(3)
    for asked in (
        {},
        {"tight": True, "seed": 7},
        {"tight": True, "presolve": False, "time_limit": 60.0},
        {"time_limit": 0.0},
    ):
        highs_backend.minimise(some, **asked)
        model, variables = some.written()
        pulp_backend.minimise(model, variables, **asked)
        assert told[-1] == told[-2]


@pytest.mark.parametrize(
    ("solver", "plain"),
    [(None, True), ("HiGHS", True), ("highs", True), ("cbc", False), (pulp.HiGHS(), False)],
)
@pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated")
def test_a_solver_with_settings_of_its_own_goes_through_pulp(solver, plain):
    assert pulp_backend.is_plain_highs(solver) == plain


def knapsacks(items: int, rows: int = 1) -> BinaryProgram:
    """Return a program that takes each item or not, of most worth in so many knapsacks.

    With many items in a few knapsacks it takes a solver long.
    """
    rng = np.random.default_rng(0)
    weights = rng.integers(1, 1000, (rows, items)) * 1.0
    worth = weights.mean(axis=0) + rng.integers(0, 100, items)
    nothing = np.zeros(items)
    return BinaryProgram(
        costs=np.concatenate([-worth, nothing]),
        indptr=np.arange(2 * items + 1),
        covered=np.tile(np.arange(items), 2),
        n_items=items,
        rows=tuple(
            Row.dense(np.concatenate([one, nothing]), -math.inf, float(one.sum() // 2))
            for one in weights
        ),
    )


def test_it_tells_bounds_and_solutions_while_it_runs_and_can_be_stopped():
    some = knapsacks(100, 10)
    told: list[Heard] = []

    def hear(heard: Heard) -> None:
        told.append(heard)
        if heard.values is not None and heard.bound > -math.inf and len(told) > 3:
            raise KeyboardInterrupt

    outcome = highs_backend.minimise(some, hear=hear)
    assert outcome.interrupted
    assert not outcome.proven
    best = float(some.costs @ np.array(outcome.values))
    for heard in told:
        assert heard.bound <= outcome.bound + 1e-6 <= best
        if heard.values is not None:
            assert some.costs @ np.array(heard.values) >= best - 1e-6


def test_it_begins_where_it_is_told_to(monkeypatch):
    begun = []

    def run(model, look):
        begun.append(list(model.getSolution().col_value))
        return False

    monkeypatch.setattr(highs_backend, "run_interruptibly", run)
    some = knapsacks(100, 10)
    start = some.start(np.arange(100, 200))  # No item is taken.
    highs_backend.minimise(some, start=start)
    assert begun == [start]


def test_an_error_in_what_listens_ends_the_run_and_comes_through():
    def hear(heard: Heard) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        highs_backend.minimise(knapsacks(100, 10), hear=hear)


@pytest.mark.parametrize("grace", [-60.0, -59.0])
def test_what_runs_past_its_time_is_given_up(monkeypatch, grace):
    monkeypatch.setattr(highs_backend, "_GRACE", grace)
    assert highs_backend.minimise(knapsacks(100, 10), time_limit=60) == NOTHING


def test_what_does_not_stop_is_left_behind(monkeypatch):
    def stuck(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(highs_backend, "run_interruptibly", stuck)
    outcome = highs_backend.minimise(knapsacks(3))
    assert outcome == dataclasses.replace(NOTHING, interrupted=True)


def test_what_does_not_stop_past_its_time_is_not_taken_for_interrupted(monkeypatch):
    def stuck(_, look):
        try:
            look(None)
        finally:
            raise KeyboardInterrupt

    monkeypatch.setattr(highs_backend, "_GRACE", -60.0)
    monkeypatch.setattr(highs_backend, "run_interruptibly", stuck)
    assert highs_backend.minimise(knapsacks(3), time_limit=1.0) == NOTHING
