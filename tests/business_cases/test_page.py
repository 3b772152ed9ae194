"""What the page says of single figures is what its cells compute."""

from __future__ import annotations

import pytest
from pages import cells_of, page_of, run, text_of

import clusterer as cl

PAGE = page_of("business_case.md")


def section(heading):
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


TEXT = text_of(section("Which figure matters most"))


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind, up to this section."""
    needed = PAGE.split("\n## Which clusters carry it")[0] + section("Which figure matters most")
    with run(cells_of(needed)) as names:
        yield names


@pytest.fixture(scope="module")
def ends(page):
    return page["ends"]


def says(words):
    assert words in TEXT, words


def test_every_parameter_of_the_preset_that_has_a_range_is_moved(page):
    has_range = page["figures"].dropna(subset=["low", "high"]).index
    moved = {row for _, row, _, _ in page["arguments"]}
    in_other_terms = {
        "redundancy_per_fte",
        "migration_per_distinct_it_system",
        "optimism_bias_duration",
        "optimism_bias_opex",
        "dissolution_hazard",
        "exit_cost_per_council",
    }
    assert moved | in_other_terms == set(has_range)
    settings = {**vars(cl.Scale()), **vars(cl.Coordination()), **vars(cl.SetUp())}
    for argument, row, _, _ in page["arguments"]:
        assert settings[argument] == page["figures"].at[row, "central"]


def test_a_plan_that_is_kept_is_never_worth_more_than_the_best(ends, page):
    assert (ends["lost"] >= 0).all()
    central = ends.loc[("discount rate", "low")]
    assert central["NPV of the plan above"] == pytest.approx(page["case"].npv)


def test_the_figure_that_moves_the_answer_most(ends):
    worth = ends["NPV of the plan above"].unstack(sort=False)
    widths = (worth["high"] - worth["low"]).abs().sort_values(ascending=False)
    assert list(widths.index[:3]) == [
        "planned saving that comes about",
        "fixed part of the services' cost",
        "premium of the hosted, of cost",
    ]
    first = worth.loc["planned saving that comes about"]
    says(f"a loss of £{-first['low']:.0f}m and a gain of £{first['high']:.0f}m")


def test_where_the_plan_loses_money(ends):
    assert {key for key, npv in ends["NPV of the plan above"].items() if npv < 0} == {
        ("planned saving that comes about", "low"),
        ("fixed part of the services' cost", "low"),
        ("premium of the hosted, of cost", "high"),
        ("client side of a member, of cost", "high"),
    }
    says(f"At four of the {len(ends)} ends the plan loses money")


def test_how_far_the_plan_changes(ends, page):
    shared = ends[ends["its shared clusters"] > 0]
    assert len(ends) - len(shared) == 2
    assert ends["its shared clusters"].max() == 14
    says("none at two ends, and up to fourteen")
    mean = shared["members, mean"]
    assert shared["members, most"].max() == 3
    says(f"two or three members, on average from {mean.min():.1f} to {mean.max():.1f}")
    assert len(page["clusters_of"](page["plan"])) == 12
    again = ends["as in the plan above"]
    assert (again == 12).sum() == (ends["lost"] == 0).sum() == 3
    assert again[again < 12].max() == 9
    says("three leave the plan as it is")
    says("keep nine of its twelve clusters at most")


def test_what_planning_for_the_central_figures_loses(ends):
    lost = ends["lost"].sort_values(ascending=False)
    says(f"at {(lost < 12).sum()} of the {len(ends)} ends the plan above loses less than £12m")
    assert (lost >= 12).sum() == 6
    most, second, *middle, last = lost[lost >= 12]
    says(f"£{most:.0f}m and £{second:.0f}m where nothing is saved, or fixed parts are low")
    says(f"£{min(middle):.0f}m to £{max(middle):.0f}m where coordination, the client side or")
    assert list(lost.index[:2]) == [
        ("planned saving that comes about", "low"),
        ("fixed part of the services' cost", "low"),
    ]
    assert set(lost.index[2:5]) == {
        ("coordination of a pair, of cost", "high"),
        ("client side of a member, of cost", "high"),
        ("premium of the hosted, of cost", "high"),
    }
    assert lost.index[5] == ("premium of the hosted, of cost", "low")
    says(f"£{last:.0f}m where being hosted saves 2% rather than costing 1%. All 32 should.")


def test_how_many_share_where_sharing_costs_more_or_less(ends):
    boroughs = (ends["its shared clusters"] * ends["members, mean"]).fillna(0.0)
    assert boroughs["premium of the hosted, of cost", "low"] == pytest.approx(32)
    central = boroughs["discount rate", "low"]
    for figure in ("coordination of a pair", "client side of a member", "premium of the hosted"):
        assert boroughs[f"{figure}, of cost", "high"] < central
