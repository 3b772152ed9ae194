"""How far figures can go: within, the plan is the best of brute force; beyond, another is."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
import truth
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import maps, table
from maps import grid
from truth import Truth

import clusterer as cl

HAIR = 2e-6
"""£m within which costs are the same."""

FIGURES = {
    "scale.benefit_realisation": "benefit_realisation",
    "coordination.kappa": "kappa",
    "coordination.host_premium": "host_premium",
    "coordination.distance_decay": "distance_decay",
    "set-up.per_cluster": "per_cluster",
    "horizon": "horizon",
    "discount_rate": "discount_rate",
}


def world(facts, name, value):
    """Return the truth where one figure has a value."""
    value = int(value) if name == "horizon" else float(value)
    costs = truth.preset(facts, "central", **{FIGURES[name]: value})
    return Truth(facts.n, facts.edges, costs, [lambda c: len(c) <= 3], [])


def rows_of(plan):
    """Return the row numbers of each cluster of a plan."""
    return [
        tuple(sorted(int(i) for i in plan.councils.positions(plan.members(label))))
        for label in plan.clusters.index
    ]


def lost(facts, name, value, plan):
    """Return what a plan costs more than the best of all partitions, at a value."""
    there = world(facts, name, value)
    return sum(map(there.cost, rows_of(plan))) - there.best


@settings(max_examples=8)
@given(drawn=maps(st.integers(3, 5)), name=st.sampled_from(sorted(FIGURES)))
def test_within_the_plan_is_the_best_and_beyond_it_is_not(drawn, name):
    facts, adjacency = drawn
    problem = cl.Problem(table(facts), cl.preset("central"), [cl.MaxSize(3)], adjacency=adjacency)
    plan = cl.solve(problem)
    row = cl.ranging(plan, [name]).table.loc[name]
    assert row["low"] <= row["from"] <= row["now"] <= row["to"] <= row["high"]
    assert row["exact"] == (name != "discount_rate")
    if name == "horizon":
        inside = range(int(row["from"]), int(row["to"]) + 1)
        beyond = (row["from"] - 1, row["to"] + 1)
    else:
        inside = np.linspace(row["from"], row["to"], 7)
        step = (1e-6 if row["exact"] else 2e-3) * (row["high"] - row["low"])
        beyond = (row["from"] - step, row["to"] + step)
    for value in inside:
        assert lost(facts, name, value, plan) <= HAIR
    for value, end in zip(beyond, ("below", "above"), strict=True):
        if row["low"] <= value <= row["high"]:
            assert lost(facts, name, value, plan) > 0
            assert row[end] != ""
            assert row[f"moves_{end}"] >= 1
        else:
            assert row[end] == ""


@settings(max_examples=8)
@given(drawn=maps(st.integers(3, 5)), name=st.sampled_from(sorted(FIGURES)))
def test_the_whole_range_has_the_best_plan_everywhere(drawn, name):
    facts, adjacency = drawn
    problem = cl.Problem(table(facts), cl.preset("central"), [cl.MaxSize(3)], adjacency=adjacency)
    ranging = cl.ranging(cl.solve(problem), [name], whole=True)
    pieces = ranging.pieces
    row = ranging.table.loc[name]
    assert pieces["from"].iloc[0] == row["low"]
    assert pieces["to"].iloc[-1] == row["high"]
    assert (pieces["plan"].iloc[1:].to_numpy() != pieces["plan"].iloc[:-1].to_numpy()).all()
    for _, piece in pieces.iterrows():
        plan = ranging.plan(piece["plan"])
        for value in {piece["from"], piece["to"]}:
            assert lost(facts, name, value, plan) <= HAIR
    if row["exact"] and name != "horizon":
        assert list(pieces["from"].iloc[1:]) == list(pieces["to"].iloc[:-1])


def test_a_break_is_where_two_plans_cost_the_same_by_hand():
    """Two councils: alone they cost the same whatever a pair costs to set up."""
    problem = cl.Problem(grid(1, 2), cl.preset("central"))
    plan = cl.solve(problem)
    assert len(plan.clusters) == 1
    row = cl.ranging(plan, ["set-up.per_cluster"]).table.iloc[0]
    # Set-up of a cluster counts one and a half times, with its optimism bias.
    assert row["to"] == pytest.approx(min(2.0 + plan.saving / 1.5, 5.0))
    assert row["from"] == 0.5


def test_all_services_together_break_where_the_range_turns():
    """Below and above the present value, they go along different lines."""
    problem = cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)])
    plan = cl.solve(problem)
    ranging = cl.ranging(plan, ["services.fixed_share"], whole=True)
    assert ranging.table["exact"].all()
    for _, piece in ranging.pieces.iterrows():
        for value in np.linspace(piece["from"], piece["to"], 3):
            found = cl.sweep(problem, [{"services.fixed_share": value}])
            assert found.regret_of(ranging.plan(piece["plan"])).item() <= HAIR


def test_without_names_all_published_figures_are_ranged_and_time_may_be_up():
    problem = cl.Problem(grid(2, 2), cl.preset("central"))
    plan = cl.solve(problem)
    whole = cl.ranging(plan)
    assert whole.complete
    assert len(whole.table) == 13
    assert whole.headline.startswith("the plan stays the best in the whole range of ")
    none = cl.ranging(plan, time_limit=1e-9)
    assert not none.complete
    assert none.headline == "no figure is settled"
    assert (none.table["note"] == "stopped before it was known").all()


def test_a_plan_that_is_not_proved_is_refused():
    problem = cl.Problem(cl.datasets.synthetic(60), cl.preset("central"), [cl.MaxSize(6)])
    plan = cl.solve(problem, time_limit=0.01)
    if plan.status == "optimal":
        pytest.skip("the machine is too fast")
    with pytest.raises(cl.InputError, match="not proved to be the best"):
        cl.ranging(plan)
    with pytest.raises(cl.InputError, match="ranging takes a Plan"):
        cl.ranging(problem)


def test_an_end_that_a_term_refuses_is_told():
    """Four times half of the posts is more than all."""
    plan = cl.solve(cl.Problem(grid(2, 2), [*cl.preset("central"), cl.Staff(share=0.5)]))
    row = cl.ranging(plan, ["staff.share"]).table.loc["staff.share"]
    assert math.isnan(row["from"])
    assert "share" in row["note"]


def test_ranges_are_drawn_in_their_own_units():
    problem = cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)])
    ranging = cl.ranging(cl.solve(problem), ["coordination.kappa", "set-up.per_cluster"])
    ax = ranging.plot()
    words = " ".join(text.get_text() for text in ax.figure.findobj(match=plt.Text))
    for part in ("0.2%", "2.8%", "£0.5m", "£5m", "here the plan stays the best"):
        assert part in words
    plt.close("all")
    assert repr(ranging) == f"<Ranging: {ranging.headline}>"
    with pytest.raises(cl.InputError, match="no plan has the key 'x'"):
        ranging.plan("x")
