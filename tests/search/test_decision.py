"""No solver is believed where checking is cheap, and no error of one passes unseen."""

from __future__ import annotations

import dataclasses
import math
import os
import sys

import highspy
import numpy as np
import pulp
import pytest
import unlike
from fakes import FakeSolver, RaisingSolver
from instances import puzzle

import clusterer as cl
from clusterer.search import counts, decision, highs_backend, pulp_backend, turns, ways
from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.implicit_enumeration import _shares, enumerate_plans
from clusterer.search.solver_answers import NOTHING, Heard, Outcome, said_by_highs

NO_PLANS = {
    "zeros": lambda variables: [0.0] * len(variables),
    "ones": lambda variables: [1.0] * len(variables),
    "halves": lambda variables: [0.5] * len(variables),
    "nothing": lambda variables: [None] * len(variables),
    "not numbers": lambda variables: [math.nan] * len(variables),
    "infinite": lambda variables: [math.inf] * len(variables),
}


SEEDS = range(0, 40, 4)


@pytest.mark.parametrize("what", NO_PLANS)
@pytest.mark.parametrize("status", ["Optimal", "Infeasible", "Undefined", "Unbounded", "NotSolved"])
def test_what_is_no_plan_is_not_believed(what, status):
    asked = 0
    for seed in SEEDS:
        case = puzzle(seed)
        solver = FakeSolver(status, NO_PLANS[what])
        plan = cl.solve(case.problem, solver=solver)
        asked += solver.calls[0]
        assert plan.status == "optimal"
        assert plan.objective == pytest.approx(case.truth.best, abs=1e-6)
        assert plan.bound <= case.truth.best + 1e-6
    assert asked > 0


@pytest.mark.parametrize("status", ["Infeasible", "Undefined", "Unbounded", "NotSolved"])
def test_a_solver_that_finds_nothing_is_not_the_last_word(status):
    asked = 0
    for seed in SEEDS:
        case = puzzle(seed)
        solver = FakeSolver(status)
        plan = cl.solve(case.problem, solver=solver)
        asked += solver.calls[0]
        assert plan.status == "optimal"
        assert plan.objective == pytest.approx(case.truth.best, abs=1e-6)
    assert asked > 0


def test_a_solver_that_raises_is_replaced(caplog):
    for seed in SEEDS:
        case = puzzle(seed)
        solver = RaisingSolver()
        plan = cl.solve(case.problem, solver=solver)
        assert plan.objective == pytest.approx(case.truth.best, abs=1e-6)
    assert "the licence has expired" in caplog.text


@pytest.mark.parametrize("what", NO_PLANS)
@pytest.mark.parametrize("status", ["Optimal", "Infeasible", "Undefined", "NotSolved"])
def test_the_compact_formulation_believes_no_more(what, status, chessboard):
    problem = cl.Problem(chessboard.iloc[:4], [cl.Scale(), cl.SetUp()])
    try:
        plan = cl.solve(problem, formulation="compact", solver=FakeSolver(status, NO_PLANS[what]))
    except cl.InfeasibleError:
        assert status == "Infeasible"
        return
    assert plan.status == "feasible"
    assert plan.bound <= cl.solve(problem).objective + 1e-6


class Willing(pulp.LpSolver):
    """A solver of another name that does as HiGHS does."""

    name = "WILLING"

    def __init__(self) -> None:
        super().__init__(msg=False)
        self.asked = [0]

    def available(self) -> bool:
        return True

    def actualSolve(self, lp, **kwargs):  # noqa: N802 - PuLP's name
        self.asked[0] += 1
        return pulp.HiGHS(msg=False).actualSolve(lp, **kwargs)


class Grudging(Willing):
    """HiGHS that finds the most expensive plan, and calls it optimal."""

    name = "GRUDGING"

    def actualSolve(self, lp, **kwargs):  # noqa: N802 - PuLP's name
        objective = lp.objective
        lp.objective = -1 * objective
        try:
            return super().actualSolve(lp, **kwargs)
        finally:
            lp.objective = objective


def test_a_bad_plan_that_is_called_optimal_is_found_out():
    asked = 0
    for seed in SEEDS:
        case = puzzle(seed)
        solver = Grudging()
        plan = cl.solve(case.problem, solver=solver)
        asked += solver.asked[0]
        assert plan.status == "optimal"
        assert plan.objective == pytest.approx(case.truth.best, abs=1e-6)
        assert plan.word_of == ""  # It was checked.
    assert asked > 0


