"""Options side by side."""

from __future__ import annotations

import math
import pickle
from itertools import combinations

import numpy as np
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


def test_what_dominated_means_is_said_below_the_table_where_an_option_is(found, problem, options):
    assert "no worse in anything compared, and better in something" in " ".join(repr(found).split())
    one = cl.appraise(problem, {}, do_nothing=False)
    assert "dominated by: " not in repr(one)


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
    axes = found.plot().figure.axes
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
        ({"options": {"a": ["Camden"]}}, "option 'a': 'Camden' is no list of councils"),
        ({"options": {"a": [["Camden"], ["Camden"]]}}, "'Camden' is in two clusters"),
        ({"options": {"a": 7}}, "option 'a': 7 is no list of councils"),
        ({"criteria": "balance"}, "criteria = 'balance' must be a dict of functions by name, or"),
        ({"criteria": ["balence"]}, "criterion 'balence' is none of 'balance', 'borders cut'"),
        ({"criteria": ["name"]}, "name"),
        ({"do_minimum": 1}, "do_minimum = 1"),
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


# Switching values between two options.


def costlier(problem, figure, options, value):
    """Return what the second of two options costs more with another value of a figure."""
    terms = cl.preset("central", **{figure: int(value) if figure == "horizon" else value})
    first, second = (
        problem.replace(terms=terms).evaluate(one, rest_alone=True).objective for one in options
    )
    return second - first


@pytest.mark.parametrize(
    "figure", ["benefit_realisation", "kappa", "per_cluster", "horizon", "discount_rate"]
)
def test_at_a_switching_value_the_second_option_is_as_good_and_nowhere_nearer(
    problem, options, figure
):
    """Both options are costed again by hand, on both sides and on a grid up to there."""
    both = [dict(options["tri-borough"]), {"Camden": 1, "Islington": 1, "Haringey": 1}]
    named = dict(zip(["one", "another"], both, strict=True))
    found = cl.appraise(problem, named, rest_alone=True, optimum=False)
    if found.table["rank"]["one"] > found.table["rank"]["another"]:
        both.reverse()
    bounds = {"benefit_realisation": (0.0, 1.0), "discount_rate": (0.0, 0.5)}.get(figure)
    row = found.switching(figure, bounds=bounds).loc[figure]
    assert row["proved"] == (figure != "discount_rate")
    now, there = row["now"], row["switching"]
    assert costlier(problem, figure, both, now) > 0
    if math.isnan(there):
        values = np.linspace(row["low"], row["high"], 21)
    else:
        assert costlier(problem, figure, both, there) <= 1e-6
        assert costlier(problem, figure, both, row["still"]) == pytest.approx(row["price_still"])
        assert row["price_still"] > 0
        reach = abs(row["still"] - now)
        values = np.linspace(max(row["low"], now - reach), min(row["high"], now + reach), 21)
    for value in values:
        if figure != "horizon" or value == round(value):
            assert costlier(problem, figure, both, value) > 0


def test_switching_values_are_between_the_first_two_or_those_that_are_named(found):
    first = found.switching("kappa")
    assert list(first.index) == ["kappa"]
    assert first[["first", "second"]].loc["kappa"].to_list() == ["optimum", "tri-borough"]
    pd.testing.assert_frame_equal(
        first, found.switching("kappa", first="optimum", second="tri-borough")
    )
    other = found.switching("kappa", first="tri-borough", second="one pair")
    assert other[["first", "second"]].loc["kappa"].to_list() == ["tri-borough", "one pair"]
    assert other["price_still"].item() != first["price_still"].item()
    # An option that breaks a rule is compared for the asking.
    assert found.switching("per_cluster", second="torn").index.item() == "per_cluster"


def test_switching_values_of_what_is_not_there_are_refused(problem, found):
    with pytest.raises(cl.InputError, match="there is no option 'nine'; there are 'do nothing'"):
        found.switching("kappa", first="nine")
    with pytest.raises(cl.InputError, match="the terms have no figure 'cappa'"):
        found.switching("cappa")
    with pytest.raises(cl.InputError, match="between two options"):
        cl.appraise(problem, {}, optimum=False).switching("kappa")
    with pytest.raises(cl.InputError, match="between two options"):
        found.switching("kappa", first="torn", second="torn")


# Criteria by name, and what is done at least.


@pytest.fixture(scope="module")
def row():
    """Four councils in a row, of 100, 101, 102 and 103 thousand residents; pairs save 1."""
    pairs = cl.FunctionTerm("pairs", lambda c: np.where(c.size > 1, 2.0 * c.size - 1, 2.0))
    dear = cl.FunctionTerm("dear", lambda c: np.where(c.size > 2, 5.0, 0.0))
    return cl.Problem(grid(1, 4), [pairs, dear])


def test_criteria_that_are_no_money_are_asked_for_by_name(row):
    options = {"pairs": [["r0c0", "r0c1"], ["r0c2", "r0c3"]], "three": [["r0c0", "r0c1", "r0c2"]]}
    named = ["balance", "borders cut", "worse off", "population"]
    table = cl.appraise(row, options, criteria=named, rest_alone=True).table
    assert table.loc["pairs", named].to_list() == [205 / 201, 1, 0, 205_000]
    assert table.loc["three", named].to_list() == [303 / 103, 1, 3, 303_000]
    assert table.loc["do nothing", named].to_list() == [1.03, 3, 0, 103_000]


