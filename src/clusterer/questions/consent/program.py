"""The linear program over charges: rows are added when they are broken.

``max w'y + …`` over charges y of any sign such that ``y(T) + slack ≤ c(T)`` for every set T. Of
tens of thousands of sets some hundreds matter. So the program begins with a few, is solved from the
last basis, all sets are scanned at its charges, and those that are broken the most get a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search.highs_run import linear_program, solve_linear
from clusterer.search.solution import OutOfTime

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

POSITIVE = 1e-7
"""A dual above this is positive, and no rounding."""

_BROKEN = 3e-9
"""A row may be broken by so much, in the units of the program."""

_SMALLEST, _LARGEST = 1.0, 1e4
"""Costs are scaled so that the largest is between: the tolerances of the solver are absolute."""

_PER_COUNCIL = 3
"""Rows that are added in a round with each council, about."""

_FREE = highspy.kHighsInf


@dataclass(frozen=True, eq=False)
class Solved:
    """Optimal charges.

    Attributes
    ----------
    charges
        Shape (n,): in £m.
    slacks
        The values of the two slacks, in £m.
    sets, duals
        The numbers of the sets that have a row, and the dual of each row.
    objective
        What is maximised.
    row_duals
        The duals of all rows, in the order in which they were added.
    """

    charges: Floats
    slacks: tuple[float, float]
    sets: Numbers
    duals: Floats
    objective: float
    row_duals: Floats

    def dual(self, row: int) -> float:
        """Return the dual of a row of one's own."""
        return float(self.row_duals[row])


