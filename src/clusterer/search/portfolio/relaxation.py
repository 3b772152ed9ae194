"""Solve the linear relaxation of a portfolio over all `joint` clusters, which are never listed.

With duals of all pairs and limits, the services that gain by a set of councils are those that it
is best for: so the joint cluster to generate is known in closed form (`prices`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from clusterer.search.column_generation import (
    NEGATIVE,
    promising,
    relax,
    solve_by_columns,
)
from clusterer.search.master import Master, MasterSolution
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.joint import JointClusters
from clusterer.search.portfolio.prices import PortfolioPrices, price
from clusterer.search.portfolio.service_columns import Floats, Numbers
from clusterer.search.prices import repaired
from clusterer.search.solution import tolerance

_STAY = 0.7
"""How far duals stay with those of the best bound, which keeps them from swinging (Wentges, 1997,
International Transactions in Operational Research 4(2), 151-162)."""


class PortfolioRelaxation:
    """Column generation over joint clusters.

    Parameters
    ----------
    columns
        The clusters of all services.
    plans
        Clusters with hosts to begin with, of some plans, beside all alone.

    Attributes
    ----------
    infeasible
        Whether the bound proves that there is no plan at all.
    costliest
        What any plan costs at most.
    """

    def __init__(self, columns: PortfolioColumns, *plans: Numbers) -> None:
        self._columns = columns
        self.infeasible = False
        self.costliest = self._most()
        alone = np.concatenate([columns.alone(s) for s in range(len(columns.services))])
        self._first = [JointClusters.of(columns, plan).places for plan in (alone, *plans)]
        self._known: set[bytes] = set()

    @property
    def size(self) -> int:
        """How many joint clusters the linear program has."""
        return len(self._known)

    @property
    def bound(self) -> float:
        """What every plan costs at least."""
        return self._best.bound

    def solve(
        self, *, remaining: Callable[[], float], report: Callable[[float], None]
    ) -> PortfolioPrices:
        """Solve the relaxation; return the prices of the best bound.

        Parameters
        ----------
        remaining
            Tells the seconds left.
        report
            Is told the best bound of every round.
        """
        self._best = price(self._columns, *self._apart(remaining))
        first = JointClusters(self._columns, np.unique(np.concatenate(self._first), axis=0))
        self._master = Master(first.columns, self._columns.scales)
        self._add(first)
        if not self.infeasible:
            solve_by_columns(
                self._master, self, costliest=self.costliest, remaining=remaining, report=report
            )
            self.infeasible = self.bound > self.costliest
        return self._best

    def price(self, solution: MasterSolution) -> None:
        """Price at duals between the best and the master's, and at these if nothing is found."""
        best = self._best
        self._found = JointClusters(self._columns, np.zeros((0, len(self._columns.services)), int))
        for part in (1.0 - _STAY, 1.0):
            now = price(
                self._columns,
                best.council_duals + part * (solution.council_duals - best.council_duals),
                best.limit_duals + part * (solution.limit_duals - best.limit_duals),
            )
            if now.bound > self.bound:
                self._best = now
            self._found = self._promising(now)
            if len(self._found):
                break

    def extend(self) -> bool:
        """Add what was found; tell if there was any."""
        self._add(self._found)
        return len(self._found) > 0

    def _promising(self, prices: PortfolioPrices) -> JointClusters:
        """Return some joint clusters of negative reduced cost that the master lacks."""
        columns = self._columns
        appealing = np.flatnonzero(prices.appeal > -NEGATIVE)
        chosen = promising(columns.partners, -prices.appeal, appealing)
        places = np.full((chosen.size, len(columns.services)), -1, dtype=np.intp)
        for s, service in enumerate(columns.services):
            ks = columns.places[s][chosen]
            gains = np.flatnonzero((ks >= 0) & (prices.values[s][ks] < 0.0))
            places[gains, s] = service.cheapest(prices.by_host[s])[ks[gains]]
        numbers = (places + columns.offsets[:-1])[places >= 0]
        found = JointClusters.of(columns, numbers).places
        return JointClusters(columns, found[[bytes(row) not in self._known for row in found]])

    def _add(self, found: JointClusters) -> None:
        self._known.update(map(bytes, found.places))
        if len(found):
            self._master.add(found.columns)

    def _apart(self, remaining: Callable[[], float]) -> tuple[Floats, Floats]:
        """Relax each service by itself, with an equal part of the governance; return the duals.

        Without a balance they prove what the relaxations do together. A bound from no duals at
        all would climb for many rounds of the linear program of all services to come so far.
        """
        columns = self._columns
        councils, limits, tight = [], [], []
        for s, service in enumerate(columns.services):
            part = columns.governance[service.partnership] / len(columns.services)
            alone = service.at_best_hosts(part)
            found = relax(alone, remaining=remaining)
            self.infeasible |= found.infeasible
            prices = repaired(alone, found.prices)
            if found.values is not None:
                near = np.flatnonzero(prices.reduced_costs < -NEGATIVE)
                tight.append(columns.best_hosts(s, near))
            councils.append(prices.council_duals)
            limits.append(prices.limit_duals)
        if tight:
            self._first.append(JointClusters.of(columns, np.concatenate(tight)).places)
        balance = np.zeros(0 if columns.allowance is None else columns.n)
        return np.concatenate(councils), np.concatenate([*limits, balance])

    def _most(self) -> float:
        """Return what no plan costs more than: a bound above it proves that there is none."""
        most = 0.0
        for service in self._columns.services:
            by_host = np.where(np.isfinite(service.by_host), service.by_host, -np.inf)
            costliest = service.columns.costs + np.maximum.reduceat(by_host, service.starts)
            costliest += np.maximum(0.0, self._columns.governance[service.partnership])
            most -= float(service.candidates.least_share(-costliest).sum())
        return most + tolerance(most) if np.isfinite(most) else most
