"""What a plan does not change is 0 in every table, and neither 1e-13 nor -0."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import clusterer as cl


def is_nothing(amounts: pd.Series) -> bool:
    """Tell whether all amounts are 0, none of them with a minus."""
    return all(amount == 0.0 and math.copysign(1.0, amount) > 0 for amount in amounts)


@pytest.fixture(scope="module")
def essex() -> pd.DataFrame:
    districts = cl.datasets.england()
    return districts[districts["lgr"] == "ESS"]


def test_a_portfolio_that_shares_nothing_saves_nothing_to_the_last_digit(essex):
    portfolio = cl.Portfolio.from_services(essex, cl.services())
    plan = portfolio.evaluate({name: {} for name in portfolio.services}, rest_alone=True)
    # The sums differ in their last digits, as the terms are added up in another order.
    assert any(one.objective != one.standalone_cost for one in plan.services.values())
    for amounts in (plan.summary["saving"], plan.by_council["saving"]):
        assert is_nothing(amounts)
    assert all(is_nothing(one.clusters["saving"]) for one in plan.services.values())
    assert all(one.saving == 0.0 for one in plan.services.values())


def test_a_council_that_goes_on_alone_saves_nothing_in_any_year(essex):
    problem = cl.Problem(essex, cl.preset("business-case"))
    plan = problem.evaluate({"Basildon": 1, "Thurrock": 1}, rest_alone=True)
    table = plan.by_council
    alone = table[~table["name"].isin(["Basildon", "Thurrock"])]
    assert len(alone) == 12
    for column in ("saving", *(name for name in table if name.startswith("cash_year_"))):
        assert is_nothing(alone[column]), column


@pytest.mark.parametrize("key", ["equal", "population", "saving"])
def test_savings_still_come_to_that_of_the_plan(essex, key):
    problem = cl.Problem(essex, cl.preset("central"))
    plan = problem.evaluate({"Basildon": 1, "Thurrock": 1}, rest_alone=True)
    assert plan.charged(key)["saving"].sum() == pytest.approx(plan.saving, abs=1e-9)
    assert plan.clusters["saving"].sum() == pytest.approx(plan.saving, abs=1e-9)
    assert not np.isclose(plan.saving, 0.0)
