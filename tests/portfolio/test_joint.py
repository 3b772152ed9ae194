"""Clusters of one service or more: all that a better plan needs, at what they cost together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from portfolios import numbers_of, small

import clusterer as cl
from clusterer.search.portfolio import one_by_one, tied
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.joint import JointClusters, joint_clusters
from clusterer.search.portfolio.relaxation import PortfolioRelaxation
from clusterer.search.set_partition import SetPartitionSearch

CASES = [
    (seed, balance)
    for balance in (False, True)
    for seed in range(8 if balance else 20)
    if small(seed, balance=balance).best() < math.inf
]
ROUNDING = 1e-6
MANY = 1_000_000


@pytest.mark.parametrize(("seed", "balance"), CASES)
@pytest.mark.parametrize("room", [0.0, 5.0, 1e6])
def test_plans_within_the_room_are_plans_of_joint_clusters(seed, balance, room):
    case = small(seed, balance=balance)
    columns = PortfolioColumns.of(case.portfolio)
    prices = (
        PortfolioRelaxation(columns)
        .solve(remaining=lambda: math.inf, report=lambda _: None)
        .repaired(columns)
    )
    services = range(len(columns.services))
    proved = [SetPartitionSearch(prices.of_service(columns, s)).run().bound for s in services]
    excess = [one - prices.proved_of(columns, s) for s, one in zip(services, proved, strict=True)]
    assert min(excess) > -ROUNDING
    least = math.fsum(proved) - prices.paid_besides(columns)
    joint = joint_clusters(columns, prices, excess, room + ROUNDING, most=MANY)
    assert joint is not None
    rows = {bytes(row) for row in joint.places}
    assert len(rows) == len(joint)
    tried = 0
    for k, plan in enumerate(case.plans()):
        cost = case.cost(plan)
        assert cost >= least - ROUNDING
        if cost == math.inf or (cost > least + room and k % 50):
            continue
        numbers = numbers_of(columns, plan)
        wanted = JointClusters.of(columns, np.sort(numbers))
        if k % 50 == 0:
            every = np.arange(len(wanted))
            assert wanted.clusters(every).tolist() == sorted(numbers)
            assert wanted.columns.keeps_limits(every)
            assert math.fsum(wanted.columns.costs) == pytest.approx(cost)
        if cost > least + room:
            continue
        if not balance:  # At their cheapest hosts.
            hosts = [columns.services[s].cheapest(columns.services[s].by_host) for s in services]
            if any(place not in hosts[s] for s, place in map(columns.located, numbers)):
                continue
        assert all(bytes(row) in rows for row in wanted.places)
        tried += 1
    assert tried > 0 or room < 1e6


@pytest.mark.parametrize(("seed", "balance"), CASES[::3])
def test_the_plan_is_listed_with_any_joint_clusters(seed, balance):
    case = small(seed, balance=balance)
    columns = PortfolioColumns.of(case.portfolio)
    plans = [
        (numbers, cost)
        for plan in case.plans()
        if (cost := case.cost(plan)) < math.inf and (numbers := numbers_of(columns, plan))
    ]
    some = JointClusters.of(columns, np.array(plans[0][0]))
    for numbers, cost in plans[:: len(plans) // 20 + 1]:
        more, chosen = some.with_those_of(np.array(numbers))
        assert more.clusters(chosen).tolist() == sorted(numbers)
        assert more.columns.costs[chosen].sum() == pytest.approx(cost)
        assert more.places[: len(some)].tolist() == some.places.tolist()
        assert len({bytes(row) for row in more.places}) == len(more)


@pytest.mark.parametrize(("seed", "balance"), CASES[::4])
@pytest.mark.parametrize("most", [0, 12, 30])
def test_where_they_are_too_many_nothing_is_claimed_of_those_left_out(
    seed, balance, most, monkeypatch
):
    case = small(seed, balance=balance)
    best = case.best()
    monkeypatch.setattr(tied, "_LISTED", most)
    plan = cl.solve(case.portfolio)
    assert plan.bound <= best + ROUNDING
    assert plan.objective >= best - ROUNDING


@pytest.mark.parametrize("seed", [0, 7])
def test_where_they_are_too_many_more_time_is_not_advised(seed, monkeypatch, caplog):
    monkeypatch.setattr(tied, "_LISTED", 0)
    assert cl.solve(small(seed, balance=False).portfolio, time_limit=600).status == "feasible"
    (told,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert "more time does not help; a smaller MaxSize does" in told


def test_where_they_are_too_many_for_any_plan_more_time_is_not_advised(monkeypatch):
    monkeypatch.setattr(tied, "_LISTED", 0)
    with pytest.raises(cl.NoPlanFoundError, match="time does not help; a smaller MaxSize does, or"):
        cl.solve(small(2, balance=True).portfolio, time_limit=600)


def test_too_many_joint_clusters_are_none(london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "finance"), rules=[cl.MaxSize(2)]
    )
    columns = PortfolioColumns.of(portfolio)
    prices = (
        PortfolioRelaxation(columns)
        .solve(remaining=lambda: math.inf, report=lambda _: None)
        .repaired(columns)
    )
    everything = joint_clusters(columns, prices, [0.0, 0.0], 1e9, most=MANY)
    paying = np.count_nonzero(columns.governance > 0)
    assert len(everything) == 2 * len(columns.partners) + paying
    most = len(everything) - 1
    assert joint_clusters(columns, prices, [0.0, 0.0], 1e9, most=most) is None
    assert len(joint_clusters(columns, prices, [0.0, 0.0], 1.0, most=most)) < most


def test_two_services_of_london_are_proved_together(london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "finance"), "business-case", rules=[cl.MaxSize(4)]
    )
    plan = cl.solve(portfolio)
    assert plan.status == "optimal"
    alone = [
        cl.solve(portfolio.replace(governance=[], services={n: p})).objective
        for n, p in portfolio.services.items()
    ]
    assert plan.objective >= sum(alone)


def test_sets_that_a_service_may_not_have_are_left_out_whatever_the_room(london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "finance"), rules=[cl.MaxSize(3)]
    )
    pairs = portfolio.services["finance"].replace(
        rules=[cl.MaxSize(2)], limits=[cl.ClusterCount(at_least=20)]
    )
    columns = PortfolioColumns.of(portfolio.with_service("finance", pairs))
    prices = (
        PortfolioRelaxation(columns)
        .solve(remaining=lambda: math.inf, report=lambda _: None)
        .repaired(columns)
    )
    joint = joint_clusters(columns, prices, [0.0, 0.0], 1e9, most=MANY)
    assert np.isfinite(joint.columns.costs).all()
    it, finance = (service.partnership for service in columns.services)
    both = np.intersect1d(it, finance)
    paying = np.count_nonzero(columns.governance[both] > 0)
    assert len(joint) == it.size + finance.size + paying


@pytest.mark.parametrize("listed", [400_000, 0])
def test_what_rests_on_the_word_of_a_solver_at_prices_says_so(listed, monkeypatch, london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "finance"), "business-case", rules=[cl.MaxSize(3)]
    )
    proved = one_by_one.OneByOne.at_prices

    def at_prices(self, prices):
        return proved(self, prices)[0], "ORACLE"

    monkeypatch.setattr(one_by_one.OneByOne, "at_prices", at_prices)
    monkeypatch.setattr(tied, "_LISTED", listed)
    plan = cl.solve(portfolio, time_limit=10)
    assert plan.word_of == "ORACLE"
