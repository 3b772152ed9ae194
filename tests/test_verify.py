"""The checker: it believes nothing that is not proved, and leans on nothing that is compiled."""

from __future__ import annotations

import ast
import copy
import importlib
import json
import sys
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
import truth
from costing import clusters_of, councils_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from instances import cases, complete, facts_of, graph, maps, puzzle, table
from tampering import changes

import clusterer as cl
from clusterer.certificates import certificate as making
from clusterer.certificates.proof import prover
from clusterer.certificates.verify import candidates
from clusterer.certificates.verify import partitions as searching
from clusterer.solving.proof import Proof

PACKAGE = Path(candidates.__file__).parent

thorough = settings(
    max_examples=100,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def bits(cluster) -> int:
    return sum(1 << i for i in cluster)


# Tampering.


def caught(problem: cl.Problem, certificate: dict) -> bool:
    try:
        cl.verify(problem, certificate)
    except cl.CertificateError:
        return True
    return False


@pytest.mark.parametrize("seed", [0, 1, 4, 9])
def test_no_figure_label_or_part_can_be_changed_unnoticed(seed, monkeypatch):
    monkeypatch.setattr(prover, "_EASY", 0)  # So that there are branches and subset rows.
    problem = puzzle(seed).problem
    certificate = cl.solve(problem).certificate()
    tried = 0
    for change in changes(certificate):
        assert caught(problem, change.made(certificate)), change
        tried += 1
    assert tried > 100


@settings(thorough, max_examples=50)
@given(cases(), st.randoms(use_true_random=False))
def test_no_change_to_the_certificate_of_a_random_problem_goes_unnoticed(case, random):
    if case.truth.best is None:
        return
    certificate = cl.solve(case.problem).certificate()
    possible = list(changes(certificate))
    for change in random.sample(possible, min(10, len(possible))):
        assert caught(case.problem, change.made(certificate)), change


def test_no_figure_of_a_split_can_be_changed_unnoticed(split_only):
    tried = 0
    for seed in range(8):
        problem = puzzle(seed).problem
        certificate = cl.solve(problem).certificate()
        for change in changes(certificate):
            if "parts" in change.path or "split" in change.path:
                assert caught(problem, change.made(certificate)), (seed, change)
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("wrong", ["swapped", "one missing", "one too many", "none"])
def test_the_parts_of_a_branch_must_be_those_of_its_splits(wrong, split_only):
    for seed in range(20):
        problem = puzzle(seed).problem
        certificate = cl.solve(problem).certificate()
        split = [branch["parts"] for branch in certificate["branches"] if branch["split"]]
        if split:
            break
    (parts, *_) = split
    cl.verify(problem, certificate)
    if wrong == "swapped":
        parts.reverse()
    elif wrong == "one missing":
        del parts[-1]
    elif wrong == "one too many":
        parts.append({"prices": [], "candidates": None, "split": None})
    else:
        parts.clear()
    with pytest.raises(cl.CertificateError):
        cl.verify(problem, certificate)


def test_no_change_to_londons_certificate_goes_unnoticed(four):
    certificate = cl.solve(four).certificate()
    cl.verify(four, certificate)
    for change in Random(1).sample(list(changes(certificate)), 80):
        assert caught(four, change.made(certificate)), change


def test_no_candidate_of_londons_can_be_left_out(four):
    certificate = cl.solve(four).certificate()
    (branch,) = certificate["branches"]
    assert len(branch["candidates"]) > 20
    for k in range(len(branch["candidates"])):
        changed = copy.deepcopy(certificate)
        del changed["branches"][0]["candidates"][k]
        with pytest.raises(cl.CertificateError, match="within the gap, not listed: "):
            cl.verify(four, changed)


@pytest.fixture(scope="module")
def four(london, thames_crossings) -> cl.Problem:
    borders = cl.adjacency(london, crossings=thames_crossings)
    return cl.Problem(london, cl.preset("central"), [cl.MaxSize(4)], adjacency=borders)


# Claims that are not true.


@thorough
@given(cases())
def test_of_any_plan_only_what_is_true_can_be_certified(case):
    if case.truth.best is None:
        return
    plan = max(case.truth.plans(), key=lambda plan: sum(case.truth.costs[c] for c in plan))
    certificate = making.certify(case.problem, plan)
    cl.verify(case.problem, certificate)
    assert Fraction(certificate["bound"]) <= Fraction(case.truth.best) + Fraction(1, 10**6)
    worse = Fraction(certificate["objective"]) > Fraction(case.truth.best) + Fraction(1, 10**5)
    if worse:
        assert certificate["status"] == "feasible"
        claim = Fraction(certificate["objective"]) - Fraction(certificate["tolerance"])
        forged = certificate | {"status": "optimal", "bound": str(claim)}
        assert caught(case.problem, forged)
        for branch in forged["branches"]:
            branch["candidates"] = listed(case.problem, branch)
        assert caught(case.problem, forged)


def listed(problem: cl.Problem, branch: dict) -> list[dict]:
    """Return all candidates, as if they had been searched, with their reduced costs."""
    candidates = problem.candidates()
    prices = branch["prices"][-1]
    rank = {label: i for i, label in enumerate(problem.councils.ids)}
    found = []
    amounts = problem.limit_amounts(candidates)
    for k, cost in enumerate(problem.costs(candidates).tolist()):
        cost = Fraction(round(cost * 10**9), 10**9)
        charge = Fraction(prices["cluster"])
        members = candidates.members(k)
        charge += sum(Fraction(prices["councils"][rank[label]]) for label in members)
        for price, row in zip(prices["limits"], amounts, strict=True):
            charge += Fraction(price) * Fraction(float(row[k]))
        for row in prices["subset_rows"]:
            inside = len(set(row["councils"]) & set(members))
            charge += Fraction(row["price"]) * (inside // row["divisor"])
        found.append(
            {"members": list(members), "cost": str(cost), "reduced_cost": str(cost - charge)}
        )
    return found


def test_a_cheaper_plan_is_named():
    facts = facts_of([100_000] * 3, complete(3))
    pair = cl.FunctionTerm("pairs are cheap", lambda c: np.where(c.size == 2, 0.5, 1.0 * c.size))
    problem = cl.Problem(table(facts), [pair], adjacency=graph(facts))
    certificate = making.certify(problem, [[0], [1], [2]])
    assert certificate["status"] == "feasible"
    claim = Fraction(certificate["objective"]) - Fraction(certificate["tolerance"])
    forged = certificate | {"status": "optimal", "bound": str(claim)}
    for branch in forged["branches"]:
        branch["candidates"] = listed(problem, branch)
    with pytest.raises(cl.CertificateError, match=r"this plan is cheaper: .* \| "):
        cl.verify(problem, forged)


def test_a_certificate_of_another_problem_is_not_believed(four, london):
    certificate = cl.solve(four).certificate()
    for other, message in (
        (four.replace(terms=cl.preset("central", kappa=0.0071)), r"costs £.*m, not £.*m: "),
        (four.replace(rules=[cl.MaxSize(2)]), "not connected, or against the rules: "),
        (four.replace(adjacency=cl.adjacency(london)), "not connected, or against the rules: "),
        (four.replace(rules=[cl.MaxSize(5)]), "candidates are left to be priced"),
        (four.replace(limits=[cl.ClusterCount(at_most=9)]), "not of the limits of the problem"),
        (cl.Problem(london.iloc[1:], [], [cl.MaxSize(2)]), "the councils are not those"),
    ):
        with pytest.raises(cl.CertificateError, match=message):
            cl.verify(other, certificate)


@pytest.mark.parametrize("thing", [{}, [], "", None, 3, {"version": 1}, {"version": 2}])
def test_what_is_no_certificate_is_told(thing):
    with pytest.raises(cl.CertificateError):
        cl.verify(puzzle(1).problem, thing)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["plan"], None),
        (["plan"], [{}]),
        (["plan", 0, "members"], "a"),
        (["plan", 0, "members"], [["a"]]),
        (["plan", 0, "members"], []),
        (["plan", 0, "cost"], 1.5),
        (["plan", 0, "cost"], "one"),
        (["plan", 0, "cost"], "1/0"),
        (["plan", 0, "cost"], "1e3"),
        (["objective"], float("nan")),
        (["bound"], "inf"),
        (["tolerance"], "1"),
        (["tolerance"], "-1/1000000"),
        (["branches"], []),
        (["branches"], {}),
        (["branches", 0, "at_least"], None),
        (["branches", 0, "at_most"], "9"),
        (["branches", 0, "at_most"], 4.5),
        (["branches", 0, "prices"], []),
        (["branches", 0, "prices", 0, "councils"], []),
        (["branches", 0, "prices", 0, "limits"], ["1"]),
        (["branches", 0, "prices", 0, "subset_rows"], [{"councils": ["a"], "divisor": 1}]),
    ],
)
def test_what_cannot_be_read_is_told(path, value):
    problem = puzzle(4).problem
    certificate = cl.solve(problem).certificate()
    *way, last = path
    holder = certificate
    for key in way:
        holder = holder[key]
    holder[last] = value
    with pytest.raises(cl.CertificateError):
        cl.verify(problem, certificate)


