"""The line with what a plan rests on."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import clusterer as cl
from clusterer.model.assumptions import in_one_line

FEE = cl.FunctionTerm("fee", lambda c: 1.0 * c.size)
DEFAULTS = "£m of present value, illustrative default figures, not a forecast"
PLAIN = "£m of present value, not a forecast"


@pytest.mark.parametrize(
    ("terms", "line"),
    [
        (cl.preset("central"), f"terms: scale, coordination, set-up; {DEFAULTS}"),
        (
            cl.preset("business-case"),
            (
                "terms: scale (benefit_realisation 1, exhaustion False), "
                f"coordination (kappa 0.002), set-up; {DEFAULTS}"
            ),
        ),
        (
            [cl.Scale(services=cl.Scale().services[:3])],
            f"terms: scale (services it and hr_payroll and finance); {DEFAULTS}",
        ),
        (
            [cl.Scale(services=[dataclasses.replace(cl.services("it")[0], unit_cost=52)])],
            f"terms: scale (own figures of it); {DEFAULTS}",
        ),
        (
            [cl.SetUp(per_cluster=4.0, per_council=1.5, optimism_bias=0.1)],
            f"terms: set-up (per_cluster 4, per_council 1.5, optimism_bias 0.1); {PLAIN}",
        ),
        ([cl.Politics(5.0)], f"terms: politics (price 5); {PLAIN}"),
        (
            [cl.Travel(0.01, pd.DataFrame([[0.0]]), horizon=3, discount_rate=0.0)],
            f"terms: travel (price 0.01, own km, horizon 3, discount_rate 0); {PLAIN}",
        ),
        ([FEE], f"terms: fee; {PLAIN}"),
        ([], f"terms: none; {PLAIN}"),
    ],
)
def test_terms_are_named_with_what_is_no_default(terms, line):
    assert in_one_line(terms, [], []) == line


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (cl.MaxSize(7), "clusters of up to 7"),
        (cl.MinSize(3), "clusters of at least 3"),
        (cl.MinSize(3, alone=True), "clusters of at least 3 or alone"),
        (cl.MaxDistance(12.5), "members within 12.5 km of each other"),
        (
            cl.MaxPoliticalDistance(0.25),
            "members within 0.25 of each other in politics, by seats",
        ),
        (
            cl.PopulationBounds(at_least=5e5, alone=True),
            "population of a cluster at least 500,000 or alone",
        ),
        (cl.Together("Camden", "Brent"), "Camden and Brent together"),
        (cl.Apart("Camden", "Brent"), "Camden and Brent apart"),
        (cl.Alone("Camden", "Brent"), "Camden and Brent alone"),
        (
            cl.MinControl(0.125),
            "each member has at least 12.5% control, by share of population",
        ),
        (
            cl.MaxControl(0.5, "power", "seats"),
            "no member has more than 50% control, by power of seats",
        ),
        (
            cl.MaxDisplaced(40, share=0.125),
            "at most 40 posts displaced at a council, 12.5% of those in scope",
        ),
        (cl.FunctionRule("no pairs", lambda c: c.size != 2), "no pairs"),
        (cl.ClusterCount(at_most=8), "number of clusters at most 8"),
        (cl.MoveCount(at_most=6), "number of councils that move at most 6"),
        (cl.Capital(at_most=20), "at most £20m spent to get there"),
        (
            cl.PostsDisplaced(at_most=1500, share=0.1),
            "posts displaced at most 1,500, 10% of those in scope",
        ),
        (cl.FunctionLimit("shared", lambda c: c.size > 1, at_most=3), "shared at most 3"),
    ],
)
def test_rules_and_limits_are_in_words(part, words):
    rules, limits = ([part], []) if isinstance(part, cl.Rule) else ([], [part])
    assert in_one_line([FEE], rules, limits) == f"terms: fee; {words}; {PLAIN}"


class TestOfAPortfolio:
    @pytest.fixture
    def portfolio(self, london):
        return cl.Portfolio.from_services(
            london, cl.services("it", "hr_payroll"), rules=[cl.MaxSize(3)]
        )

    @staticmethod
    def lines(portfolio):
        alone = portfolio.evaluate({name: {} for name in portfolio.services}, rest_alone=True)
        return alone.assumptions.splitlines()

    def test_what_all_services_share_is_said_once(self, portfolio):
        assert self.lines(portfolio) == [
            (
                "each service: scale, coordination, set-up (per_cluster 0.2143, "
                "per_council 0.08036); clusters of up to 3"
            ),
            "once a partnership: governance (per_cluster 0.2857, per_council 0.1071)",
            DEFAULTS,
        ]

    def test_what_differs_is_said_of_the_services_by_name(self, portfolio):
        other = portfolio.services["hr_payroll"].replace(rules=[cl.OneCluster()])
        first, it, payroll, *_ = self.lines(portfolio.with_service("hr_payroll", other))
        assert first.startswith("each service: scale, coordination, set-up (")
        assert it == "it: clusters of up to 3"
        assert payroll == "hr payroll: all councils in one cluster"

    def test_one_service_goes_by_its_name(self, portfolio):
        one = portfolio.replace(services={"it": portfolio.services["it"]}, governance=[])
        first, last = self.lines(one)
        assert first.startswith("it: scale, coordination, set-up (")
        assert last == DEFAULTS

    def test_a_balance_is_told(self, portfolio):
        lines = self.lines(portfolio.replace(balance=cl.PostsBalance(share=0.1)))
        assert (
            lines[2] == "each council hosts as many posts as it gives up, within 10% of its posts"
        )
