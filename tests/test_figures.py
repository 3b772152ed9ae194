"""The register of figures: each that is used is there, with what the shipped tables say of it."""

from __future__ import annotations

import dataclasses
import math

import geopandas as gpd
import pandas as pd
import pytest
from commands import run
from examples import Uneven
from maps import grid

import clusterer as cl

MODEL = cl.datasets.model_parameters()
SERVICES = cl.datasets.services()


def figures_of(*terms):
    frame = grid(2, 2).assign(system=list("aabb"))
    return cl.Problem(frame, terms).figures


def test_a_default_has_the_range_the_mark_and_the_source_of_its_row():
    figures = figures_of(*cl.preset("central"))
    for name, row in [
        ("scale.benefit_realisation", "benefit_realisation"),
        ("horizon", "horizon"),
        ("coordination.kappa", "coordination_pairwise_kappa"),
        ("set-up.per_cluster", "setup_fixed_per_cluster"),
    ]:
        mine, theirs = figures.loc[name], MODEL.loc[row]
        assert mine["default"]
        assert mine["value"] == float(theirs["central"])
        assert list(mine[["low", "high"]]) == list(theirs[["low", "high"]].astype(float))
        assert list(mine[["unit", "mark", "source"]]) == list(theirs[["unit", "mark", "source"]])
        assert mine["meaning"] != name


def test_a_figure_of_ones_own_has_no_mark_but_the_range_to_compare_it_with():
    row = figures_of(*cl.preset("central", kappa=0.01)).loc["coordination.kappa"]
    assert (row["value"], row["default"], row["mark"], row["source"]) == (0.01, False, "", "")
    assert (row["low"], row["high"]) == (0.002, 0.028)


def test_a_figure_that_terms_do_not_share_has_a_row_for_each():
    terms = [cl.Scale(horizon=5), *cl.preset("central")[1:]]
    figures = figures_of(*terms)
    assert figures.loc["scale.horizon", "value"] == 5
    assert figures.loc["coordination.horizon", "value"] == 10
    assert "horizon" not in figures.index
    assert not figures.loc["scale.horizon", "default"]
    assert figures.loc["coordination.horizon", "default"]


def test_two_groups_of_terms_that_share_a_figure_have_a_row_each():
    figures = figures_of(*cl.preset("central"), cl.Risk(horizon=5), cl.Travel(0.1, horizon=5))
    assert figures.loc["scale and coordination.horizon", "value"] == 10
    assert figures.loc["risk and travel.horizon", "value"] == 5


def test_a_table_of_ones_own_is_named_and_no_default():
    km = pd.DataFrame(1.0, index=grid(2, 2).index, columns=grid(2, 2).index)
    row = figures_of(cl.Travel(0.1, km=km)).loc["travel.km"]
    assert (row["value"], row["default"]) == ("your own DataFrame", False)


def test_services_have_the_figures_that_some_term_reads():
    figures = figures_of(*cl.preset("central"))
    assert "it.fixed_share" in figures.index
    assert "it.minimum_efficient_scale" in figures.index
    assert not {"it.power_exponent", "it.posts_per_gbp_m"} & {*figures.index}
    endless = figures_of(cl.Scale(exhaustion=False, form="power"))
    assert "it.power_exponent" in endless.index
    assert not {"it.fixed_share", "it.minimum_efficient_scale"} & {*endless.index}
    assert "it.posts_per_gbp_m" in figures_of(cl.Staff(share=0.1)).index
    row, known = figures.loc["revs_bens.minimum_efficient_scale"], SERVICES.loc["revs_bens"]
    assert (row["value"], row["mark"]) == (60_000, known["minimum_efficient_scale_mark"])


def test_one_service_with_two_figures_has_both():
    own = dataclasses.replace(cl.services("it")[0], unit_cost=52.0)
    figures = figures_of(cl.Scale(services=cl.services("it")), cl.Coordination(services=[own]))
    assert figures.loc["scale.it.unit_cost", "value"] == 45
    assert figures.loc["coordination.it.unit_cost", "value"] == 52
    assert figures.loc["scale.it.unit_cost", "default"]
    assert not figures.loc["coordination.it.unit_cost", "default"]


def test_terms_of_ones_own_are_there_too():
    figures = figures_of(Uneven(0.5), cl.FunctionTerm("heads", lambda c: c.size * 1.0))
    assert figures.loc["uneven.price", "value"] == 0.5
    assert not figures["default"].any()
    assert figures.index.str.startswith("heads").any()


@pytest.mark.parametrize(
    "term",
    [
        cl.Scale(),
        cl.Coordination(),
        cl.SetUp(),
        cl.Risk(),
        cl.Staff(share=0.1),
        cl.Systems(),
        cl.Travel(1.0),
    ],
)
def test_no_number_of_a_term_is_left_out(term):
    """What has a number in its repr has a row, under some name."""
    figures = figures_of(term)
    values = list(figures["value"])
    for field in dataclasses.fields(term):
        value = getattr(term, field.name)
        if type(value) in (int, float) and math.isfinite(value):
            assert value in values, field.name


def test_an_empty_problem_has_an_empty_register():
    figures = figures_of()
    assert figures.empty
    assert "source" in figures.columns


def test_a_plan_has_the_register_of_its_problem_and_writes_it(tmp_path):
    problem = cl.Problem(grid(2, 2), cl.preset("central", kappa=0.01))
    plan = cl.solve(problem)
    pd.testing.assert_frame_equal(plan.figures, problem.figures)
    path = plan.to_file(tmp_path / "plan.gpkg")
    assert list(gpd.list_layers(path)["name"]) == ["councils", "clusters", "figures"]
    written = gpd.read_file(path, layer="figures").set_index("figure")
    assert list(written.index) == list(plan.figures.index)
    assert written.loc["coordination.kappa", "default"] in (False, 0)
    assert float(written.loc["coordination.kappa", "value"]) == 0.01
    assert written.loc["horizon", "source"] == MODEL.loc["horizon", "source"]


def test_the_command_line_writes_the_register(tmp_path):
    run("london", "--max-size", "2", "--out", str(tmp_path))
    written = pd.read_csv(tmp_path / "london.figures.csv", index_col="figure")
    figures = cl.Problem(cl.datasets.london(), cl.preset("central")).figures
    assert list(written.index) == list(figures.index)
    assert list(written["source"].fillna("")) == list(figures["source"])