def test_a_subset_row_that_would_pay_out_is_refused():
    problem = puzzle(4).problem
    certificate = cl.solve(problem).certificate()
    for divisor, price in ((0, "-1"), (-1, "-1"), (2, "1"), (2.5, "-1"), ("2", "-1")):
        row = {"councils": ["a", "b", "c"], "divisor": divisor, "price": price, "sum": 0}
        certificate["branches"][0]["prices"][0]["subset_rows"] = [row]
        with pytest.raises(cl.CertificateError):
            cl.verify(problem, certificate)


# Nothing of the search is used.


def test_the_checker_imports_nothing_of_the_search():
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else name.name
        for source in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in node.names
    }
    own = {name for name in imported if name.startswith("clusterer")}
    assert {name for name in own if not name.startswith(candidates.__package__)} == {
        "clusterer._support.interval",
        "clusterer.councils",
        "clusterer.councils.labelled",
        "clusterer.errors",
        "clusterer.model.portfolio",
        "clusterer.model.problem",
        "clusterer.rules",
    }
    others = {name.split(".")[0] for name in imported if not name.startswith("clusterer")}
    assert others - {"numpy"} <= sys.stdlib_module_names


def test_the_checker_runs_no_compiled_code(four, monkeypatch):
    certificate = cl.solve(four).certificate()
    enumeration = importlib.import_module("clusterer.candidates.enumeration")
    monkeypatch.delattr(enumeration, "walk_connected_sets")
    aggregation = importlib.import_module("clusterer.candidates._aggregation")
    for name in ("sums", "minima", "pair_sums", "host_minima", "host_sums", "any_pair"):
        monkeypatch.delattr(aggregation, name)
    cl.verify(four, certificate)


