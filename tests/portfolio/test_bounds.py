"""What duals prove holds of every plan, whatever the duals: small portfolios, all plans of each."""

from __future__ import annotations

import math

import numpy as np
import pytest
from portfolios import SmallPortfolio, numbers_of, small

from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import PortfolioPrices, price
from clusterer.search.portfolio.relaxation import PortfolioRelaxation

ROUNDING = 1e-7
SIZES = (0.0, 0.01, 1.0, 100.0)


def cases() -> list[SmallPortfolio]:
    return [small(seed, balance=seed % 2 == 0, n=4 if seed % 3 else 3) for seed in range(12)]


def random_duals(
    columns: PortfolioColumns, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return duals of any sign and size, on the limits also for ends that they do not have."""

    def some(size: int) -> np.ndarray:
        return rng.choice(SIZES) * rng.normal(size=size) * rng.integers(0, 2, size=size)

    return some(len(columns.pairs)) + rng.choice([0.0, 20.0]), some(columns.low.size)


def plans_of(case: SmallPortfolio, columns: PortfolioColumns) -> list[tuple[list[int], float]]:
    """Return the plans that keep limits and balance, with the £m of each."""
    costed = [(plan, case.cost(plan)) for plan in case.plans()]
    found = [(numbers_of(columns, plan), cost) for plan, cost in costed if cost < math.inf]
    assert all(numbers is not None for numbers, _ in found)
    return found


def assert_true_of(plans, columns: PortfolioColumns, prices: PortfolioPrices) -> None:
    """Assert that the bound and the reduced costs of prices are true of every plan."""
    repaired = prices.repaired(columns)
    assert min(r.min(initial=0.0) for r in repaired.reduced_costs) > -ROUNDING
    reduced = np.concatenate(
        [repaired.with_hosts(columns, s) for s in range(len(columns.services))]
    )
    scale = 1 + abs(prices.bound)
    for numbers, cost in plans:
        located = map(columns.located, numbers)
        services = [(columns.services[s], place) for s, place in located]
        partnerships = {service.partnership[service.owner[place]] for service, place in services}
        left_over = repaired.left_over[list(partnerships)].sum()
        assert cost >= prices.bound - ROUNDING * scale
        assert cost >= prices.bound + reduced[numbers].sum() + left_over - ROUNDING * scale


@pytest.mark.parametrize("seed", range(12))
def test_of_any_duals(seed):
    case = cases()[seed]
    columns = PortfolioColumns.of(case.portfolio)
    plans = plans_of(case, columns)
    rng = np.random.default_rng(seed)
    for _ in range(40):
        duals = random_duals(columns, rng)
        assert_true_of(plans, columns, price(columns, *duals))


@pytest.mark.parametrize("seed", range(12))
def test_of_the_duals_of_every_round_of_the_relaxation(seed):
    case = cases()[seed]
    columns = PortfolioColumns.of(case.portfolio)
    plans = plans_of(case, columns)
    bounds: list[float] = []
    relaxation = PortfolioRelaxation(columns)
    prices = relaxation.solve(remaining=lambda: math.inf, report=bounds.append)
    best = min((cost for _, cost in plans), default=math.inf)
    assert relaxation.infeasible <= (best == math.inf)
    assert bounds == sorted(bounds)
    assert relaxation.infeasible or bounds[-1] == prices.bound
    assert_true_of(plans, columns, prices)


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_costs_among_columns_what_it_costs_in_truth(seed):
    case = cases()[seed]
    columns = PortfolioColumns.of(case.portfolio)
    for plan in case.plans():
        numbers = numbers_of(columns, plan)
        cost = math.inf if numbers is None else columns.cost(np.array(numbers))
        assert cost == pytest.approx(case.cost(plan))
