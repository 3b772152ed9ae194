"""Solve the linear relaxation of a portfolio over all clusters of all services."""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np

from clusterer.search.column_generation import NEGATIVE, ColumnGeneration, promising
from clusterer.search.columns import repaired
from clusterer.search.master import SHORT
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.master import MasterSolution, PortfolioMaster
from clusterer.search.portfolio.prices import Duals, PortfolioPrices, price, worth_adding
from clusterer.search.portfolio.service_columns import Numbers
from clusterer.search.solution import tolerance

logger = logging.getLogger(__name__)

_STAY = 0.7
"""How far duals stay with those of the best bound, which keeps them from swinging (Wentges, 1997,
International Transactions in Operational Research 4(2), 151-162)."""

_PENALTY_STEPS = 8
"""How often the penalty grows tenfold before the relaxation is left unsolved."""

_WHOLE = 1e-6
"""How far from one a variable may be and still be taken for it."""


class PortfolioRelaxation:
    """Column generation over clusters, partnership by partnership.

    Parameters
    ----------
    columns
        The clusters of all services.

    Attributes
    ----------
    infeasible
        Whether the bound proves that there is no plan at all.
    """

    def __init__(self, columns: PortfolioColumns) -> None:
        self._columns = columns
        self._master = PortfolioMaster(columns)
        self.infeasible = False
        self._dearest = self._most()
        # Councils alone belong to no partnership that could be generated.
        for s in range(len(columns.services)):
            self._master.add(columns.alone(s))

    @property
    def size(self) -> int:
        """How many clusters the linear program has."""
        return self._master.size

    def add(self, numbers: Numbers) -> None:
        """Add clusters to the linear program."""
        self._master.add(numbers)

    def solve(
        self,
        *,
        remaining: Callable[[], float],
        report: Callable[[float], None],
        offer: Callable[[Numbers], object],
    ) -> PortfolioPrices:
        """Solve the relaxation; return the prices of the best bound.

        Parameters
        ----------
        remaining
            Tells the seconds left.
        report
            Is told the best bound of every round.
        offer
            Is told clusters that may be a plan.
        """
        best = price(self._columns, self._apart(remaining))
        penalty_steps = _PENALTY_STEPS
        while remaining() > 0 and not self.infeasible:
            solution = self._master.solve(remaining)
            if solution is None:
                break
            best, grown = self._round(solution, best)
            report(best.bound)
            logger.debug("%d clusters, bound %.6f", self.size, best.bound)
            if best.bound > self._dearest:
                self.infeasible = True
                break
            feasible = solution.shortfall <= SHORT
            if feasible and (solution.values > 1 - _WHOLE).all():
                offer(np.sort(solution.numbers))
            if feasible and solution.objective - best.bound <= tolerance(best.bound) / 10:
                break
            if grown:
                continue
            if feasible or penalty_steps == 0:
                break
            penalty_steps -= 1
            self._master.raise_penalty()
        return best

    def _apart(self, remaining: Callable[[], float]) -> Duals:
        """Relax each service by itself, with an equal part of the governance; return the duals.

        Without a balance they prove what the relaxations do together. A bound from no duals at
        all would climb for many rounds of the linear program of all services to come so far.
        """
        columns = self._columns
        councils, limits = [], []
        for s, service in enumerate(columns.services):
            part = columns.governance[service.partnership] / len(columns.services)
            alone = service.at_best_hosts(part)
            generation = ColumnGeneration(alone)
            generation.add(np.flatnonzero(service.candidates.size == 1))
            found = generation.relax(
                alone.low, alone.high, remaining=remaining, report=lambda _: None
            )
            self.infeasible |= found.infeasible
            prices = repaired(alone, found.prices)
            if found.values is not None:
                tight = np.flatnonzero(prices.reduced_costs < -NEGATIVE)
                self._master.add(columns.best_hosts(s, tight.tolist()))
            councils.append(prices.council_duals)
            limits.append(prices.limit_duals)
        return Duals(np.array(councils), tuple(limits), np.zeros(columns.n))

    def _round(
        self, solution: MasterSolution, best: PortfolioPrices
    ) -> tuple[PortfolioPrices, bool]:
        """Price at duals between the best and the master's, and at these if nothing is found.

        Returns the better of the old and the new prices, and whether the master has grown.
        """
        for part in (1.0 - _STAY, 1.0):
            now = price(self._columns, best.duals.towards(solution.duals, part))
            if now.bound > best.bound:
                best = now
            appealing = np.flatnonzero(now.appeal > -NEGATIVE)
            chosen = promising(self._columns.partners, -now.appeal, appealing)
            if self._master.add(worth_adding(self._columns, now, chosen)):
                return best, True
        return best, False

    def _most(self) -> float:
        """Return what no plan costs more than: a bound above it proves that there is none."""
        most = 0.0
        for service in self._columns.services:
            by_host = np.where(np.isfinite(service.by_host), service.by_host, -np.inf)
            dearest = service.columns.costs + np.maximum.reduceat(by_host, service.starts)
            dearest += np.maximum(0.0, self._columns.governance[service.partnership])
            most -= float(service.candidates.least_share(-dearest).sum())
        return most + tolerance(most) if np.isfinite(most) else most
