"""The linear relaxation of the host model, with a bound that needs no trust in a solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from clusterer.search.binary_program import Row
from clusterer.search.highs_run import linear_program, solve_linear
from clusterer.search.host_model import HostModel

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Relaxed:
    """An answer of the relaxation.

    Attributes
    ----------
    values
        Of each column.
    bound
        What every plan costs at least, in £m.
    reduced_costs
        What every plan with a column costs at least in addition, if positive.
    """

    values: Floats
    bound: float
    reduced_costs: Floats


class HostRelaxation:
    """A linear program that grows by rows, re-solved from its last basis.

    Parameters
    ----------
    model
        The model; its rows are added.
    """

    def __init__(self, model: HostModel) -> None:
        self._model = model
        self._program = linear_program()
        m = len(model)
        empty = np.zeros(0, dtype=np.int32)
        self._program.addCols(
            m, model.costs, np.zeros(m), model.upper, 0, np.zeros(m, np.int32), empty, np.zeros(0)
        )
        self._rows: list[Row] = []
        self.add(model.rows)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        added = list(rows)
        if not added:
            return
        sizes = [row.index.size for row in added]
        start = np.cumsum([0, *sizes[:-1]])
        low = np.array([row.low / row.scale for row in added])
        high = np.array([row.high / row.scale for row in added])
        self._program.addRows(
            len(added),
            np.maximum(low, -highspy.kHighsInf),
            np.minimum(high, highspy.kHighsInf),
            sum(sizes),
            start.astype(np.int32),
            np.concatenate([row.index for row in added]).astype(np.int32),
            np.concatenate([row.amounts / row.scale for row in added]),
        )
        self._rows += added

    def solve(self, remaining: Callable[[], float]) -> Relaxed | None:
        """Solve from the last basis; None if the time ran out first, or there is no solution."""
        solution = solve_linear(self._program, remaining)
        if solution is None:
            return None
        bound, reduced = self._proved(np.array(solution.row_dual))
        return Relaxed(np.array(solution.col_value), bound, reduced)

    def _proved(self, duals: Floats) -> tuple[float, Floats]:
        """Return the bound and the reduced costs at some duals, which need not be right.

        For any prices y of the right sign, no solution costs less than
        ``Σ_r y_r · (the end of row r) + Σ_j min(0, c_j - Σ_r y_r a_rj) · upper_j``.
        """
        low = np.array([row.low / row.scale for row in self._rows])
        high = np.array([row.high / row.scale for row in self._rows])
        prices = np.where(np.where(duals > 0, low, high) > -np.inf, duals, 0.0)
        prices[(duals < 0) & (high == np.inf)] = 0.0
        end = np.where(prices > 0, low, high)
        paid = float(prices[prices != 0] @ end[prices != 0])
        index = np.concatenate([row.index for row in self._rows])
        amounts = np.concatenate([row.amounts / row.scale for row in self._rows])
        price = np.repeat(prices, [row.index.size for row in self._rows])
        earned = np.bincount(index, weights=price * amounts, minlength=len(self._model))
        reduced = np.asarray(self._model.costs - earned, dtype=np.float64)
        least = float((np.minimum(reduced, 0.0) * self._model.upper).sum())
        return self._model.constant + paid + least, reduced
