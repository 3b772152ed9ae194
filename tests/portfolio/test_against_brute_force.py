"""The best plan of a small portfolio is the cheapest of all its plans, looked at one by one."""

from __future__ import annotations

import math

import pytest
from portfolios import small

import clusterer as cl


def check(case) -> None:
    best = case.best()
    if best == math.inf:
        with pytest.raises(cl.InfeasibleError):
            cl.solve(case.portfolio)
        return
    plan = cl.solve(case.portfolio)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(best, abs=1e-6)
    assert plan.bound <= best + 1e-9
    assert plan.feasible
    chosen = tuple(
        [
            (tuple(rows), int(host))
            for rows, host in zip(
                one.arguments()["clusters"].values(), one.arguments()["costs"]["host"], strict=True
            )
        ]
        for one in plan.services.values()
    )
    assert case.cost(chosen) == pytest.approx(plan.objective, abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_two_services_that_share_their_governance(seed):
    check(small(seed, balance=False))


@pytest.mark.parametrize("seed", range(25))
def test_two_services_in_balance(seed):
    check(small(seed, balance=True))


@pytest.mark.parametrize("seed", range(4))
def test_three_services_in_balance(seed):
    check(small(seed, balance=True, services=3))


@pytest.mark.parametrize("seed", range(4))
def test_five_councils(seed):
    check(small(seed, balance=True, n=5))
