"""Proposals assessed, as going through all selections finds."""

from __future__ import annotations

import itertools
import math
import pickle
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import cases
from maps import grid

import clusterer as cl

HAIR = 1e-6


def selections(problem, rows, costs):
    """Yield (£m, names) of each selection of disjoint proposals that keeps rules and limits."""
    alone = problem.standalone_costs
    n = len(problem.councils)
    for number in range(len(rows) + 1):
        for names in itertools.combinations(rows, number):
            taken = [i for name in names for i in rows[name]]
            if len(set(taken)) < len(taken):
                continue
            rest = [[i] for i in range(n) if i not in taken]
            clusters = dict(enumerate([*(rows[name] for name in names), *rest]))
            if problem.evaluate_rows(clusters).feasible:
                yield sum(costs[name] for name in names) + alone[[i for (i,) in rest]].sum(), names


@settings(max_examples=60)
@given(case=cases(), seed=st.integers(0, 10_000))
def test_the_selection_and_all_prices_are_those_of_brute_force(case, seed):
    problem, rng = case.problem, Random(seed)
    n = len(problem.councils)
    rows = {
        f"p{k}": sorted(rng.sample(range(n), rng.randint(1, min(4, n))))
        for k in range(rng.randint(1, 6))
    }
    own = {name: rng.uniform(-5, 50) for name in rows if rng.random() < 0.3}
    costs = {
        name: own.get(name, float(problem.costs(cl.Candidates.of(problem.councils, [members]))[0]))
        for name, members in rows.items()
    }
    expected = list(selections(problem, rows, costs))
    offers = {name: [problem.councils.ids[i] for i in members] for name, members in rows.items()}
    if not expected:
        with pytest.raises(cl.InfeasibleError):
            cl.assess(problem, offers, costs=own)
        return
    found = cl.assess(problem, offers, costs=own)
    best = min(cost for cost, _ in expected)
    assert found.objective == pytest.approx(best, abs=HAIR)
    assert any(set(names) == set(found.chosen) for cost, names in expected if cost <= best + HAIR)
    assert found.table["proved"].all()
    for name in rows:
        for wish, kept in (("insist", True), ("refuse", False)):
            price = min(
                (cost for cost, names in expected if (name in names) == kept), default=math.nan
            )
            got = found.table.loc[name, wish]
            assert got == pytest.approx(price - best, abs=2 * HAIR, nan_ok=True)
    by_number = found.by_number()
    for number in range(len(rows) + 1):
        costs_of = [cost for cost, names in expected if len(names) == number]
        assert (number in by_number.index) == bool(costs_of)
        if costs_of:
            assert by_number.loc[number, "cost"] == pytest.approx(min(costs_of), abs=HAIR)


@pytest.fixture
def offers():
    return {"pair": ["r0c0", "r0c1"], "row": ["r0c0", "r0c1", "r0c2"], "end": ["r0c3", "R0C2"]}


@pytest.fixture
def row_of_four():
    return cl.Problem(grid(1, 4), cl.preset("central"))


def test_what_excludes_what_is_said(row_of_four, offers):
    found = cl.assess(row_of_four, offers)
    assert found.clashes.to_numpy().tolist() == [
        ["pair", "row", "R0C0, R0C1"],
        ["row", "end", "R0C2"],
    ]


def test_a_council_alone_is_worth_no_proposal(row_of_four, offers):
    found = cl.assess(row_of_four, {**offers, "idle": ["r0c3"]})
    assert "idle" not in found.chosen
    assert found.table.loc["idle", "refuse"] == 0.0


def test_a_table_of_proposals_says_the_same(row_of_four, offers):
    table = pd.DataFrame(
        [(name, council) for name, members in offers.items() for council in members],
        columns=["proposal", "council"],
    )
    one, other = cl.assess(row_of_four, offers), cl.assess(row_of_four, table)
    pd.testing.assert_frame_equal(one.table, other.table)
    priced = table.assign(cost=table["proposal"].map({"row": 7.0}))
    dear = cl.assess(row_of_four, priced)
    assert dear.table.loc["row", "cost"] == 7.0
    assert dear.table.loc["pair", "cost"] == one.table.loc["pair", "cost"]


def test_a_proposal_that_breaks_a_rule_cannot_be_chosen_and_says_why(offers):
    problem = cl.Problem(grid(1, 4), cl.preset("central"), [cl.MaxSize(2)])
    table = cl.assess(problem, {**offers, "torn": ["r0c0", "r0c3"]}).table
    assert "MaxSize(2) does not allow cluster row" in table.loc["row", "broken"]
    assert "cluster torn is not connected" in table.loc["torn", "broken"]
    assert table.loc[["row", "torn"], "insist"].isna().all()
    assert (table.loc[["row", "torn"], "refuse"] == 0.0).all()


def test_budgets_buy_what_set_up_costs(row_of_four, offers):
    found = cl.assess(row_of_four, offers)
    spent = row_of_four.evaluate({"r0c0": 1, "r0c1": 1}, rest_alone=True).costs["set-up"]
    table = found.by_budget([0.0, spent, 100.0])
    assert list(table["spent"] <= table.index + HAIR) == [True] * 3
    assert table.loc[0.0, "proposals"] == ()
    assert table["cost"].is_monotonic_decreasing
    assert table.loc[100.0, "more"] == pytest.approx(0.0, abs=HAIR)
    with pytest.raises(cl.InputError, match="the problem has no term 'setup'; there are"):
        found.by_budget([1.0], term="setup")