# A search that is wrong is found out.


def test_a_kernel_that_adds_up_wrongly_is_found_out(four, monkeypatch):
    aggregation = importlib.import_module("clusterer.candidates._aggregation")
    right = aggregation.pair_sums
    monkeypatch.setattr(aggregation, "pair_sums", lambda *args: right(*args) * (1 + 1e-7))
    certificate = cl.solve(four).certificate()
    assert certificate["status"] == "optimal"
    with pytest.raises(cl.CertificateError, match=r"costs £.*m, not £.*m: "):
        cl.verify(four, certificate)


@pytest.mark.parametrize("seed", range(10))
def test_an_enumeration_that_misses_a_cluster_is_found_out(seed):
    problem, short = puzzle(seed).problem, puzzle(seed).problem
    plan = cl.solve(problem)
    shared = [members for members in plan._clusters.values() if len(members) > 1]
    candidates = short.candidates()
    kept = [candidates.positions(k).tolist() != shared[0] for k in range(len(candidates))]
    short._candidates = candidates.take(kept)
    certificate = cl.solve(short).certificate()
    assert certificate["status"] == "optimal"  # Or so it believes.
    assert caught(problem, certificate)
    for branch in certificate["branches"]:  # Nor does it help to say how many there are.
        branch["prices"][0]["priced"] = len(candidates)
    best, claimed = plan.objective, float(certificate["objective"])
    if claimed > best + 1e-5:
        assert caught(problem, certificate)


