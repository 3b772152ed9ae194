"""The integer program that ends a search, in numbers: whichever solver decides it, this is what.

    min  Σ_k c_k x_k
    s.t. Σ_{k covers i} x_k = 1          each item i
         low_r ≤ Σ_k a_rk x_k ≤ high_r   each row r
         x binary, except a few that need not be whole

The items of a problem are its councils, those of a portfolio its councils in each service.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
import pulp
from numpy.typing import NDArray

from clusterer.search.columns import scale_of

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_SPREAD = 1e4
"""How different the amounts of a row may be, largest to smallest, and a solver still be believed.

It takes an x of a millionth for none: so a large amount can pass for a small one."""

_NARROW = 1e-4
"""How narrow the interval of a row may be, in parts of its largest amount, to believe a solver."""


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
    implied
        Whether every plan keeps it, so that it serves bounds only.
    """

    index: Numbers
    amounts: Floats
    low: float
    high: float
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
    continuous
        How large each of the last columns may be, which cover nothing and need not be whole.
    """

    costs: Floats
    indptr: NDArray[np.int64]
    covered: NDArray[np.int64]
    n_items: int
    rows: tuple[Row, ...] = ()
    continuous: Floats = field(default_factory=lambda: np.zeros(0))

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
        """Return the values of x at a plan, given as numbers of columns."""
        x = np.zeros(len(self))
        x[chosen] = 1.0
        return x.tolist()

    @cached_property
    def upper(self) -> Floats:
        """How large each column may be."""
        return np.append(np.ones(len(self) - self.continuous.size), self.continuous)

    @property
    def all_rows(self) -> list[Row]:
        """The rows that say that each item is covered once, and then the others."""
        columns = np.repeat(np.arange(self.indptr.size - 1), np.diff(self.indptr))
        order = np.argsort(self.covered, kind="stable")
        begins = np.searchsorted(self.covered[order], np.arange(self.n_items + 1))
        items = [columns[order[begin:end]] for begin, end in pairwise(begins)]
        return [*(Row(item, np.ones(item.size), 1.0, 1.0) for item in items), *self.rows]

    def written(self) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
        """Return the program as a PuLP model, and its columns."""
        model = pulp.LpProblem("clusters", pulp.LpMinimize)
        names = [f"x{k}" for k in range(len(self) - self.continuous.size)]
        variables = [
            *(model.add_variable(name, cat="Binary") for name in names),
            *(
                model.add_variable(f"y{k}", lowBound=0, upBound=most)
                for k, most in enumerate(self.continuous.tolist())
            ),
        ]
        model += pulp.lpDot(self.costs.tolist(), variables)
        for index, amounts, low, high in Lines.of(self.all_rows):
            terms = zip([variables[k] for k in index], amounts, strict=True)
            # A product takes PuLP ten times as long as a variable.
            total = pulp.lpSum(x if amount == 1.0 else amount * x for x, amount in terms)
            if not index:
                if not low <= 0.0 <= high:
                    model += pulp.lpSum(variables[:1]) == -1  # There is no solution.
            elif low == high:
                model += total == low
            else:
                if low > -math.inf:
                    model += total >= low
                if high < math.inf:
                    model += total <= high
        return model, variables


@dataclass(frozen=True, eq=False)
class Lines:
    """Rows as solvers take them; amounts are at most one, whatever the row.

    Attributes
    ----------
    low, high
        The ends of each line; infinite for none.
    starts, index, amounts
        Its columns and their amounts, as a compressed sparse row structure.
    """

    low: Floats
    high: Floats
    starts: Numbers
    index: Numbers
    amounts: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Lines:
        """Return some rows, each divided by its scale."""
        none = np.zeros(0)
        return cls(
            low=np.array([row.low / row.scale for row in rows]),
            high=np.array([row.high / row.scale for row in rows]),
            starts=np.cumsum([0, *(row.index.size for row in rows)]),
            index=np.concatenate([none.astype(np.intp), *(row.index for row in rows)]),
            amounts=np.concatenate([none, *(row.amounts / row.scale for row in rows)]),
        )

    def __iter__(self) -> Iterator[tuple[list[int], list[float], float, float]]:
        """Give the columns of each line, their amounts, and its ends."""
        for r, (low, high) in enumerate(zip(self.low.tolist(), self.high.tolist(), strict=True)):
            part = slice(self.starts[r], self.starts[r + 1])
            yield self.index[part].tolist(), self.amounts[part].tolist(), low, high