def test_the_selection_is_an_assignment_and_is_costed(row_of_four, offers):
    found = cl.assess(row_of_four, offers)
    evaluation = found.evaluation
    assert evaluation.objective == pytest.approx(found.objective, abs=HAIR)
    for name in found.chosen:
        members = set(row_of_four.councils.ids[list(row_of_four.councils.positions(offers[name]))])
        assert set(found.assignment[found.assignment == name].index) == members


def test_a_council_alone_is_not_merged_into_a_proposal_that_bears_its_label():
    councils = grid(1, 6).reset_index(drop=True)
    problem = cl.Problem(councils, cl.preset("central"))
    found = cl.assess(problem, {0: [1, 2], 1: [3, 4]})
    assert found.evaluation.objective == pytest.approx(found.objective, abs=HAIR)
    assert found.assignment.groupby(found.assignment).size().max() == 2
    if 0 in found.chosen:
        assert found.assignment[0] == "0 alone"


def test_a_budget_of_just_what_is_spent_is_enough():
    """0.1 + 0.2 is a little more than 0.3 in floating point."""
    problem = cl.Problem(
        grid(1, 4),
        [
            cl.FunctionTerm("set-up", lambda c: np.where(c.contains("r0c0"), 0.1, 0.2)),
            cl.FunctionTerm("run", lambda c: np.where(c.size > 1, 1.0, 5.0)),
        ],
    )
    found = cl.assess(problem, {"a": ["r0c0", "r0c1"], "b": ["r0c2", "r0c3"]})
    assert found.by_budget([0.3]).loc[0.3, "proposals"] == ("a", "b")


@pytest.mark.parametrize("budgets", [5, "5"])
def test_budgets_that_are_no_list_are_refused(row_of_four, offers, budgets):
    found = cl.assess(row_of_four, offers)
    with pytest.raises(cl.InputError, match="must be a list of £m"):
        found.by_budget(budgets)
    with pytest.raises(cl.InputError, match="time_limit"):
        found.by_number(time_limit="x")


def test_an_assessment_is_copied_as_it_is(row_of_four, offers):
    found = cl.assess(row_of_four, offers)
    again = pickle.loads(pickle.dumps(found))
    pd.testing.assert_frame_equal(again.table, found.table)
    assert repr(again) == repr(found)


def test_the_chart_has_a_bar_for_each_price(row_of_four, offers):
    found = cl.assess(row_of_four, offers)
    bars = found.plot().patches
    assert len(bars) == len(offers)


NO_COLUMN = (
    "proposals has no column 'proposal'; it needs proposal and council, and may have cost, in £m; "
    "there are ['name', 'council']"
)
TWO_COSTS = (
    "proposal 'a' has two costs, 1.0 and 2.0; give the £m of the whole in each of its rows, or in "
    "one"
)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "there are no proposals; give one or more"),
        ({"a": "r0c0"}, "proposal 'a' is 'r0c0'; give a list of councils"),
        ({"a": []}, "proposal 'a' has no councils; leave it out"),
        ({"a": ["r0c0", "R0C0"]}, "proposal 'a' has R0C0 (r0c0) twice"),
        (pd.DataFrame({"name": ["a"], "council": ["r0c0"]}), NO_COLUMN),
        (
            pd.DataFrame({"proposal": ["a"] * 2, "council": ["r0c0", "r0c1"], "cost": [1.0, 2.0]}),
            TWO_COSTS,
        ),
    ],
)
def test_what_is_no_proposal_is_said(row_of_four, given, message):
    with pytest.raises(cl.InputError) as caught:
        cl.assess(row_of_four, given)
    assert str(caught.value) == message


def test_a_cost_of_no_proposal_is_said(row_of_four, offers):
    with pytest.raises(
        cl.InputError, match="costs has 'other', which is no proposal; leave it out"
    ):
        cl.assess(row_of_four, offers, costs={"other": 1.0})


@pytest.fixture(scope="module")
def over_england():
    """Forty seeded centres of two to eight neighbouring districts."""
    districts = cl.datasets.england()
    problem = cl.Problem(districts, cl.preset("central"))
    rng = Random(2007)
    offers = {}
    for k in range(40):
        members = [rng.choice(list(districts.index))]
        for _ in range(rng.randint(1, 7)):
            around = {b for a in members for b in problem.adjacency[a]} - set(members)
            members += [rng.choice(sorted(around))] if around else []
        offers[f"centre {k}"] = members
    return problem, offers


def test_prices_of_centres_over_england_are_proved(over_england):
    found = cl.assess(*over_england)
    assert found.table["proved"].all()
    assert (found.table[["insist", "refuse"]].dropna() >= 0).all(axis=None)
    chosen = found.table["chosen"]
    assert np.isclose(found.saving, found.table.loc[chosen, "saving"].sum())
    assert (found.table.loc[chosen, "refuse"] <= found.table.loc[chosen, "saving"] + HAIR).all()


def test_where_time_is_short_what_is_said_to_be_proved_is(over_england):
    problem, offers = over_england
    full = cl.assess(problem, offers).table
    try:
        found = cl.assess(problem, offers, time_limit=0.5).table
    except cl.NoPlanFoundError:
        return
    proved = found["proved"]
    columns = ["insist", "refuse"]
    pd.testing.assert_frame_equal(found.loc[proved, columns], full.loc[proved, columns])
