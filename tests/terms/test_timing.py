"""When the money of terms falls."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clusterer as cl

rates = st.sampled_from([0.0, 0.035, 0.1])
worths = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=4)


@given(worths, st.lists(st.floats(0.0, 5.0), max_size=6), rates)
def test_flows_are_worth_what_they_were_made_of(worth, weights, rate):
    timing = cl.Timing("yearly", [*weights, 1.0], discount_rate=rate)
    for flows, expected in zip(timing.flows(worth), worth, strict=True):
        found = math.fsum(flow / (1 + rate) ** year for year, flow in enumerate(flows))
        assert found == pytest.approx(expected, abs=1e-9)


@given(st.integers(1, 12), rates, st.integers(1, 5))
def test_what_falls_each_year_grows_over_the_ramp(horizon, rate, ramp):
    (flows,) = cl.Timing.yearly(horizon, rate, ramp_years=ramp).flows([1.0])
    assert len(flows) == horizon + 1
    assert flows[0] == 0
    shape = [min(year / ramp, 1) for year in range(1, horizon + 1)]
    assert flows[1:].tolist() == pytest.approx([flows[1] * ramp * part for part in shape])


def test_the_defaults_are_those_of_the_table():
    table = cl.datasets.model_parameters()["central"]
    assert cl.Timing.yearly().discount_rate == table["discount_rate"]
    assert len(cl.Timing.yearly().flows([1.0])[0]) == table["horizon"] + 1


def test_each_candidate_may_have_a_profile_of_its_own():
    flows = cl.Timing("yearly", [[0, 1], [1, 0]]).flows([2.0, 3.0])
    assert flows.tolist() == [[0, 2], [3, 0]]


@pytest.mark.parametrize(
    "term", [term for term in map(cl.__dict__.get, cl.__all__) if term in cl.Term.__subclasses__()]
)
def test_every_term_of_the_library_says_when(term):
    assert term.when is not cl.Term.when
