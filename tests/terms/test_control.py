"""Loss of control, against its formula and by hand."""

from __future__ import annotations

import pytest
import truth
from costing import costs, councils_of, true_costs
from figures import CONTROL, fractions
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps

import clusterer as cl

councils = maps(st.integers(1, 5))
few = settings(max_examples=40)


def alike(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@few
@given(councils, fractions(0.0, 2.0), CONTROL)
def test_loss_of_control(drawn, price, figures):
    facts, _ = drawn
    term = cl.LossOfControl(price, **figures)
    expected = true_costs(facts, truth.loss_of_control(facts, price=price, **figures))
    assert costs(facts, term) == alike(expected)
    assert term.mip_form(councils_of(facts)) is None


def test_by_share_two_equals_lose_half_of_their_control():
    facts = facts_of([237_000, 237_000])
    assert costs(facts, cl.LossOfControl(3.0)) == pytest.approx([0, 0, 3.0])


def test_by_power_the_smaller_of_two_loses_all_control_and_the_larger_none():
    facts = facts_of([237_000, 474_000])
    assert costs(facts, cl.LossOfControl(3.0, "power")) == pytest.approx([0, 0, 3.0])


def test_control_may_hang_on_other_votes_than_the_residents():
    facts = facts_of([237_000, 474_000], seats=[(1, 1, 3), (1, 1, 1)])
    by_seats = cl.LossOfControl(4.0, votes="seats_green")
    # A quarter of one, three quarters of two.
    assert costs(facts, by_seats)[-1] == pytest.approx(4 * (0.25 + 2 * 0.75))