def words_of(solver: pulp.LpSolver | None) -> set[tuple[str, str]]:
    """Return whose word the plans of all puzzles rest on, and the end of their headlines."""
    plans = [cl.solve(puzzle(seed).problem, solver=solver) for seed in SEEDS]
    return {(plan.word_of, plan.headline.rpartition("; ")[2]) for plan in plans}


def test_what_rests_on_the_word_of_a_solver_is_said(monkeypatch):
    """Where neither all plans can be gone through nor a certificate is soon there."""
    monkeypatch.setattr(decision, "_CHECK_STEPS", 0)
    no_other_way(monkeypatch)
    # A certificate is made by default, and rests on no solver.
    assert words_of(None) == words_of(Willing()) == {("", "proven optimal")}
    monkeypatch.setattr(sys.modules["clusterer.solving.solve"], "_CERTIFIED_SECONDS", 1e-9)
    assert words_of(None) == {("", "proven optimal"), ("HiGHS", "proven optimal")}
    assert words_of(Willing()) == {
        ("", "proven optimal"),
        ("WILLING", "optimal on the word of WILLING"),
    }


@pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated")
@pytest.mark.parametrize("gap", [1.0, 0.5, 0.01])
def test_the_bound_of_cbc_at_a_gap_holds_where_costs_are_negative(chessboard, gap):
    less = cl.FunctionTerm("less", lambda c: -1000.0 - 10.0 * c.size)
    problem = cl.Problem(chessboard.iloc[:6], [cl.Scale(), cl.SetUp()], [cl.MaxSize(3)])
    best = cl.solve(problem).objective
    plan = cl.solve(problem, formulation="compact", solver="cbc", gap=gap)
    assert plan.bound <= best + 1e-6
    negative = problem.replace(terms=[less], rules=[cl.MaxSize(2)])
    best = cl.solve(negative).objective
    plan = cl.solve(negative, solver="cbc", gap=gap)
    assert best < 0
    assert plan.bound <= best + 1e-6


@pytest.mark.parametrize("gap", [1.0, 0.3])
def test_a_gap_is_taken_from_the_size_of_the_objective(gap):
    """A solver may stop with a plan of −100 where −100 · (1 + gap) is possible."""
    model = pulp.LpProblem("negative", pulp.LpMinimize)
    x = model.add_variable("x", cat="Binary")
    model += -100.0 * x
    outcome = pulp_backend.minimise(
        model, [x], solver=FakeSolver("Optimal", lambda variables: [1.0] * len(variables)), gap=gap
    )
    assert outcome.bound == pytest.approx(-100.0 * (1 + gap), abs=1e-3)


ENDINGS = [
    status
    for name, status in vars(highspy.HighsModelStatus).items()
    if name.startswith("k") and isinstance(status, highspy.HighsModelStatus)
]


class Ended:
    """A HiGHS that has ended in some way."""

    def __init__(self, status: highspy.HighsModelStatus) -> None:
        self.status = status

    def getModelStatus(self):  # noqa: N802 - highspy's name
        return self.status

    def modelStatusToString(self, status):  # noqa: N802 - highspy's name
        return highspy.Highs().modelStatusToString(status)

    def getInfo(self):  # noqa: N802 - highspy's name
        return highspy.Highs().getInfo()


@pytest.mark.parametrize("status", ENDINGS, ids=str)
def test_every_ending_of_highs_is_an_answer_want_of_time_or_a_failure(status):
    said = said_by_highs(Ended(status))
    kinds = highspy.HighsModelStatus
    assert said.proven == (status == kinds.kOptimal)
    assert said.infeasible == (status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible))
    stopped = (kinds.kTimeLimit, kinds.kInterrupt, kinds.kIterationLimit, kinds.kSolutionLimit)
    stopped += (kinds.kObjectiveBound, kinds.kObjectiveTarget)
    answered = said.proven or said.infeasible or status in stopped
    assert bool(said.failed) == (not answered)


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_a_solver_that_fails_is_asked_in_another_way(monkeypatch, failures, caplog):
    """HiGHS says kSolveError now and then, where the numbers are large."""
    no_other_way(monkeypatch)
    minimise = highs_backend.minimise
    calls: list[dict] = []

    def failing(*args, **options):
        calls.append({key: options[key] for key in ("tight", "presolve")})
        if len(calls) <= failures:
            return dataclasses.replace(NOTHING, failed="it ended with 'Solve error'")
        return minimise(*args, **options)

    monkeypatch.setattr(highs_backend, "minimise", failing)
    case = next(
        case for case in map(puzzle, range(40)) if case.problem.limits == () and asks(case, calls)
    )
    calls.clear()
    plan = cl.solve(case.problem)
    assert "Solve error" in caplog.text
    if failures < 3:
        assert plan.status == "optimal"
        assert calls[:2] == [
            {"tight": False, "presolve": True},
            {"tight": True, "presolve": True},
        ]
    assert plan.bound <= case.truth.best + 1e-6


