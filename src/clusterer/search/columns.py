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
from clusterer.search.subset_row import SubsetRow, charged

Floats = NDArray[np.float64]

_LOOK_AT = 10
"""The nearest columns are sought among so many times as many first."""

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


def nearest(columns: Columns, prices: Prices, per_council: int) -> NDArray[np.intp]:
    """Return the numbers of so many columns of each council, about: of least reduced cost."""
    reduced, few = prices.reduced_costs, _LOOK_AT * per_council * columns.n
    if reduced.size > few:  # To sort all would take most of the time.
        among = np.flatnonzero(reduced <= np.partition(reduced, few)[few])
        chosen = _spread(columns, reduced, among, per_council)
        members = columns.candidates.take(chosen).flat()[1]
        if np.bincount(members, minlength=columns.n).min() >= per_council:
            return chosen
    return _spread(columns, reduced, np.arange(reduced.size), per_council)


def _spread(
    columns: Columns, reduced: Floats, among: NDArray[np.intp], per_council: int
) -> NDArray[np.intp]:
    """Return the numbers of so many columns of each council, about, among some."""
    order = among[np.argsort(reduced[among], kind="stable")]
    return np.sort(columns.candidates.spread(order, per_council))


@dataclass(frozen=True, eq=False)
class Prices:
    """Duals, the reduced costs that they leave, and the bound that they prove.

    For any council duals π and limit duals λ (λ_l ≥ 0 where only a lower end is finite,
    λ_l ≤ 0 where only an upper one is) every plan costs at least
    ``Σ_i π_i + Σ_l (λ_l⁺ low_l − λ_l⁻ high_l) + Σ_S r_S x_S``, and the last sum is at least
    ``Σ_i min_{S∋i} r_S / |S|``, as each cluster is charged to its members in equal parts.
    So the bound holds whatever stopped the linear program, and however rounded it is.

    Attributes
    ----------
    council_duals, limit_duals
        π and λ.
    reduced_costs
        Shape (m,): r_S = c_S − Σ_{i∈S} π_i − Σ_l λ_l a_lS.
    shares
        Shape (n,): min_{S∋i} r_S / |S|; infinite for a council that no candidate has.
    bound
        What every plan costs at least.
    """

    council_duals: Floats
    limit_duals: Floats
    reduced_costs: Floats
    shares: Floats
    bound: float

    def of(self, chosen: NDArray[np.intp]) -> Prices:
        """Return the prices of some of the columns; the bound is still that of all."""
        return dataclasses.replace(self, reduced_costs=self.reduced_costs[chosen])


def price(
    columns: Columns, council_duals: Floats, limit_duals: Floats, rows: Sequence[SubsetRow] = ()
) -> Prices:
    """Price every column at given duals, those of subset rows the last of the limits."""
    low = np.append(columns.low, np.full(len(rows), -np.inf))
    high = np.append(columns.high, [float(row.most) for row in rows])
    limit_duals = admissible(limit_duals, low, high)
    own = len(columns.amounts)
    reduced = columns.candidates.sum(council_duals)
    np.subtract(columns.costs, reduced, out=reduced)
    for dual, amounts in zip(limit_duals[:own], columns.amounts, strict=True):
        if dual != 0.0:
            reduced -= dual * amounts
    if limit_duals[own:].any():
        reduced -= charged(rows, limit_duals[own:], columns.candidates)
    shares = columns.candidates.least_share(reduced)
    bound = dual_objective(council_duals, limit_duals, low, high) + shares.sum()
    bound -= rounding(columns, council_duals, limit_duals, rows)
    return Prices(council_duals, limit_duals, reduced, shares, float(bound))


def rounding(
    columns: Columns, council_duals: Floats, limit_duals: Floats, rows: Sequence[SubsetRow] = ()
) -> float:
    """Return how far the rounded sums of `price` may be off in all clusters of a plan.

    Each sum of k numbers is off by some k units in the last place of their sizes at most. That
    is far below a pound, unless a limit has a price so large that its products drown the rest.
    """
    sizes = columns.largest_cost + 2.0 * float(np.abs(council_duals).sum())
    own = len(columns.amounts)
    for limit in np.flatnonzero(limit_duals[:own]):
        dual, row = float(limit_duals[limit]), columns.amounts[limit]
        end = columns.low[limit] if dual > 0 else columns.high[limit]
        largest = max(float(row.max(initial=0.0)), -float(row.min(initial=0.0)))
        sizes += abs(dual) * (abs(float(end)) + columns.n * largest)
    for cut, price_of_it in zip(rows, np.abs(limit_duals[own:]).tolist(), strict=True):
        sizes += price_of_it * cut.most * (1 + columns.n)
    if not math.isfinite(sizes):
        return 0.0  # Some council has no column: there is no plan.
    longest = int(columns.candidates.size.max(initial=0)) + int(np.count_nonzero(limit_duals))
    return 4.0 * float(np.finfo(np.float64).eps) * (longest + 8) * sizes


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


def admissible(limit_duals: Floats, low: Floats, high: Floats) -> Floats:
    """Return the duals of limits, nothing where the end that they price is infinite."""
    end = np.where(limit_duals > 0, low, high)
    return np.where(np.isfinite(end), limit_duals, 0.0)


def dual_objective(council_duals: Floats, limit_duals: Floats, low: Floats, high: Floats) -> float:
    """Return ``Σ_i π_i + Σ_l (λ_l⁺ low_l − λ_l⁻ high_l)`` of admissible duals."""
    end = np.where(limit_duals > 0, low, np.where(limit_duals < 0, high, 0.0))
    return float(council_duals.sum() + limit_duals @ end)


def repaired(columns: Columns, prices: Prices) -> Prices:
    """Return prices with the same bound whose reduced costs are all non-negative.

    Each council dual takes in its share. Then every plan costs at least the bound and the
    reduced costs of its clusters, so that a candidate whose reduced cost is above
    incumbent − bound is in no better plan.
    """
    shares = np.where(np.isinf(prices.shares), 0.0, prices.shares)
    return Prices(
        prices.council_duals + shares,
        prices.limit_duals,
        prices.reduced_costs - columns.candidates.sum(shares),
        np.zeros(columns.n),
        prices.bound,
    )
