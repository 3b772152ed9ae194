"""Portfolios whose answer is known another way: from single problems, or by how they are made."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys

import numpy as np
import pulp
import pytest
from portfolios import small

import clusterer as cl
from clusterer.search.solution import UNKNOWN, Solution

SERVICES = ("it", "finance", "legal")


def plan_of(plan: cl.PortfolioPlan) -> list[tuple]:
    return [
        (name, one.assignment.tolist(), one.clusters["host"].tolist())
        for name, one in plan.services.items()
    ]


@pytest.fixture(scope="module")
def portfolio(london):
    return cl.Portfolio.from_services(london, cl.services(*SERVICES), rules=[cl.MaxSize(3)])


# Portfolios that fall apart.


def test_without_ties_it_is_the_sum_of_its_services(portfolio):
    plan = cl.solve(portfolio.replace(governance=[]))
    singles = [cl.solve(problem) for problem in portfolio.services.values()]
    assert plan.status == "optimal"
    assert plan.governance_cost == 0.0
    assert plan.objective == pytest.approx(sum(one.objective for one in singles), abs=1e-5)


def test_one_service_pays_its_governance_like_a_term_of_its_own(portfolio):
    problem = portfolio.services["it"]
    plan = cl.solve(portfolio.replace(services={"it": problem}))
    alone = cl.solve(problem.replace(terms=[*problem.terms, *portfolio.governance]))
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(alone.objective, abs=1e-6)


def test_the_same_service_twice_pays_its_governance_like_one_of_twice_the_cost(portfolio):
    problem = portfolio.services["it"]
    plan = cl.solve(portfolio.replace(services={"one": problem, "other": problem}))
    half = [
        cl.FunctionTerm("half of it", lambda c: portfolio.governance[0].cost(c) / 2),
        *problem.terms,
    ]
    assert plan.objective == pytest.approx(2 * cl.solve(problem.replace(terms=half)).objective)


def test_where_governance_is_huge_nobody_shares(portfolio):
    huge = cl.SetUp(per_cluster=1e6, per_council=1e6, name="governance")
    plan = cl.solve(portfolio.replace(governance=[huge]))
    assert plan.status == "optimal"
    assert len(plan.partnerships) == 0
    assert plan.objective == pytest.approx(plan.standalone_cost)


def test_a_balance_of_nothing_that_nobody_can_share_under(london):
    single = cl.Portfolio.from_services(
        london, cl.services("it"), rules=[cl.MaxSize(3)], balance=cl.PostsBalance(posts=0)
    )
    plan = cl.solve(single)
    assert plan.status == "optimal"
    assert len(plan.partnerships) == 0


def test_a_balance_so_wide_that_it_ties_nothing(portfolio):
    free = cl.solve(portfolio)
    tied = cl.solve(portfolio.replace(balance=cl.PostsBalance(posts=1e7)))
    assert tied.status == "optimal"
    assert tied.objective == pytest.approx(free.objective, abs=1e-6)


@pytest.mark.parametrize("size", [1e-9, 1e9])
def test_amounts_of_a_limit_may_be_of_any_size(size):
    for seed in (0, 3, 8):
        case = small(seed, balance=False)
        services = {
            name: problem.replace(
                limits=[
                    cl.FunctionLimit(
                        "clusters",
                        lambda c: np.full(len(c), size),
                        at_least=size * (fewest - 0.5),
                        at_most=size * (most + 0.5),
                    )
                ]
            )
            for (name, problem), (_, fewest, most) in zip(
                case.portfolio.services.items(), case.allowed, strict=True
            )
        }
        plan = cl.solve(case.portfolio.replace(services=services))
        assert plan.status == "optimal"
        assert plan.objective == pytest.approx(case.best(), abs=1e-6)


def test_a_gap_is_kept(portfolio):
    best = cl.solve(portfolio)
    plan = cl.solve(portfolio, gap=0.05)
    assert plan.gap <= 0.05
    assert plan.bound <= best.objective + 1e-6
    assert plan.objective <= best.objective / (1 - 0.05)


# Terms that may not be.


def test_governance_that_looks_at_other_candidates_is_found_out(portfolio):
    looks = cl.FunctionTerm("mean", lambda c: np.where(c.size > 1, 1.0 / len(c), 0.0))
    with pytest.raises(cl.InputError, match="must depend on its members alone"):
        cl.solve(portfolio.replace(governance=[looks]))


# No plan.


def test_a_limit_of_a_service_that_leaves_no_plan_is_named(portfolio):
    it = portfolio.services["it"].replace(limits=[cl.ClusterCount(at_most=5)])
    with pytest.raises(cl.InfeasibleError, match=r"service 'it': .*ClusterCount\(at most 5\)"):
        cl.solve(portfolio.with_service("it", it))


def test_a_balance_that_leaves_no_plan_is_named(london):
    portfolio = cl.Portfolio.from_services(
        london, cl.services("it", "legal"), rules=[cl.MaxSize(2)], balance=cl.PostsBalance(posts=0)
    )
    shared = portfolio.services["it"].replace(limits=[cl.ClusterCount(at_most=31)])
    tied = portfolio.with_service("it", shared)
    with pytest.raises(cl.InfeasibleError, match=r"no plans together keep PostsBalance") as caught:
        cl.solve(tied)
    assert caught.value.conflict == (tied.balance,)


def without_end(*_: object) -> Solution:
    return UNKNOWN


def interrupted(*_: object) -> Solution:
    raise KeyboardInterrupt


@pytest.mark.parametrize("in_vain", [without_end, interrupted])
def test_a_reason_that_there_was_no_time_to_find_is_not_made_up(in_vain, monkeypatch):
    solving = sys.modules["clusterer.solving.solve_portfolio"]
    case = small(1, balance=True)
    none = {
        name: problem.replace(limits=[_no_clusters()])
        for name, problem in case.portfolio.services.items()
    }
    monkeypatch.setattr(solving, "_any_plan", in_vain)
    for balance in (None, case.portfolio.balance):
        with pytest.raises(cl.InfeasibleError, match="but not why") as caught:
            cl.solve(case.portfolio.replace(services=none, balance=balance))
        assert "None" not in str(caught.value)


def _no_clusters() -> cl.FunctionLimit:
    # Each two alone would do, but no way to split four councils into 2.5 clusters.
    return cl.FunctionLimit(
        "clusters", lambda c: np.where(c.size > 1, 2.0, 1.0), at_least=4.9, at_most=4.95
    )


def test_a_service_without_candidates(portfolio):
    nothing = portfolio.services["it"].replace(
        rules=[cl.MaxSize(2), cl.FunctionRule("none", lambda c: np.zeros(len(c), dtype=bool))]
    )
    for balance in (None, cl.PostsBalance(share=0.1)):
        with pytest.raises(cl.InfeasibleError, match="service 'it': "):
            cl.solve(portfolio.replace(balance=balance).with_service("it", nothing))


def test_a_council_without_a_candidate(portfolio):
    camden = portfolio.councils.position("Camden")

    def without(c: cl.Candidates) -> np.ndarray:
        return np.array([camden not in c.positions(k) for k in range(len(c))], dtype=bool)

    no_camden = portfolio.services["legal"].replace(
        rules=[cl.MaxSize(2), cl.FunctionRule("others", without)]
    )
    with pytest.raises(cl.InfeasibleError, match=r"service 'legal': .*Camden"):
        cl.solve(portfolio.with_service("legal", no_camden))


# The same again.


SCRIPT = """
import clusterer as cl
portfolio = cl.Portfolio.from_services(
    cl.datasets.synthetic(6), cl.services("it", "legal"), rules=[cl.MaxSize(3)],
    balance=cl.PostsBalance(share=0.3),
)
plan = cl.solve(portfolio)
for name, one in plan.services.items():
    print(name, one.assignment.tolist(), one.clusters["host"].tolist(), plan.objective, plan.bound)
"""


def test_the_plan_is_the_same_every_time():
    seen = set()
    for seed in ("0", "1", "77"):
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        seen.add(hashlib.sha256(ran.stdout.encode()).hexdigest())
    assert len(seen) == 1


# Other solvers.


@pytest.mark.filterwarnings("ignore:PULP_CBC_CMD is deprecated:DeprecationWarning")
@pytest.mark.parametrize("solver", ["cbc", "HiGHS"])
@pytest.mark.parametrize("balance", [False, True])
def test_other_solvers_find_the_same(solver, balance):
    for seed in range(6):
        case = small(seed, balance=balance)
        best = case.best()
        if best == math.inf:
            with pytest.raises(cl.InfeasibleError):
                cl.solve(case.portfolio, solver=solver)
            continue
        plan = cl.solve(case.portfolio, solver=solver)
        assert plan.status == "optimal"
        assert plan.objective == pytest.approx(best, abs=1e-6)


def test_a_solver_of_ones_own():
    case = small(1, balance=True)
    plan = cl.solve(case.portfolio, solver=pulp.HiGHS(msg=False, threads=1))
    assert plan.objective == pytest.approx(case.best(), abs=1e-6)