def no_other_way(monkeypatch) -> None:
    """Leave the proofs to a solver."""
    monkeypatch.setattr(decision, "_FIRST_STEPS", 0)
    monkeypatch.setattr(turns, "_AT_ONCE", ())
    monkeypatch.setattr(turns, "_TURNS", ())
    monkeypatch.setattr(counts, "_FEW_OF_SMALL", math.inf)


def asks(case, calls: list) -> bool:
    """Tell whether a solver is asked for a problem."""
    calls.clear()
    cl.solve(case.problem)
    return bool(calls)


# A task of three columns: {0}, {1} at 1 each, or both at 5.


def task_of(incumbent: list[int] | None = None, amounts: tuple[float, ...] = ()) -> decision.Task:
    """Return a task with the best plan so far, if there is one, and a row of amounts."""
    covers = [{0}, {1}, {0, 1}]
    costs = np.array([1.0, 1.0, 5.0])
    rows = (Row.dense(np.array(amounts), -math.inf, 2.0),) if amounts else ()
    found: list[list[int]] = [] if incumbent is None else [incumbent]

    def cost(numbers) -> float:
        numbers = [int(k) for k in numbers]
        covered = sorted(i for k in numbers for i in covers[k])
        return float(costs[numbers].sum()) if covered == [0, 1] else math.inf

    def offer(numbers) -> bool:
        if cost(numbers) < (cost(found[-1]) if found else math.inf):
            found.append([int(k) for k in numbers])
        return cost(numbers) < math.inf

    return decision.Task(
        BinaryProgram(
            costs,
            np.array([0, 1, 2, 4], dtype=np.int64),
            np.array([0, 1, 0, 1], dtype=np.int64),
            2,
            rows,
        ),
        constant=0.0,
        weights=np.zeros(3),
        bound=0.0,
        cutoff=lambda: cost(found[-1]) if found else math.inf,
        offer=offer,
        cost=cost,
        incumbent=lambda: np.array(found[-1]) if found else None,
    )


INFEASIBLE = dataclasses.replace(NOTHING, infeasible=True)
FAILED = dataclasses.replace(NOTHING, failed="Solve error")


def optimal(x: tuple[float, ...], bound: float) -> Outcome:
    return Outcome(x, bound, proven=True, infeasible=False, interrupted=False)


BOTH, APART = (0.0, 0.0, 1.0), (1.0, 1.0, 0.0)
DELICATE = (0.0, 1.0, 1e7)


@pytest.mark.parametrize(
    ("incumbent", "amounts", "answers", "decided"),
    [
        (None, (), [optimal(APART, 2.0)], True),
        ([2], (), [optimal(BOTH, 6.0)], False),  # Above its own plan.
        ([0, 1], (), [optimal(BOTH, 5.0)], False),  # Above a plan that is known.
        ([2], (), [INFEASIBLE], False),
        (None, (), [FAILED], False),
        (None, (), [dataclasses.replace(NOTHING, bound=400.0)], False),
        (None, (), [optimal((1.0, 0.0, 0.0), 1.0)], False),  # A part of a plan.
        (None, DELICATE, [FAILED, INFEASIBLE], False),  # Presolve alone says so.
        (None, DELICATE, [INFEASIBLE, INFEASIBLE], True),
        (None, DELICATE, [optimal(BOTH, 5.0), optimal(APART, 2.0)], False),
        (None, DELICATE, [optimal(APART, 2.0), optimal(APART, 2.0)], True),
    ],
)
def test_answers_are_judged(incumbent, amounts, answers, decided, monkeypatch):
    no_other_way(monkeypatch)
    monkeypatch.setattr(decision, "_DELICATE_STEPS", 0)
    task = task_of(incumbent, amounts)
    given = iter(answers)
    monkeypatch.setattr(highs_backend, "minimise", lambda *_, **__: next(given, FAILED))
    verdict = decision.decide(
        task, solver=None, remaining=lambda: math.inf, seed=0, report=lambda *_: None
    )
    assert verdict.decided == decided
    if not decided:
        assert verdict.bound <= task.cutoff()
        assert verdict.word_of or verdict.bound <= 0.0