def test_a_word_may_have_another_name_and_stand_beside_a_function(row):
    criteria = {"unequal": "balance", "most": lambda plan: plan.clusters["size"].max()}
    table = cl.appraise(row, {}, criteria=criteria, do_nothing=False).table
    assert table.loc["optimum", ["unequal", "most"]].to_list() == [205 / 201, 2]


def test_balance_reads_the_residents_that_the_terms_read():
    councils = grid(1, 2).rename(columns={"population": "people"})
    problem = cl.Problem(councils, cl.preset("central", population="people"))
    table = cl.appraise(problem, {}, criteria=["balance"], optimum=False).table
    assert table["balance"].to_list() == [1.01]


def test_clusters_are_given_as_lists_too(problem, options, found):
    listed = {"tri-borough": [TRIO], "one pair": [("Camden", "Islington")]}
    table = cl.appraise(problem, listed, rest_alone=True).table
    pd.testing.assert_series_equal(
        table["cost"], found.table["cost"].drop("torn"), check_exact=True
    )


def test_partnerships_of_today_stand_in_place_of_all_alone(row):
    today = {"do nothing": [["r0c0", "r0c1"]]}
    table = cl.appraise(row, today, rest_alone=True).table
    assert table.index.to_list() == ["do nothing", "optimum"]
    assert table["saving"].to_list() == [1, 2]


def test_do_minimum_is_the_cheapest_of_the_plans_that_change_least(row):
    problem = row.replace(rules=[cl.PopulationBounds(at_least=150_000)])
    found = cl.appraise(problem, {}, do_minimum=True)
    assert found.names == ("do nothing", "do minimum", "optimum")
    # That brings two pairs together; one cluster of four would bring six.
    assert found["do minimum"].clusters["size"].to_list() == [2, 2]
    assert found.broken.keys() == {"do nothing"}


def test_do_minimum_changes_least_against_what_is_there(row):
    today = {"do nothing": [["r0c0", "r0c1", "r0c2"], ["r0c3"]]}
    problem = row.replace(rules=[cl.PopulationBounds(at_least=150_000)])
    found = cl.appraise(problem, today, do_minimum=True)
    # To take in the last makes three pairs; to make two pairs of the four changes three, too.
    assert found["do minimum"].clusters["size"].to_list() == [2, 2]
    alone = cl.appraise(row, today, do_minimum=True)
    assert alone["do minimum"].clusters["size"].to_list() == [3, 1]  # It breaks nothing.


@pytest.mark.parametrize("seed", range(6))
def test_do_minimum_agrees_with_every_plan_gone_through(seed):
    random = np.random.default_rng(seed)
    councils = grid(2, 3)
    matrix = random.random((6, 6))
    terms = [cl.FunctionTerm("noise", lambda c: c.pair_sum(matrix + matrix.T) + 3 / c.size)]
    problem = cl.Problem(councils, terms, [cl.PopulationBounds(at_least=200_000)])
    today = dict(zip(councils.index, random.integers(0, 3, 6).tolist(), strict=True))

    def pairs(home):
        return {
            frozenset(pair) for pair in combinations(home, 2) if len({*map(home.get, pair)}) < 2
        }

    before = pairs(today)
    changes = [
        (len(before ^ pairs(plan.assignment.to_dict())), plan.objective)
        for plan in cl.rank(problem)
    ]
    found = cl.appraise(problem, {"do nothing": today}, do_minimum=True)["do minimum"]
    least, cost = min(changes)
    assert len(before ^ pairs(found.assignment.to_dict())) == least
    assert found.objective == pytest.approx(cost)


def test_a_minimum_that_is_not_known_in_time_is_left_out(london, caplog):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(7)])
    found = cl.appraise(problem, {}, do_minimum=True, time_limit=1e-9)
    assert found.names == ("do nothing", "best found")
    assert "stopped before the minimum was known" in caplog.text


def test_an_appraisal_is_printed_as_a_table_in_plain_words(found):
    printed = repr(found)
    for words in ("payback,", "councils", "NPV", "do nothing", "'torn' breaks: cluster 1 is not"):
        assert words in printed
    assert "of 5 options &#x27;optimum&#x27; costs least" in found._repr_html_()


def test_of_what_an_option_breaks_the_first_few_are_printed(row):
    problem = row.replace(rules=[cl.PopulationBounds(at_least=150_000)])
    printed = repr(cl.appraise(problem, {}, optimum=False))
    assert printed.count("'do nothing' breaks: Pop") == 3
    assert "'do nothing' breaks 1 more" in " ".join(printed.split())
    assert "payback" not in printed  # No term says when its money falls.


def test_doing_nothing_is_today_where_the_problem_starts_from_it_and_all_alone_stands_beside(
    london,
):
    pair = ["Camden", "Islington"]
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], today=[pair])
    found = cl.appraise(problem, {"trio": [["Camden", "Islington", "Hackney"]]}, rest_alone=True)
    assert list(found.table.index) == ["do nothing", "all alone", "trio", "optimum"]
    assert found.table.loc["do nothing", "saving"] == pytest.approx(0, abs=1e-9)
    assert found.table.loc["do nothing", "shared"] == 1
    assert found.table.loc["all alone", "shared"] == 0
    assert found.table.loc["all alone", "saving"] < -2  # Both leave, and pay £1m each for it.
    assert "the saving is against today" in " ".join(str(found).split())
