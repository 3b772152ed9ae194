"""A body may have no residents, such as a national park: what can be costed is."""

from __future__ import annotations

import numpy as np
import pytest
import truth
from costing import costs, form_costs, problem_of, true_costs
from figures import SERVICES
from instances import facts_of, graph, table
from truth import Truth

import clusterer as cl

PARK = facts_of(
    [0, 250_000, 0, 90_000],
    [(0, 1), (1, 2), (2, 3), (0, 3)],
    system=["A", "B", "B", "A"],
)
FEW = {"horizon": 3, "discount_rate": 0.035}


def scale(form: str) -> dict:
    return {"form": form, "exhaustion": True, "benefit_realisation": 1.0, "ramp_years": 2, **FEW}


COORDINATION = {
    "kappa": 0.01,
    "distance_decay": 0.3,
    "client_side": 0.01,
    "host_premium": 0.02,
} | FEW

TERMS = {
    "scale": (
        cl.Scale(services=SERVICES, **scale("affine")),
        truth.scale(PARK, services=SERVICES, **scale("affine")),
    ),
    "scale by power": (
        cl.Scale(services=SERVICES, **scale("power")),
        truth.scale(PARK, services=SERVICES, **scale("power")),
    ),
    "coordination": (
        cl.Coordination(services=SERVICES, **COORDINATION),
        truth.coordination(PARK, services=SERVICES, **COORDINATION),
    ),
    "staff": (cl.Staff(share=0.5), truth.staff(PARK, share=0.5)),
    "systems": (
        cl.Systems(population="population", per_council=2, settle="host"),
        truth.systems(PARK, per_council=2, by_residents=True, settle="host"),
    ),
    "target": (
        cl.PopulationTarget(300_000, price=5),
        truth.population_target(PARK, target=300_000, price=5),
    ),
}


@pytest.mark.parametrize("name", TERMS)
def test_a_term_costs_what_its_formula_says(name):
    term, cost = TERMS[name]
    assert costs(PARK, term) == pytest.approx(true_costs(PARK, cost), abs=1e-9)
    if term.mip_form(cl.Councils.validated(table(PARK))) is not None:
        assert form_costs(PARK, term) == pytest.approx(true_costs(PARK, cost), abs=1e-9)


def test_the_plan_is_the_cheapest_of_all_partitions_and_has_its_proof():
    terms = [term for term, _ in TERMS.values()]
    terms[1] = cl.SetUp(per_cluster=0.5, per_council=0.1, optimism_bias=0)
    stated = [cost for _, cost in TERMS.values()]
    stated[1] = truth.set_up(per_cluster=0.5, per_council=0.1, optimism_bias=0)
    problem = cl.Problem(table(PARK), terms, adjacency=graph(PARK))
    best = Truth(PARK.n, PARK.edges, stated).best
    plan = cl.solve(problem)
    assert plan.objective == pytest.approx(best)
    assert cl.solve(problem, formulation="compact").objective == pytest.approx(best)
    cl.verify(problem, plan.certificate())


def test_rules_on_residents_and_posts_count_none():
    rules = [
        cl.PopulationBounds(at_least=1),
        cl.MaxDisplaced(0, share=0.1),
    ]
    candidates = problem_of(PARK, rules=rules).candidates()
    sets = {candidates.members(k) for k in range(len(candidates))}
    # Of the councils with residents each has posts to lose, so one hosts, and no other is with it.
    assert sets == {("b",), ("d",), ("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")} | {
        ("a", "b", "c"),
        ("a", "c", "d"),
    }


def test_posts_and_the_business_case_of_one_hold_too(recwarn):
    problem = problem_of(PARK, cl.preset("central"))
    pair = problem.evaluate({"a": 1, "b": 1}, rest_alone=True)
    posts = cl.business_case(pair).posts
    assert posts.loc["a", ["now", "moved_out"]].tolist() == [0, 0]
    # By residents it has no share of what its cluster saves; alone it has all, which is nothing.
    assert cl.business_case(pair, council="a").npv == 0
    assert cl.business_case(pair, council="c").npv == 0
    assert not [str(warning.message) for warning in recwarn]


def test_a_portfolio_of_them_shares_out_without_a_warning(recwarn):
    portfolio = cl.Portfolio.from_services(
        table(PARK), cl.services("it", "legal"), adjacency=graph(PARK)
    )
    assignment = {"a": 1, "b": 1}
    plan = portfolio.evaluate(dict.fromkeys(portfolio.services, assignment), rest_alone=True)
    assert np.isfinite(cl.business_case(plan, council="b").npv)
    assert cl.business_case(plan, council="c").npv == 0
    assert not [str(warning.message) for warning in recwarn]