def test_a_part_of_a_plan_excludes_no_plan():
    """A solution that leaves an item uncovered is in a plan, which must stay."""
    solver = FakeSolver("Optimal", lambda variables: [1.0, 0.0, 0.0])
    verdict = decision.decide(
        task_of(), solver=solver, remaining=lambda: math.inf, seed=0, report=lambda *_: None
    )
    assert (verdict.decided, verdict.bound) == (True, 2.0)


@pytest.mark.parametrize(
    ("solver", "direct"),
    [(None, True), ("HiGHS", True), (pulp.HiGHS(msg=False), False), (FakeSolver(), False)],
)
@pytest.mark.parametrize("seconds_a_column", [0.0, 1.0])
def test_only_what_goes_through_pulp_takes_time_to_be_written(
    solver, direct, seconds_a_column, monkeypatch
):
    no_other_way(monkeypatch)
    monkeypatch.setattr(decision, "_CHECK_STEPS", 0)
    monkeypatch.setattr(ways, "_SECONDS_A_COLUMN", seconds_a_column)
    asked = []

    def answer(*arguments, **_):
        asked.append(isinstance(arguments[0], BinaryProgram))
        return optimal(APART, 2.0)

    monkeypatch.setattr(highs_backend, "minimise", answer)
    monkeypatch.setattr(pulp_backend, "minimise", answer)
    decision.decide(task_of(), solver=solver, remaining=lambda: 1.0, seed=0, report=lambda *_: None)
    has_time = direct or seconds_a_column == 0.0
    assert asked == [direct] * has_time


def test_a_bound_that_is_told_and_not_believed_proves_nothing(monkeypatch, london):
    no_other_way(monkeypatch)

    def tell_and_fail(*_, hear, **__):
        hear(Heard(1e9, None))
        return FAILED

    monkeypatch.setattr(highs_backend, "minimise", tell_and_fail)
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(6)])
    plan = cl.solve(problem)
    assert plan.status == "feasible"
    assert plan.word_of == "HiGHS"


@pytest.mark.parametrize("solver", [None, FakeSolver("Infeasible")])
def test_services_that_nothing_ties_go_to_a_solver(monkeypatch, solver, chessboard):
    no_other_way(monkeypatch)
    monkeypatch.setattr(decision, "_CHECK_STEPS", 0)
    services = cl.services("it", "finance")
    problems = {
        service.name: cl.Problem(
            chessboard, [cl.Scale(services=(service,)), cl.Coordination()], [cl.MaxSize(3)]
        )
        for service in services
    }
    plan = cl.solve(cl.Portfolio(problems), solver=solver)
    apart = [cl.solve(problem).objective for problem in problems.values()]
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(sum(apart))


# Rows of unlike magnitudes: what a solver takes for kept is not.


def assert_agrees(case) -> None:
    best = case.best()
    if best == math.inf:
        with pytest.raises(cl.InfeasibleError):
            cl.solve(case.stated)
        return
    plan = cl.solve(case.stated)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(best, abs=1e-6)


DRAWS = int(os.environ.get("CLUSTERER_DRAWS", "60"))
"""How many random cases; a long run asks for thousands."""


@pytest.mark.parametrize("seed", range(DRAWS))
def test_limits_of_any_magnitude(seed):
    assert_agrees(unlike.limited(seed))


@pytest.mark.parametrize("seed", range(DRAWS))
def test_balance_between_councils_of_any_size(seed):
    assert_agrees(unlike.unlike_portfolio(seed))


# A limit on the number of clusters that leaves one plan.


@pytest.mark.parametrize("preset", ["null", "central", "business-case"])
def test_all_of_london_in_one_cluster_or_each_alone(preset, london):
    problem = cl.Problem(london, cl.preset(preset))
    for count in (1, 32):
        plan = cl.solve(problem.replace(limits=[cl.ClusterCount(exactly=count)]))
        assert (plan.status, len(plan.clusters)) == ("optimal", count)


def test_one_cluster_that_a_rule_forbids_is_no_plan(chessboard):
    one = cl.Problem(chessboard, [cl.Scale()], [cl.MaxSize(11)], [cl.ClusterCount(exactly=1)])
    with pytest.raises(cl.InfeasibleError):
        cl.solve(one)


def test_amounts_next_to_nothing_are_no_fault(chessboard):
    tiny = cl.FunctionLimit("tiny", lambda c: np.full(len(c), 5e-324), at_most=1.0)
    plan = cl.solve(cl.Problem(chessboard, [cl.Scale()], [cl.MaxSize(3)], [tiny]))
    assert plan.status == "optimal"


# Going through all plans finds what brute force finds.


