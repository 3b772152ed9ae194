"""Clusters of one service or more: all that a better plan needs, at what they cost together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from portfolios import numbers_of, small

import clusterer as cl
from clusterer.search.portfolio import joint as joint_module
from clusterer.search.portfolio import one_by_one, tied
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.joint import joint_clusters
from clusterer.search.portfolio.relaxation import PortfolioRelaxation
from clusterer.search.set_partition import SetPartitionSearch

SEEDS = [seed for seed in range(40) if small(seed, balance=False).best() < math.inf]
ROUNDING = 1e-6


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("room", [0.0, 5.0, 1e6])
def test_plans_within_the_room_are_plans_of_joint_clusters(seed, room):
    case = small(seed, balance=False)
    columns = PortfolioColumns.of(case.portfolio)
    prices = (
        PortfolioRelaxation(columns)
        .solve(remaining=lambda: math.inf, report=lambda _: None, offer=lambda _: None)
        .repaired(columns)
    )
    services = range(len(columns.services))
    proved = [SetPartitionSearch(prices.of_service(columns, s)).run().bound for s in services]
    excess = [one - prices.proved_of(columns, s) for s, one in zip(services, proved, strict=True)]
    assert min(excess) > -ROUNDING
    least = math.fsum(proved)
    joint = joint_clusters(columns, prices, excess, room + ROUNDING)
    assert joint is not None
    tried = 0
    for plan in case.plans():
        cost, numbers = case.cost(plan), numbers_of(columns, plan)
        if cost == math.inf or numbers is None:
            continue
        assert cost >= least - ROUNDING
        if cost > least + room:
            continue
        chosen = joint.chosen(columns, np.sort(numbers))
        assert chosen is not None
        assert joint.columns.keeps_limits(chosen)
        # At their cheapest hosts.
        together = math.fsum(joint.columns.costs[chosen])
        assert together <= cost + ROUNDING
        assert columns.cost(joint.clusters(columns, chosen)) == pytest.approx(together)
        tried += 1
    assert tried > 0 or room < 1e6


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_with_joint_clusters_or_without_the_answer_is_the_same(seed, monkeypatch):
    case = small(seed, balance=False)
    jointly = cl.solve(case.portfolio)
    monkeypatch.setattr(tied, "joint_clusters", lambda *_: None)
    otherwise = cl.solve(case.portfolio)
    assert jointly.status == otherwise.status == "optimal"
    assert jointly.objective == pytest.approx(otherwise.objective, abs=1e-6)
    assert jointly.objective == pytest.approx(case.best(), abs=1e-6)


def test_too_many_joint_clusters_are_none(monkeypatch, london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "finance"), rules=[cl.MaxSize(2)]
    )
    columns = PortfolioColumns.of(portfolio)
    prices = (
        PortfolioRelaxation(columns)
        .solve(remaining=lambda: math.inf, report=lambda _: None, offer=lambda _: None)
        .repaired(columns)
    )
    everything = joint_clusters(columns, prices, [0.0, 0.0], 1e9)
    paying = np.count_nonzero(columns.governance > 0)
    assert len(everything.columns) == 2 * len(columns.partners) + paying
    monkeypatch.setattr(joint_module, "_MOST", len(everything.columns) - 1)
    assert joint_clusters(columns, prices, [0.0, 0.0], math.inf) is None
    assert len(joint_clusters(columns, prices, [0.0, 0.0], 1.0).columns) < len(everything.columns)


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
        .solve(remaining=lambda: math.inf, report=lambda _: None, offer=lambda _: None)
        .repaired(columns)
    )
    unknown = [-math.inf] * len(columns.services)
    joint = joint_clusters(columns, prices, unknown, math.inf)
    assert np.isfinite(joint.columns.costs).all()
    for partner, shared in zip(joint.partners, joint.shared, strict=True):
        assert all(columns.places[s][partner] >= 0 for s in range(2) if shared >> s & 1)


@pytest.mark.parametrize("jointly", [True, False])
def test_what_rests_on_the_word_of_a_solver_at_prices_says_so(jointly, monkeypatch, london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "finance"), "business-case", rules=[cl.MaxSize(3)]
    )
    proved = one_by_one.OneByOne.at_prices

    def at_prices(self, prices):
        return proved(self, prices)[0], "ORACLE"

    monkeypatch.setattr(one_by_one.OneByOne, "at_prices", at_prices)
    if not jointly:
        monkeypatch.setattr(tied, "joint_clusters", lambda *_: None)
    plan = cl.solve(portfolio, time_limit=10)
    assert plan.word_of == "ORACLE"
