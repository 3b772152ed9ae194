"""Refusals cost what the best plan with the council alone costs more, by all partitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from instances import cases
from maps import grid

import clusterer as cl


@settings(max_examples=40, phases=[Phase.generate])
@given(case=cases(st.sampled_from([2, 3, 4, 5])))
def test_the_price_of_a_refusal_is_that_of_brute_force(case):
    plans = [(sum(case.truth.costs[c] for c in plan), plan) for plan in case.truth.plans()]
    if not plans:
        return
    best = min(cost for cost, _ in plans)
    refusals = cl.vetoes(cl.solve(case.problem), by="control", no_party="none")
    assert refusals.complete
    ids = list(case.problem.councils.ids)
    groups = {label: [label] for label in ids}
    control = case.problem.councils.frame["control"]
    for party in refusals.parties.index:
        groups[party] = list(control.index[control == party])
    assert set(refusals.parties.index) == set(control) - {"none"}
    for who, labels in groups.items():
        alone = {ids.index(label) for label in labels}
        kept = [cost for cost, plan in plans if all((i,) in plan for i in alone)]
        expected = min(kept) - best if kept else math.inf
        table = refusals.table if who in refusals.table.index else refusals.parties
        hair = 1e-6 * max(1.0, abs(best))
        assert table["price"][who] == pytest.approx(expected, abs=hair)
        if not kept:
            assert table["reason"][who]


def test_no_council_saves_more_than_its_refusal_costs_and_the_subsidy():
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    plan = cl.solve(problem)
    answer, refusals = cl.consent(plan), cl.vetoes(plan)
    prices = refusals.table["price"].reindex(answer.table.index)
    most = answer.table["alone"] - answer.table["lowest"]
    assert (most <= prices + answer.subsidy + 1e-6).all()


def test_who_stands_alone_already_refuses_for_nothing():
    problem = cl.Problem(grid(2, 2), cl.preset("null"))
    refusals = cl.vetoes(cl.solve(problem))
    assert refusals.table["price"].tolist() == [0.0] * 4
    assert refusals.parties.empty  # No column says who is in control.
    assert refusals.headline.startswith("4 councils: the most expensive refusal")


def test_a_refusal_that_rules_forbid_is_told_by_its_reason():
    problem = cl.Problem(grid(2, 2), cl.preset("central"), [cl.MinSize(2)])
    refusals = cl.vetoes(cl.solve(problem))
    assert (refusals.table["price"] == math.inf).all()
    assert refusals.table["reason"].str.contains("MinSize").all()
    assert refusals.headline == "4 councils: no price of a refusal is known"


def test_a_party_is_asked_about_by_its_name(london):
    refusals = cl.vetoes(cl.solve(cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])))
    assert list(refusals.parties.index) == ["Conservative", "Labour", "Liberal Democrat"]
    labour = refusals.answer("Labour")
    assert labour.price == refusals.parties["price"]["Labour"]
    assert refusals.answer("Camden").price == refusals.table["price"]["E09000007"]
    assert "all of Labour" in repr(refusals)
    assert "<table" in refusals._repr_html_()
    with pytest.raises(cl.InputError, match="there is no council 'Green'"):
        refusals.answer("Green")


def test_what_is_not_found_in_time_is_not_claimed(london):
    refusals = cl.vetoes(
        cl.solve(cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)])), time_limit=1e-9
    )
    assert not refusals.complete
    assert "not proved" in refusals.headline


def test_what_is_no_plan_is_refused():
    with pytest.raises(cl.InputError, match="vetoes takes a plan, not int"):
        cl.vetoes(5)
    problem = cl.Problem(grid(2, 2), cl.preset("null"))
    with pytest.raises(cl.InputError, match="party"):
        cl.vetoes(cl.solve(problem), by="party")
