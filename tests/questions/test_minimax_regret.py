"""The plan of least greatest regret, against all partitions of small maps."""

from __future__ import annotations

import math
from random import Random

import matplotlib.pyplot as plt
import numpy as np
import pytest
import truth
from instances import complete, facts_of, graph, table
from maps import grid

import clusterer as cl
from clusterer.errors import TooManyCandidatesError

FIGURES = {
    "scale.benefit_realisation": [0.3, 0.9],
    "set-up.per_cluster": [0.5, 5.0],
    "coordination.kappa": [0.002, 0.028],
}


OTHERS = table(facts_of([90_000, 350_000, 60_000, 120_000, 300_000, 80_000], complete(6)))
"""The same councils with other residents."""


def brute_force(sweep: cl.Sweep, scenarios: dict, n: int) -> float:
    """Return the least greatest regret of all partitions.

    Parameters
    ----------
    scenarios
        The problem of each scenario that has a plan.
    """
    best = {name: sweep.table.loc[name, "objective"] for name in scenarios}
    costs, allowed = {}, {}
    for name, problem in scenarios.items():
        sets = sorted(
            truth.connected_sets(
                n,
                [
                    (problem.councils.position(a), problem.councils.position(b))
                    for a, b in problem.adjacency.edges
                ],
            )
        )
        every = cl.Candidates.of(problem.councils, sets)
        costs[name] = dict(zip(sets, problem.costs(every).tolist(), strict=True))
        allowed[name] = dict(zip(sets, problem.allowed(every).tolist(), strict=True))
    found = math.inf
    for partition in truth.partitions(range(n)):
        clusters = [tuple(sorted(cluster)) for cluster in partition]
        greatest = 0.0
        for name, problem in scenarios.items():
            if not all(allowed[name].get(cluster, False) for cluster in clusters):
                greatest = math.inf
                break
            asked = cl.Candidates.of(problem.councils, clusters)
            sums = problem.limit_amounts(asked).sum(axis=1)
            if not all(
                limit.interval.holds(float(total))
                for limit, total in zip(problem.limits, sums, strict=True)
            ):
                greatest = math.inf
                break
            cost = sum(costs[name][cluster] for cluster in clusters)
            greatest = max(greatest, cost - best[name])
        found = min(found, greatest)
    return found


def drawn(seed: int) -> tuple[cl.Problem, list[dict]]:
    """Return a problem of six councils, and scenarios."""
    random = Random(f"regret {seed}")
    facts = facts_of([random.randrange(60_000, 400_000) for _ in range(6)], complete(6))
    problem = cl.Problem(
        table(facts), cl.preset("central"), [cl.MaxSize(4)], adjacency=graph(facts)
    )
    changes = [
        {
            "scale.benefit_realisation": random.uniform(0.2, 0.9),
            "set-up.per_cluster": random.uniform(0.2, 6.0),
            "coordination.kappa": random.uniform(0.002, 0.03),
        }
        for _ in range(8)
    ]
    return problem, changes


def in_each(sweep: cl.Sweep, problem: cl.Problem, changes: list[dict]) -> dict:
    """Return the problem of each scenario that has a plan."""
    found = {}
    for k, change in enumerate(changes):
        if sweep.table.loc[k, "status"] != "optimal":
            continue
        parts = {key: value for key, value in change.items() if "." not in key}
        terms = [
            *(cl.Scale(benefit_realisation=change.get("scale.benefit_realisation", 0.6)),),
            cl.Coordination(**_given(change, "coordination.kappa", "kappa")),
            cl.SetUp(**_given(change, "set-up.per_cluster", "per_cluster")),
        ]
        found[k] = problem.replace(terms=terms, **parts)
    return found


def _given(change: dict, name: str, field: str) -> dict:
    return {field: change[name]} if name in change else {}


