"""The business case of a portfolio: all services, and what partnerships pay once."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

import clusterer as cl

PAIR = {"Camden": "a", "Islington": "a"}
TRIO = {"Camden": "a", "Islington": "a", "Hackney": "a"}


@pytest.fixture(scope="module")
def plan(london):
    portfolio = cl.Portfolio.from_services(london, cl.services("it", "finance", "legal"))
    return portfolio.evaluate({"it": PAIR, "finance": TRIO, "legal": PAIR}, rest_alone=True)


def test_the_case_is_that_of_all_services_and_of_governance(plan):
    case = cl.business_case(plan)
    each = [cl.business_case(one) for one in plan.services.values()]
    assert case.npv == pytest.approx(sum(one.npv for one in each) - plan.governance_cost)
    assert case.npv == pytest.approx(plan.saving)
    for item in ("scale", "coordination", "set-up"):
        assert case.flows[item].to_numpy() == pytest.approx(
            sum(one.flows[item].to_numpy() for one in each)
        )
    assert case.flows.loc[0, "governance"] == pytest.approx(-plan.governance_cost)
    assert case.flows.loc[1:, "governance"].abs().max() == 0.0
    assert case.capital == pytest.approx(sum(one.capital for one in each) + plan.governance_cost)
    assert case.subject == "3 services, 2 partnerships"


def test_one_service_is_the_case_of_its_problem_with_governance_among_the_terms(london):
    portfolio = cl.Portfolio.from_services(london, cl.services("it"))
    one = cl.business_case(portfolio.evaluate({"it": TRIO}, rest_alone=True))
    problem = portfolio.services["it"]
    problem = problem.replace(terms=[*problem.terms, *portfolio.governance])
    other = cl.business_case(problem.evaluate(TRIO, rest_alone=True))
    assert one.flows.to_numpy() == pytest.approx(other.flows.to_numpy())
    assert one.benefit_cost_ratio == pytest.approx(other.benefit_cost_ratio)
    assert one.payback == pytest.approx(other.payback)


@pytest.mark.parametrize("share_by", [None, "area_ha"])
def test_what_councils_share_adds_up_to_the_whole(plan, share_by):
    whole = cl.business_case(plan)
    parts = [cl.business_case(plan, council=name, share_by=share_by) for name in TRIO]
    assert sum(part.npv for part in parts) == pytest.approx(whole.npv)
    assert cl.business_case(plan, council="Barnet", share_by=share_by).npv == 0.0
    for item in whole.flows:
        assert sum(part.flows[item].to_numpy() for part in parts) == pytest.approx(
            whole.flows[item].to_numpy()
        )


def test_posts_are_those_of_the_plan(plan):
    case = cl.business_case(plan)
    assert case.posts.equals(plan.posts)
    assert cl.business_case(plan, council="Camden").posts["name"].tolist() == ["Camden"]
    assert case.summary.loc["posts moved in", "value"] == pytest.approx(
        plan.posts["moved_in"].sum()
    )


def test_it_draws_and_writes_itself(plan):
    case = cl.business_case(plan)
    for draw in (case.plot, case.plot_terms, case.plot_posts):
        plt.close(draw().figure)
    assert "governance" in case.assumptions
    assert "£m in real terms" in case.assumptions
    assert "3 services, 2 partnerships" in repr(case)


def test_a_cluster_is_one_of_a_service(plan):
    with pytest.raises(cl.InputError, match=r"plan\.services\[name\]"):
        cl.business_case(plan, cluster="a")


def test_terms_of_one_name_must_fall_in_the_same_way(london):
    def problem(timing):
        return cl.Problem(
            london, [cl.FunctionTerm("grant", lambda c: 1.0 * (c.size > 1), timing=timing)]
        )

    portfolio = cl.Portfolio({"a": problem(cl.Timing.once()), "b": problem(cl.Timing.yearly())})
    plan = portfolio.evaluate({"a": PAIR, "b": PAIR}, rest_alone=True)
    with pytest.raises(cl.InputError, match="'grant' is one-off in one service and yearly"):
        cl.business_case(plan)


def test_it_says_so_if_the_plan_breaks_a_rule(london, plan):
    capped = cl.Portfolio.from_services(
        london, cl.services("it", "finance", "legal"), rules=[cl.MaxSize(2)]
    )
    broken = capped.evaluate(plan.services)
    assert "breaks a rule, see broken" in cl.business_case(broken).assumptions
    assert "breaks" not in cl.business_case(plan).assumptions
