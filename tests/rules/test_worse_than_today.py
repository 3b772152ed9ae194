"""Rules about charges where the problem starts from today: worse than today, not than alone."""

from __future__ import annotations

import numpy as np
import pytest
from keyed_truth import KEYS, MIXTURES, of_problem
from maps import grid

import clusterer as cl

TODAY = {"a": ["Camden", "Islington", "Hackney"]}


def three(costs, today):
    """Return a problem of three councils in a line, in which any set costs what is stated."""

    def cost(candidates):
        sets = (tuple(map(int, candidates.positions(k))) for k in range(len(candidates)))
        return np.array([float(costs[one]) for one in sets])

    councils = grid(1, 3).assign(population=[100_000, 100_000, 300_000])
    return cl.Problem(
        councils,
        [cl.FunctionTerm("cost", cost)],
        adjacency=cl.adjacency(councils, within_km=np.inf),
        today=today,
    )


def sets_of(problem):
    found = problem.candidates()
    return {tuple(map(int, found.positions(k))) for k in range(len(found))}


@pytest.mark.parametrize(
    ("all_three", "nobody", "majority"),
    [
        # Today the first two pay £6m each, and the third £10m.
        (18, {(0, 1), (0, 1, 2), (2,)}, {(0, 1), (0, 1, 2), (2,)}),
        (21, {(0, 1), (2,)}, {(0, 1), (2,)}),  # £7m each, which is less than alone.
    ],
)
def test_who_shares_today_is_worse_off_if_it_pays_more_than_today(all_three, nobody, majority):
    costs = {(0,): 10, (1,): 10, (2,): 10, (0, 1): 12, (0, 2): 14, (1, 2): 14}
    problem = three(costs | {(0, 1, 2): all_three}, cl.Today([{"r0c0", "r0c1"}], exit_cost=1.0))
    assert sets_of(problem.replace(rules=[cl.NobodyWorse("equal")])) == nobody
    assert sets_of(problem.replace(rules=[cl.Majority("equal")])) == majority


def test_a_majority_counts_who_pays_no_more_than_today():
    """In all three each pays £8.5m: less than alone, but the first two pay £8m today."""
    costs = {(0,): 10, (1,): 10, (2,): 10, (0, 1): 16, (0, 2): 99, (1, 2): 99, (0, 1, 2): 25.5}
    problem = three(costs, cl.Today([{"r0c0", "r0c1"}], exit_cost=0.0))
    assert (0, 1, 2) not in sets_of(problem.replace(rules=[cl.Majority("equal")]))
    alone = problem.replace(today=None, rules=[cl.Majority("equal")])
    assert (0, 1, 2) in sets_of(alone)
    # By terms of its own, all pay £8m, today and then.
    own = cl.Majority("equal", terms=[cl.FunctionTerm("own", lambda c: 8.0 * c.size)])
    assert (0, 1, 2) in sets_of(problem.replace(rules=[own]))


@pytest.mark.parametrize("key", [*KEYS, *MIXTURES], ids=str)
def test_in_london_the_rules_allow_what_they_allow_by_hand(london, key):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], today=TODAY)
    truth = of_problem(problem, key)
    trio = tuple(sorted(problem.councils.positions(TODAY["a"])))
    before = {i: truth.charge(i, trio) if i in trio else truth.alone[i] for i in range(truth.n)}
    content = {
        cluster: [truth.charge(i, cluster) <= before[i] + 1e-6 for i in cluster]
        for cluster in truth.costs
    }
    nobody = problem.replace(rules=[cl.MaxSize(3), cl.NobodyWorse(key)])
    assert sets_of(nobody) == {one for one in content if all(content[one])}
    assert trio in sets_of(nobody)
    people = truth.residents
    majority = problem.replace(rules=[cl.MaxSize(3), cl.Majority(key)])
    assert sets_of(majority) == {
        one
        for one, yes in content.items()
        if 2 * sum(yes) > len(one)
        and 2 * sum(people[i] for i, y in zip(one, yes, strict=True) if y)
        > sum(people[i] for i in one)
    }


def test_the_best_plan_with_nobody_worse_leaves_nobody_worse_than_today(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], today=TODAY)
    rule = cl.NobodyWorse("equal")
    plan = cl.solve(problem.replace(rules=[cl.MaxSize(3), rule]))
    table = plan.charged("equal")
    assert (table["share"] <= table["today"] + 1e-6).all()
    assert plan.saving > 0
    (bound,) = (one for one in plan.problem.rules if one == rule)
    assert bound.in_words == "nobody pays more than today, shares equal"
    assert rule.in_words == "nobody pays more than alone, shares equal"


def test_own_terms_and_copies_without_today_compare_with_what_is_there(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], today=TODAY)
    fair = problem.replace(rules=[cl.MaxSize(3), cl.NobodyWorse("equal")])
    alone = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3), cl.NobodyWorse("equal")])
    assert sets_of(fair) != sets_of(alone)
    assert sets_of(fair.replace(today=None)) == sets_of(alone)
    assert sets_of(alone.replace(today=TODAY)) == sets_of(fair)


@pytest.mark.parametrize("before", [None, TODAY, {"b": ["Sutton", "Merton"]}])
@pytest.mark.parametrize("after", [None, TODAY, {"b": ["Sutton", "Merton"]}])
def test_candidates_under_own_terms_are_listed_again_from_another_today(london, before, after):
    """A rule with terms of its own still compares with what is paid today."""
    rules = [cl.MaxSize(3), cl.NobodyWorse("equal", terms=cl.preset("central"))]
    problem = cl.Problem(london, cl.preset("central"), rules, today=before)
    assert len(problem.candidates()) > 0
    fresh = cl.Problem(london, cl.preset("central"), rules, today=after)
    assert sets_of(problem.replace(today=after)) == sets_of(fresh)
