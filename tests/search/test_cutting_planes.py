"""What subset rows prove and leave holds of all plans, gone through one by one."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from random_columns import plans_of, some_columns

from clusterer.search import cutting_planes
from clusterer.search.cutting_planes import tighten, tighten_further
from clusterer.search.prices import price
from clusterer.search.rank_one import rank_one_rows
from clusterer.search.subset_rows import violated


def forever() -> float:
    return math.inf


def never() -> float:
    return 0.0


@pytest.mark.parametrize("remaining", [forever, never])
@pytest.mark.parametrize("to_begin_with", [1, 100])
@pytest.mark.parametrize("seed", range(150))
def test_no_plan_is_lost_and_no_bound_too_high(seed, to_begin_with, remaining, monkeypatch):
    monkeypatch.setattr(cutting_planes, "_TO_BEGIN_WITH", to_begin_with)
    rng = Random(seed)
    columns = some_columns(rng, whole=seed % 2 == 0)
    plans = plans_of(columns)
    costs = [float(columns.costs[list(plan)].sum()) for plan in plans]
    best = min(costs, default=math.inf)
    nothing = price(columns, np.zeros(columns.n), np.zeros(1))
    if math.isinf(nothing.bound):
        return  # Some council has no column at all.
    cutoff = rng.choice([math.inf, best + 1.0, best + 1e-6])
    tight = tighten(columns, nothing, cutoff, remaining=remaining)
    for _ in range(2):
        assert tight.prices.bound >= nothing.bound - 1e-9
        assert tight.prices.bound <= best or not plans
        assert (tight.prices.reduced_costs >= -1e-9).all()
        for plan, cost in zip(plans, costs, strict=True):
            assert cost >= cutoff or set(plan) <= set(tight.chosen.tolist())
        tight = tighten_further(
            columns, tight, cutoff, remaining=remaining, separate=(violated, rank_one_rows)
        )


@pytest.mark.parametrize("seed", range(60))
def test_few_columns_to_begin_with_come_to_the_same_bound(seed, monkeypatch):
    rng = Random(seed)
    columns = some_columns(rng, whole=False)
    nothing = price(columns, np.zeros(columns.n), np.zeros(1))
    if not plans_of(columns):
        return
    bounds = []
    for to_begin_with in (1, 100):
        monkeypatch.setattr(cutting_planes, "_TO_BEGIN_WITH", to_begin_with)
        tight = tighten(columns, nothing, math.inf, remaining=forever, rounds=1)
        bounds.append(tight.prices.bound)
    assert bounds[0] == pytest.approx(bounds[1], abs=1e-6)