def test_a_solver_that_stops_too_soon_is_found_out(four, monkeypatch):
    proof = Proof(bound=0.0, optimal=True, seconds=0.0, n_candidates=0)
    alone = cl.Plan(four.evaluate({}, rest_alone=True), proof)
    certificate = alone.certificate()
    cl.verify(four, certificate)
    assert certificate["status"] == "feasible"
    best = cl.solve(four).objective
    assert float(Fraction(certificate["bound"])) < best + 1e-5 < float(certificate["objective"])


# Its own enumeration, aggregation and search.


@thorough
@given(cases())
def test_the_candidates_are_all_connected_sets_that_the_rules_allow(case):
    found = candidates.connected_sets(case.problem)
    assert len(set(found)) == len(found)
    assert set(found) == set(map(bits, case.truth.costs))


def test_londons_candidates_are_as_many_as_the_library_counts(four):
    for size in (1, 4, 6):
        problem = four.replace(rules=[cl.MaxSize(size)])
        assert len(candidates.connected_sets(problem)) == len(problem.candidates())


def test_more_sets_than_plain_python_can_do_are_refused(four, monkeypatch):
    certificate = cl.solve(four).certificate()
    monkeypatch.setattr(candidates, "MOST_SETS", 500)
    with pytest.raises(cl.CertificateError, match="more than 500 sets are too many; MaxSize"):
        cl.verify(four, certificate)


class Discounted(cl.SetUp):
    """Set-up, less a discount for large clusters that its form does not tell."""

    def cost(self, candidates):
        return super().cost(candidates) - np.where(candidates.size >= 6, 400.0, 0.0)

    def mip_form(self, councils):
        return cl.SetUp(per_cluster=self.per_cluster).mip_form(councils)


def test_a_certificate_cannot_choose_a_walk_where_all_candidates_can_be_listed(monkeypatch):
    terms = [term for term in cl.preset("null") if term.name != "set-up"]
    honest = cl.Problem(cl.datasets.synthetic(8, seed=1), [*terms, cl.SetUp(per_cluster=5.0)])
    monkeypatch.setattr(making, "MOST_SETS", 0)
    certificate = cl.solve(honest).certificate()
    assert certificate["version"] == 3
    cl.verify(honest, certificate)
    untold = honest.replace(terms=[*terms, Discounted(per_cluster=5.0)])
    assert cl.solve(untold).objective < float(Fraction(certificate["bound"])) - 1.0
    with pytest.raises(cl.CertificateError, match="the prices charge more than its cost to "):
        cl.verify(untold, certificate)


def test_a_plan_that_breaks_a_limit_is_no_plan(four):
    many = four.replace(limits=[cl.ClusterCount(at_least=1)])
    certificate = cl.solve(many).certificate()
    few = four.replace(limits=[cl.ClusterCount(at_most=5)])
    with pytest.raises(cl.CertificateError, match="the plan does not keep the limits"):
        cl.verify(few, certificate)


def test_a_rule_that_only_gets_worse_keeps_the_enumeration_short(four):
    for rules in (
        [cl.MaxDistance(9), cl.Apart("Camden", "Islington")],
        [cl.MaxSize(4), cl.Alone("Camden", "Islington")],
        [cl.MaxDisplaced(45, share=0.1)],
        [cl.MaxPoliticalDistance(0.3)],
        [cl.MinControl(0.2)],
        [cl.PopulationBounds(at_most=900_000)],
        [cl.PopulationBounds(at_least=300_000, at_most=850_000)],
    ):
        problem = four.replace(rules=rules)
        assert len(candidates.connected_sets(problem)) == len(problem.candidates())


