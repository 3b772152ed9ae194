"""The annuity, against factors that are published or worked out by hand."""

from __future__ import annotations

import pytest
from costing import annuity as closed_form
from hypothesis import given
from hypothesis import strategies as st
from truth import discounted

from clusterer.terms import annuity

rates = st.floats(-0.2, 0.5)


@pytest.mark.parametrize(
    ("rate", "years", "factor"),
    [(0.05, 10, 7.7217), (0.08, 20, 9.8181), (0.10, 5, 3.7908), (0.035, 10, 8.3166)],
)
def test_the_factors_are_those_of_printed_tables(rate, years, factor):
    assert annuity(rate, years) == pytest.approx(factor, abs=5e-5)


def test_one_year_is_discounted_once():
    assert annuity(0.25, 1) == pytest.approx(0.8)


def test_without_a_rate_every_year_counts_in_full():
    assert annuity(0.0, 7) == 7.0


def test_a_ramp_grows_in_equal_steps():
    assert annuity(0.0, 5, ramp_years=4) == pytest.approx(0.25 + 0.5 + 0.75 + 1 + 1)


def test_a_ramp_beyond_the_horizon_never_gets_there():
    assert annuity(0.0, 2, ramp_years=4) == pytest.approx(0.25 + 0.5)


@given(rates, st.integers(1, 40))
def test_it_is_the_geometric_sum(rate, years):
    assert annuity(rate, years) == pytest.approx(closed_form(rate, years), rel=1e-6)


@given(rates, st.integers(1, 40), st.integers(1, 40))
def test_it_is_the_sum_of_what_each_year_pays(rate, years, ramp):
    expected = discounted(lambda t: min(t / ramp, 1), years, rate)
    assert annuity(rate, years, ramp_years=ramp) == pytest.approx(expected)
