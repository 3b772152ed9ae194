"""What a plan is for each council: charges by a key, that come to what the plan costs."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import complete, facts_of, graph, table, thorough

import clusterer as cl

TERMS = [cl.Scale(), cl.Coordination(), cl.SetUp(), cl.Risk(size_growth=0.1), cl.Politics(1.0)]
KEYS = [
    None,
    "equal",
    "alone",
    "saving",
    "population",
    [1, 2, 3, 4, 5],
    {"equal": 0.4, "alone": 0.6},
]


def problem(terms=TERMS, today=None) -> cl.Problem:
    facts = facts_of([100_000, 150_000, 200_000, 250_000, 300_000], complete(5))
    return cl.Problem(table(facts), terms, adjacency=graph(facts), today=today)


def plan_of(one: cl.Problem, *groups: str) -> cl.Evaluation:
    labels = {council: k for k, group in enumerate(groups) for council in group}
    return one.evaluate(labels, rest_alone=True)


def test_charges_are_those_of_the_key_by_hand():
    set_up = cl.SetUp(per_cluster=2.0, per_council=0.5, optimism_bias=0.0)
    plan = plan_of(problem([set_up]), "ab", "cd")
    assert plan.charged("equal")["share"].to_list() == [1.5, 1.5, 1.5, 1.5, 0.0]
    by_residents = plan.charged("population")["share"]
    assert by_residents.to_list() == pytest.approx([1.2, 1.8, 3 * 4 / 9, 3 * 5 / 9, 0.0])
    numbers = plan.charged({"a": 1, "b": 2, "c": 1, "d": 1, "e": 9})["share"]
    assert numbers.to_list() == pytest.approx([1.0, 2.0, 1.5, 1.5, 0.0])
    assert plan.charged("equal")["saving"].to_list() == [-1.5, -1.5, -1.5, -1.5, 0.0]


def test_with_equal_savings_all_members_save_the_same():
    plan = plan_of(problem(), "abc", "de")
    saving = plan.charged("saving")["saving"]
    assert saving["a"] == pytest.approx(saving["b"])
    assert saving["a"] == pytest.approx(plan.clusters["saving"].iloc[0] / 3)


groups = st.lists(st.integers(0, 2), min_size=5, max_size=5)


@settings(thorough, max_examples=60)
@given(groups, st.one_of(st.none(), groups), st.sampled_from(KEYS))
def test_the_sum_over_councils_is_the_plan_in_each_column(then, now, key):
    today = None if now is None else dict(zip("abcde", now, strict=True))
    one = problem(today=today)
    plan = one.evaluate(dict(zip("abcde", then, strict=True)))
    found = plan.charged(key)
    assert found["share"].sum() == pytest.approx(plan.objective)
    assert found["alone"].sum() == pytest.approx(plan.standalone_cost)
    assert found["saving"].sum() == pytest.approx(plan.saving, abs=1e-9)
    if today is not None:
        assert found["today"].sum() == pytest.approx(one.status_quo.objective)
    cash = found[[column for column in found if column.startswith("cash_year_")]]
    by_year = cl.business_case(plan).flows["net"]
    assert cash.sum().to_numpy() == pytest.approx(by_year.to_numpy(), abs=1e-9)


def test_what_a_council_saves_in_cash_is_worth_what_it_saves():
    plan = plan_of(problem(TERMS[:3], [["a", "b"], ["c", "d"]]), "abc", "de")
    for key in KEYS:
        found = plan.charged(key)
        cash = found[[column for column in found if column.startswith("cash_year_")]]
        worth = cash.to_numpy() @ (1.035 ** -pd.RangeIndex(cash.shape[1]).to_numpy(dtype=float))
        assert worth == pytest.approx(found["saving"].to_numpy())


def test_without_residents_members_pay_the_same_and_it_is_said():
    councils = table(facts_of([1, 1, 1, 1, 1], complete(5))).drop(columns="population")
    plan = plan_of(cl.Problem(councils, [cl.SetUp()]), "ab")
    assert plan.by_council.attrs["shares"] == "equal"
    assert plan.by_council["share"]["a"] == plan.by_council["share"]["b"]
    assert "posts_after" not in plan.by_council
    assert problem().status_quo is None
    assert plan_of(problem(), "ab").by_council.attrs["shares"] == "by population"


def test_where_a_term_says_no_year_there_is_no_cash():
    term = cl.FunctionTerm("mine", lambda c: c.size**2.0)
    found = plan_of(problem([term]), "ab").by_council
    assert not [column for column in found if column.startswith("cash")]


def test_posts_are_told_and_move_to_the_host():
    found = plan_of(problem(), "ab").by_council
    assert found["posts_after"]["e"] == found["posts_before"]["e"]
    assert sorted(found.loc[["a", "b"], "posts_after"] > 0) == [False, True]


@pytest.mark.parametrize("ending", [".gpkg", ".csv", ".geojson"])
def test_a_file_has_it_with_units_and_no_column_repeats_the_total_of_a_cluster(tmp_path, ending):
    plan = plan_of(problem(today=[["a", "b"]]), "abc", "de")
    path = plan.to_file(tmp_path / f"plan{ending}")
    layer = {"layer": "councils"} if ending == ".gpkg" else {}
    read = pd.read_csv(path) if ending == ".csv" else gpd.read_file(path, **layer)
    for column in ("alone", "today", "share", "saving"):
        assert read[f"{column}_gbp_m"].to_numpy() == pytest.approx(plan.by_council[column])
    assert read["saving_gbp_m"].sum() == pytest.approx(plan.saving)
    assert read["cash_year_0_gbp_m"].sum() == pytest.approx(cl.business_case(plan).flows["net"][0])
    assert "cluster_saving" not in read
    repeated = [
        column
        for column in read.select_dtypes("number")
        if column.endswith("_gbp_m") and read[column].nunique() == 2
    ]
    assert repeated == []


def test_a_key_that_is_none_is_refused():
    with pytest.raises(cl.InputError, match="shares = 'residents'"):
        plan_of(problem(), "ab").charged("residents")


def test_the_clusters_of_a_file_have_units_and_say_what_a_saving_is_against(tmp_path):
    plan = plan_of(problem(today=[["a", "b"]]), "abc", "de")
    path = plan.to_file(tmp_path / "plan.gpkg")
    read = gpd.read_file(path, layer="clusters").drop(columns="geometry")
    numbers = set(read.select_dtypes("number")) - {"size", "cluster"}
    assert numbers == {name for name in read if name.endswith("_gbp_m")}
    assert read["total_gbp_m"].sum() == pytest.approx(plan.objective)
    assert read["set-up_gbp_m"].sum() == pytest.approx(plan.costs["set-up"])
    against = read["saving_against_alone_gbp_m"].sum()
    assert against == pytest.approx(plan.saving_against_alone) != plan.saving
