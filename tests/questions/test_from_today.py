"""Questions of a problem that starts from today's partnerships, against all partitions."""

from __future__ import annotations

from random import Random

import pytest
import truth
from instances import complete, facts_of, graph, table
from today_truth import FromToday

import clusterer as cl

SET_UP = {"per_cluster": 2.0, "per_council": 0.5, "optimism_bias": 0.5}


def stated(seed: int):
    """Return a problem of five councils, and what each of its 52 partitions costs."""
    random, n = Random(f"questions {seed}"), 5
    facts = facts_of([random.randrange(60_000, 400_000) for _ in range(n)], complete(n))
    labels = [random.randrange(3) for _ in range(n)]
    exits = [random.choice([0.2, 1.0]) for _ in range(n)]
    shared = [[i for i in range(n) if labels[i] == k] for k in range(3)]
    once, scale = truth.set_up(**SET_UP), truth.scale(facts, **truth.SCALE | {"ramp_years": 1})
    coordination = truth.coordination(facts, **truth.COORDINATION)
    added = FromToday(facts, [g for g in shared if len(g) > 1], exits, [once], [])
    today = cl.Today(dict(zip("abcde", labels, strict=True)), exit_cost=exits)
    terms = [cl.Scale(ramp_years=1), cl.Coordination(), cl.SetUp(**SET_UP)]
    problem = cl.Problem(table(facts), terms, adjacency=graph(facts), today=today)
    told = truth.Truth(n, facts.edges, [scale, coordination, once, added])
    costs = {
        frozenset(map(frozenset, plan)): sum(map(told.cost, plan))
        for plan in truth.partitions(range(n))
    }
    return problem, costs


@pytest.mark.parametrize("seed", range(6))
def test_all_plans_are_ranked_by_what_they_cost_from_today(seed):
    problem, costs = stated(seed)
    ranked = cl.rank(problem, n=None)
    assert ranked.complete
    found = ranked.table["cost"].to_list()
    assert found == pytest.approx(sorted(costs.values()), abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_a_wish_costs_what_the_best_plan_that_grants_it_costs_more(seed):
    problem, costs = stated(seed)
    plan = cl.solve(problem)
    together = cl.why_not(plan, together=["a", "e"])
    granted = min(cost for one, cost in costs.items() if any({0, 4} <= s for s in one))
    assert together.price == pytest.approx(granted - min(costs.values()), abs=1e-6)
    assert together.plan.saving == pytest.approx(plan.saving - together.price, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_best_plan_of_each_number_of_clusters_starts_from_today_too(seed):
    problem, costs = stated(seed)
    table = cl.frontier(problem).table
    for number in range(1, 6):
        best = min(cost for one, cost in costs.items() if len(one) == number)
        assert table.loc[number, "cost"] == pytest.approx(best, abs=1e-6)


def test_a_frontier_by_set_up_counts_what_is_still_to_be_paid():
    problem, _ = stated(1)
    table = cl.frontier(problem, by="set-up").table
    assert min(table.reset_index()["set-up"]) == pytest.approx(0.0, abs=1e-9)
    assert problem.status_quo.costs["set-up"] == 0.0


def test_options_are_set_against_today():
    problem, costs = stated(1)
    found = cl.appraise(problem, {"as it is": problem.status_quo, "alone": {}}, rest_alone=True)
    assert found.table.loc["as it is", "saving"] == 0.0
    assert found.table.loc["as it is", "npv"] == pytest.approx(0.0)
    alone = found.table.loc["alone"]
    assert alone["saving"] == pytest.approx(alone["npv"])
    assert alone["cost"] == pytest.approx(costs[frozenset(frozenset([i]) for i in range(5))])


def test_two_plans_are_compared_by_what_they_cost_from_today():
    problem, _ = stated(2)
    plan = cl.solve(problem)
    found = plan.compare(problem.status_quo)
    assert found.costs.loc["total", "difference"] == pytest.approx(-plan.saving)
    assert not found.recosted
