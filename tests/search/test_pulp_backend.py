"""A solver that does not keep to its time limit is given up."""

from __future__ import annotations

from random import Random

import pulp
import pytest

from clusterer.search import highs_backend, pulp_backend
from clusterer.search.solver_answers import NOTHING


def market_split(variables: int, rows: int) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Return a problem that takes branch and bound for ever (Cornuéjols and Dawande, 1998)."""
    random = Random(0)
    model = pulp.LpProblem("market_split", pulp.LpMinimize)
    x = [model.add_variable(f"x{j}", cat="Binary") for j in range(variables)]
    slacks = []
    for k in range(rows):
        weights = [random.randrange(100) for _ in x]
        over = model.add_variable(f"over{k}", lowBound=0)
        under = model.add_variable(f"under{k}", lowBound=0)
        model += pulp.lpDot(weights, x) + over - under == sum(weights) // 2
        slacks += [over, under]
    model += pulp.lpSum(slacks)
    return model, x


@pytest.mark.parametrize("grace", [-60.0, -59.0])
def test_what_runs_past_its_time_is_given_up(monkeypatch, grace):
    monkeypatch.setattr(highs_backend, "_GRACE", grace)
    model, x = market_split(40, 5)
    outcome = pulp_backend.minimise(model, x, time_limit=60)
    assert outcome == NOTHING
    assert not outcome.interrupted


def test_what_ends_in_time_is_taken():
    model, x = market_split(8, 1)
    outcome = pulp_backend.minimise(model, x, time_limit=60)
    assert outcome.proven
    assert outcome.values is not None