@pytest.mark.parametrize("seed", range(6))
def test_no_partition_has_less_greatest_regret(seed):
    problem, changes = drawn(seed)
    sweep = cl.sweep(problem, changes)
    least = sweep.minimax_regret()
    wanted = brute_force(sweep, in_each(sweep, problem, changes), 6)
    assert least.status == "optimal"
    assert least.greatest == pytest.approx(wanted, abs=5e-6)
    assert least.bound <= wanted + 5e-6
    assert least.greatest <= sweep.plans["greatest_regret"].min() + 5e-6
    again = sweep.regret_of(least.plan)
    assert again.to_list() == pytest.approx(least.regret.to_list())


def test_a_plan_that_wins_nowhere_can_have_less():
    problem, changes = drawn(0)
    sweep = cl.sweep(problem, changes)
    least = sweep.minimax_regret()
    assert least.greatest < sweep.plans["greatest_regret"].min() - 0.01


@pytest.mark.parametrize(
    "changes",
    [
        [{"rules": [cl.MaxSize(2)]}, {"rules": [cl.MaxSize(3), cl.Apart("a", "b")]}],
        [{"limits": [cl.ClusterCount(at_least=3)]}, {"coordination.kappa": 0.002}],
        [{"councils": OTHERS}, {"coordination.kappa": 0.002}, {"coordination.kappa": 0.02}],
        [{"limits": [cl.MoveCount(at_most=3)]}, {"set-up.per_cluster": 0.2}],
        [{"rules": [cl.MinSize(7)]}, {"coordination.kappa": 0.02}, {"coordination.kappa": 0.002}],
    ],
    ids=["rules", "limits", "councils", "moves", "one has no plan"],
)
def test_the_plan_is_allowed_in_every_scenario_that_has_one(changes):
    problem, _ = drawn(1)
    sweep = cl.sweep(problem, changes)
    least = sweep.minimax_regret()
    assert np.isfinite(least.regret).all()
    assert least.status == "optimal"
    wanted = brute_force(sweep, in_each(sweep, problem, changes), 6)
    assert least.greatest == pytest.approx(wanted, abs=5e-6)


def test_where_no_plan_is_allowed_in_all_scenarios_it_says_so():
    problem, _ = drawn(1)
    changes = [{"limits": [cl.ClusterCount(exactly=k)]} for k in (2, 3)]
    with pytest.raises(cl.InfeasibleError, match="no plan keeps the rules and limits of all"):
        cl.sweep(problem, changes).minimax_regret()


def test_scenarios_without_a_plan_leave_no_regret():
    problem, _ = drawn(1)
    sweep = cl.sweep(problem, [{"rules": [cl.MinSize(7)]}])
    with pytest.raises(cl.InputError, match="no scenario has a plan"):
        sweep.minimax_regret()


def test_a_bound_holds_whatever_the_time():
    problem, changes = drawn(2)
    sweep = cl.sweep(problem, changes)
    proved = sweep.minimax_regret().greatest
    for seconds in (0.001, 0.02, 0.1):
        least = sweep.minimax_regret(time_limit=seconds)
        assert least.bound - 5e-6 <= proved <= least.greatest + 5e-6
        assert least.greatest <= sweep.plans["greatest_regret"].min() + 5e-6


def test_where_candidates_cannot_be_listed_those_that_win_are_compared(monkeypatch):
    problem, changes = drawn(2)
    sweep = cl.sweep(problem, changes)

    def too_many(*_, **__):
        raise TooManyCandidatesError("too many", 3)

    monkeypatch.setattr(cl.Problem, "candidates", too_many)
    least = sweep.minimax_regret()
    assert least.greatest == pytest.approx(sweep.plans["greatest_regret"].min())
    assert (least.bound, least.status) == (0.0, "feasible")
    assert (
        "of those that win in some scenario, as the candidates are too many to list"
        in least.headline
    )


def test_it_is_shown_with_the_scenarios_of_most_regret():
    sweep = cl.sweep(cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)]), FIGURES)
    least = sweep.minimax_regret()
    assert "no plan has less" in least.headline
    assert f"{len(least.regret)} scenarios" in least.headline
    assert least.headline in repr(least).replace("\n", " ")
    assert f"{least.greatest:,.1f}" in least._repr_html_()
    drawn_words = [text.get_text() for text in least.plot().figure.findobj(plt.Text)]
    assert least.headline in " ".join(drawn_words).replace("\n", " ")
    plt.close("all")