def test_a_rule_with_an_exception_cuts_nothing_that_it_allows():
    facts = facts_of([500_000, 100_000, 100_000], [(0, 1), (1, 2)])
    for rule in (
        cl.PopulationBounds(at_most=250_000, alone=True),
        cl.PopulationBounds(at_most=250_000, population="change"),
    ):
        councils = table(facts).assign(change=[500_000, -400_000, 50_000])
        problem = cl.Problem(councils, [], [rule], adjacency=graph(facts))
        assert len(candidates.connected_sets(problem)) == len(problem.candidates())


@thorough
@given(maps(st.integers(2, 7)), st.integers(0, 1000))
def test_clusters_in_plain_python_are_those_of_candidates_to_the_last_bit(drawn, seed):
    facts, _ = drawn
    councils = councils_of(facts)
    rows = clusters_of(facts.n)
    fast = cl.Candidates.of(councils, rows)
    plain = candidates._Clusters(councils, map(bits, rows))
    numbers = np.random.default_rng(seed)
    column = numbers.normal(size=facts.n) * 10.0 ** numbers.integers(-6, 6, facts.n)
    matrix = numbers.normal(size=(facts.n, facts.n))
    both = matrix + matrix.T
    few = np.abs(both) > 1.5
    votes = numbers.integers(1, 9, facts.n)

    assert len(plain) == len(fast)
    assert plain.councils is councils
    for mine, theirs in (
        (plain.size, fast.size),
        *(
            (getattr(plain, how)(of), getattr(fast, how)(of))
            for how in ("sum", "mean", "min", "max")
            for of in ("population", column)
        ),
        (plain.power_sum(votes, column), fast.power_sum(votes, column)),
        (plain.power_min("population"), fast.power_min("population")),
        (plain.power_max(votes), fast.power_max(votes)),
        (plain.pair_sum(both), fast.pair_sum(both)),
        (plain.pair_sum(lambda i, j: both[i, j]), fast.pair_sum(lambda i, j: both[i, j])),
        (plain.any_pair(few), fast.any_pair(few)),
        (plain.host_min(matrix), fast.host_min(matrix)),
        (plain.host(matrix), fast.host(matrix)),
        (
            plain.host_sum(matrix, fast.host(both)),
            fast.host_sum(matrix, fast.host(both)),
        ),
        (plain.contains(facts.labels[0]), fast.contains(facts.labels[0])),
    ):
        assert mine.dtype == theirs.dtype
        assert mine.tolist() == theirs.tolist()
    for k in range(len(fast)):
        assert plain.members(k) == fast.members(k)
        assert plain.positions(k).tolist() == fast.positions(k).tolist()


@thorough
@given(st.integers(1, 6), st.integers(0, 10_000), st.integers(1, 6))
def test_the_search_yields_every_partition_below_the_gap_once(n, seed, most):
    random = Random(seed)
    possible = [c for size in range(1, n + 1) for c in combinations(range(n), size)]
    chosen = random.sample(possible, random.randint(1, len(possible)))
    reduced = {bits(c): Fraction(random.randint(0, 30), random.randint(1, 9)) for c in chosen}
    gap = Fraction(random.randint(1, 60), random.randint(1, 7))
    plans = list(searching.partitions(reduced, gap, n, most, searching.Steps(10**6)))
    found = [frozenset(plan) for plan in plans]
    assert len(set(found)) == len(found)
    expected = {
        frozenset(map(bits, plan))
        for plan in truth.partitions(range(n))
        if len(plan) <= most
        and all(bits(c) in reduced for c in plan)
        and sum(reduced[bits(c)] for c in plan) < gap
    }
    assert set(found) == expected


def test_a_search_that_would_not_end_is_given_up():
    reduced = {bits(c): Fraction(0) for c in combinations(range(12), 3)}
    with pytest.raises(cl.CertificateError, match="too many candidates within the gap"):
        list(searching.partitions(reduced, Fraction(1), 12, 12, searching.Steps(100)))


def test_a_certificate_may_be_read_from_a_file(four, tmp_path):
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(cl.solve(four).certificate()), encoding="utf-8")
    cl.verify(four, json.loads(path.read_text(encoding="utf-8")))