class Program:
    """A linear program over the charges of n councils, which can be changed and solved again.

    Parameters
    ----------
    sets
        The sets T.
    costs
        Shape (sets,): c(T), in £m.
    first
        The numbers of the sets to begin with.
    asked
        Shape (sets,): which sets count.
    second
        Shape (sets,): which sets have the second slack; the others have the first.
    remaining
        Tells the seconds left.
    """

    def __init__(
        self,
        sets: Candidates,
        costs: Floats,
        *,
        first: Iterable[int],
        asked: NDArray[np.bool_],
        second: NDArray[np.bool_],
        remaining: Callable[[], float],
    ) -> None:
        self.sets = sets
        self.n = len(sets.councils)
        self.scale = _scale_of(float(np.abs(costs[asked]).max(initial=0.0)))
        self._costs = costs / self.scale
        self._asked = asked.copy()
        self._slack = np.where(second, self.n + 1, self.n)
        self._remaining = remaining
        self._row = np.full(len(sets), -1, dtype=np.intp)
        self._rows = 0
        self._model = linear_program()
        self._model.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for _ in range(self.n):
            self._model.addCol(0.0, -_FREE, _FREE, 0, [], [])
        for _ in range(2):  # The slacks.
            self._model.addCol(0.0, 0.0, 0.0, 0, [], [])
        self._add(np.fromiter(first, dtype=np.intp))

    @property
    def with_a_row(self) -> Numbers:
        """The numbers of the sets that have a row."""
        return np.flatnonzero(self._row >= 0)

    def cost(self, number: int) -> float:
        """Return the £m of a set."""
        return float(self._costs[number]) * self.scale

    def maximise(
        self,
        weights: Floats,
        first: float = 0.0,
        second: float = 0.0,
        others: Mapping[int, float] | None = None,
    ) -> None:
        """Set what is maximised: weights of the charges, the two slacks, and other columns."""
        for column, weight in enumerate([*weights, first, second]):
            self._model.changeColCost(column, float(weight))
        for column, weight in (others or {}).items():
            self._model.changeColCost(column, weight)

    def bound_slack(self, which: int, low: float, high: float) -> None:
        """Set between which £m a slack, 0 or 1, lies."""
        self.bound_column(self.n + which, low, high)

    def bound_column(self, column: int, low: float, high: float) -> None:
        """Set between which £m a column lies: the charge of a council by its number, or another."""
        self._model.changeColBounds(column, low / self.scale, high / self.scale)

    def order_slacks(self) -> None:
        """Have the first slack no less than the second."""
        self.add_row({self.n: 1.0, self.n + 1: -1.0}, at_least=0.0)

    def add_column(self) -> int:
        """Add a column, of £m from nothing on, and return its number."""
        self._model.addCol(0.0, 0.0, _FREE, 0, [], [])
        return int(self._model.getNumCol()) - 1

    def add_row(self, entries: Mapping[int, float], *, at_least: float) -> int:
        """Add a row by its entry in each column, what it is at least in £m; return its number."""
        return self._add_row(
            at_least / self.scale, _FREE, list(entries), list(map(float, entries.values()))
        )

    def free_row(self, row: int) -> None:
        """Have a row no longer count."""
        self._model.changeRowBounds(row, -_FREE, _FREE)

    def hold(self, number: int, slack: float) -> None:
        """Have a set charged its cost less a slack, in £m."""
        row = self._row_of(number)
        end = float(self._costs[number]) - slack / self.scale
        self._model.changeCoeff(row, int(self._slack[number]), 0.0)
        self._model.changeRowBounds(row, end, end)
        self._asked[number] = False

    def let_go(self, numbers: Iterable[int]) -> None:
        """Have sets no longer count: what they are charged is known by now."""
        for number in numbers:
            self._asked[number] = False
            row = int(self._row[number])
            if row >= 0:
                self._model.changeCoeff(row, int(self._slack[number]), 0.0)
                self._model.changeRowBounds(row, -_FREE, _FREE)

    def asked(self) -> Numbers:
        """Return the numbers of the sets that count."""
        return np.flatnonzero(self._asked)

    def solve(self) -> Solved:
        """Solve it, and add rows until no set is broken.

        Raises
        ------
        OutOfTime
            If the time is up first.
        """
        while True:
            solution = solve_linear(self._model, self._remaining)
            if solution is None and self._remaining() > 0:
                self._model.clearSolver()  # From the start, where the last basis led nowhere.
                solution = solve_linear(self._model, self._remaining)
            if solution is None:
                assert self._remaining() <= 0, "the solver finds no charges though there are some"
                raise OutOfTime
            values = np.array(solution.col_value)
            left = self._costs - self.sets.sum(values[: self.n]) - values[self._slack]
            broken = np.flatnonzero(self._asked & (left < -_BROKEN) & (self._row < 0))
            if not broken.size:
                held, row_duals = self.with_a_row, np.array(solution.row_dual)
                return Solved(
                    values[: self.n] * self.scale,
                    (float(values[self.n]) * self.scale, float(values[self.n + 1]) * self.scale),
                    held,
                    row_duals[self._row[held]],
                    float(self._model.getInfo().objective_function_value) * self.scale,
                    row_duals,
                )
            worst = broken[np.argsort(left[broken], kind="stable")]
            self._add(self.sets.spread(worst.astype(np.int64), _PER_COUNCIL))

    def _row_of(self, number: int) -> int:
        if self._row[number] < 0:
            self._add(np.array([number]))
        return int(self._row[number])

    def _add(self, numbers: NDArray[np.integer]) -> None:
        for number in numbers.tolist():
            if self._row[number] < 0:
                members = self.sets.positions(number).tolist()
                self._row[number] = self._add_row(
                    -_FREE,
                    float(self._costs[number]),
                    [*members, int(self._slack[number])],
                    [1.0] * (len(members) + 1),
                )

    def _add_row(self, low: float, high: float, index: list[int], value: list[float]) -> int:
        self._model.addRow(
            low, high, len(index), np.array(index, dtype=np.int32), np.array(value, dtype=float)
        )
        self._rows += 1
        return self._rows - 1


def _scale_of(largest: float) -> float:
    """Return what to divide costs by of which the largest is so large."""
    if largest > _LARGEST:
        return largest / _LARGEST
    return largest / _SMALLEST if 0.0 < largest < _SMALLEST else 1.0
