"""What the page says of single figures is what its cells compute."""

from __future__ import annotations

import pandas as pd
import pytest
from pages import cells_of, page_of, run, saying

import clusterer as cl
from clusterer.model.figures import PUBLISHED

PAGE = page_of("business_case.md")


def section(heading):
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


says = saying(section("Which figure matters most"))


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind, up to this section."""
    needed = PAGE.split("\n## Which clusters carry it")[0] + section("Which figure matters most")
    with run(cells_of(needed)) as names:
        yield names


@pytest.fixture(scope="module")
def ends(page):
    """Return a row for each end of each figure, by its name and the end."""
    wide = page["sweep"].ends
    parts = {}
    for end in ("low", "high"):
        columns = {f"{what}_{end}": what for what in ("kept", "best", "lost", "moves")}
        parts[end] = wide[list(columns)].rename(columns=columns)
    found = pd.concat(parts, names=["end"]).swaplevel()
    table = page["sweep"].table
    names = [f"{figure} {end}" for figure, end in found.index]
    return found.join(table.loc[names, ["shared", "alone", "largest"]].set_axis(found.index))


def test_every_parameter_of_the_preset_that_has_a_range_is_moved(ends):
    figures = cl.datasets.model_parameters()
    has_range = figures.dropna(subset=["low", "high"]).index
    moved = {PUBLISHED[type(term), figure.rpartition(".")[2]]
             for term in cl.preset("central") for figure in ends.index.get_level_values(0)
             if (type(term), figure.rpartition(".")[2]) in PUBLISHED}  # fmt: skip
    in_other_terms = {
        "redundancy_per_fte",
        "migration_per_distinct_it_system",
        "optimism_bias_duration",
        "optimism_bias_opex",
        "dissolution_hazard",
        "exit_cost_per_council",
    }
    assert moved | in_other_terms == set(has_range)
    assert {"services.unit_cost", "services.fixed_share"} < {*ends.index.get_level_values(0)}
    assert len(ends) == 26


def test_a_plan_that_is_kept_is_never_worth_more_than_the_best(ends, page):
    assert (ends["lost"] >= 0).all()
    assert page["sweep"].proved
    # What it saves is the net present value: no term is a price that nobody pays.
    assert ends.loc[("discount_rate", "low"), "kept"] == pytest.approx(page["case"].npv)


def test_at_another_discount_rate_the_saving_is_the_net_present_value_at_that_rate(ends, page):
    there = page["problem"].replace(terms=cl.preset("central", discount_rate=0.06))
    kept = cl.business_case(there.evaluate(page["plan"].assignment), discount_rate=0.06)
    assert ends.loc[("discount_rate", "high"), "kept"] == pytest.approx(kept.npv)


def test_the_figure_that_moves_the_answer_most(ends):
    worth = ends["kept"].unstack()  # Old pandas mixes rows up with sort=False.
    widths = (worth["high"] - worth["low"]).abs().sort_values(ascending=False)
    assert list(widths.index[:3]) == [
        "scale.benefit_realisation",
        "services.fixed_share",
        "coordination.host_premium",
    ]
    first = worth.loc["scale.benefit_realisation"]
    says(f"a loss of £{-first['low']:.0f}m and a gain of £{first['high']:.0f}m")


def test_where_the_plan_loses_money(ends):
    assert {key for key, worth in ends["kept"].items() if worth < 0} == {
        ("scale.benefit_realisation", "low"),
        ("services.fixed_share", "low"),
        ("coordination.host_premium", "high"),
        ("coordination.client_side", "high"),
    }
    says(f"At four of the {len(ends)} ends the plan loses money")


def test_how_far_the_plan_changes(ends, page):
    shared = ends[ends["shared"] > 0]
    assert len(ends) - len(shared) == 2
    assert ends["shared"].max() == 14
    says("none at two ends, and up to fourteen")
    mean = (32 - shared["alone"]) / shared["shared"]
    assert shared["largest"].max() == 3
    says(f"two or three members, on average from {mean.min():.1f} to {mean.max():.1f}")
    moves = ends["moves"]
    assert (moves == 0).sum() == (ends["lost"] == 0).sum() == 3
    says("three leave the plan as it is")
    says(f"from {moves[moves > 0].min()} to {moves.max()} of the 32 boroughs would have to move")


def test_what_planning_for_the_central_figures_loses(ends):
    lost = ends["lost"].sort_values(ascending=False)
    says(f"at {(lost < 12).sum()} of the {len(ends)} ends the plan above loses less than £12m")
    assert (lost >= 12).sum() == 6
    most, second, *middle, last = lost[lost >= 12]
    says(f"£{most:.0f}m and £{second:.0f}m where nothing is saved, or fixed parts are low")
    says(f"£{min(middle):.0f}m to £{max(middle):.0f}m where coordination, the client side or")
    assert list(lost.index[:2]) == [
        ("scale.benefit_realisation", "low"),
        ("services.fixed_share", "low"),
    ]
    assert set(lost.index[2:5]) == {
        ("coordination.kappa", "high"),
        ("coordination.client_side", "high"),
        ("coordination.host_premium", "high"),
    }
    assert lost.index[5] == ("coordination.host_premium", "low")
    says(f"£{last:.0f}m where being hosted saves 2% rather than costing 1%. All 32 should.")


def test_how_many_share_where_sharing_costs_more_or_less(ends):
    boroughs = 32 - ends["alone"]
    assert boroughs["coordination.host_premium", "low"] == 32
    central = boroughs["discount_rate", "low"]
    for figure in ("kappa", "client_side", "host_premium"):
        assert boroughs[f"coordination.{figure}", "high"] < central
