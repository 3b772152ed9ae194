"""Systems, against their formula and by hand."""

from __future__ import annotations

import pytest
import truth
from costing import costs, councils_of, form_costs, true_costs
from figures import SYSTEMS, systems
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps

import clusterer as cl

councils = maps(st.integers(1, 5))
few = settings(max_examples=40)


def alike(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@few
@given(councils, SYSTEMS)
def test_systems(drawn, figures):
    facts, _ = drawn
    term = systems(**figures)
    expected = true_costs(facts, truth.systems(facts, **figures))
    assert costs(facts, term) == alike(expected)
    if figures["settle"] == "host":
        assert form_costs(facts, term) == alike(expected)
    else:
        assert term.mip_form(councils_of(facts)) is None


def test_the_default_is_that_of_the_table():
    table = cl.datasets.model_parameters()
    assert cl.Systems().per_council == table.loc["migration_per_distinct_it_system", "central"]


def test_a_cluster_settles_on_the_system_that_is_cheapest_to_settle_on():
    # The two on A are many, the one on B is large.
    facts = facts_of([237_000, 237_000, 948_000], system="AAB")
    assert costs(facts, cl.Systems())[-1] == pytest.approx(0.75)
    assert costs(facts, cl.Systems(population="population"))[-1] == pytest.approx(2 * 0.75)


def test_a_host_that_other_terms_ask_for_may_bring_a_costlier_system():
    # a and b are on A; c, on B, is so much the best to travel to that it hosts.
    facts = facts_of([1, 1, 1], at=[(0, 0), (200, 0), (100, 0)], system="AAB")
    near = cl.Travel(1.0, horizon=1, discount_rate=0)
    assert costs(facts, near, cl.Systems())[-1] == pytest.approx(200 + 0.75)
    assert costs(facts, near, cl.Systems(settle="host"))[-1] == pytest.approx(200 + 2 * 0.75)
