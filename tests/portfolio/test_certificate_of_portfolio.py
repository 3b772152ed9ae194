"""Certificates of plans of several services: they prove what is true, and no more."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from portfolios import SmallPortfolio, small
from tampering import changes

import clusterer as cl
from clusterer.certificates import certificate as making
from clusterer.certificates.proof import prover
from clusterer.certificates.verify.arithmetic import UNIT, PriceList
from clusterer.certificates.verify.joint import Services
from clusterer.certificates.verify.partitions import Steps


def caught(portfolio: cl.Portfolio, certificate: dict) -> bool:
    try:
        cl.verify(portfolio, certificate)
    except cl.CertificateError:
        return True
    return False


def solved(case: SmallPortfolio) -> cl.PortfolioPlan | None:
    try:
        return cl.solve(case.portfolio)
    except cl.InfeasibleError:
        return None


@pytest.mark.parametrize("seed", range(30))
def test_the_optimum_of_any_portfolio_is_certified(seed, monkeypatch):
    monkeypatch.setattr(prover, "_EASY", 60 * (seed % 2))
    case = small(seed, balance=False, services=2 + seed % 2)
    plan = solved(case)
    if plan is None:
        return
    certificate = json.loads(json.dumps(plan.certificate()))
    cl.verify(case.portfolio, certificate)
    best = min_by_service(case)
    assert certificate["status"] == "optimal"
    assert float(certificate["objective"]) == pytest.approx(best, abs=1e-6)
    assert Fraction(certificate["bound"]) <= Fraction(best + 1e-6)


def min_by_service(case: SmallPortfolio) -> float:
    """Return the £m of the best plan, each cluster at its best host, by looking at all."""
    options = []
    for s in range(len(case.costs)):
        at_best = {}
        for plan in case.plans_of(s):
            partition = tuple(cluster for cluster, _ in plan)
            hosting = sum(case.hosting[s][i][h] for cluster, h in plan for i in cluster)
            cost = sum(case.costs[s][cluster] for cluster in partition) + hosting
            at_best[partition] = min(cost, at_best.get(partition, cost))
        options.append(list(at_best.items()))
    best = float("inf")
    paid = [(0.0, frozenset())]
    for of_service in options:
        paid = [
            (total + cost, met | {cluster for cluster in partition if len(cluster) > 1})
            for total, met in paid
            for partition, cost in of_service
        ]
    for total, met in paid:
        best = min(best, total + sum(case.governance[cluster] for cluster in met))
    return best


@pytest.mark.parametrize("seed", range(20))
def test_of_any_plan_only_what_is_true_can_be_certified(seed):
    case = small(seed, balance=False)
    plans = list(case.plans())
    if not plans:
        return
    best = min(map(case.cost, plans))
    plan = Random(seed).choice(plans)
    certificate = making.certify_portfolio(
        case.portfolio, [[cluster for cluster, _ in own] for own in plan]
    )
    cl.verify(case.portfolio, certificate)
    assert Fraction(certificate["bound"]) <= Fraction(best + 1e-6)
    if float(certificate["objective"]) > best + 1e-5:
        assert certificate["status"] == "feasible"
        claim = Fraction(certificate["objective"]) - Fraction(certificate["tolerance"])
        assert caught(case.portfolio, certificate | {"status": "optimal", "bound": str(claim)})


@pytest.mark.parametrize("seed", range(20))
def test_no_joint_cluster_of_low_reduced_cost_is_missed(seed):
    random = Random(seed)
    case = small(seed, balance=False, services=3)
    every = Services.all_of(case.portfolio)
    n, m = every.n, len(every.parts)
    mean = sum(float(c) for part in every.parts for c in part.costs.values()) / sum(
        s.bit_count() for part in every.parts for s in part.costs
    )
    prices = PriceList(
        tuple(round((mean + random.uniform(-1, 1)) / UNIT) for _ in range(n * m)),
        tuple(Fraction(random.randint(-2, 2)) for part in every.parts for _ in part.limits),
        random.randint(-1, 1) * 10**9,
    )
    joint = [
        (councils, [s for s in range(m) if bits >> s & 1])
        for councils in every.governance
        for bits in range(1, 1 << m)
        if bits.bit_count() == 1 or every.governance[councils] > 0
    ]
    there = [
        (councils, of)
        for councils, of in joint
        if all(councils in every.parts[s].costs for s in of)
    ]
    listed = every.listed(there)
    reduced = {s: c - prices.charge(s, listed.amounts[s]) for s, c in listed.costs.items()}
    lowest = min(reduced.values())
    # As in a certificate, none is below 0.
    raised = PriceList(prices.councils, prices.limits, prices.cluster + int(lowest / UNIT) - 1)
    reduced = {s: c - raised.charge(s, listed.amounts[s]) for s, c in listed.costs.items()}
    gap = sorted(reduced.values())[len(reduced) // 3]
    found = every.within(raised, gap, Steps(100_000))
    assert set(found.costs) == {s for s, r in reduced.items() if r < gap}


@pytest.mark.parametrize("seed", [0, 3])
def test_no_figure_can_be_changed_unnoticed(seed):
    portfolio = small(seed, balance=False, n=3).portfolio
    certificate = cl.solve(portfolio).certificate()
    cl.verify(portfolio, certificate)
    possible = list(changes(certificate))
    for change in Random(seed).sample(possible, min(120, len(possible))):
        assert caught(portfolio, change.made(certificate)), change


def test_prices_that_charge_a_joint_cluster_more_are_refused():
    portfolio = small(3, balance=False).portfolio
    certificate = cl.solve(portfolio).certificate()
    begun = certificate["start"]
    for pair in range(8):
        forged = copy.deepcopy(begun)
        forged["councils"][pair] = str(Fraction(begun["councils"][pair]) + 100)
        forged["bound"] = str(Fraction(begun["bound"]) + 100)
        with pytest.raises(cl.CertificateError, match="the prices charge more than its cost to "):
            cl.verify(portfolio, certificate | {"start": forged})


def test_a_certificate_of_another_portfolio_is_not_believed():
    portfolio = cl.Portfolio.from_services(
        cl.datasets.synthetic(8, seed=5), cl.services("it", "finance"), rules=[cl.MaxSize(3)]
    )
    certificate = cl.solve(portfolio).certificate()
    cl.verify(portfolio, certificate)
    shared = [one for one in certificate["plan"] if len({name for name, _ in one["members"]}) == 2]
    assert shared  # Some partnership shares both services, and pays once.
    free = cl.FunctionTerm("governance", lambda candidates: np.zeros(len(candidates)))
    finance = portfolio.services["finance"]
    for other in (
        portfolio.replace(governance=[]),
        portfolio.replace(governance=[free]),
        portfolio.replace(services={"it": portfolio.services["it"]}),
        portfolio.replace(services=dict(reversed([*portfolio.services.items()]))),
        portfolio.with_service("finance", finance.replace(rules=[cl.MaxSize(1)])),
        portfolio.with_service("finance", finance.replace(limits=[cl.ClusterCount(at_most=3)])),
        portfolio.services["it"],
    ):
        assert caught(other, certificate)
    assert caught(portfolio, cl.solve(portfolio.services["it"]).certificate())


def test_governance_cannot_be_shared_by_what_is_no_partnership():
    portfolio = small(3, balance=False).portfolio
    certificate = cl.solve(portfolio).certificate()
    names = list(portfolio.services)
    odd = {"members": [[names[0], "a"], [names[1], "b"]], "cost": "0"}
    for plan in ([odd], [*certificate["plan"], odd]):
        assert caught(portfolio, certificate | {"plan": plan})


def test_a_balance_of_posts_is_not_certified():
    portfolio = small(3, balance=False).portfolio
    plan = cl.solve(portfolio)
    balanced = portfolio.replace(balance=cl.PostsBalance(share=1.0))
    with pytest.raises(cl.CertificateError, match=r"no balance of posts.*PostsBalance\(share=1\)"):
        cl.solve(balanced).certificate()
    with pytest.raises(cl.CertificateError, match="nothing of a balance of posts"):
        cl.verify(balanced, plan.certificate())


def test_services_that_start_from_today_are_certified():
    councils = cl.datasets.synthetic(8, seed=5)
    first, second = councils.index[:2]
    today = [[first, second]]
    portfolio = cl.Portfolio.from_services(
        councils, cl.services("it", "finance"), rules=[cl.MaxSize(3)], today={"it": today}
    )
    plan = cl.solve(portfolio)
    certificate = plan.certificate()
    cl.verify(portfolio, certificate)
    assert certificate["status"] == "optimal"
    assert float(certificate["objective"]) == pytest.approx(plan.objective, abs=1e-6)


def test_london_is_certified(london, thames_crossings):
    portfolio = cl.Portfolio.from_services(
        london,
        cl.services("it", "finance", "hr_payroll"),
        rules=[cl.MaxSize(3)],
        adjacency=cl.adjacency(london, crossings=thames_crossings),
    )
    plan = cl.solve(portfolio)
    certificate = json.loads(json.dumps(plan.certificate()))
    cl.verify(portfolio, certificate)
    assert certificate["status"] == "optimal"
    assert float(certificate["objective"]) == pytest.approx(plan.objective, abs=1e-6)


def test_the_time_may_be_up_before_anything_is_costed():
    plan = cl.solve(small(3, balance=False).portfolio)
    with pytest.raises(cl.CertificateError, match="the time was up after"):
        plan.certificate(time_limit=1e-9)
