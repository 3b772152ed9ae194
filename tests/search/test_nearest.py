"""The nearest columns of each council are the same, few looked at or all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import puzzle, thorough

from clusterer.search import prices as prices_module
from clusterer.search.columns import Columns
from clusterer.search.prices import nearest, price


def by_a_walk(columns: Columns, reduced, per_council: int) -> list[int]:
    """Take columns in order of reduced cost, each of which some member still needs."""
    times = np.zeros(columns.n, dtype=int)
    taken = []
    for k in np.argsort(reduced, kind="stable").tolist():
        members = columns.candidates.positions(k)
        if (times[members] < per_council).any():
            taken.append(k)
            times[members] += 1
    return sorted(taken)


@thorough
@given(
    st.integers(0, 30),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_they_are_those_of_a_walk_over_all(seed, per_council, look_at, drawn, tied):
    columns = Columns.of(puzzle(seed).problem)
    duals = np.zeros(columns.n) if tied else np.random.default_rng(drawn).normal(size=columns.n)
    prices = price(columns, duals, np.zeros(len(columns.amounts)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prices_module, "_LOOK_AT", look_at)
        found = nearest(columns, prices, per_council)
    assert found.tolist() == by_a_walk(columns, prices.reduced_costs, per_council)
