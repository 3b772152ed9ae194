"""The linear master problem of a portfolio, over the clusters found so far.

The relaxation of the program in `columns`, whose row ``Σ_h x_sSh ≤ y_S`` comes with the first
cluster of S in s. As in `clusterer.search.master` each solve begins from the last basis,
and its duals need not be trusted: the bound is computed from them again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from clusterer.search.highs_run import linear_program, solve_linear
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import Duals
from clusterer.search.portfolio.service_columns import Floats, Numbers

_PENALTY = 10.0
"""An artificial column costs so many times the dearest cluster."""


@dataclass(frozen=True)
class MasterSolution:
    """An optimal basis of the master.

    Attributes
    ----------
    duals
        The price of each row but those that tie clusters to their partnership.
    objective
        £m, with what artificial columns cost.
    numbers, values
        The clusters that it takes, with x of each.
    shortfall
        Σ of the artificial columns: positive if the clusters admit no solution.
    """

    duals: Duals
    objective: float
    numbers: Numbers
    values: Floats
    shortfall: float


class PortfolioMaster:
    """A linear program that grows by clusters.

    Parameters
    ----------
    columns
        All clusters of the portfolio; none of them is added yet.
    """

    def __init__(self, columns: PortfolioColumns) -> None:
        self._columns = columns
        dearest = max(
            float(np.abs(costs[np.isfinite(costs)]).max(initial=0.0))
            for service in columns.services
            for costs in (service.columns.costs, service.by_host)
        )
        self.penalty = _PENALTY * max(1.0, dearest)
        self._model = linear_program()
        self._at: dict[int, int] = {}
        self._partnerships: dict[int, int] = {}
        self._ties: dict[tuple[int, int], int] = {}
        self._rows = 0
        n = columns.n
        self._covers = [[self._add_row(1.0, 1.0) for _ in range(n)] for _ in columns.services]
        # Rows of like size: a tolerance then means the same in each.
        self._limits: list[list[int]] = []
        for service in columns.services:
            ends = zip(
                service.columns.low, service.columns.high, service.columns.scales, strict=True
            )
            self._limits.append(
                [self._add_row(low / scale, high / scale) for low, high, scale in ends]
            )
        self._balance: list[int] = []
        if columns.allowance is not None:
            self._balance = [
                self._add_row(-most, most) for most in columns.allowance / columns.posts_scales
            ]
        self._artificials = 0
        for row in range(n * len(columns.services)):
            self._add_artificial(row, 1.0)
        for row in range(n * len(columns.services), self._rows):
            self._add_artificial(row, 1.0)
            self._add_artificial(row, -1.0)

    @property
    def size(self) -> int:
        """How many clusters the master has."""
        return len(self._at)

    def raise_penalty(self) -> None:
        """Make the artificial columns ten times as expensive."""
        self.penalty *= 10.0
        for j in range(self._artificials):
            self._model.changeColCost(j, self.penalty)

    def add(self, numbers: Numbers) -> bool:
        """Add clusters, those that it lacks; tell whether there were any."""
        new = [int(number) for number in numbers if int(number) not in self._at]
        for number in new:
            self._add_cluster(number)
        return bool(new)

    def solve(self, remaining: Callable[[], float]) -> MasterSolution | None:
        """Solve from the last basis; None if the time ran out first."""
        solution = solve_linear(self._model, remaining)
        if solution is None:
            return None
        price = np.array(solution.row_dual)
        values = np.array(solution.col_value)
        balance = np.zeros(self._columns.n)
        if self._balance:
            balance = price[self._balance] / self._columns.posts_scales
        duals = Duals(
            np.array([price[rows] for rows in self._covers]),
            tuple(
                price[rows] / service.columns.scales if rows else np.zeros(0)
                for rows, service in zip(self._limits, self._columns.services, strict=True)
            ),
            balance,
        )
        numbers = np.fromiter(self._at, dtype=np.intp, count=len(self._at))
        x = values[np.fromiter(self._at.values(), dtype=np.intp, count=len(self._at))]
        return MasterSolution(
            duals,
            float(self._model.getInfo().objective_function_value),
            numbers[x > 0],
            x[x > 0],
            float(values[: self._artificials].sum()),
        )

    def _add_cluster(self, number: int) -> None:
        s, place = self._columns.located(number)
        service = self._columns.services[s]
        k = int(service.owner[place])
        members = service.candidates.positions(k)
        rows = [self._covers[s][i] for i in members]
        values = [1.0] * len(rows)
        for row, amounts, scale in zip(
            self._limits[s], service.columns.amounts, service.columns.scales, strict=True
        ):
            rows.append(row)
            values.append(amounts[k] / scale)
        if self._balance:
            councils, amounts = service.balances_of(np.array([place]))
            rows += [self._balance[i] for i in councils]
            values += (amounts / self._columns.posts_scales[councils]).tolist()
        partnership = int(service.partnership[k])
        if self._columns.governance[partnership] > 0.0:
            rows.append(self._tie(s, partnership))
            values.append(-1.0)
        self._at[number] = self._add_column(
            service.columns.costs[k] + service.by_host[place], rows, values
        )

    def _tie(self, s: int, partnership: int) -> int:
        """Return the row that lets a service use a partnership only if it is paid for."""
        if partnership not in self._partnerships:
            paid = self._columns.governance[partnership]
            self._partnerships[partnership] = self._add_column(paid, [], [])
        if (s, partnership) not in self._ties:
            row = self._add_row(0.0, np.inf, [self._partnerships[partnership]], [1.0])
            self._ties[s, partnership] = row
        return self._ties[s, partnership]

    def _add_artificial(self, row: int, value: float) -> None:
        self._add_column(self.penalty, [row], [value])
        self._artificials += 1

    def _add_column(self, cost: float, rows: list[int], values: list[float]) -> int:
        self._model.addCol(
            float(cost),
            0.0,
            highspy.kHighsInf,
            len(rows),
            np.array(rows, dtype=np.int32),
            np.array(values, dtype=np.float64),
        )
        return int(self._model.getNumCol()) - 1

    def _add_row(
        self,
        low: float,
        high: float,
        columns: list[int] | None = None,
        values: list[float] | None = None,
    ) -> int:
        index = np.array(columns or [], dtype=np.int32)
        self._model.addRow(
            max(low, -highspy.kHighsInf),
            min(high, highspy.kHighsInf),
            index.size,
            index,
            np.array(values or [], dtype=np.float64),
        )
        self._rows += 1
        return self._rows - 1
