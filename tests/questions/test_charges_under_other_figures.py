"""Rules about charges allow other clusters under other figures: held against all partitions."""

from __future__ import annotations

from random import Random

import pytest
import truth
from instances import complete, facts_of, graph, table

import clusterer as cl

N = 5
REALISED = "scale.benefit_realisation"


class World:
    """Five councils, of which none may pay more than alone if all members pay the same."""

    def __init__(self, seed: int) -> None:
        random = Random(f"charges {seed}")
        self.facts = facts_of([random.randrange(60_000, 160_000) for _ in range(N)], complete(N))
        self.problem = cl.Problem(
            table(self.facts),
            cl.preset("central", benefit_realisation=0.5),
            [cl.NobodyWorse("equal")],
            adjacency=graph(self.facts),
        )

    def costs(self, realised: float):
        """Return the £m of each partition that is allowed."""
        costs = truth.preset(self.facts, "central", benefit_realisation=realised)
        free = truth.Truth(N, self.facts.edges, costs)

        def nobody_worse(cluster):
            each = free.cost(cluster) / len(cluster)
            return all(each <= free.cost((i,)) + 1e-6 for i in cluster)

        told = truth.Truth(N, self.facts.edges, costs, [nobody_worse])
        return {
            frozenset(map(frozenset, plan)): sum(told.costs[one] for one in plan)
            for plan in told.plans()
        }


@pytest.mark.parametrize("seed", range(6))
def test_a_sweep_lists_what_the_rule_allows_under_each_value(seed):
    world, values = World(seed), [0.2, 0.5, 0.7, 0.9]
    found = cl.sweep(world.problem, {REALISED: values}).table["objective"]
    told = [min(world.costs(value).values()) for value in values]
    assert found.to_list() == pytest.approx(told, abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_a_problem_that_was_listed_lists_again_under_other_terms(seed):
    world = World(seed)
    listed = len(world.problem.candidates())
    other = world.problem.replace(terms=cl.preset("central", benefit_realisation=0.9))
    told = {cluster for plan in world.costs(0.9) for cluster in plan}
    assert len(other.candidates()) == len(told)
    assert len(told) >= listed
    assert len(world.problem.replace(limits=[]).candidates()) == listed


@pytest.mark.parametrize("seed", range(6))
def test_a_wish_is_priced_under_what_the_rule_allows_there(seed):
    world = World(seed)
    plan = cl.solve(world.problem)

    def price(value: float) -> float:
        costs = world.costs(value)
        granted = [cost for one, cost in costs.items() if any({0, 1} <= s for s in one)]
        return min(granted) - min(costs.values()) if granted else float("inf")

    why = cl.why_not(plan, together=["a", "b"])
    row = why.switching(REALISED, bounds=(0.0, 1.0)).loc[REALISED]
    if row["switching"] == row["switching"]:
        assert price(row["switching"]) <= 1e-3
    if row["price_still"] == row["price_still"]:
        assert row["price_still"] == pytest.approx(price(row["still"]), abs=1e-6)
