"""The integer program that ends a search, in numbers: whichever solver decides it, this is what.

    min  Σ_k c_k x_k + Σ_p g_p y_p
    s.t. Σ_{k covers i} x_k = 1          each item i
         Σ_{k in tie t} x_k ≤ y_p(t)     each tie t, which belongs to a partnership p
         low_r ≤ Σ_k a_rk x_k ≤ high_r   each row r
         x, y binary

The items of a problem are its councils, those of a portfolio its councils in each service; only a
portfolio has ties.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pulp
from numpy.typing import NDArray

from clusterer.search.columns import scale_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_SPREAD = 1e4
"""How unlike the amounts of a row may be, largest to smallest, and a solver still be believed.

It takes an x of a millionth for none: so a large amount can pass for a small one."""

_NARROW = 1e-4
"""How narrow the interval of a row may be, in parts of its largest amount, likewise."""


@dataclass(frozen=True, eq=False)
class Row:
    """A row ``low ≤ Σ amounts x ≤ high``.

    Attributes
    ----------
    index
        The columns with an amount other than nothing.
    amounts
        These.
    low, high
        The ends; infinite for none.
    charged
        The items that are charged with the amounts in `implicit_enumeration`, at least one of
        every column with an amount; all items where empty.
    implied
        Whether every plan keeps it, so that it serves bounds only.
    """

    index: Numbers
    amounts: Floats
    low: float
    high: float
    charged: tuple[int, ...] = ()
    implied: bool = False

    @classmethod
    def dense(cls, amounts: Floats, low: float, high: float, *, implied: bool = False) -> Row:
        """Return a row given with the amounts of all columns."""
        index = np.flatnonzero(amounts)
        return cls(index, amounts[index], low, high, implied=implied)

    @cached_property
    def scale(self) -> float:
        """The largest size of an amount, by which solvers are given the row; one if it is empty."""
        return scale_of(self.amounts)

    @cached_property
    def whole(self) -> bool:
        """Whether all amounts are whole numbers, and so their sums."""
        return bool((self.amounts == np.rint(self.amounts)).all())

    @property
    def delicate(self) -> bool:
        """Whether the tolerances of a solver could hide that the row is broken."""
        if self.implied or self.index.size == 0:
            return False
        sizes = np.abs(self.amounts)
        narrow = not self.whole and self.high - self.low < _NARROW * self.scale
        return narrow or bool(sizes.max() > _SPREAD * sizes.min())


@dataclass(frozen=True, eq=False)
class BinaryProgram:
    """The program.

    Attributes
    ----------
    costs
        Shape (m,): c.
    indptr, covered
        The items that each column covers, as a compressed sparse row structure.
    n_items
        How many items there are.
    rows
        The rows.
    ties
        Shape (m,): the tie that each column is in, or -1; None where there are no ties.
    partnership
        Shape (ties,): whose tie it is.
    paid
        Shape (partnerships,): g, all of them positive.
    """

    costs: Floats
    indptr: NDArray[np.int64]
    covered: NDArray[np.int64]
    n_items: int
    rows: tuple[Row, ...] = ()
    ties: Numbers | None = None
    partnership: Numbers | None = None
    paid: Floats | None = None

    def __len__(self) -> int:
        return self.costs.size

    @cached_property
    def delicate(self) -> bool:
        """Whether some row is such that a solver's word on it is worth little."""
        return any(row.delicate for row in self.rows)

    @cached_property
    def careful(self) -> bool:
        """Whether a solver is to keep rows more closely than it does unasked."""
        return self.delicate or any(not row.whole for row in self.rows if not row.implied)

    @cached_property
    def partnerships(self) -> Numbers:
        """Shape (m,): the partnership of each column, or -1."""
        if self.ties is None or self.partnership is None:
            return np.full(len(self), -1, dtype=np.intp)
        tied = self.ties >= 0
        found = np.full(len(self), -1, dtype=np.intp)
        found[tied] = self.partnership[self.ties[tied]]
        return found

    def excluding(self, chosen: Numbers) -> BinaryProgram:
        """Return the program without the solutions that take all of some columns together.

        If these cover each item, no other solution takes them all.
        """
        row = Row(chosen, np.ones(chosen.size), -math.inf, chosen.size - 1.0)
        return dataclasses.replace(self, rows=(*self.rows, row))

    def covers_all(self, chosen: Numbers) -> bool:
        """Tell whether some columns cover each item at least once."""
        covered = np.zeros(self.n_items, dtype=np.bool_)
        for k in chosen:
            covered[self.covered[self.indptr[k] : self.indptr[k + 1]]] = True
        return bool(covered.all())

    def start(self, chosen: Numbers) -> list[float]:
        """Return the values of x and y at a plan, given as numbers of columns."""
        x = np.zeros(len(self))
        x[chosen] = 1.0
        if self.paid is None:
            return x.tolist()
        y = np.zeros(self.paid.size)
        of_chosen = self.partnerships[chosen]
        y[of_chosen[of_chosen >= 0]] = 1.0
        return [*x.tolist(), *y.tolist()]

    def written(self) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
        """Return the program as a PuLP model, and its x and then y."""
        model = pulp.LpProblem("clusters", pulp.LpMinimize)
        x = [model.add_variable(f"x{k}", cat="Binary") for k in range(len(self))]
        paid = [] if self.paid is None else self.paid.tolist()
        y = [model.add_variable(f"y{p}", cat="Binary") for p in range(len(paid))]
        model += pulp.lpDot([*self.costs.tolist(), *paid], [*x, *y])
        covers = _grouped(self.n_items, self.covered, np.repeat(np.arange(len(self)), self._sizes))
        for columns in covers:
            model += pulp.lpSum(x[k] for k in columns) == 1
        if self.ties is not None and self.partnership is not None:
            tied = np.flatnonzero(self.ties >= 0)
            for t, columns in enumerate(_grouped(self.partnership.size, self.ties[tied], tied)):
                model += pulp.lpSum(x[k] for k in columns) <= y[self.partnership[t]]
        for row in self.rows:
            _write(model, row, x)
        return model, [*x, *y]

    @property
    def _sizes(self) -> NDArray[np.int64]:
        return np.diff(self.indptr)


def _grouped(groups: int, group: NDArray[np.integer], columns: Numbers) -> list[list[int]]:
    """Return the columns of each group."""
    if groups == 0:
        return []
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], np.arange(1, groups))
    return [part.tolist() for part in np.split(columns[order], ends)]


def _write(model: pulp.LpProblem, row: Row, x: Sequence[pulp.LpVariable]) -> None:
    """Add a row with amounts of one at most."""
    total = pulp.lpDot((row.amounts / row.scale).tolist(), [x[k] for k in row.index])
    low, high = row.low / row.scale, row.high / row.scale
    if row.index.size == 0:
        if not row.low <= 0.0 <= row.high:
            model += pulp.lpSum(x[:1]) == -1  # No sum is within: there is no plan.
        return
    if low == high:
        model += total == low
        return
    if low > -math.inf:
        model += total >= low
    if high < math.inf:
        model += total <= high
