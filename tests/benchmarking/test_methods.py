"""Every method gives a plan that keeps the rules, and none is cheaper than the optimum.

The peers are tested as they are: the extra "test" brings them.
"""

from __future__ import annotations

import inspect
import math
import random
import warnings

import gerrychain  # noqa: F401 - the clock shall not run while the peers are loaded
import pytest
import spopt.region  # noqa: F401
from benchmarking.cases import clusters, portfolio_of_rows, row_of

import clusterer as cl
from benchmarks.child import judged
from benchmarks.instances import INSTANCES
from benchmarks.instances.london import london
from benchmarks.instances.regions import regions
from benchmarks.methods import METHODS, NEEDS, OURS, solved
from benchmarks.methods.annealing import annealing
from benchmarks.methods.greedy import greedy, merged
from benchmarks.methods.ours import compact_highs, set_partition
from benchmarks.methods.prices import Prices
from benchmarks.methods.regionalisers import azp_once, until_time_is_up
from benchmarks.methods.shape import random_plan

OPTIMA = {
    # How a case is made, and its optimum, a little rounded down.
    "a cost, as many clusters as one likes": (lambda: london("central", 4), 9453.5483),
    "spread, twelve regions": (lambda: regions(12, 4), 15.8541),
}

HEURISTICS = [name for name in METHODS if name != OURS and not name.startswith("compact-")]


@pytest.fixture(scope="module", params=OPTIMA)
def case_and_optimum(request):
    build, optimum = OPTIMA[request.param]
    return build(), optimum


