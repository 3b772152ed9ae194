"""The sweep finds what going through all plans one by one finds."""

from __future__ import annotations

import itertools
import math
from random import Random

import numpy as np
import pytest
from maps import grid
from random_columns import plans_of, some_columns

import clusterer as cl
from clusterer.search import sweep
from clusterer.search.columns import Columns, with_subset_rows
from clusterer.search.prices import price, repaired
from clusterer.search.subset_row import SubsetRow
from clusterer.search.sweep import beam_plan, sweep_plans


def forever() -> float:
    return math.inf


def priced(columns: Columns, rng: Random):
    """Return columns with random subset rows, and prices by random duals, which prove a bound."""
    rows = []
    for _ in range(rng.randint(0, 6)):
        size, divisor = rng.choice([(3, 2), (5, 2), (5, 3), (6, 4)])
        rows.append(SubsetRow(tuple(sorted(rng.sample(range(columns.n), size))), divisor))
    rows = list(dict.fromkeys(rows))
    cut = with_subset_rows(columns, rows)
    duals = [rng.choice([0.0, rng.uniform(-1, 1)]), *(-rng.uniform(0, 1) for _ in rows)]
    council_duals = np.array([rng.uniform(-1, 2) for _ in range(columns.n)])
    prices = price(columns, council_duals, np.array(duals), rows)
    listed = price(cut, council_duals, np.array(duals))
    np.testing.assert_allclose(prices.reduced_costs, listed.reduced_costs, atol=1e-12)
    assert prices.bound == pytest.approx(listed.bound, abs=1e-9)
    return repaired(columns, prices), rows


@pytest.mark.parametrize("seed", range(300))
def test_it_finds_the_best_of_all_plans(seed):
    rng = Random(seed)
    columns = some_columns(rng, whole=seed % 2 == 0)
    prices, rows = priced(columns, rng)
    costs = sorted(float(columns.costs[list(plan)].sum()) for plan in plans_of(columns))
    best = costs[0] if costs else math.inf
    if math.isinf(prices.bound):
        return  # Some council has no column at all.
    cutoff = rng.choice([math.inf, best + 0.5, best + 1e-6, best - 1e-6, best - 0.5])
    room = cutoff - prices.bound
    swept = sweep_plans(columns, prices, rows, room=room, most_labels=10**6, remaining=forever)
    assert swept.ended
    if best < cutoff:
        assert swept.chosen is not None
        assert columns.keeps_limits(swept.chosen)
        assert columns.costs[swept.chosen].sum() == pytest.approx(best, abs=1e-9)
        # At the end nothing is left of the rows: the weight is what the plan costs.
        assert prices.bound + swept.least == pytest.approx(best, abs=1e-9)
        assert prices.bound + swept.least <= best
    else:
        assert swept.chosen is None
        assert swept.least == room


@pytest.mark.parametrize("seed", range(0, 300, 5))
def test_a_beam_finds_plans_in_the_room_that_it_has(seed):
    rng = Random(seed)
    columns = some_columns(rng, whole=False)
    prices, rows = priced(columns, rng)
    costs = {tuple(sorted(p)): float(columns.costs[list(p)].sum()) for p in plans_of(columns)}
    if not costs:
        return
    best = min(costs.values())
    for width in (1, 4, 10**6):
        for cutoff in (math.inf, best + 0.5, best):
            room = cutoff - prices.bound
            found = beam_plan(columns, prices, rows, room=room, width=width, remaining=forever)
            if found is not None:
                assert costs[tuple(found)] < cutoff + 1e-9
        wide = max(1.0, 2 * (best - prices.bound))
        found = beam_plan(columns, prices, rows, room=wide, width=10**6, remaining=forever)
        assert found is not None
        assert costs[tuple(found)] == pytest.approx(best, abs=1e-9)


