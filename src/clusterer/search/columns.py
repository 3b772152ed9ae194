"""The set-partitioning problem in numbers: all candidates as columns of one program."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.model.problem import Problem
from clusterer.search.subset_row import SubsetRow

Floats = NDArray[np.float64]

_ROUNDS = 10
"""How often columns that no plan may have are looked for among those that are left."""

_LEAST = 1e-150
"""Amounts no larger are not made larger, for a solver to distinguish them from nothing."""


@dataclass(frozen=True, eq=False)
class Columns:
    """``min Σ c_S x_S`` over the ways to cover each council once, within the limits.

    Parameters
    ----------
    candidates
        The m clusters S that there may be.
    costs
        Shape (m,): c_S, in £m.
    amounts
        For each limit l, shape (m,): what S adds to its sum.
    low, high
        Shape (limits,): where each sum must lie.
    """

    candidates: Candidates
    costs: Floats
    amounts: tuple[Floats, ...]
    low: Floats
    high: Floats

    @classmethod
    def of(cls, problem: Problem, proceed: Callable[[int], None] | None = None) -> Columns:
        """Return the candidates of a problem, costed, under its limits.

        In long work `proceed` is told now and then how much is done; what it raises ends it.
        """
        return cls.among(problem, problem.candidates(proceed=proceed), proceed)

    @classmethod
    def among(
        cls,
        problem: Problem,
        candidates: Candidates,
        proceed: Callable[[int], None] | None = None,
    ) -> Columns:
        """Return some candidates of a problem, costed, under its limits."""
        costs = problem.costs(candidates, proceed=proceed)
        return cls.costed(problem, candidates, costs, proceed)

    @classmethod
    def costed(
        cls,
        problem: Problem,
        candidates: Candidates,
        costs: Floats,
        proceed: Callable[[int], None] | None = None,
    ) -> Columns:
        """Return some candidates of a problem at given costs, under its limits.

        The ends of the limits have their slack here, so that what is within counts as within
        everywhere, and no bound is above a plan that the limits allow.
        """
        amounts = tuple(problem.limit_amounts(candidates, proceed=proceed))
        ends = [
            _ends(row, limit.interval.lowest, limit.interval.highest)
            for row, limit in zip(amounts, problem.limits, strict=True)
        ]
        low, high = np.array(ends, dtype=np.float64).reshape(len(ends), 2).T
        return cls(candidates, costs, amounts, low, high)

    @classmethod
    def joined(cls, parts: Sequence[Columns]) -> Columns:
        """Return all columns of several parts, which have the limits of the first."""
        return cls(
            Candidates.joined([part.candidates for part in parts]),
            np.concatenate([part.costs for part in parts]),
            tuple(
                np.concatenate(rows) for rows in zip(*(part.amounts for part in parts), strict=True)
            ),
            # Ends are whole only where all amounts are.
            np.min([part.low for part in parts], axis=0, initial=np.inf),
            np.max([part.high for part in parts], axis=0, initial=-np.inf),
        )

    def __len__(self) -> int:
        return self.costs.size

    @property
    def n(self) -> int:
        """The number of councils."""
        return len(self.candidates.councils)

    @cached_property
    def scales(self) -> Floats:
        """The scale of each limit."""
        return np.array([scale_of(row) for row in self.amounts], dtype=np.float64)

    def within(self, low: Floats, high: Floats) -> Columns:
        """Return the same columns under other limits."""
        return dataclasses.replace(self, low=low, high=high)

    def restricted(self, chosen: NDArray[np.intp]) -> Columns:
        """Return some of the columns, under the same limits."""
        return dataclasses.replace(
            self,
            candidates=self.candidates.take(chosen),
            costs=self.costs[chosen],
            amounts=tuple(row[chosen] for row in self.amounts),
        )

    def of_region(
        self, inside: NDArray[np.bool_], chosen: NDArray[np.intp], spent: Floats
    ) -> Columns:
        """Return a problem of the councils `inside` alone.

        Parameters
        ----------
        inside
            Shape (n,): which councils the region has.
        chosen
            The columns to keep, all of which lie wholly inside.
        spent
            Shape (limits,): what the rest of the plan adds to the sum of each limit.
        """
        councils = self.candidates.councils
        indptr, members = self.candidates.take(chosen).flat()
        number = np.cumsum(inside) - 1
        candidates = Candidates(
            Councils(councils.frame.iloc[np.flatnonzero(inside)]),
            indptr,
            number[members].astype(members.dtype),
        )
        return Columns(
            candidates,
            self.costs[chosen],
            tuple(row[chosen] for row in self.amounts),
            self.low - spent,
            self.high - spent,
        )

    def limited(self, amounts: tuple[Floats, ...], low: Floats, high: Floats) -> Columns:
        """Return the same columns under further limits."""
        return dataclasses.replace(
            self,
            amounts=(*self.amounts, *amounts),
            low=np.append(self.low, low),
            high=np.append(self.high, high),
        )

    def amounts_of(self, chosen: NDArray[np.intp]) -> Floats:
        """Return shape (limits, chosen): the amounts of some columns."""
        return np.array([row[chosen] for row in self.amounts]).reshape(
            len(self.amounts), chosen.size
        )

    def keeps_limits(self, chosen: NDArray[np.intp]) -> bool:
        """Tell whether some columns, taken together, keep all limits."""
        # Summed as `Problem` sums them, so that both say the same of what lies at an end.
        return all(
            low <= math.fsum(row[chosen]) <= high
            for row, low, high in zip(self.amounts, self.low, self.high, strict=True)
        )

    def cost(self, chosen: NDArray[np.intp]) -> float:
        """Return the £m of columns that are a plan; infinite if they are none."""
        covered = np.zeros(self.n, dtype=np.int64)
        for k in chosen:
            covered[self.candidates.positions(k)] += 1
        if not (covered == 1).all() or not self.keeps_limits(chosen):
            return math.inf
        return float(self.costs[chosen].sum())

    def possible(self) -> Columns:
        """Return the columns that some plan may have, as far as each limit by itself tells.

        A plan adds at least ``Σ_i min_{S∋i} a_S / |S|`` to the sum of a limit. So a column
        that is above the upper end with what the councils outside it add at least is in no plan;
        at the lower end the same. Amounts that stand for "never", such as 1e7 where others are
        one, go in this way: a solver would take a ten-millionth of such a column.
        """
        keep = self.possible_ones()
        return self if keep.all() else self.restricted(np.flatnonzero(keep))

    def possible_ones(self) -> NDArray[np.bool_]:
        """Tell which columns `possible` returns."""
        columns, left = self, np.arange(len(self))
        for _ in range(_ROUNDS):
            keep = np.ones(len(columns), dtype=np.bool_)
            for row, low, high in zip(columns.amounts, columns.low, columns.high, strict=True):
                keep &= columns._least_with(row) <= high
                keep &= columns._least_with(-row) <= -low
            if keep.all():
                break
            left = left[keep]
            columns = columns.restricted(np.flatnonzero(keep))
        found = np.zeros(len(self), dtype=np.bool_)
        found[left] = True
        return found

    def _least_with(self, amounts: Floats) -> Floats:
        """Return the least sum of amounts of a plan with each column, rounded down."""
        shares = self.candidates.least_share(amounts)
        if not np.isfinite(shares).all():
            return np.full(len(self), -np.inf)  # Some council has no column: there is no plan.
        rounding = 1e-12 * (np.abs(shares).sum() + np.abs(amounts))
        least: Floats = amounts + (shares.sum() - self.candidates.sum(shares)) - rounding
        return least

    @cached_property
    def largest_cost(self) -> float:
        """What the costs of a plan come to at most, all taken as positive."""
        return -float(self.candidates.least_share(-np.abs(self.costs)).sum())


def with_subset_rows(columns: Columns, rows: Sequence[SubsetRow]) -> Columns:
    """Return columns under subset rows, the last of their limits."""
    amounts = tuple(row.amounts(columns.candidates) for row in rows)
    most = np.array([row.most for row in rows], dtype=np.float64)
    return columns.limited(amounts, np.full(most.size, -np.inf), most)


def scale_of(amounts: Floats) -> float:
    """Return the largest size of an amount, or one where all are next to nothing."""
    largest = float(np.abs(amounts).max(initial=0.0))
    return largest if largest > _LEAST else 1.0  # What is divided by less may be beyond all floats.


def _ends(amounts: Floats, low: float, high: float) -> tuple[float, float]:
    """Return the ends of a limit; whole, where all amounts are whole and so are all sums."""
    whole = bool((amounts == np.rint(amounts)).all())
    return (
        math.ceil(low) if whole and math.isfinite(low) else low,
        math.floor(high) if whole and math.isfinite(high) else high,
    )
