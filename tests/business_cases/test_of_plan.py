"""The business case of a plan: its flows against the formulas, and what must add up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
import truth
from costing import problem_of
from figures import COORDINATION, RISK, SCALE, SERVICES, SET_UP, STAFF, SYSTEMS, TRAVEL, systems
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps

import clusterer as cl

few = settings(max_examples=30)
IDENTITIES = {"rel": 1e-9, "abs": 1e-7}


@dataclass
class Drawn:
    """A partition, and in plain Python what each of its terms costs up to some year."""

    plan: cl.Evaluation
    clusters: dict[Any, tuple[int, ...]]
    costs: dict[str, Any] = field(default_factory=dict)
    """By term: takes (cluster, host, years), returns £m."""
    rates: dict[str, float] = field(default_factory=dict)
    horizons: dict[str, int] = field(default_factory=dict)

    def flow(self, name: str, cluster: tuple[int, ...], host: int, year: int) -> float:
        """Return what a term saves in a year: what the present value gains by counting it."""
        if year > self.horizons.get(name, 0):
            return 0.0

        def saved(years: int) -> float:
            cost = self.costs[name]
            alone = math.fsum(cost((i,), i, years) for i in cluster)
            return alone - cost(cluster, host, years)

        if year == 0:
            return saved(0)
        return (saved(year) - saved(year - 1)) * (1 + self.rates.get(name, 0.0)) ** year


@st.composite
def partitions(draw, *, own_rates: bool = True, prices: bool = True) -> Drawn:
    """Draw councils, terms with their figures, and who shares with whom."""
    facts, _ = draw(maps(st.integers(1, 5)))
    found = Drawn(plan=None, clusters={})
    terms: list[cl.Term] = []

    def yearly(term: cl.Term, cost, figures: dict[str, Any]) -> None:
        rest = {key: value for key, value in figures.items() if key != "horizon"}
        terms.append(term)
        found.horizons[term.name] = figures["horizon"]
        found.rates[term.name] = figures["discount_rate"]
        found.costs[term.name] = lambda c, h, years: cost(horizon=years, **rest)(c, h)

    def once(term: cl.Term, cost) -> None:
        terms.append(term)
        found.costs[term.name] = lambda c, h, years: cost(c, h)

    same = {} if own_rates else {"discount_rate": 0.035}
    chosen = draw(st.sets(st.sampled_from(["scale", "coordination", "travel", "risk", "once"])))
    if "scale" in chosen:
        figures = draw(SCALE) | same
        yearly(
            cl.Scale(services=SERVICES, **figures),
            lambda **f: truth.scale(facts, services=SERVICES, **f),
            figures,
        )
    if "coordination" in chosen:
        figures = draw(COORDINATION) | same
        yearly(
            cl.Coordination(services=SERVICES, **figures),
            lambda **f: truth.coordination(facts, services=SERVICES, **f),
            figures,
        )
    if "travel" in chosen:
        figures = draw(TRAVEL) | {"horizon": 10, "discount_rate": 0.035}
        yearly(cl.Travel(**figures), lambda **f: truth.travel(facts, **f), figures)
    if "risk" in chosen:
        figures = draw(RISK) | same
        yearly(cl.Risk(**figures), lambda **f: truth.risk(facts, **f), figures)
    if "once" in chosen:
        figures = draw(SET_UP)
        once(cl.SetUp(**figures), truth.set_up(**figures))
        figures = draw(SYSTEMS)
        once(systems(**figures), truth.systems(facts, **figures))
        figures = draw(STAFF)
        once(cl.Staff(**figures), truth.staff(facts, **figures))
    if prices and draw(st.booleans()):
        terms += [cl.Politics(2.0), cl.LossOfControl(1.0)]
    labels = draw(st.lists(st.integers(0, 2), min_size=facts.n, max_size=facts.n))
    for i, label in enumerate(labels):
        found.clusters[label] = (*found.clusters.get(label, ()), i)
    found.plan = problem_of(facts, terms).evaluate(dict(zip(facts.labels, labels, strict=True)))
    return found


def hosts(plan: cl.Evaluation) -> dict[Any, int]:
    return {label: plan.councils.position(host) for label, host in plan.clusters["host"].items()}


@few
@given(partitions())
def test_each_flow_is_that_of_the_formula(drawn):
    flows = cl.business_case(drawn.plan).flows
    host = hosts(drawn.plan)
    for name in drawn.costs:
        expected = [
            math.fsum(drawn.flow(name, c, host[label], year) for label, c in drawn.clusters.items())
            for year in flows.index
        ]
        assert flows[name].to_list() == pytest.approx(expected, rel=1e-6, abs=1e-6), name


@few
@given(partitions(own_rates=False), st.sampled_from([None, 0.0, 0.08]))
def test_cash_and_prices_come_to_the_saving_of_the_plan(drawn, rate):
    case = cl.business_case(drawn.plan, discount_rate=rate)
    assert case.reconciliation.iloc[-1] == pytest.approx(drawn.plan.saving, **IDENTITIES)
    prices = drawn.plan.costs.reindex(["politics", "loss of control"]).sum()
    assert case.not_cash.sum() == pytest.approx(-prices, **IDENTITIES)
    if rate is None:  # The terms' own.
        assert case.npv + case.not_cash.sum() == pytest.approx(drawn.plan.saving, **IDENTITIES)
        assert case.rate_effect == pytest.approx(0, abs=1e-9)


@few
@given(partitions())
def test_so_they_do_where_terms_count_at_rates_of_their_own(drawn):
    case = cl.business_case(drawn.plan)
    assert case.reconciliation.iloc[-1] == pytest.approx(drawn.plan.saving, **IDENTITIES)


@few
@given(partitions())
def test_the_cases_of_councils_add_up_to_those_of_clusters_and_of_the_plan(drawn):
    plan, whole = drawn.plan, cl.business_case(drawn.plan)
    of_clusters = {label: cl.business_case(plan, cluster=label) for label in drawn.clusters}
    of_councils = {label: cl.business_case(plan, council=label) for label in plan.assignment.index}
    for cases in (of_clusters, of_councils):
        for total in ("npv", "capital", "net_saving", "running_saving"):
            summed = math.fsum(getattr(case, total) for case in cases.values())
            assert summed == pytest.approx(getattr(whole, total), **IDENTITIES)
        for table in ("flows", "benefits"):
            summed = sum(getattr(case, table).to_numpy() for case in cases.values())
            assert summed == pytest.approx(getattr(whole, table).to_numpy(), **IDENTITIES)
    for label, case in of_clusters.items():
        members = [of_councils[council] for council in plan.members(label)]
        assert math.fsum(member.npv for member in members) == pytest.approx(case.npv, **IDENTITIES)
        assert case.reconciliation.iloc[-1] == pytest.approx(
            plan.clusters.loc[label, "saving"], **IDENTITIES
        )


@few
@given(partitions())
def test_costs_and_benefits_are_both_above_nothing_and_come_to_the_net(drawn):
    case = cl.business_case(drawn.plan)
    costs = case.benefits - case.flows["net"]
    assert (case.benefits >= 0).all()
    assert (costs >= -1e-9).all()


def test_members_share_by_residents_unless_told_otherwise():
    plan = problem_of(facts_of([100_000, 300_000]), [cl.SetUp()]).evaluate({"a": 1, "b": 1})
    for share_by, part in (
        ("population", 0.25),
        ([1.0, 1.0], 0.5),
        (plan.councils.frame["population"] * [0, 1], 0.0),
    ):
        case = cl.business_case(plan, council="A", share_by=share_by)
        assert case.capital == pytest.approx(part * 1.5 * 3.5)


def test_residents_are_read_from_the_column_that_the_terms_read():
    frame = problem_of(facts_of([100_000, 300_000])).councils.frame
    frame = frame.rename(columns={"population": "people"})
    plan = cl.Problem(frame, cl.preset("central", population="people")).evaluate({"a": 1, "b": 1})
    cases = [cl.business_case(plan, council=council) for council in "ab"]
    assert cases[1].capital == pytest.approx(3 * cases[0].capital)


def test_a_council_alone_neither_pays_nor_saves():
    terms = [*cl.preset("central"), cl.Risk()]
    plan = problem_of(facts_of([100_000] * 3), terms).evaluate({"a": 1, "b": 1, "c": 2})
    case = cl.business_case(plan, council="C")
    assert not case.cash.to_numpy().any()
    assert (case.npv, case.capital, case.payback, case.irr) == (0, 0, 0, None)
    assert case.benefit_cost_ratio is None
    assert "nothing to pay back" in repr(case)


def test_a_term_of_ones_own_says_when_its_money_falls():
    grant = cl.FunctionTerm("grant", lambda c: -3.0 * (c.size > 1), cl.Timing("one-off", [0, 1]))
    score = cl.FunctionTerm("score", lambda c: 1.0 * c.size**2, cl.Timing.not_cash())
    plan = problem_of(facts_of([100_000] * 2), [grant, score]).evaluate({"a": 1, "b": 1})
    case = cl.business_case(plan)
    assert case.flows["grant"].to_list() == pytest.approx([0.0, 3.0])
    assert case.not_cash.to_dict() == {"score": -2.0}
    assert case.capital == pytest.approx(-3.0)


def test_a_term_written_as_a_class_does_too():
    class Rent(cl.Term):
        name = "rent"

        def cost(self, candidates):
            return 2.0 * np.where(candidates.size > 1, 1.0, 0.0)

        def when(self, candidates):
            return cl.Timing.yearly(2, 0.0)

    plan = problem_of(facts_of([100_000] * 2), [Rent()]).evaluate({"a": 1, "b": 1})
    assert cl.business_case(plan).flows["rent"].to_list() == pytest.approx([0.0, -1.0, -1.0])


def test_of_nothing_there_is_a_case_of_nothing():
    case = cl.business_case(problem_of(facts_of([100_000] * 2)).evaluate({}, rest_alone=True))
    assert case.npv == 0
    assert case.flows.to_numpy().tolist() == [[0.0] * 4]


def test_the_rate_is_that_of_the_green_book_unless_given():
    plan = problem_of(facts_of([100_000] * 2), cl.preset("central")).evaluate({"a": 1, "b": 1})
    assert cl.business_case(plan).discount_rate == 0.035
    assert cl.business_case(plan, discount_rate=0.06).npv < cl.business_case(plan).npv