def program(rng: np.random.Generator) -> BinaryProgram:
    """Return a random program with rows."""
    items, m = int(rng.integers(1, 7)), int(rng.integers(1, 25))
    covers = [np.flatnonzero(rng.random(items) < 0.4) for _ in range(m)]
    covers = [c if c.size else np.array([rng.integers(items)]) for c in covers]
    rows = []
    for _ in range(int(rng.integers(0, 3))):
        amounts = rng.normal(size=m) * 10.0 ** rng.uniform(-3, 3)
        amounts[rng.random(m) < 0.3] = 0.0
        low, high = np.sort(rng.normal(size=2)) * np.abs(amounts).max(initial=1.0)
        rows.append(Row.dense(amounts, low, high if rng.random() < 0.7 else math.inf))
    return BinaryProgram(
        costs=rng.random(m),
        indptr=np.concatenate([[0], np.cumsum([c.size for c in covers])]).astype(np.int64),
        covered=np.concatenate(covers).astype(np.int64),
        n_items=items,
        rows=tuple(rows),
    )


def plans_of(some: BinaryProgram) -> dict[tuple[int, ...], float]:
    """Return all plans with their costs, by looking at all sets of columns."""
    m = len(some)
    covers = [set(some.covered[some.indptr[k] : some.indptr[k + 1]].tolist()) for k in range(m)]
    dense = [np.bincount(row.index, weights=row.amounts, minlength=m) for row in some.rows]
    found = {}

    def grow(chosen: tuple[int, ...], left: set[int]) -> None:
        if not left:
            sums = [(a[list(chosen)].sum(), row) for a, row in zip(dense, some.rows, strict=True)]
            if all(row.low <= total <= row.high for total, row in sums):
                found[tuple(sorted(chosen))] = float(some.costs[list(chosen)].sum())
            return
        first = min(left)
        for k in range(m):
            if first in covers[k] and covers[k] <= left:
                grow((*chosen, k), left - covers[k])

    grow((), set(range(some.n_items)))
    return found


def test_a_row_on_few_items_is_charged_to_them_and_other_rows_to_all():
    """A council's balance is paid for by that council, and a limit on all by all."""
    some = BinaryProgram(
        costs=np.zeros(30),
        indptr=2 * np.arange(31),
        covered=np.array([[k % 3, 3 + k % 12] for k in range(30)]).ravel(),
        n_items=15,
    )
    owner = np.repeat(np.arange(30), 2)
    of_one = np.where(np.arange(30) % 3 == 1, 2.0, 0.0)
    shares, taken = _shares(some, owner, of_one)
    assert np.flatnonzero(shares).tolist() == [1]
    assert taken == pytest.approx(of_one)
    few_columns = np.where(np.arange(30) % 12 == 11, -1.0, 0.0)
    shares, taken = _shares(some, owner, few_columns)
    assert (taken <= few_columns + 1e-12).all()
    unlike = dataclasses.replace(some, covered=np.arange(60) // 2, n_items=30)
    shares, taken = _shares(unlike, owner, np.ones(30))
    assert np.flatnonzero(shares).size == 30
    assert taken == pytest.approx(np.ones(30))


@pytest.mark.parametrize("seed", range(150))
def test_enumeration_meets_the_best_plan_and_nothing_that_is_none(seed, monkeypatch):
    rng = np.random.default_rng(seed)
    some = program(rng)
    truth = plans_of(some)
    steps = int(rng.integers(1, 10))
    monkeypatch.setattr("clusterer.search.implicit_enumeration._STEPS_AT_ONCE", steps)
    best = [math.inf]
    met = []

    def offer(numbers: np.ndarray) -> None:
        met.append(tuple(numbers.tolist()))
        best[0] = min(best[0], truth.get(met[-1], math.inf))

    ended = enumerate_plans(
        some,
        some.costs,
        room=lambda: best[0],
        cutoff=lambda: best[0],
        offer=offer,
        most_steps=1_000_000,
        remaining=lambda: math.inf,
    )
    assert ended
    assert best[0] == pytest.approx(min(truth.values(), default=math.inf))
    assert set(met) <= set(truth)
    assert len(met) == len(set(met))


def test_enumeration_gives_up_when_told_to():
    some = next(
        one for one in (program(np.random.default_rng(k)) for k in range(50)) if plans_of(one)
    )
    for most, left, ended in ((1, math.inf, False), (10**6, math.inf, True)):
        assert ended == enumerate_plans(
            some,
            some.costs,
            room=lambda: math.inf,
            cutoff=lambda: math.inf,
            offer=lambda _: None,
            most_steps=most,
            remaining=lambda t=left: t,
        )
