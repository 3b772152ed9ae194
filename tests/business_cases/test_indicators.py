"""Indicators of cash flows, against plain Python and against what they must satisfy."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clusterer.business_cases import indicators

# Whole thousands of pounds, so that what is nothing is exactly nothing.
money = st.integers(-50_000, 50_000).map(lambda thousand: thousand / 1000)
flows = st.lists(money, min_size=1, max_size=20)
rates = st.sampled_from([0.0, 0.035, 0.06, 0.5])


def npv(flows, rate) -> float:
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def bisected(flows) -> float:
    """Return the rate at which money first spent and then got is worth nothing, by halving."""
    # In z = 1 / (1 + rate) the present value rises from what is spent first, and falls never
    # where it is above nothing; so there is one root.
    low, high = 0.0, 1.0
    while npv_at(flows, high) < 0:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if npv_at(flows, middle) < 0 else (low, middle)
    return 1 / high - 1


def npv_at(flows, z) -> float:
    return math.fsum(flow * z**year for year, flow in enumerate(flows))


def sign_changes(flows) -> int:
    signs = [flow > 0 for flow in flows if flow]
    return sum(a != b for a, b in pairwise(signs))


@given(flows, rates)
def test_the_net_present_value_is_the_sum_of_what_is_discounted(flows, rate):
    assert indicators.net_present_value(flows, rate) == pytest.approx(npv(flows, rate), abs=1e-9)
    assert indicators.discounted(flows, rate).sum() == pytest.approx(npv(flows, rate), abs=1e-9)


@given(flows)
def test_after_the_payback_nothing_is_out_of_pocket_again(flows):
    found = indicators.payback(flows)
    so_far = [math.fsum(flows[: year + 1]) for year in range(len(flows))]
    short = [year for year, sum_so_far in enumerate(so_far) if sum_so_far < -1e-6]
    if not short:
        assert found == 0
    elif short[-1] == len(flows) - 1:
        assert found is None
    else:
        last = short[-1]
        assert last < found <= last + 1
        # Money that comes evenly within the year has just then made up for what was missing.
        assert so_far[last] + (found - last) * flows[last + 1] == pytest.approx(0, abs=1e-6)


@given(
    st.lists(money.map(lambda m: -abs(m)), min_size=1, max_size=4),
    st.lists(money.map(abs), min_size=1, max_size=16),
)
def test_the_internal_rate_makes_investments_worth_nothing(spent, got):
    assume(any(spent) and any(got))
    flows = [*spent, *got]
    found = indicators.internal_rate_of_return(flows)
    assert found == pytest.approx(bisected(flows), rel=1e-6, abs=1e-6)


@given(flows)
def test_there_is_an_internal_rate_of_investments_only(flows):
    first = next((flow for flow in flows if flow), 0)
    investment = first < 0 and sign_changes(flows) == 1
    assert (indicators.internal_rate_of_return(flows) is not None) == investment


@given(flows, flows, rates)
def test_the_ratio_is_above_one_where_the_net_present_value_is_above_nothing(gains, pains, rate):
    size = min(len(gains), len(pains))
    benefits = [abs(gain) for gain in gains[:size]]
    costs = [abs(pain) for pain in pains[:size]]
    ratio = indicators.benefit_cost_ratio(benefits, costs, rate)
    if not any(costs):
        assert ratio is None
    else:
        assert ratio == pytest.approx(npv(benefits, rate) / npv(costs, rate))


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        # What Microsoft documents for IRR of Excel: five years of a business, and its first four.
        ([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.0866309),
        ([-70_000, 12_000, 15_000, 18_000, 21_000], -0.0212448),
        # What numpy-financial documents for its irr.
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-10, 0, 12.1], 0.1),  # √1.21 − 1.
        ([-100, *[0] * 999, 100 * 1.01**1000], 0.01),
        ([-1, 1e-6], 1e-6 - 1),
        ([-1e-6, 1], 1e6 - 1),
        ([-1, 3 / 2], 0.5),
        ([-4, 2, 2], 0.0),
        ([0, 0, -10, 11], 0.1),  # Whenever it begins.
        ([-1e300, 1.1e300], 0.1),
        ([-1e-300, 1.1e-300], 0.1),
    ],
)
def test_the_internal_rate_of_cases_that_are_known(flows, rate):
    assert indicators.internal_rate_of_return(flows) == pytest.approx(rate, rel=1e-9, abs=5e-5)


@pytest.mark.parametrize("years", [1, 2, 10, 40, 1000])
@pytest.mark.parametrize("rate", [-0.2, -0.001, 0.0, 1e-9, 0.035, 0.3, 5.0])
def test_the_internal_rate_of_an_annuity_is_that_of_its_price(years, rate):
    # In closed form: £1 a year costs (1 − (1 + r)^−n) / r.
    price = -math.expm1(-years * math.log1p(rate)) / rate if rate else years
    found = indicators.internal_rate_of_return([-price, *[1.0] * years])
    if price > 1e9:  # £1 is rounding beside that.
        assert found is None
    else:
        assert found == pytest.approx(rate, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("flows", [[-100, 230, -132], [-5, 10.5, 1, -8, 1], [10, -11], [-1], [3]])
def test_there_is_no_rate_of_flows_with_several_roots_or_none(flows):
    assert indicators.internal_rate_of_return(flows) is None


def test_flows_without_money_have_no_rate_and_nothing_to_pay_back():
    assert indicators.internal_rate_of_return([0.0, 0.0]) is None
    assert indicators.payback([0.0, 0.0]) == 0