def test_a_beam_looks_in_little_room_first(monkeypatch):
    rng = Random(1)
    columns = some_columns(rng, whole=True)
    prices, rows = priced(columns, rng)
    best = min(float(columns.costs[list(plan)].sum()) for plan in plans_of(columns))
    rooms, go = [], sweep.run

    def run(course, *, room, **options):
        rooms.append(room)
        return go(course, room=room, **options)

    monkeypatch.setattr(sweep, "run", run)
    room = 10 * (best - prices.bound) + 1
    sweep.beam_plan(columns, prices, rows, room=room, width=10**6, remaining=forever)
    assert rooms[0] == room / 1024
    assert all(later == 4 * one for one, later in itertools.pairwise(rooms))
    # It ends in the first that has a plan.
    assert rooms[-2] <= best - prices.bound < rooms[-1]


@pytest.mark.parametrize("seed", range(150))
def test_a_profile_is_told_from_others_by_what_labels_count(seed):
    rng = Random(seed)
    columns = some_columns(rng, whole=True)
    prices, rows = priced(columns, rng)
    plans = [list(plan) for plan in plans_of(columns)]
    if not plans:
        return
    sizes = columns.candidates.size
    profile = np.bincount(sizes[rng.choice(plans)], minlength=sizes.max() + 1)
    classes = tuple((sizes == size).astype(np.int8) for size in range(1, profile.size))
    fixed = columns.limited(classes, *2 * (profile[1:].astype(float),))
    own = len(columns.amounts)
    duals = np.insert(prices.limit_duals, own, [rng.uniform(-1, 1) for _ in classes])
    prices = repaired(fixed, price(fixed, prices.council_duals, duals, rows))
    swept = sweep_plans(fixed, prices, rows, room=math.inf, most_labels=10**6, remaining=forever)
    best = min(
        float(columns.costs[plan].sum())
        for plan in plans
        if (np.bincount(sizes[plan], minlength=profile.size) == profile).all()
    )
    assert swept.ended
    assert swept.chosen is not None
    assert fixed.keeps_limits(swept.chosen)
    assert columns.costs[swept.chosen].sum() == pytest.approx(best, abs=1e-9)
    assert prices.bound + swept.least == pytest.approx(best, abs=1e-9)


def test_it_gives_up_where_labels_are_too_many_or_time_is_up():
    rng = Random(0)
    councils = cl.Councils.validated(grid(6, 6))
    sets = [(i,) for i in range(36)] + list(itertools.combinations(range(36), 2))
    candidates = cl.Candidates.of(councils, sets)
    costs = np.array([rng.random() for _ in sets])
    ones = (np.ones(len(sets)),)
    columns = Columns(candidates, costs, ones, np.array([0.0]), np.array([36.0]))
    prices = repaired(columns, price(columns, np.zeros(36), np.zeros(1)))
    swept = sweep_plans(columns, prices, [], room=math.inf, most_labels=20_000, remaining=forever)
    assert (swept.ended, swept.chosen, swept.least) == (False, None, 0.0)
    swept = sweep_plans(
        columns, prices, [], room=math.inf, most_labels=10**9, remaining=lambda: 0.0
    )
    assert (swept.ended, swept.chosen, swept.least) == (False, None, 0.0)


@pytest.mark.parametrize("seed", range(150))
def test_with_other_limits_it_finds_what_every_plan_costs_at_least(seed):
    rng = Random(seed)
    columns = some_columns(rng, whole=seed % 2 == 0)
    amounts = np.array([float(rng.randint(-2, 4)) for _ in range(len(columns))])
    low, high = sorted((rng.uniform(-3, 6), rng.uniform(-3, 6)))
    limited = columns.limited((amounts,), np.array([low]), np.array([high]))
    rows = [SubsetRow((0, 1, 2), 2)] if columns.n > 3 and seed % 3 else []
    cut = with_subset_rows(limited, rows)
    duals = [rng.uniform(-1, 1), rng.uniform(-1, 1), *(-rng.uniform(0, 1) for _ in rows)]
    council_duals = np.array([rng.uniform(-1, 2) for _ in range(columns.n)])
    prices = repaired(cut, price(cut, council_duals, np.array(duals)))
    if math.isinf(prices.bound):
        return  # Some council has no column at all.
    swept = sweep_plans(limited, prices, rows, room=math.inf, most_labels=10**6, remaining=forever)
    assert swept.ended
    for plan in plans_of(columns):
        if limited.keeps_limits(np.array(sorted(plan))):
            assert columns.costs[list(plan)].sum() >= prices.bound + swept.least - 1e-9
