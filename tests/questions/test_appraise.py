"""Options side by side."""

from __future__ import annotations

import math
import pickle

import pandas as pd
import pytest
from maps import grid

import clusterer as cl

TRIO = ["Westminster", "Hammersmith and Fulham", "Kensington and Chelsea"]


@pytest.fixture(scope="module")
def problem(london):
    return cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)])


@pytest.fixture(scope="module")
def options():
    return {
        "tri-borough": dict.fromkeys(TRIO, "tri-borough"),
        "one pair": {"Camden": 1, "Islington": 1},
        "torn": {"Camden": 1, "Bromley": 1},
    }


@pytest.fixture(scope="module")
def found(problem, options):
    return cl.appraise(problem, options, rest_alone=True)


def test_each_option_costs_what_it_costs_by_itself(problem, options, found):
    for name, assignment in options.items():
        alone = problem.evaluate(assignment, rest_alone=True)
        row = found.table.loc[name]
        assert row["cost"] == alone.objective
        assert row["saving"] == alone.saving
        assert found.by_term.loc[name].to_dict() == alone.costs.to_dict()
        case = cl.business_case(alone)
        assert (row["capital"], row["npv"]) == (case.capital, case.npv)
    assert found.table.loc["do nothing", "saving"] == 0
    best = cl.solve(problem)
    assert found.table.loc["optimum", "cost"] == pytest.approx(best.objective, abs=1e-6)


def test_ranks_are_by_cost_among_those_that_break_nothing(found):
    table = found.table
    assert table.loc["torn", "broken"] == 1
    assert table.loc["torn", "rank"] is pd.NA
    assert "not connected" in found.broken["torn"][0]
    sound = table[table["broken"] == 0]
    assert sound["rank"].tolist() == sound["cost"].rank().astype(int).tolist()
    assert sound["cost"].idxmin() == "optimum"


def test_an_option_is_dominated_by_cost_alone_where_there_is_no_criterion(found):
    table = found.table
    assert table.loc["optimum", "dominated_by"] == ""
    assert (table["dominated_by"].drop("optimum") != "").all()
    assert "torn" not in set(table["dominated_by"])


def test_an_option_that_is_best_in_a_criterion_is_not_dominated(problem, options):
    moved = {"shared councils": lambda plan: int((plan.assignment.duplicated(keep=False)).sum())}
    fewer = cl.appraise(problem, options, criteria=moved, rest_alone=True)
    assert (fewer.table["dominated_by"].drop("torn") == "").all()
    more = cl.appraise(
        problem, options, criteria=moved, more_is_better=["shared councils"], rest_alone=True
    )
    assert more.table.loc["do nothing", "dominated_by"] != ""
    assert more.table["shared councils"].tolist() == fewer.table["shared councils"].tolist()


def test_a_term_that_says_no_years_leaves_the_business_case_open(options):
    councils = grid(1, 3)
    flat = cl.FunctionTerm("flat", lambda c: c.size * 1.0)
    problem = cl.Problem(councils, [flat])
    table = cl.appraise(problem, {"pair": {"r0c0": 1, "r0c1": 1}}, rest_alone=True).table
    assert table[["capital", "npv", "payback"]].isna().all(axis=None)
    assert table["cost"].notna().all()


def test_what_is_not_proved_is_not_called_the_optimum(london):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(7)])
    found = cl.appraise(problem, {}, time_limit=1e-9)
    assert found.names == ("do nothing", "best found")


def test_maps_stand_side_by_side_under_one_key(found):
    axes = found.plot()
    assert len(axes) == 5
    assert axes[1].get_title(loc="left").startswith("tri-borough: £")
    assert len(axes[0].figure.legends) == 1


def test_an_appraisal_is_copied_as_it_is(problem, options):
    sizes = {"largest": lambda plan: plan.clusters["size"].max()}
    found = cl.appraise(problem, options, criteria={"most": sizes["largest"]}, rest_alone=True)
    again = pickle.loads(pickle.dumps(found))
    pd.testing.assert_frame_equal(again.table, found.table)
    assert repr(again) == repr(found)
    assert again["one pair"].objective == found["one pair"].objective


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"options": [1]}, "options must be a dict of assignments by name, not list"),
        ({"options": {"optimum": {}}}, "an option is called 'optimum'"),
        ({"options": {"a": {"Camdem": 1}}}, "option 'a': there is no council 'Camdem'"),
        ({"options": {1: {}, "1": {}}}, "2 options are called '1'; rename one"),
        ({"discount_rate": "abc"}, "discount_rate = 'abc' must be a fraction"),
        ({"criteria": {"most": 3}}, "criterion 'most' is 3; give a function of an evaluation"),
        ({"criteria": {"cost": len}}, "a criterion is called 'cost', as a column of the table"),
        ({"more_is_better": ["most"]}, "more_is_better names 'most', which is no criterion"),
        (
            {"criteria": {"most": lambda plan: math.nan}},
            "criterion 'most' gives nan; give one finite number",
        ),
    ],
)
def test_what_cannot_be_appraised_is_said(problem, options, change, message):
    asked = {"options": options, "rest_alone": True, "optimum": False} | change
    with pytest.raises(cl.InputError) as caught:
        cl.appraise(problem, **asked)
    assert message in str(caught.value)
