"""What a service costs, by its published figures."""

from __future__ import annotations

import numpy as np
import pytest
import truth
from figures import SERVICES
from hypothesis import given
from hypothesis import strategies as st

import clusterer as cl
from clusterer.terms import back_office

residents = st.floats(1, 5e6)
services = st.sampled_from([*back_office(), *SERVICES])


def cost(service, people: float, **options) -> float:
    return float(service.annual_cost(np.array([people]), **options)[0])


def test_the_bundle_has_the_published_figures():
    figures = [
        (s.unit_cost, s.fixed_share, s.minimum_efficient_scale, s.power_exponent)
        for s in back_office()
    ]
    assert figures == [tuple(service) for service in truth.BACK_OFFICE]
    assert [s.posts_per_gbp_m for s in back_office()] == list(truth.POSTS)


@pytest.mark.parametrize("service", back_office(), ids=lambda service: service.name)
@pytest.mark.parametrize("form", ["affine", "power"])
def test_at_the_reference_size_a_resident_costs_the_unit_cost(service, form):
    pounds = service.unit_cost * 237_000
    assert cost(service, 237_000, form=form, exhaustion=False) == pytest.approx(pounds / 1e6)


@given(services, residents, st.sampled_from(["affine", "power"]), st.booleans())
def test_the_cost_is_that_of_the_formula(service, people, form, exhaustion):
    figures = (service.unit_cost, service.fixed_share, service.minimum_efficient_scale)
    plain = truth.Service(*figures, service.power_exponent)
    expected = truth.annual_cost(plain, people, form=form, exhaustion=exhaustion)
    assert cost(service, people, form=form, exhaustion=exhaustion) == pytest.approx(expected)


@given(services, residents, residents, st.sampled_from(["affine", "power"]), st.booleans())
def test_more_residents_never_cost_less_in_all_nor_more_a_head(service, a, b, form, exhaustion):
    few, many = sorted((a, b))
    small, large = (
        cost(service, people, form=form, exhaustion=exhaustion) for people in (few, many)
    )
    assert large >= small * (1 - 1e-12)
    assert large / many <= small / few * (1 + 1e-9)


@given(services, st.floats(1, 10))
def test_from_the_minimum_efficient_scale_on_a_head_costs_the_same(service, times):
    enough = service.minimum_efficient_scale
    assert cost(service, times * enough) == pytest.approx(times * cost(service, enough))


@given(services, residents, st.booleans())
def test_the_lines_have_the_affine_cost_as_their_greatest(service, people, exhaustion):
    greatest = max(a + b * people for a, b in service.lines(exhaustion=exhaustion))
    assert greatest == pytest.approx(cost(service, people, exhaustion=exhaustion))


def test_revenues_and_benefits_save_two_boroughs_nothing():
    # Gains end at 60,000 residents, and the smallest borough has 154,000.
    taxes = {service.name: service for service in back_office()}["revs_bens"]
    assert cost(taxes, 300_000) == pytest.approx(2 * cost(taxes, 150_000))


def test_where_gains_end_early_a_resident_costs_more_than_the_unit_cost_at_the_reference_size():
    dearer = {
        s.name: round(cost(s, 237_000) * 1e6 / 237_000, 2)
        for s in back_office()
        if cost(s, 237_000) * 1e6 / 237_000 > s.unit_cost + 0.005
    }
    assert dearer == {"revs_bens": 36.06}


def test_london_standing_alone_costs_what_the_page_on_the_cost_model_says():
    boroughs = cl.datasets.london()["population"].to_numpy(float)
    with_end, without = (
        {s.name: s.annual_cost(boroughs, exhaustion=end).sum() for s in back_office()}
        for end in (True, False)
    )
    assert round(sum(with_end.values())) == 1154
    assert round(sum(without.values())) == 1070
    assert round(with_end["revs_bens"] - without["revs_bens"]) == 84
