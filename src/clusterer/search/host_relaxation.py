"""The linear relaxation of the host model, with a bound that needs no trust in a solver."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.search.binary_program import Lines, Row
from clusterer.search.highs_run import add_lines, linear_program, solve_linear
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
        self.add(model.program().all_rows)

    def add(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        add_lines(self._program, Lines.of(rows))
        self._rows += rows

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
        lines = Lines.of(self._rows)
        low, high = lines.low, lines.high
        prices = np.where(np.where(duals > 0, low, high) > -np.inf, duals, 0.0)
        prices[(duals < 0) & (high == np.inf)] = 0.0
        end = np.where(prices > 0, low, high)
        paid = float(prices[prices != 0] @ end[prices != 0])
        price = np.repeat(prices, np.diff(lines.starts))
        earned = np.bincount(lines.index, weights=price * lines.amounts, minlength=len(self._model))
        reduced = np.asarray(self._model.costs - earned, dtype=np.float64)
        least = float((np.minimum(reduced, 0.0) * self._model.upper).sum())
        return self._model.constant + paid + least, reduced
