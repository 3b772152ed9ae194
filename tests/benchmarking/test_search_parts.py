"""What the heuristics share: the clock, the prices, the best plan, numbers of clusters to try."""

from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pytest
from benchmarking.cases import clusters, row_of

import clusterer as cl
from benchmarks.instances import INSTANCES
from benchmarks.methods.best import Best
from benchmarks.methods.counts import Counts
from benchmarks.methods.deadline import Deadline, work_until
from benchmarks.methods.outcome import from_labels
from benchmarks.methods.prices import Prices
from benchmarks.methods.regionalisers import until_time_is_up


def test_labels_of_any_kind_become_clusters():
    assert from_labels(["b", "a", "b"]) == clusters((0, 2), (1,))
    assert from_labels(np.array([1, 1, 0])) == clusters((0, 1), (2,))


def test_work_is_left_when_the_time_is_up_even_if_it_catches_exceptions():
    def work():
        while True:
            try:
                time.sleep(0.001)
            except Exception:
                continue

    deadline = Deadline(0.05)
    began = time.perf_counter()
    work_until(deadline, work)
    assert deadline.over
    assert deadline.left == 0
    assert time.perf_counter() - began < 5


def test_an_alarm_that_is_lost_rings_again():
    lost = []

    def work():
        try:
            time.sleep(30)
        except BaseException:
            lost.append(True)
        time.sleep(30)

    work_until(Deadline(0.05), work)
    assert lost == [True]


def test_work_that_ends_in_time_is_not_disturbed_afterwards():
    work_until(Deadline(0.05), lambda: None)
    time.sleep(0.1)


def test_where_no_time_is_left_there_is_no_plan_and_no_error():
    work_until(Deadline(0.0), lambda: time.sleep(30))
    outcome = until_time_is_up(row_of(4), 0.0, 0, lambda *_: iter([]), "runs")
    assert outcome.clusters is None


@pytest.mark.parametrize("name", ["london-central-4", "london-central-any", "regions-12-8"])
def test_prices_are_the_costs_of_the_problem(name):
    case = INSTANCES[name].build()
    prices = Prices(case)
    some = clusters((0,), (1, 15), (2, 5, 30), (7, 8, 9, 10, 11))
    costs = case.problem.costs(cl.Candidates.of(case.problem.councils, some))
    np.testing.assert_allclose(prices.of(some), costs)
    assert prices(some[1]) == pytest.approx(costs[1])
    assert prices.total(some) == pytest.approx(costs.sum())


def test_a_price_is_worked_out_once():
    case = row_of(12)
    prices = Prices(case)
    asked = []
    term = case.problem.terms[0]
    spied = cl.FunctionTerm("spied", lambda c: asked.append(len(c)) or term.f(c))
    prices.problem = case.problem.replace(terms=[spied])
    asked.clear()
    for _ in range(3):
        prices.of(clusters(tuple(range(9)), tuple(range(10)), (0, 1)))
    assert asked == [2]  # The third is costed ahead.


def test_the_best_plan_is_kept_and_bad_ones_are_mended():
    case = row_of(4, cap=2)
    best = Best(case, Prices(case), Deadline(10), seed=0)
    assert best.offer(clusters((0,), (1,), (2,), (3,))) == pytest.approx(4)
    assert best.offer(clusters((0, 1, 2, 3))) == pytest.approx(2.2)
    assert best.offer(clusters((0, 1), (2,), (3,))) == pytest.approx(3.1)
    outcome = best.outcome("plans")
    assert set(outcome.clusters) == set(clusters((0, 1), (2, 3)))
    assert outcome.detail == "3 plans, 1 of them mended"
    assert outcome.bound == -math.inf
    assert not outcome.proved


def test_a_plan_that_cannot_be_mended_costs_infinitely_much():
    case = row_of(3, cap=1, count=2)
    best = Best(case, Prices(case), Deadline(10), seed=0)
    assert best.offer(clusters((0,), (1,), (2,))) == math.inf
    assert best.outcome("plans").clusters is None


def test_numbers_of_clusters_span_what_is_possible_then_keep_to_the_best():
    case = INSTANCES["london-central-7"].build()
    counts = Counts(case, seed=0)
    spread = counts.spread(12)
    assert (spread[0], spread[-1]) == (5, 32)
    asked = list(itertools.islice(counts, len(spread)))
    assert asked == spread
    for count in asked:
        counts.tell(count, abs(count - 16))
    later = list(itertools.islice(iter(counts), len(spread), len(spread) + 40))
    assert all(5 <= count <= 32 for count in later)
    assert sum(abs(count - 16) <= 3 for count in later) >= 30


def test_a_given_number_of_clusters_is_the_only_one():
    counts = Counts(row_of(6, cap=4, count=3), seed=0)
    counts.tell(5, 1.0)
    assert set(itertools.islice(counts, 10)) == {3}
    assert counts.all() == [3]
