"""The business case of a plan that starts from today's partnerships, against that they go on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import complete, facts_of, graph, table, thorough

import clusterer as cl

SET_UP = cl.SetUp(per_cluster=2.0, per_council=0.5, optimism_bias=0.0)
TERMS = [cl.Scale(), cl.Coordination(), SET_UP, cl.Staff(share=0.1), cl.Politics(1.0), cl.Risk()]


def problem(terms, today, *, n: int = 5, exit_cost: float = 0.25) -> cl.Problem:
    facts = facts_of([100_000 + 50_000 * i for i in range(n)], complete(n))
    return cl.Problem(
        table(facts), terms, adjacency=graph(facts), today=cl.Today(today, exit_cost=exit_cost)
    )


def plan_of(one: cl.Problem, *groups: str) -> cl.Evaluation:
    labels = {council: k for k, group in enumerate(groups) for council in group}
    return one.evaluate(labels, rest_alone=True)


@pytest.mark.parametrize(
    ("groups", "set_up", "exits"),
    [
        (["abc"], 0.0, 0.0),
        (["abcd"], -0.5, 0.0),
        (["ab"], 0.0, -0.25),
        (["ab", "cd"], -3.0, -0.25),
        ([], 0.0, -0.75),
    ],
)
def test_who_joins_pays_joining_and_who_leaves_an_exit_now(groups, set_up, exits):
    case = cl.business_case(plan_of(problem([SET_UP], [["a", "b", "c"]]), *groups))
    assert case.cash.loc[0, ["set-up", "exits"]].to_list() == pytest.approx([set_up, exits])
    assert case.benefits.sum() == 0.0  # What is sunk is no benefit.


def test_a_partnership_that_ends_loses_its_full_saving_from_the_first_year():
    one = problem([cl.Scale(ramp_years=3)], [["a", "b"]], exit_cost=0.0)
    full = one.replace(terms=[cl.Scale(ramp_years=1)], today=None)
    gained = cl.business_case(plan_of(full, "ab")).cash["scale"]
    lost = cl.business_case(plan_of(one)).cash["scale"]
    assert lost.to_numpy() == pytest.approx(-gained.to_numpy())


def test_a_cluster_that_grows_keeps_its_saving_while_what_is_new_grows_over_the_ramp():
    one = problem([cl.Scale(ramp_years=3)], [["a", "b"]])
    full = one.replace(terms=[cl.Scale(ramp_years=1)], today=None)
    pair, trio = (cl.business_case(plan_of(full, who)).cash["scale"] for who in ("ab", "abc"))
    new = (trio - pair).to_numpy()
    grown = cl.business_case(plan_of(one, "abc")).cash["scale"].to_numpy()
    ramp = np.minimum(np.arange(len(new)) / 3, 1)
    assert grown == pytest.approx(new * ramp)


def test_going_on_as_today_changes_nothing():
    one = problem(TERMS, [["a", "b", "c"], ["d", "e"]])
    case = cl.business_case(one.status_quo)
    assert case.flows.to_numpy() == pytest.approx(0.0)
    assert case.benefit_cost_ratio is None


draws = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@settings(thorough, max_examples=40)
@given(draws, draws)
def test_the_case_is_worth_what_the_plan_saves_and_the_cases_of_all_councils_sum_to_it(now, then):
    one = problem(TERMS, dict(zip("abcdef", now, strict=True)), n=6)
    plan = one.evaluate(dict(zip("abcdef", then, strict=True)))
    case = cl.business_case(plan)
    assert case.reconciliation.iloc[-1] == pytest.approx(plan.saving, abs=1e-9)
    alone = cl.business_case(plan, against="alone")
    assert alone.reconciliation.iloc[-1] == pytest.approx(plan.saving_against_alone, abs=1e-9)
    councils = [cl.business_case(plan, council=council) for council in "abcdef"]
    assert sum(one.cash for one in councils).to_numpy() == pytest.approx(case.cash.to_numpy())
    clusters = [cl.business_case(plan, cluster=label) for label in plan.clusters.index]
    assert sum(one.cash for one in clusters).to_numpy() == pytest.approx(case.cash.to_numpy())


def test_another_baseline_than_today_or_alone_is_refused():
    with pytest.raises(cl.InputError, match="against = 'now' must be 'today' or 'alone'"):
        cl.business_case(problem(TERMS, [["a", "b"]]).status_quo, against="now")


def test_london_from_the_partnerships_of_2018_saves_what_was_worked_out_by_hand():
    boroughs = cl.datasets.london()
    graph = cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings())
    real = cl.datasets.real_clusters()
    schemes = ["kingston_sutton", "onesource_2014", "richmond_wandsworth_ssa", "sts_2017"]
    rows = real[real["scheme"].isin([*schemes, "bi_borough"])]
    fresh = cl.Problem(boroughs, cl.preset("central"), [cl.MaxSize(4)], adjacency=graph)
    plan = cl.solve(fresh)
    # What five partnerships save, and what they have spent: eleven councils, 1.5 (5 · 2 + 11 · ¾).
    today = fresh.replace(today=cl.Today(rows, exit_cost=0.0, full_saving=False))
    standing = fresh.evaluate(today.status_quo.assignment)
    assert plan.saving - standing.saving == pytest.approx(101.0, abs=0.1)
    assert standing.costs["set-up"] == 1.5 * (5 * 2 + 11 * 0.75)
    sunk = plan.saving - standing.saving - standing.costs["set-up"]
    assert sunk == pytest.approx(73.7, abs=0.1)
    # The plan keeps one of them, and parts of others go on: it pays less than all of set-up.
    found = today.evaluate(plan.assignment)
    assert found.saving == pytest.approx(sunk + plan.costs["set-up"] - found.costs["set-up"])
    assert cl.business_case(found).npv == pytest.approx(found.saving)


def test_the_exits_of_a_cluster_are_those_of_its_members():
    today = cl.Today([["a", "b", "c"], ["d", "e"]], exit_cost=[1.0, 3.0, 0.5, 2.0, 0.25])
    plan = plan_of(problem(TERMS, today.partnerships).replace(today=today), "ab", "cd")
    exits = {
        label: cl.business_case(plan, cluster=label).cash.loc[0, "exits"]
        for label in plan.clusters.index
    }
    assert exits == pytest.approx((-plan.clusters["exits"]).to_dict())
    # By hand: c leaves the first; the second ends, so that d and e both leave.
    members = {plan.members(label): money for label, money in exits.items()}
    wanted = {("a", "b"): 0.0, ("c", "d"): -2.5, ("e",): -0.25}
    assert members == pytest.approx(wanted)
    assert cl.business_case(plan).cash.loc[0, "exits"] == pytest.approx(-2.75)
    # Against all alone, which costs £6.75m of exits.
    alone = cl.business_case(plan, against="alone").cash.loc[0, "exits"]
    assert alone == pytest.approx(6.75 - 2.75)


def test_a_case_has_a_headline_as_all_results_have():
    case = cl.business_case(plan_of(problem(TERMS, [["a", "b"]]), "abc"))
    assert "net present value" in case.headline
    assert case.headline in repr(case).replace("\n", " ")
