"""What a service costs, by its published figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import truth
from bad import Bad, check, each
from costing import costs
from figures import SERVICES
from hypothesis import given
from hypothesis import strategies as st
from instances import facts_of

import clusterer as cl
from clusterer.terms import back_office

residents = st.one_of(st.just(0.0), st.floats(1, 5e6))
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
    assert few == 0 or large / many <= small / few * (1 + 1e-9)


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
    costlier = {
        s.name: round(cost(s, 237_000) * 1e6 / 237_000, 2)
        for s in back_office()
        if cost(s, 237_000) * 1e6 / 237_000 > s.unit_cost + 0.005
    }
    assert costlier == {"revs_bens": 36.06}


def test_london_standing_alone_costs_what_the_page_on_the_cost_model_says():
    boroughs = cl.datasets.london()["population"].to_numpy(float)
    with_end, without = (
        {s.name: s.annual_cost(boroughs, exhaustion=end).sum() for s in back_office()}
        for end in (True, False)
    )
    assert round(sum(with_end.values())) == 1154
    assert round(sum(without.values())) == 1070
    assert round(with_end["revs_bens"] - without["revs_bens"]) == 84


# Services in plain words.


def test_a_fixed_part_and_one_a_head_are_what_the_service_costs():
    it = cl.Service.from_fixed("it", per_head=14.0, fixed=450_000)
    for people, pounds in ((0, 450_000), (100, 451_400), (50_000, 1_150_000), (1e6, 14_450_000)):
        assert cost(it, people) * 1e6 == pytest.approx(pounds)


def test_two_councils_that_share_pay_the_fixed_part_once():
    it = cl.Service.from_fixed("it", per_head=14.0, fixed=450_000)
    scale = cl.Scale(services=[it], benefit_realisation=1, ramp_years=1, horizon=1, discount_rate=0)
    assert costs(facts_of([50_000, 0]), scale) == pytest.approx([1.15, 0.45, 1.15])


@given(st.floats(0, 100), st.floats(0, 1e7), residents)
def test_it_is_the_affine_form_in_other_words(per_head, fixed, people):
    service = cl.Service.from_fixed("x", per_head=per_head, fixed=fixed)
    assert cost(service, people) == pytest.approx((fixed + per_head * people) / 1e6)
    affine = cl.Service("x", service.unit_cost, service.fixed_share, np.inf, 0.5)
    assert cost(affine, people) == cost(service, people)


def test_its_gains_may_have_an_end_and_its_posts_be_told():
    it = cl.Service.from_fixed(
        "it", per_head=10, fixed=400_000, minimum_efficient_scale=100_000, posts_per_gbp_m=20
    )
    assert cost(it, 200_000) == pytest.approx(2 * 1.4)
    assert it.posts_per_gbp_m == 20


def test_the_affine_form_asks_for_no_exponent():
    table = cl.datasets.services().drop(columns=["power_exponent", "posts_per_gbp_m"])
    (it,) = cl.services("it", table=table)
    assert (it.power_exponent, it.posts_per_gbp_m) == (None, None)
    assert cost(it, 3e5) == cost(back_office()[0], 3e5)
    (legal,) = cl.services("legal", table=changed("legal", "power_exponent", np.nan))
    assert legal.power_exponent is None
    plain = cl.Service("it", 45, 0.3, 500_000)
    assert cl.preset("central", services=[plain])


# Services from a table.


def changed(service: str, column: str, value: object) -> pd.DataFrame:
    """Return a copy of the table of the library in which one figure is another."""
    table = cl.datasets.services().astype({column: object})
    table.loc[service, column] = value
    return table


def test_without_names_they_are_the_bundle_of_eight():
    assert cl.services() == back_office()
    assert cl.services(table=cl.datasets.services()) == back_office()


def test_named_services_come_in_the_order_of_their_names():
    waste, it = cl.services("waste_disposal", "it")
    assert (waste.name, waste.unit_cost, waste.posts_per_gbp_m) == ("waste_disposal", 60, 3)
    assert it == back_office()[0]


def test_every_service_of_the_table_can_be_had():
    names = cl.datasets.services().index
    assert [service.name for service in cl.services(*names)] == names.to_list()


def test_a_figure_of_ones_own_changes_that_figure_alone():
    for value in (52, np.int64(52), np.float64(52)):
        it, *rest = cl.services(table=changed("it", "unit_cost", value))
        assert (it.unit_cost, type(it.unit_cost)) == (52, float)
        assert rest == list(back_office()[1:])
    assert back_office()[0].unit_cost == 45


def test_gains_of_scale_may_have_no_end():
    (it,) = cl.services("it", table=changed("it", "minimum_efficient_scale", np.inf))
    assert cost(it, 2e6) == cost(it, 2e6, exhaustion=False)


def test_a_service_of_ones_own_is_a_row_more():
    table = cl.datasets.services()
    table.loc["pensions"] = table.loc["finance"]
    (pensions,) = cl.services("pensions", table=table)
    assert pensions.name == "pensions"
    plan = cl.solve(
        cl.Problem(cl.datasets.london(), cl.preset("null", services=[pensions]), [cl.MaxSize(2)])
    )
    assert plan.status == "optimal"


@each(
    [
        Bad(
            "a service that the table does not have",
            lambda: cl.services("payroll"),
            "there is no service 'payroll' in the table; there are it, hr_payroll, finance, ...",
        ),
        Bad(
            "a table with the names in a column",
            lambda: cl.services(table=cl.datasets.services().reset_index()),
            "there is no service 'it' in the table; make the names its index with "
            "table.set_index('service')",
        ),
        Bad(
            "names in a list",
            lambda: cl.services(["it", "legal"]),
            "services has ['it', 'legal'], which is no name of a service; name them one by one, "
            "or write services(*names)",
        ),
        Bad(
            "a table for a name",
            lambda: cl.services(cl.datasets.services()),
            "services has ..., which is no name of a service; name them one by one, or write "
            "services(*names)",
        ),
        Bad(
            "a service twice",
            lambda: cl.services("it", "it"),
            "services has 'it' twice; name each service once",
        ),
        Bad(
            "no table",
            lambda: cl.services(table={"it": 45}),
            "table must be a DataFrame with a row a service, not dict; change a copy of "
            "clusterer.datasets.services()",
        ),
        Bad(
            "a table without a column",
            lambda: cl.services(table=cl.datasets.services().drop(columns="fixed_share")),
            "the table of services has no column 'fixed_share'; it needs unit_cost, fixed_share, "
            "minimum_efficient_scale",
        ),
        Bad(
            "a fixed part below nothing",
            lambda: cl.Service.from_fixed("it", per_head=1, fixed=-5),
            "fixed of service 'it' = -5 must be a number, 0 or more",
        ),
        Bad(
            "a head in words",
            lambda: cl.Service.from_fixed("it", per_head="£14", fixed=5),
            "per_head of service 'it' = '£14' must be a number, 0 or more",
        ),
        Bad(
            "the power form of a service without an exponent",
            lambda: cl.Scale(form="power", services=[cl.Service("it", 45, 0.3, 500_000)]),
            "service 'it' has no power_exponent, which form='power' needs; give "
            "Service(..., power_exponent=...), or take form='affine'",
        ),
        Bad(
            "a table with two rows of a service",
            lambda: cl.services("it", table=pd.concat([cl.datasets.services()] * 2)),
            "service 'it' stands in 2 rows of the table; keep one",
        ),
        *(
            Bad(
                f"{value} for a figure",
                lambda value=value: cl.services(table=changed("legal", "unit_cost", value)),
                "unit_cost of service 'legal' is missing in the table; fill it in",
            )
            for value in (np.nan, None, pd.NA)
        ),
        Bad(
            "a figure in words",
            lambda: cl.services(table=changed("legal", "unit_cost", "£10")),
            "unit_cost of service 'legal' = '£10' must be a number",
        ),
        Bad(
            "a truth value for a figure",
            lambda: cl.services(table=changed("legal", "fixed_share", True)),
            "fixed_share of service 'legal' = True must be a number",
        ),
        Bad(
            "a figure out of its range",
            lambda: cl.services(table=changed("legal", "fixed_share", 10)),
            "fixed_share of service 'legal' = 10.0 must be a number from 0 to 1",
        ),
    ]
)
def test_a_bad_table_gets_a_message_that_says_what_to_do(run, message):
    check(run, message)
