"""Each default figure is a row of a shipped table, or nothing at all and said to be so."""

from __future__ import annotations

import csv
import dataclasses
import inspect
from numbers import Real
from pathlib import Path

import pytest

import clusterer as cl

PARAMETERS = Path(__file__).parents[2] / "data" / "parameters"

FROM_TABLE = {
    "Coordination.client_side": "client_side_per_council",
    "Coordination.discount_rate": "discount_rate",
    "Coordination.distance_decay": "distance_decay",
    "Coordination.horizon": "horizon",
    "Coordination.host_premium": "host_premium",
    "Coordination.kappa": "coordination_pairwise_kappa",
    "Risk.discount_rate": "discount_rate",
    "Risk.exit_cost": "exit_cost_per_council",
    "Risk.hazard": "dissolution_hazard",
    "Risk.horizon": "horizon",
    "Scale.benefit_realisation": "benefit_realisation",
    "Scale.discount_rate": "discount_rate",
    "Scale.horizon": "horizon",
    "Scale.ramp_years": "ramp_years",
    "SetUp.optimism_bias": "optimism_bias_setup",
    "SetUp.per_cluster": "setup_fixed_per_cluster",
    "SetUp.per_council": "setup_per_council",
    "Staff.per_post": "redundancy_per_fte",
    "Systems.per_council": "migration_per_distinct_it_system",
    "Travel.discount_rate": "discount_rate",
    "Travel.horizon": "horizon",
}
"""Which row of model.csv a default is."""

NEUTRAL = {
    "Risk.politics_growth": 0.0,  # Political distance makes no cluster more likely to end,
    "Risk.size_growth": 0.0,  # and size makes none, unless you say so.
    "Timing.discount_rate": 0.0,  # What is paid once, at the start, is not discounted.
    "Travel.remote": 0.0,  # No journey is saved by remote working unless you say so.
}
"""Defaults that no table has: they leave out what they stand for."""

SERVICE_FIGURES = (
    "unit_cost",
    "fixed_share",
    "minimum_efficient_scale",
    "power_exponent",
    "posts_per_gbp_m",
)
UNMARKED = {"power_exponent"}  # Only the power form uses them.
MARKS = {"V", "D", "A", "M"}


def rows_of(name: str, key: str) -> dict[str, dict[str, str]]:
    """Return the rows of a shipped table, as they are written."""
    with (PARAMETERS / name).open(newline="", encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}


MODEL = rows_of("model.csv", "parameter")
SERVICES = rows_of("services.csv", "service")


def parts() -> list[type]:
    """Return the public terms, rules and limits, and what they are given."""
    kinds = (cl.Term, cl.Rule, cl.Limit, cl.Service, cl.Timing)
    named = (getattr(cl, name) for name in cl.__all__)
    return [part for part in named if isinstance(part, type) and issubclass(part, kinds)]


def defaults() -> dict[str, object]:
    """Return what each parameter of each part is if it is not given."""
    found = {}
    for part in parts():
        if dataclasses.is_dataclass(part):
            for field in dataclasses.fields(part):
                made = field.default_factory is not dataclasses.MISSING
                value = field.default_factory() if made else field.default
                if field.init and value is not dataclasses.MISSING:
                    found[f"{part.__name__}.{field.name}"] = value
        else:
            for parameter in inspect.signature(part).parameters.values():
                if parameter.default is not inspect.Parameter.empty:
                    found[f"{part.__name__}.{parameter.name}"] = parameter.default
    return found


def figures() -> dict[str, float]:
    """Return the defaults that are numbers."""
    return {
        name: float(value)
        for name, value in defaults().items()
        if isinstance(value, Real) and not isinstance(value, bool)
    }


def test_every_part_is_looked_at():
    assert len(parts()) > 25
    assert {type(value) for value in defaults().values()} <= {
        bool,
        float,
        int,
        str,
        tuple,
        type(None),
    }


def test_every_default_figure_has_a_row_or_is_neutral():
    assert sorted(figures()) == sorted([*FROM_TABLE, *NEUTRAL])


@pytest.mark.parametrize(("parameter", "row"), FROM_TABLE.items())
def test_a_default_is_the_central_figure_of_its_row(parameter, row):
    assert figures()[parameter] == float(MODEL[row]["central"])


@pytest.mark.parametrize(("parameter", "value"), NEUTRAL.items())
def test_a_default_without_a_row_leaves_out_what_it_stands_for(parameter, value):
    assert figures()[parameter] == value


def test_the_services_of_every_part_are_rows_of_the_table():
    bundles = {name: value for name, value in defaults().items() if isinstance(value, tuple)}
    assert sorted(bundles) == [
        "Coordination.services",
        "MaxDisplaced.services",
        "PostsDisplaced.services",
        "Scale.services",
        "Staff.services",
    ]
    for services in (*bundles.values(), cl.services(*SERVICES)):
        for service in services:
            row = SERVICES[service.name]
            for figure in SERVICE_FIGURES:
                assert getattr(service, figure) == float(row[figure])


@pytest.mark.parametrize("row", MODEL)
def test_a_parameter_has_a_unit_a_mark_a_source_and_lies_in_its_range(row):
    stated = MODEL[row]
    assert stated["unit"].strip()
    assert stated["source"].strip()
    assert stated["mark"] in MARKS
    if stated["low"]:
        assert float(stated["low"]) <= float(stated["central"])
    if stated["high"]:
        assert float(stated["central"]) <= float(stated["high"])


@pytest.mark.parametrize("row", SERVICES)
def test_a_service_has_marks_a_source_and_lies_in_its_ranges(row):
    stated = SERVICES[row]
    assert stated["source"].strip()
    for figure in SERVICE_FIGURES:
        if figure not in UNMARKED:
            assert stated[f"{figure}_mark"] in MARKS
        low, high = (stated.get(f"{figure}_{end}") or stated[figure] for end in ("low", "high"))
        assert float(low) <= float(stated[figure]) <= float(high)


def test_the_units_of_services_are_said_where_they_are_described():
    for figure in SERVICE_FIGURES:
        assert f"``{figure}``" in (cl.datasets.services.__doc__ or "")


def test_figures_of_services_take_pence():
    table = cl.datasets.services()
    table.loc["it", "unit_cost"] = 51.75
    assert cl.services("it", table=table)[0].unit_cost == 51.75


def test_a_row_that_nothing_reads_is_known():
    # They are for terms of your own, and for what the pages say; what a single service takes of
    # the set-up is no default of a term, but what Portfolio.from_services makes its terms with.
    assert set(MODEL) - set(FROM_TABLE.values()) == {
        "setup_single_service_share",
        "price_base",
        "optimism_bias_duration",
        "optimism_bias_opex",
    }
