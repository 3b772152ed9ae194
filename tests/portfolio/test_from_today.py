"""A portfolio that starts from today's partnerships, which differ from service to service."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
import truth
from instances import complete, facts_of, graph, table
from today_truth import FromToday

import clusterer as cl

IT, LEGAL = cl.services("it"), cl.services("legal")


def figures(random: Random) -> dict[str, float]:
    return {
        "per_cluster": random.choice([0.5, 2.0]),
        "per_council": random.choice([0.0, 0.5]),
        "optimism_bias": 0.5,
    }


@pytest.mark.parametrize("seed", range(8))
def test_the_best_plan_is_the_cheapest_of_all_pairs_of_partitions(seed):
    random, n = Random(f"today {seed}"), 4
    facts = facts_of([random.randrange(50_000, 400_000) for _ in range(n)], complete(n))
    everything = [[tuple(c) for c in plan] for plan in truth.partitions(range(n))]
    now = [random.choice(everything) for _ in range(2)]
    exits = [random.choice([0.0, 0.2, 1.0]) for _ in range(n)]
    problems, costs, paid = {}, [], figures(random)
    for name, groups, shares in zip(("it", "legal"), now, (IT, LEGAL), strict=True):
        own = figures(random)
        today = cl.Today([[facts.labels[i] for i in group] for group in groups], exits)
        terms = [cl.Scale(services=shares, ramp_years=1), cl.SetUp(**own)]
        problems[name] = cl.Problem(table(facts), terms, adjacency=graph(facts), today=today)
        (unit,) = [one for one in truth.BACK_OFFICE if one.unit_cost == shares[0].unit_cost]
        scale = truth.scale(facts, services=[unit], **truth.SCALE | {"ramp_years": 1})
        once, shared = truth.set_up(**own), [g for g in groups if len(g) > 1]
        costs.append([scale, once, FromToday(facts, shared, exits, [once], [])])
    governance = truth.set_up(**paid)
    existing = {group for groups in now for group in groups if len(group) > 1}
    sunk = FromToday(facts, existing, [0.0] * n, [governance], [])

    def total(plans) -> float:
        sums = sum(
            cost(cluster, cluster[0])
            for plan, terms in zip(plans, costs, strict=True)
            for cluster in plan
            for cost in terms
        )
        partnerships = {c for plan in plans for c in plan if len(c) > 1}
        return sums + sum(governance(c, c[0]) + sunk(c, c[0]) for c in partnerships)

    portfolio = cl.Portfolio(problems, [cl.SetUp(**paid)])
    plan = cl.solve(portfolio)
    assert plan.status == "optimal"
    best = min(total((a, b)) for a in everything for b in everything)
    assert plan.objective == pytest.approx(best, abs=1e-6)
    assert plan.today_cost == pytest.approx(total(now))
    assert plan.saving == pytest.approx(total(now) - best, abs=1e-6)
    assert cl.business_case(plan).reconciliation.iloc[-1] == pytest.approx(plan.saving, abs=1e-9)


def test_partnerships_of_services_may_overlap_and_come_in_one_table():
    facts = facts_of([100_000] * 4, complete(4))
    now = pd.DataFrame(
        {"service": ["it", "it", "legal", "legal"], "council": list("abbc"), "partnership": "x"}
    )
    portfolio = cl.Portfolio.from_services(
        table(facts), [*IT, *LEGAL], adjacency=graph(facts), today=now
    )
    same = {"it": {"a": 1, "b": 1}, "legal": {"b": 1, "c": 1}}
    as_today = portfolio.evaluate(same, rest_alone=True)
    assert as_today.saving == pytest.approx(0.0)
    assert as_today.governance_cost == 0.0
    assert "less than today" in as_today.headline
    alone = portfolio.evaluate({"it": {}, "legal": {}}, rest_alone=True)
    # An eighth of £1m for each of two councils in each of two services.
    assert sum(one.costs["exits"] for one in alone.services.values()) == 0.5


@pytest.mark.parametrize(
    ("today", "message"),
    [
        ({"finance": [["a", "b"]]}, "today has partnerships of 'finance', which is no service"),
        (pd.DataFrame({"council": ["a"], "partnership": 1}), "today has no column 'service'"),
        ([["a", "b"]], "today of a portfolio must be partnerships by service, not list"),
    ],
)
def test_what_cannot_be_the_today_of_a_portfolio_is_refused(today, message):
    facts = facts_of([100_000] * 4, complete(4))
    with pytest.raises(cl.InputError) as error:
        cl.Portfolio.from_services(table(facts), IT, adjacency=graph(facts), today=today)
    assert message in str(error.value)
