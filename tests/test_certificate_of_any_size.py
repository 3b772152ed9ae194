"""Certificates of plans without a cap on size: the checker's own walk leaves out nothing."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from instances import Case, cases, complete, facts_of, graph, table
from tampering import changes

import clusterer as cl
from clusterer.certificates import certificate as making
from clusterer.certificates.proof import start
from clusterer.certificates.verify import walk
from clusterer.certificates.verify.arithmetic import UNIT, PriceList
from clusterer.certificates.verify.candidates import TooManySetsError
from clusterer.certificates.verify.listed import all_of
from clusterer.certificates.verify.partitions import Steps
from clusterer.certificates.verify.parts import Parts
from clusterer.certificates.verify.reading import read
from clusterer.search.closed_form import ClosedForm
from clusterer.terms.mip_form import Curve, MIPForm

thorough = settings(
    max_examples=25,
    phases=[Phase.generate],
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(autouse=True, scope="module")
def _never_listed():
    """Take all candidates for too many to list, by the maker and by the checker."""

    def too_many(problem: cl.Problem) -> None:
        raise TooManySetsError("too many")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "MOST_SETS", 0)
        patch.setattr("clusterer.certificates.verify.listed.all_of", too_many)
        yield


def in_closed_form(case: Case) -> bool:
    return ClosedForm.of(case.problem) is not None


def caught(problem: cl.Problem, certificate: dict) -> bool:
    try:
        cl.verify(problem, certificate)
    except cl.CertificateError:
        return True
    return False


# What the walk finds.


@settings(thorough, max_examples=30)
@given(cases(linear=True).filter(in_closed_form), st.integers(0, 10_000))
def test_a_walk_misses_no_candidate_of_low_reduced_cost(case, seed):
    random, problem = Random(seed), case.problem
    every = all_of(problem)
    mean = sum(map(float, every.costs.values())) / max(1, sum(s.bit_count() for s in every.costs))
    spread = random.choice([0.0, 0.1, 1.0]) * (abs(mean) + 1)
    prices = PriceList(
        tuple(round((mean + random.uniform(-spread, spread)) / UNIT) for _ in range(every.n)),
        tuple(Fraction(random.randint(-3, 3)) for _ in problem.limits),
        random.randint(-2, 2) * 10**9,
    )
    reduced = {s: c - prices.charge(s, every.amounts[s]) for s, c in every.costs.items()}
    ascending = sorted(reduced.values())
    gap = random.choice(ascending) + UNIT if ascending else Fraction(0)
    found = walk.walked(problem, prices, gap, Steps(10_000))
    assert {s for s, r in reduced.items() if r < gap} <= set(found)
    assert set(found) <= set(reduced)


def test_a_walk_looks_at_few_of_londons_seven_hundred_million_sets(london_near):
    for preset, most in (("central", 10_000), ("business-case", 200_000)):
        problem = london_near.replace(terms=cl.preset(preset))
        certificate = json.loads(json.dumps(cl.solve(problem).certificate()))
        assert certificate["status"] == "optimal"
        assert certificate["version"] == 3
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("clusterer.certificates.verify.listed.MOST_WALKED", most)
            cl.verify(problem, certificate)


class Made(cl.Term):
    """A term of pairs, members, hosts and a curve, each from a table."""

    name = "made"

    def __init__(self, pairs, members, hosts, lines):
        self.pairs, self.members, self.hosts, self.lines = pairs, members, hosts, lines

    def cost(self, candidates):
        sizes = candidates.size
        curve = np.max([height + slope * sizes for height, slope in self.lines], axis=0)
        shared = candidates.pair_sum(self.pairs) + candidates.sum(self.members) + curve
        return np.where(sizes > 1, shared, 0.0)

    def host_cost(self, councils):
        return self.hosts

    def mip_form(self, councils):
        curve = Curve(np.ones(len(councils)), self.lines)
        return MIPForm(sharing=self.members, pairs=self.pairs, curves=(curve,))


def made(seed: int, n: int = 6) -> cl.Problem:
    """Return a problem with pairs that cost or pay, on a line or where all are neighbours."""
    random = np.random.default_rng(seed)
    facts = facts_of([100_000] * n, [(i, i + 1) for i in range(n - 1)] if seed % 2 else complete(n))
    pairs = random.uniform(*[(0.0, 2.0), (-1.0, 1.0), (1.0, 1.5)][seed % 3], (n, n))
    hosts = random.uniform(0.0, seed % 4 // 2, (n, n)) * (1.0 - np.eye(n))
    members = random.uniform(*[(-3.0, 1.0), (-3.0, -2.0)][seed % 5 // 3], n)
    lines = ((0.0, -0.5), (-2.0, 0.5))
    term = Made(np.triu(pairs, 1) + np.triu(pairs, 1).T, members, hosts, lines)
    return cl.Problem(table(facts), [term], adjacency=graph(facts))


@pytest.mark.parametrize("seed", range(60))
def test_pairs_hosts_and_curves_hide_no_candidate_from_a_walk(seed):
    problem = made(seed)
    costs = {s: cost for s, cost in all_of(problem).costs.items() if s.bit_count() > 1}
    zero = PriceList((0,) * 6, (), 0)
    ascending = sorted(costs.values())
    for threshold in (ascending[0], ascending[2], ascending[len(ascending) // 2]):
        if threshold > 0:
            found = walk.walked(problem, zero, threshold + UNIT, Steps(10_000))
            assert {s for s, cost in costs.items() if cost <= threshold} <= set(found)
            continue
        # Reduced costs are 0 or more in a certificate; prices may be below.
        lowered = PriceList((0,) * 6, (), int(ascending[0] / UNIT) - 1)
        found = walk.walked(problem, lowered, threshold - ascending[0] + 3 * UNIT, Steps(10_000))
        assert {s for s, cost in costs.items() if cost <= threshold} <= set(found)


def test_what_a_walk_sorts_is_counted_in_its_steps(monkeypatch):
    # From each root, no larger set is of use, which takes a look at many numbers of members.
    sorts = 0

    def counted(values, **how):
        nonlocal sorts
        ascending = sorted(values, **how)
        sorts += len(ascending)
        return ascending

    monkeypatch.setattr(walk, "sorted", counted, raising=False)
    n, councils = 40, cl.datasets.synthetic(40, seed=1)
    term = Made(np.full((n, n), 0.025), np.full(n, -0.5), np.zeros((n, n)), ((0.0, 0.0),))
    everyone = cl.adjacency(councils, within_km=float("inf"))
    problem = cl.Problem(councils, [term], adjacency=everyone)
    steps = Steps(walk.MOST_WALKED)
    low = PriceList((0,) * n, (), int(Fraction("-6.5") / UNIT))
    walk.walked(problem, low, Fraction(1), steps)
    assert sorts > 30_000
    assert 20 * steps.done >= sorts


def test_a_council_that_gains_nothing_may_lead_to_one_that_does():
    # Along a line, the ends save £5m together; who is between them only pays.
    facts = facts_of([100_000] * 5, [(i, i + 1) for i in range(4)])
    pairs = np.zeros((5, 5))
    pairs[0, 4] = pairs[4, 0] = -5.0
    ends = Made(pairs, np.ones(5), np.zeros((5, 5)), ((0.0, 0.0),))
    problem = cl.Problem(table(facts), [ends], adjacency=graph(facts))
    zero = PriceList((0,) * 5, (), 0)
    found = walk.walked(problem, zero, Fraction(1, 1000), Steps(100))
    assert set(found) == {*(1 << i for i in range(5)), 0b11111}


# What is certified.


@thorough
@given(cases(linear=True).filter(in_closed_form))
def test_the_optimum_of_any_problem_is_certified_without_a_list(case):
    if case.truth.best is None:
        return
    certificate = json.loads(json.dumps(cl.solve(case.problem).certificate()))
    cl.verify(case.problem, certificate)
    assert certificate["status"] == "optimal"
    assert float(certificate["objective"]) == pytest.approx(case.truth.best, abs=1e-6)
    assert Fraction(certificate["bound"]) <= Fraction(case.truth.best) + Fraction(1, 10**6)


@thorough
@given(cases(linear=True).filter(in_closed_form))
def test_of_any_plan_only_what_is_true_can_be_certified_without_a_list(case):
    if case.truth.best is None:
        return
    plan = max(case.truth.plans(), key=lambda plan: sum(case.truth.costs[c] for c in plan))
    certificate = making.certify(case.problem, plan)
    cl.verify(case.problem, certificate)
    assert Fraction(certificate["bound"]) <= Fraction(case.truth.best) + Fraction(1, 10**6)
    if Fraction(certificate["objective"]) > Fraction(case.truth.best) + Fraction(1, 10**5):
        assert certificate["status"] == "feasible"
        assert certificate["reason"]
        claim = Fraction(certificate["objective"]) - Fraction(certificate["tolerance"])
        assert caught(case.problem, certificate | {"status": "optimal", "bound": str(claim)})


# What is refused.


def towns(n: int = 8, seed: int = 5) -> cl.Problem:
    return cl.Problem(cl.datasets.synthetic(n, seed=seed), cl.preset("central"))


def test_no_figure_of_a_certificate_with_a_start_can_be_changed_unnoticed():
    problem = towns()
    certificate = cl.solve(problem).certificate()
    cl.verify(problem, certificate)
    for change in Random(1).sample(list(changes(certificate)), 150):
        assert caught(problem, change.made(certificate)), change


@pytest.mark.parametrize("council", range(8))
def test_prices_that_charge_more_are_refused_whatever_bound_they_are_said_to_prove(council):
    problem = towns()
    certificate = cl.solve(problem).certificate()
    forged = copy.deepcopy(certificate)
    begun = forged["start"]
    begun["councils"][council] = str(Fraction(begun["councils"][council]) + 100)
    begun["bound"] = str(Fraction(begun["bound"]) + 100)
    for left in range(certificate["start"]["left"] + 2):
        begun["left"] = left
        with pytest.raises(cl.CertificateError, match="the prices charge more than its cost to "):
            cl.verify(problem, forged)


def test_a_start_that_leaves_too_few_is_refused():
    problem = towns()
    certificate = cl.solve(problem).certificate()
    begun = certificate["start"]
    begun["reach"] = begun["bound"]
    with pytest.raises(cl.CertificateError, match="candidates are within the gap, not "):
        cl.verify(problem, certificate)
    begun["left"] = 0  # Now all is true of the start, and the claim is not what it proves.
    with pytest.raises(cl.CertificateError):
        cl.verify(problem, certificate)


def test_a_reach_above_the_plan_is_refused():
    problem = towns()
    certificate = cl.solve(problem).certificate()
    certificate["start"]["reach"] = certificate["objective"]
    with pytest.raises(cl.CertificateError):
        cl.verify(problem, certificate)


def test_a_certificate_of_another_problem_is_not_believed(london_near):
    certificate = cl.solve(london_near).certificate()
    for other in (
        london_near.replace(terms=cl.preset("central", kappa=0.0071)),
        london_near.replace(rules=[cl.MaxSize(2)]),
        london_near.replace(adjacency=nx.create_empty_copy(london_near.adjacency)),
        london_near.replace(limits=[cl.ClusterCount(at_most=9)]),
    ):
        assert caught(other, certificate)


class Lies(cl.Term):
    """A term whose parts say that a cluster costs a million more than it does."""

    name = "lies"

    def cost(self, candidates):
        return np.zeros(len(candidates))

    def mip_form(self, councils):
        return MIPForm(sharing=np.full(len(councils), 1.0))


def test_a_term_that_costs_less_than_its_parts_is_found_out_where_it_matters():
    problem = towns().replace(terms=[Lies()])
    zero = PriceList((0,) * 8, (), 0)
    with pytest.raises(cl.CertificateError, match=r"costs £0\.0*m, and its parts £2\.0*m: "):
        walk.walked(problem, zero, Fraction(3), Steps(10_000))


class Discounted(cl.SetUp):
    """Set-up, less a discount for large clusters that its form does not tell."""

    def cost(self, candidates):
        return super().cost(candidates) - np.where(candidates.size >= 10, 400.0, 0.0)

    def mip_form(self, councils):
        return cl.SetUp(per_cluster=self.per_cluster).mip_form(councils)


@pytest.mark.parametrize("rules", [[], [cl.MaxSize(11)]])
def test_a_term_that_costs_large_clusters_less_than_its_parts_is_found_out_by_some_of_them(rules):
    terms = [term for term in cl.preset("central") if term.name != "set-up"]
    honest = towns(20).replace(terms=[*terms, cl.SetUp(per_cluster=5.0)], rules=rules)
    certificate = cl.solve(honest).certificate()
    cl.verify(honest, certificate)
    untold = honest.replace(terms=[*terms, Discounted(per_cluster=5.0)])
    with pytest.raises(cl.CertificateError, match="and its parts £"):
        cl.verify(untold, certificate)


def test_a_term_that_does_not_say_what_it_is_made_of_is_named():
    facts = facts_of([100_000] * 3, complete(3))
    problem = cl.Problem(
        table(facts), [cl.FunctionTerm("mine", lambda c: 1.0 * c.size)], adjacency=graph(facts)
    )
    with pytest.raises(cl.CertificateError, match="term 'mine' does not say what it is made of"):
        Parts.of(problem.councils, problem.terms)


def test_a_concave_term_needs_a_list(london_near):
    problem = london_near.replace(terms=cl.preset("central", form="power"))
    alone = [[i] for i in range(32)]
    with pytest.raises(cl.CertificateError, match="for which the check needs a list; a rule such"):
        making.certify(problem, alone)
    with pytest.raises(cl.CertificateError, match="term 'scale' has concave parts"):
        Parts.of(problem.councils, problem.terms)


def test_where_the_walk_would_be_too_long_a_lower_bound_is_certified(monkeypatch, caplog):
    plan = cl.solve(towns())
    begun = read(plan.certificate(), [*plan.problem.councils.ids], 0).start
    steps = [Steps(1_000), Steps(1_000)]
    for gap, taken in zip((begun.reach - begun.bound, Fraction(0)), steps, strict=True):
        walk.walked(plan.problem, begun.prices, gap, taken)
    long, short = (taken.done for taken in steps)
    assert short < long
    monkeypatch.setattr(start, "MOST_WALKED", short)
    certificate = plan.certificate()
    cl.verify(plan.problem, certificate)
    assert certificate["status"] == "feasible"
    assert certificate["start"]["left"] == 0
    assert certificate["bound"] == certificate["start"]["bound"]
    assert certificate["reason"] == "more than plain Python can check is within the gap"
    assert "the certificate proves a bound of" in caplog.text
    monkeypatch.setattr(start, "MOST_WALKED", short - 1)
    with pytest.raises(cl.CertificateError, match=f"over {short - 1} steps"):
        plan.certificate()


def test_the_time_may_be_up_before_there_is_a_start(london_near):
    plan = cl.solve(london_near, time_limit=0.2)
    with pytest.raises(cl.CertificateError, match="the time was up after"):
        plan.certificate(time_limit=1e-6)


@pytest.fixture(scope="module")
def london_near(london, thames_crossings) -> cl.Problem:
    borders = cl.adjacency(london, crossings=thames_crossings)
    return cl.Problem(london, cl.preset("central"), adjacency=borders)
