"""What duals prove holds of every plan, whatever the duals: small portfolios, all plans of each."""

from __future__ import annotations

import math

import numpy as np
import pytest
from portfolios import SmallPortfolio, numbers_of, small

from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import Duals, PortfolioPrices, price
from clusterer.search.portfolio.relaxation import PortfolioRelaxation

ROUNDING = 1e-7
SIZES = (0.0, 0.01, 1.0, 100.0)


def cases() -> list[SmallPortfolio]:
    return [small(seed, balance=seed % 2 == 0, n=4 if seed % 3 else 3) for seed in range(12)]


def random_duals(columns: PortfolioColumns, rng: np.random.Generator) -> Duals:
    """Return duals of any sign and size, on the limits also for ends that they do not have."""

    def some(*shape: int) -> np.ndarray:
        return rng.choice(SIZES) * rng.normal(size=shape) * rng.integers(0, 2, size=shape)

    return Duals(
        some(len(columns.services), columns.n) + rng.choice([0.0, 20.0]),
        tuple(some(service.columns.low.size) for service in columns.services),
        some(columns.n) / 10,
    )


def plans_of(case: SmallPortfolio, columns: PortfolioColumns) -> list[tuple[list[int], float]]:
    """Return the plans that keep limits and balance, with the £m of each."""
    costed = [(plan, case.cost(plan)) for plan in case.plans()]
    found = [(numbers_of(columns, plan), cost) for plan, cost in costed if cost < math.inf]
    assert all(numbers is not None for numbers, _ in found)
    return found


def assert_true_of(plans, columns: PortfolioColumns, prices: PortfolioPrices) -> None:
    """Assert that the bound and the slack of prices are true of every plan."""
    repaired = prices.repaired(columns)
    slack = repaired.slack(columns)
    assert min(r.min(initial=0.0) for r in repaired.reduced_costs) > -ROUNDING
    scale = 1 + abs(prices.bound)
    for numbers, cost in plans:
        assert cost >= prices.bound - ROUNDING * scale
        assert cost >= prices.bound + slack[numbers].max() - ROUNDING * scale


@pytest.mark.parametrize("seed", range(12))
def test_of_any_duals(seed):
    case = cases()[seed]
    columns = PortfolioColumns.of(case.portfolio)
    plans = plans_of(case, columns)
    rng = np.random.default_rng(seed)
    for _ in range(40):
        duals = random_duals(columns, rng)
        assert_true_of(plans, columns, price(columns, duals))
        between = duals.towards(random_duals(columns, rng), rng.uniform(0, 1))
        assert_true_of(plans, columns, price(columns, between))


@pytest.mark.parametrize("seed", range(12))
def test_of_the_duals_of_every_round_of_the_relaxation(seed, monkeypatch):
    case = cases()[seed]
    columns = PortfolioColumns.of(case.portfolio)
    plans = plans_of(case, columns)
    bounds: list[float] = []
    offered: list[np.ndarray] = []
    relaxation = PortfolioRelaxation(columns)
    prices = relaxation.solve(
        remaining=lambda: math.inf, report=bounds.append, offer=offered.append
    )
    best = min((cost for _, cost in plans), default=math.inf)
    assert relaxation.infeasible <= (best == math.inf)
    assert bounds == sorted(bounds)
    assert relaxation.infeasible or bounds[-1] == prices.bound
    assert_true_of(plans, columns, prices)
    costs = {tuple(sorted(numbers)): cost for numbers, cost in plans}
    for numbers in offered:
        if tuple(numbers) in costs:
            assert columns.cost(numbers) == pytest.approx(costs[tuple(numbers)])


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_costs_among_columns_what_it_costs_in_truth(seed):
    case = cases()[seed]
    columns = PortfolioColumns.of(case.portfolio)
    for plan in case.plans():
        numbers = numbers_of(columns, plan)
        cost = math.inf if numbers is None else columns.cost(np.array(numbers))
        assert cost == pytest.approx(case.cost(plan))
