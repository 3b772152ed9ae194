"""Certificates: what they hold, and that honest ones are believed."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from instances import Case, cases, each, facts_of, graph, puzzle, table

import clusterer as cl
from clusterer.certificates import certificate as making
from clusterer.certificates.proof import prover

thorough = settings(
    max_examples=150,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TOLERANCE = Fraction(1, 10**6)


def certified(problem: cl.Problem, **options) -> dict:
    """Return the certificate of a plan, as it comes back from a file; it is believed."""
    certificate = json.loads(json.dumps(cl.solve(problem, **options).certificate()))
    cl.verify(problem, certificate)
    return certificate


def assert_true(certificate: dict, case: Case) -> None:
    """Assert that a certificate claims what is true, and that it is an optimum."""
    assert certificate["status"] == "optimal"
    assert float(certificate["objective"]) == pytest.approx(case.truth.best, abs=1e-6)
    assert Fraction(certificate["bound"]) <= Fraction(case.truth.best) + TOLERANCE
    named = {label: i for i, label in enumerate(certificate["councils"])}
    for cluster in certificate["plan"]:
        members = tuple(named[label] for label in cluster["members"])
        assert float(cluster["cost"]) == pytest.approx(case.truth.costs[members], abs=1e-8)


@thorough
@given(cases())
def test_the_optimum_of_any_problem_is_certified(case):
    if case.truth.best is not None:
        assert_true(certified(case.problem), case)


@pytest.mark.parametrize("seed", range(40))
def test_a_problem_whose_relaxation_splits_clusters_is_certified(seed):
    case = puzzle(seed)
    assert_true(certified(case.problem), case)


@pytest.mark.parametrize("seed", range(40))
def test_subset_rows_and_branches_are_used_where_a_search_would_be_long(seed, monkeypatch):
    monkeypatch.setattr(prover, "_EASY", 0)
    case = puzzle(seed)
    assert_true(certified(case.problem), case)


def test_the_hard_problems_need_every_part_of_a_certificate(monkeypatch):
    monkeypatch.setattr(prover, "_EASY", 0)
    met = dict.fromkeys(("branches", "subset rows", "limits", "candidates"), 0)
    for seed in range(40):
        certificate = certified(puzzle(seed).problem)
        met["branches"] += len(certificate["branches"]) - 1
        for branch in certificate["branches"]:
            met["candidates"] += len(branch["candidates"] or ())
            for prices in branch["prices"]:
                met["subset rows"] += len(prices["subset_rows"])
                met["limits"] += sum(price != "0" for price in prices["limits"])
    assert min(met.values()) > 10, met


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_that_was_stopped_gets_the_bound_that_can_be_proved(seed, caplog):
    case = puzzle(seed * 3 + 1)  # Without a limit: all councils alone are a plan.
    certificate = certified(case.problem, time_limit=1e-6)
    best = Fraction(case.truth.best)
    assert Fraction(certificate["bound"]) <= best + TOLERANCE
    assert Fraction(certificate["objective"]) >= best - TOLERANCE
    assert "proves a bound of" not in caplog.text  # It is no surprise.
    optimal = Fraction(certificate["objective"]) <= best + TOLERANCE
    assert optimal or certificate["status"] == "feasible"


@pytest.mark.parametrize("seed", range(20))
def test_splits_alone_prove_it_too(seed, split_only):
    case = puzzle(seed)
    assert_true(certified(case.problem), case)


def test_splits_go_deep(split_only):
    problem = cl.Problem(
        cl.datasets.synthetic(60, seed=2), cl.preset("business-case"), [cl.MaxSize(3)]
    )
    certificate = certified(problem)
    assert certificate["status"] == "optimal"
    assert sum(len(branch["parts"]) for branch in certificate["branches"]) > 20


def test_where_the_proof_would_be_too_much_a_lower_bound_is_certified(monkeypatch, caplog):
    monkeypatch.setattr(prover, "MOST_ENTRIES", 0)
    weak = [certified(puzzle(seed).problem) for seed in range(10)]
    found = [one for one in weak if one["status"] == "feasible"]
    assert found
    assert "only: more than plain Python can check is within the gap" in caplog.text
    assert all(Fraction(one["bound"]) < Fraction(one["objective"]) for one in found)
    assert {one["reason"] for one in found} == {
        "more than plain Python can check is within the gap"
    }


def test_pairs_are_a_matching_and_odd_sets_close_the_gap():
    problem = cl.Problem(
        cl.datasets.synthetic(200, seed=1), cl.preset("business-case"), [cl.MaxSize(2)]
    )
    plan = cl.solve(problem)
    certificate = plan.certificate()
    assert (plan.status, certificate["status"]) == ("optimal", "optimal")
    cl.verify(problem, certificate)
    rows = [
        row
        for branch in certificate["branches"]
        for part in [branch, *branch["parts"]]
        for prices in part["prices"]
        for row in prices["subset_rows"]
    ]
    assert max(len(row["councils"]) for row in rows) > 7


@pytest.mark.parametrize("scale", [1e-6, 1e-3, 1e3, 1e6, 1e9])
def test_money_may_be_counted_in_any_unit(scale, london, thames_crossings):
    class Scaled(cl.Term):
        def __init__(self, term):
            self.term, self.name = term, term.name

        def cost(self, candidates):
            return scale * self.term.cost(candidates)

    borders = cl.adjacency(london, crossings=thames_crossings)
    terms = [Scaled(term) for term in cl.preset("null")]
    problem = cl.Problem(london, terms, [cl.MaxSize(4)], adjacency=borders)
    plan = cl.solve(problem)
    certificate = json.loads(json.dumps(plan.certificate()))
    cl.verify(problem, certificate)
    assert certificate["status"] == plan.status == "optimal"


def test_the_same_plan_gets_the_same_certificate():
    first, second = (cl.solve(puzzle(4).problem) for _ in range(2))
    assert first.certificate() == second.certificate() == first.certificate()


def test_a_plan_of_the_compact_formulation_is_certified_all_the_same(london):
    few = london.iloc[:8]
    problem = cl.Problem(few, cl.preset("central"), [cl.MaxSize(4)])
    one, other = certified(problem), certified(problem, formulation="compact")
    assert one["objective"] == other["objective"]


def test_labels_that_are_numbers_or_tuples_come_through_json():
    facts = facts_of([100_000, 200_000, 300_000], [(0, 1), (1, 2)])
    councils = table(facts)
    for labels in ([7, 8, 9], [("a", 1), ("a", 2), ("b", 1)], [1.5, 2.5, "x"]):
        relabelled = councils.copy()
        relabelled.index = pd.Index(labels, tupleize_cols=False)
        problem = cl.Problem(relabelled, cl.preset("business-case"))
        certificate = certified(problem)
        assert len(certificate["councils"]) == 3


def test_rules_and_limits_are_told_in_words():
    class Odd(cl.Rule):
        def allows(self, candidates):
            return candidates.size % 2 == 1

    case = puzzle(3)
    problem = case.problem.replace(rules=[cl.MaxSize(3), Odd()])
    certificate = certified(problem)
    assert certificate["rules"][0] == "MaxSize(3)"
    assert certificate["rules"][1] == "Odd()"
    assert certificate["limits"] == [repr(problem.limits[0])]
    assert certificate["terms"] == ["table"]


def test_costs_far_from_one_are_certified():
    for scale in (1e-6, 1.0, 1e6):
        facts = facts_of([100_000] * 6, [(i, i + 1) for i in range(5)])

        def cost(rows, scale=scale):
            return scale * (1 / len(rows) + 0.01 * sum(rows) + 0.3 * len(rows) ** 2)

        term = cl.FunctionTerm("f", lambda c, cost=cost: each(c, cost))
        problem = cl.Problem(table(facts), [term], adjacency=graph(facts))
        assert certified(problem)["status"] == "optimal"


def test_limits_of_large_amounts_are_certified(london, thames_crossings):
    def pairs(c):
        return np.where(c.size > 1, c.sum("population"), 0)

    few = cl.FunctionLimit("residents who share", pairs, at_most=2_345_678.5)
    problem = cl.Problem(
        london,
        cl.preset("central"),
        [cl.MaxSize(4)],
        [few, cl.ClusterCount(at_least=12, at_most=24)],
        cl.adjacency(london, crossings=thames_crossings),
    )
    certificate = certified(problem)
    assert certificate["status"] == "optimal"
    assert any(price != "0" for b in certificate["branches"] for price in b["prices"][0]["limits"])


def test_too_many_candidates_are_refused_with_the_remedy(monkeypatch):
    monkeypatch.setattr(making, "MOST_SETS", 10)
    plan = cl.solve(puzzle(4).problem)
    with pytest.raises(cl.CertificateError, match=r"more than 10 candidates.*MaxSize"):
        plan.certificate()


@pytest.mark.parametrize("preset", ["null", "central", "business-case"])
def test_london_is_certified_with_every_preset(preset, london, thames_crossings):
    graph = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset(preset), [cl.MaxSize(7)], adjacency=graph)
    certificate = certified(problem)
    assert certificate["status"] == "optimal"
    assert len(json.dumps(certificate)) < 20_000
