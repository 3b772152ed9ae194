"""The risk that clusters dissolve, against its formula and by hand."""

from __future__ import annotations

import pytest
import truth
from costing import costs, councils_of, form_costs, true_costs
from figures import LASTING, RISK
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps
from maps import grid

import clusterer as cl

councils = maps(st.integers(1, 5))
few = settings(max_examples=40)


def alike(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@few
@given(councils, RISK, st.booleans())
def test_risk(drawn, figures, lasting):
    facts, _ = drawn
    figures = figures | (LASTING if lasting else {})
    term = cl.Risk(**figures)
    expected = true_costs(facts, truth.risk(facts, **figures))
    assert costs(facts, term) == alike(expected)
    if figures["size_growth"] or figures["politics_growth"]:
        assert term.mip_form(councils_of(facts)) is None
    else:
        assert form_costs(facts, term) == alike(expected)


def test_the_defaults_are_those_of_the_table():
    table = cl.datasets.model_parameters()["central"]
    term = cl.Risk()
    assert (term.hazard, term.exit_cost) == (
        table["dissolution_hazard"],
        table["exit_cost_per_council"],
    )
    assert (term.size_growth, term.politics_growth) == (0, 0)  # No figure is at hand.


def test_a_cluster_can_dissolve_only_once():
    # Half of the clusters of two end in the first year, a quarter in the second.
    term = cl.Risk(hazard=0.5, exit_cost=3, horizon=2, discount_rate=0)
    assert costs(facts_of([1, 1]), term) == pytest.approx([0, 0, 2 * 3 * 0.75])


def test_a_hazard_grows_with_the_size_and_with_unlike_seats():
    facts = facts_of([1, 1, 1], seats=[(1, 0, 0), (1, 0, 0), (0, 1, 0)])
    figures = {"hazard": 0.1, "exit_cost": 1, "horizon": 1, "discount_rate": 0}
    by_size = cl.Risk(size_growth=0.5, **figures)
    assert costs(facts, by_size)[3:] == pytest.approx([0.2, 0.2, 0.2, 3 * 0.15])
    # Two of the three pairs have no party in common.
    by_seats = cl.Risk(politics_growth=0.6, **figures)
    assert costs(facts, by_seats)[3:] == pytest.approx([0.2, 0.32, 0.32, 3 * 0.14])
    own = cl.Risk(
        politics_growth=0.6, columns=["seats_red", "seats_green", "seats_blue"], **figures
    )
    assert costs(facts, own) == pytest.approx(costs(facts, by_seats))


def test_a_hazard_grows_to_certainty_at_most():
    term = cl.Risk(hazard=0.5, size_growth=9, exit_cost=1, horizon=1, discount_rate=0)
    assert costs(facts_of([1, 1, 1]), term)[-1] == pytest.approx(3)


def test_no_clusters_at_all_have_a_table_of_costs():
    """Together forbids each alone, and the cap forbids the pair: there is nothing to cost."""
    pair = grid(1, 2)
    rules = [cl.MaxSize(1), cl.Together("R0C0", "R0C1")]
    problem = cl.Problem(pair, [cl.Risk()], rules)
    assert len(problem.candidates()) == 0
    table = problem.cost_table(problem.candidates())
    assert list(table.columns) == ["host", "risk"]
    assert len(table) == 0