@pytest.mark.parametrize("method", HEURISTICS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_a_heuristic_gives_a_plan_within_the_rules_and_its_time(method, case_and_optimum):
    case, optimum = case_and_optimum
    if method == "spopt-azp-once" and case.count is None:
        with pytest.raises(ValueError, match="number of clusters"):
            METHODS[method](case, 1.0, 0)
        return
    # SKATER takes a second or two for its first plan, on a busy machine more.
    outcome = METHODS[method](case, 10.0 if method == "spopt-skater" else 2.0, 0)
    evaluation = judged(outcome.clusters, case)
    assert evaluation.feasible
    assert evaluation.objective >= optimum
    # Each has had time for a plan that is no disgrace.
    assert evaluation.objective <= optimum * (1.02 if case.count is None else 5)
    assert outcome.bound == -math.inf
    assert not outcome.proved
    assert 0 <= outcome.best_at <= 30
    assert outcome.detail


def test_ours_is_proved_and_tells_when_it_had_the_plan(case_and_optimum):
    case, optimum = case_and_optimum
    outcome = set_partition(case, 60.0, 0)
    assert outcome.proved
    objective = judged(outcome.clusters, case).objective
    assert optimum < objective < optimum + 1e-3
    assert outcome.bound == pytest.approx(objective)
    assert outcome.candidates > 0
    assert 0 <= outcome.best_at < 60


def test_ours_takes_a_portfolio_and_no_other_method_does():
    outcome = solved(OURS, portfolio_of_rows(4, cap=2), 60.0, 0)
    assert outcome.proved
    assert outcome.bound == pytest.approx(4.4)
    pairs = set(clusters((0, 1), (2, 3)))
    assert {name: set(plan) for name, plan in outcome.clusters.items()} == {"a": pairs, "b": pairs}
    assert outcome.candidates > 0
    assert 0 <= outcome.best_at < 60
    with pytest.raises(ValueError, match="takes one service"):
        solved("greedy", portfolio_of_rows(4, cap=2), 60.0, 0)


def test_the_compact_model_agrees_with_ours():
    case = INSTANCES["london-null-4"].build()
    outcome = compact_highs(case, 30.0, 0)
    assert outcome.clusters is not None
    ours = set_partition(case, 30.0, 0)
    assert set(ours.clusters) == set(outcome.clusters) == {frozenset([i]) for i in range(32)}


def test_no_plan_in_time_is_an_outcome_and_no_error(monkeypatch):
    def stopped(problem, *, progress, **_):
        progress(cl.Progress("compact", 1.0, bound=3.5))
        raise cl.NoPlanFoundError("stopped before any plan was found")

    monkeypatch.setattr(cl, "solve", stopped)
    for outcome in (compact_highs(row_of(3), 1.0, 0), solved(OURS, portfolio_of_rows(3), 1.0, 0)):
        assert outcome.bound == 3.5
        assert outcome.clusters is None
        assert "before any plan" in outcome.detail


def test_greedy_merging_takes_the_costliest_savings_first():
    assert set(greedy(row_of(4), 10.0, 0).clusters) == set(clusters((0, 1, 2, 3)))
    assert set(greedy(row_of(4, cap=2), 10.0, 0).clusters) == set(clusters((0, 1), (2, 3)))


def test_greedy_merging_goes_on_to_the_number_of_clusters_that_is_asked():
    case = row_of(40, count=2)
    outcome = greedy(case, 10.0, 0)
    assert len(outcome.clusters) == 2


def test_greedy_merging_stopped_early_still_gives_a_plan():
    from benchmarks.methods.deadline import Deadline

    case = row_of(6)
    assert merged(case, Prices(case), Deadline(0.0)) == clusters(*[(i,) for i in range(6)])


def test_annealing_finds_the_optimum_of_a_small_case():
    case = row_of(9, cap=3)
    optimum = set_partition(case, 10.0, 0)
    found = annealing(case, 0.5, 0)
    prices = Prices(case)
    assert prices.total(found.clusters) == pytest.approx(prices.total(optimum.clusters))


def test_runs_of_a_peer_go_on_until_the_time_is_up_and_the_best_is_kept():
    case = row_of(6, cap=2)
    given = []

    def runs(case, prices, counts, rng):
        while True:
            given.append(random_plan(case, rng.randint(3, 6), rng))
            home = {i: k for k, cluster in enumerate(given[-1]) for i in cluster}
            yield lambda home=home: [home[i] for i in range(case.n)]

    outcome = until_time_is_up(case, 0.2, 0, runs, "runs")
    prices = Prices(case)
    assert len(given) > 3
    assert prices.total(outcome.clusters) == pytest.approx(min(map(prices.total, given)))


def test_a_peer_that_ends_by_itself_is_not_waited_for():
    outcome = until_time_is_up(row_of(4), 60.0, 0, lambda *_: iter([lambda: [0, 0, 1, 1]]), "runs")
    assert set(outcome.clusters) == set(clusters((0, 1), (2, 3)))
    assert outcome.detail == "1 runs"


def test_a_run_that_fails_is_told_and_the_next_one_tried():
    def failing():
        raise IndexError("too few neighbours")

    outcome = until_time_is_up(
        row_of(4), 60.0, 0, lambda *_: iter([failing, lambda: [0, 0, 1, 1], failing]), "runs"
    )
    assert set(outcome.clusters) == set(clusters((0, 1), (2, 3)))
    assert outcome.detail == "1 runs; 2 failed, the last with IndexError: too few neighbours"


def test_azp_is_given_our_objective():
    import numpy as np

    from benchmarks.methods.azp_objective import objective_function

    case = regions(12, 4)
    prices = Prices(case)
    objective = objective_function(case, prices)
    plan = random_plan(case, 12, random.Random(3))
    labels = np.zeros(case.n, dtype=int)
    for k, cluster in enumerate(plan):
        labels[list(cluster)] = k
    assert objective(labels, None) == pytest.approx(prices.total(plan))
    after = labels.copy()
    after[0] = labels[1]
    change = objective(after, None) - objective(labels, None)
    assert objective.update(0, labels[1], labels, None) == pytest.approx(change, abs=1e-9)


def test_one_run_of_azp_hangs_on_its_seed():
    case = regions(12, 4)
    prices = Prices(case)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [round(prices.total(azp_once(case, 30.0, seed).clusters), 6) for seed in (0, 1, 1)]
    assert found[1] == found[2]
    assert found[0] != found[1]


def test_districts_of_gerrychain_are_numbered_by_row():
    from benchmarks.methods.recom import _partition, parts

    case = row_of(5)
    plan = clusters((0, 1), (2,), (3, 4))
    assert set(parts(_partition(case, plan))) == set(plan)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_says_with_what_settings_it_runs(method):
    assert len(inspect.getdoc(METHODS[method])) > 60


def test_what_must_be_installed_is_told_of_every_peer():
    for start in NEEDS:
        assert any(method.startswith(start) for method in METHODS)
