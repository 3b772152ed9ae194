"""The linear master problem over the columns found so far, re-solved from a hot start.

``min Σ c_S x_S,  Σ_{S∋i} x_S = 1,  low_l ≤ Σ a_lS x_S ≤ high_l,  x ≥ 0``. It goes to HiGHS
directly, since each solve begins from the basis of the last; its duals need not be
trusted, because the bound is computed from them again (`prices.price`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from clusterer.errors import InputError
from clusterer.search.columns import Columns
from clusterer.search.highs_run import (
    interior_program,
    linear_program,
    set_tolerance,
    solve_linear,
)

Floats = NDArray[np.float64]

_PENALTY = 10.0
"""An artificial column costs so many times the costliest candidate."""

SHORT = 1e-7
"""A shortfall that is only rounding."""


@dataclass(frozen=True)
class MasterSolution:
    """An optimal basis of the master.

    Attributes
    ----------
    council_duals, limit_duals
        The price of covering each council, and of each limit.
    values
        x of each column, in the order in which the columns were added.
    shortfall
        Σ of the artificial columns: positive if the columns admit no solution.
    objective
        £m, with what artificial columns cost.
    """

    council_duals: Floats
    limit_duals: Floats
    values: Floats
    shortfall: float
    objective: float


class Master:
    """A linear program that grows by columns.

    Parameters
    ----------
    columns
        What it will be given, for the size of its numbers; none of them is added yet.
    scales
        Those of the limits, if columns to come have larger amounts.
    interior
        Whether to solve it roughly, each time again, by an interior-point method.

    Attributes
    ----------
    penalty
        The cost of an artificial column, which covers one council or breaks one limit;
        more than any real column can be worth.
    """

    def __init__(
        self, columns: Columns, scales: Floats | None = None, *, interior: bool = False
    ) -> None:
        self.penalty = _PENALTY * max(1.0, float(np.abs(columns.costs).max(initial=0.0)))
        self._n = n = columns.n
        # Rows of like size: a tolerance then means the same in each.
        self._scales = columns.scales if scales is None else scales
        self._n_limits = self._scales.size
        self.interior = interior
        self._model = interior_program() if interior else linear_program()
        empty = np.zeros(0, dtype=np.int32)
        rows = n + self._n_limits
        self._model.addRows(
            rows,
            np.concatenate([np.ones(n), columns.low / self._scales]),
            np.concatenate([np.ones(n), columns.high / self._scales]),
            0,
            np.zeros(rows, dtype=np.int32),
            empty,
            np.zeros(0),
        )
        # One artificial a council, and one each way a limit.
        over = np.arange(n, rows)
        index = np.concatenate([np.arange(n), over, over]).astype(np.int32)
        value = np.concatenate([np.ones(n + self._n_limits), -np.ones(self._n_limits)])
        self._artificials = index.size
        self._add(np.full(index.size, self.penalty), np.arange(index.size), index, value)

    def set_penalty(self, penalty: float) -> None:
        """Set the cost of the artificial columns."""
        self.penalty = penalty
        for j in range(self._artificials):
            self._model.changeColCost(j, penalty)

    def set_limit(self, limit: int, low: float, high: float) -> None:
        """Set the interval of one limit."""
        scale = self._scales[limit]
        self._model.changeRowBounds(self._n + limit, low / scale, high / scale)

    def add_row(self, amounts: Floats, high: float) -> None:
        """Add a limit on the columns that are there; those to come have it among their limits."""
        index = np.flatnonzero(amounts)
        self._model.addRow(
            -highspy.kHighsInf,
            high,
            index.size,
            (index + self._artificials).astype(np.int32),
            amounts[index],
        )
        self._n_limits += 1
        self._scales = np.append(self._scales, 1.0)

    def allow(self, columns: NDArray[np.bool_]) -> None:
        """Keep the other columns at nothing, until told otherwise."""
        self._model.changeColsBounds(
            columns.size,
            np.arange(self._artificials, self._artificials + columns.size, dtype=np.int32),
            np.zeros(columns.size),
            np.where(columns, highspy.kHighsInf, 0.0),
        )

    def add(self, columns: Columns) -> None:
        """Add columns, under all limits of the master."""
        indptr, members = columns.candidates.flat()
        costs = columns.costs
        if self._n_limits == 0:
            self._add(costs, indptr[:-1], members, np.ones(members.size))
            return
        # Each column: its members, then its amount in every limit.
        size, m = columns.candidates.size, len(columns)
        start = indptr[:-1] + self._n_limits * np.arange(m)
        index = np.empty(members.size + self._n_limits * m, dtype=np.int32)
        value = np.ones(index.size)
        of_members = np.arange(members.size) + np.repeat(self._n_limits * np.arange(m), size)
        index[of_members] = members
        for limit in range(self._n_limits):
            place = start + size + limit
            index[place] = self._n + limit
            value[place] = columns.amounts[limit] / self._scales[limit]
        some = value != 0.0
        before = np.concatenate([[0], np.cumsum(some)])
        self._add(costs, before[start], index[some], value[some])

    def solve(
        self, remaining: Callable[[], float], *, tolerance: float = 0.0
    ) -> MasterSolution | None:
        """Solve from the last basis; None if the time ran out first.

        Parameters
        ----------
        remaining
            Tells the seconds left. In long runs it is asked a few times a second.
        tolerance
            How far from the optimum an interior point may be, as a part of it.
        """
        if self.interior:
            set_tolerance(self._model, tolerance)
        solution = solve_linear(self._model, remaining)
        if solution is None:
            return None
        duals = np.array(solution.row_dual)
        values = np.array(solution.col_value)
        return MasterSolution(
            council_duals=duals[: self._n],
            limit_duals=duals[self._n :] / self._scales,
            values=values[self._artificials :],
            shortfall=float(values[: self._artificials].sum()),
            objective=float(self._model.getInfo().objective_function_value),
        )

    def _add(
        self,
        costs: Floats,
        start: NDArray[np.integer],
        index: NDArray[np.integer],
        value: Floats,
    ) -> None:
        m = costs.size
        status = self._model.addCols(
            m,
            np.ascontiguousarray(costs, dtype=np.float64),
            np.zeros(m),
            np.full(m, highspy.kHighsInf),
            index.size,
            start.astype(np.int32),
            index.astype(np.int32),
            np.ascontiguousarray(value, dtype=np.float64),
        )
        if status == highspy.HighsStatus.kError:
            raise InputError(
                "the solver refuses costs as large as "
                f"{float(np.abs(costs).max()):g} £m; state them in another unit"
            )
