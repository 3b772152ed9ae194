"""Displaced posts, against their formula and by hand."""

from __future__ import annotations

import pytest
import truth
from costing import costs, form_costs, true_costs
from figures import STAFF
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps

import clusterer as cl

councils = maps(st.integers(1, 5))
few = settings(max_examples=40)


def alike(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@few
@given(councils, STAFF)
def test_staff(drawn, figures):
    facts, _ = drawn
    term = cl.Staff(**figures)
    expected = true_costs(facts, truth.staff(facts, **figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


def test_the_default_is_that_of_the_table():
    table = cl.datasets.model_parameters()
    assert cl.Staff(share=0.1).per_post == table.loc["redundancy_per_fte", "central"]


def test_posts_are_displaced_at_all_but_the_host():
    # £20 a resident at 50 posts a £m: 100 and 300 posts, of which a fifth is displaced.
    service = cl.Service("it", 20, 0.3, 500_000, 0.8, posts_per_gbp_m=50)
    facts = facts_of([100_000, 300_000])
    term = cl.Staff(share=0.2, per_post=10_000, services=[service])
    assert costs(facts, term) == pytest.approx([0, 0, 0.2 * 100 * 0.01])
