"""The published case of Surrey, in both readings of "net", against plain Python."""

from __future__ import annotations

import re

import pytest

import clusterer as cl

INVESTED, NET, YEARS, RATE = 10.8, 46.0, 10, 0.035

READINGS = {
    "net of running costs only": NET / YEARS,
    "net of the investment as well": (NET + INVESTED) / YEARS,
}

reading = pytest.mark.parametrize("yearly", READINGS.values(), ids=READINGS)


def surrey(yearly: float) -> cl.BusinessCase:
    return cl.BusinessCase.from_flows(capital=INVESTED, savings=[yearly] * YEARS)


def worth(yearly: float, rate: float) -> float:
    return sum(yearly / (1 + rate) ** year for year in range(1, YEARS + 1))


def test_the_two_readings_are_the_range_of_the_data():
    planned = cl.datasets.outcomes().loc["Surrey SSC 2007", "planned_saving_gbp_m_per_year"]
    ends = [float(end) for end in re.findall(r"[\d.]+", planned)]
    assert [round(yearly, 1) for yearly in READINGS.values()] == ends


def test_what_is_left_after_ten_years_is_told_by_the_reading():
    running, invested = map(surrey, READINGS.values())
    assert (running.running_saving, running.net_saving) == pytest.approx((46.0, 35.2))
    assert (invested.running_saving, invested.net_saving) == pytest.approx((56.8, 46.0))
    assert running.capital == invested.capital == 10.8


@reading
def test_the_indicators(yearly):
    case = surrey(yearly)
    assert case.npv == pytest.approx(worth(yearly, RATE) - INVESTED)
    assert case.benefit_cost_ratio == pytest.approx(worth(yearly, RATE) / INVESTED)
    assert case.payback == pytest.approx(INVESTED / yearly)
    low, high = 0.0, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(yearly, middle) > INVESTED else (low, middle)
    assert case.irr == pytest.approx(low)
    so_far, year = -INVESTED, 0
    while so_far < 0:
        year += 1
        so_far += yearly / (1 + RATE) ** year
    back = yearly / (1 + RATE) ** year
    assert case.discounted_payback == pytest.approx(year - so_far / back)


def test_the_figures_as_they_are_published():
    """The same to the digits that a page shows."""
    running, invested = map(surrey, READINGS.values())
    for case, npv, ratio, payback, rate in (
        (running, 27.46, 3.54, 2.35, 0.412),
        (invested, 36.44, 4.37, 1.90, 0.518),
    ):
        assert case.npv == pytest.approx(npv, abs=0.005)
        assert case.benefit_cost_ratio == pytest.approx(ratio, abs=0.005)
        assert case.payback == pytest.approx(payback, abs=0.005)
        assert case.irr == pytest.approx(rate, abs=0.0005)


def test_the_flows_are_laid_out_by_year():
    flows = surrey(4.6).flows
    assert flows.index.to_list() == list(range(11))
    assert flows["net"].to_list() == pytest.approx([-10.8, *[4.6] * 10])
    assert flows["cumulative"].iloc[-1] == pytest.approx(35.2)
    assert flows["discounted"].iloc[3] == pytest.approx(4.6 / 1.035**3)
    assert flows["cumulative_discounted"].iloc[-1] == pytest.approx(surrey(4.6).npv)


def test_capital_may_be_spent_over_years():
    case = cl.BusinessCase.from_flows(capital=[6.0, 4.8], savings=[0.0, 9.0], discount_rate=0.1)
    assert case.flows["net"].to_list() == pytest.approx([-6.0, -4.8, 9.0])
    assert case.npv == pytest.approx(-6 - 4.8 / 1.1 + 9 / 1.21)
    assert case.payback is None
    assert "not paid back in 2 years" in repr(case)


def test_a_year_that_costs_more_is_among_the_costs():
    case = cl.BusinessCase.from_flows(capital=2.0, savings=[-1.0, 6.0], discount_rate=0.0)
    assert case.benefit_cost_ratio == pytest.approx(6 / 3)
