"""Solve a linear relaxation over all candidates without giving all to the solver.

A master over few columns gives duals, and `Pricing` at these finds columns that are worth adding,
in whatever way it can: among all that are listed, as here, by a walk (`implicit_relaxation`), or by
what several services pay together (`portfolio.relaxation`).

Over thousands of councils the simplex method takes minutes for each round. There an interior point
serves as well: any duals prove a bound, and those from the middle of the optimal ones need fewer
rounds (Rousseau, Gendreau and Feillet, 2007, "Interior point stabilization for column generation",
Operations Research Letters 35(5), 660-668).
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search.columns import Columns, with_subset_rows
from clusterer.search.master import SHORT, Master, MasterSolution
from clusterer.search.prices import Prices, price
from clusterer.search.solution import tolerance
from clusterer.search.subset_row import SubsetRow

Floats = NDArray[np.float64]

logger = logging.getLogger(__name__)

NEGATIVE = -1e-8
"""A reduced cost below this, in £m, is worth another round."""

WHOLE = 1e-6
"""How far from a whole number an x or a sum of them may be and still be taken for one."""

PER_COUNCIL = 2
"""How many columns a round adds for each council, about."""

_LOOK_AT = 1_000
"""How many candidates a council are looked at for that, at most."""

_PENALTY_STEPS = 8
"""How often the penalty grows tenfold before the relaxation is left unsolved."""

MANY = 2_000
"""Over so many councils the master is solved by an interior point, and not to its very end:"""

_CLOSE = 1e-5
"""a bound this near to its value, as a part of it, is enough;"""

_SHORT = 1e-3
"""less than this is no shortfall;"""

_ROUGH = 0.1
"""and the tolerance is this part of the gap between the two."""


class Pricing(Protocol):
    """Finds columns that a master lacks, and what its duals prove."""

    @property
    def bound(self) -> float:
        """The best bound so far."""

    @property
    def size(self) -> int:
        """How many columns the master has."""

    def price(self, solution: MasterSolution) -> None:
        """Price columns at the duals of the master."""

    def extend(self) -> bool:
        """Add what was found to the master, or look further next time; tell if there is more."""


def solve_by_columns(
    master: Master,
    pricing: Pricing,
    *,
    costliest: float,
    remaining: Callable[[], float],
    report: Callable[[float], None],
    cutoff: float = math.inf,
) -> MasterSolution | None:
    """Solve a relaxation by column generation; None if it is not solved to its end.

    Parameters
    ----------
    master
        Has some columns.
    pricing
        Finds others.
    costliest
        What any plan costs at most: a bound above it proves that there is none, and ends it.
    remaining
        Tells the seconds left.
    report
        Is told the bound of every round.
    cutoff
        Stop once the bound is no less.
    """
    penalty_steps, gap = _PENALTY_STEPS, 1.0
    short = _SHORT if master.interior else SHORT
    while (solution := master.solve(remaining, tolerance=_ROUGH * gap)) and remaining() > 0:
        pricing.price(solution)
        report(pricing.bound)
        logger.debug("%d columns, bound %.6f", pricing.size, pricing.bound)
        if pricing.bound > costliest or pricing.bound >= cutoff:
            return None
        size = max(1.0, abs(solution.objective))
        gap = max(solution.objective - pricing.bound, 0.0) / size
        enough = _CLOSE if master.interior else tolerance(solution.objective) / 10 / size
        feasible = solution.shortfall <= short
        if feasible and gap <= enough:
            return solution
        if pricing.extend():
            continue
        if feasible:
            return solution
        if penalty_steps == 0:
            return None
        penalty_steps -= 1
        master.set_penalty(10.0 * master.penalty)
    return None


@dataclass(frozen=True, eq=False)
class Relaxation:
    """An answer of the linear relaxation.

    Attributes
    ----------
    prices
        The best bound found, with the duals that prove it.
    values
        x of every candidate, or None if the relaxation was not solved to its end.
    infeasible
        Whether the bound proves that there is no plan at all.
    """

    prices: Prices
    values: Floats | None
    infeasible: bool


class ColumnGeneration:
    """Column generation that remembers its columns from one relaxation to the next.

    Parameters
    ----------
    columns
        All columns, under the limits to begin with.
    interior
        Whether the master is solved by an interior point; over many councils, unless given.
    """

    def __init__(self, columns: Columns, *, interior: bool | None = None) -> None:
        self._columns = columns
        self.rows: list[SubsetRow] = []
        self._interior = columns.n >= MANY if interior is None else interior
        # No plan costs more than this: a bound above it proves that there is none.
        self._costliest = -float(columns.candidates.least_share(-columns.costs).sum())
        if np.isfinite(self._costliest):  # -inf: no candidate has some council.
            self._costliest += tolerance(self._costliest)  # Rounding, if all plans cost the same.
        self._master = Master(columns, interior=self._interior)
        self._penalty = self._master.penalty
        self._in_master = np.zeros(len(columns), dtype=np.bool_)
        self._order: list[NDArray[np.intp]] = []

    @property
    def size(self) -> int:
        """How many columns the master has."""
        return int(self._in_master.sum())

    def add(self, chosen: NDArray[np.intp]) -> None:
        """Add columns to the master, those that it lacks."""
        new = chosen[~self._in_master[chosen]]
        if new.size:
            self._in_master[new] = True
            self._order.append(new)
            self._master.add(with_subset_rows(self._columns.restricted(new), self.rows))

    def under(self, columns: Columns) -> ColumnGeneration:
        """Return one with the same columns under other limits, without subset rows."""
        other = ColumnGeneration(columns, interior=self._interior)
        other.add(np.flatnonzero(self._in_master))
        return other

    def cut(self, rows: Iterable[SubsetRow]) -> None:
        """Add subset rows to all relaxations to come."""
        order = np.concatenate(self._order) if self._order else np.zeros(0, dtype=np.intp)
        present = self._columns.candidates.take(order)
        for row in rows:
            self.rows.append(row)
            self._master.add_row(row.amounts(present), float(row.most))

    def relax(
        self,
        low: Floats,
        high: Floats,
        *,
        remaining: Callable[[], float],
        report: Callable[[float], None],
        cutoff: float = np.inf,
    ) -> Relaxation:
        """Solve the relaxation under limits.

        Parameters
        ----------
        low, high
            The intervals of the limits.
        remaining
            Tells the seconds left.
        report
            Is told the bound of every round.
        cutoff
            Stop once the bound is no less.
        """
        columns = self._columns.within(low, high)
        for limit in range(low.size):
            self._master.set_limit(limit, low[limit], high[limit])
        if self._master.penalty != self._penalty:
            self._master.set_penalty(self._penalty)
        listed = _Listed(self, columns)
        solution = solve_by_columns(
            self._master,
            listed,
            costliest=self._costliest,
            remaining=remaining,
            report=report,
            cutoff=cutoff,
        )
        values = None
        if solution is not None:
            values = np.zeros(len(columns))
            values[np.concatenate(self._order)] = solution.values
        return Relaxation(listed.best, values, infeasible=listed.bound > self._costliest)

    def promising(self, reduced_costs: Floats) -> NDArray[np.intp]:
        """Return columns of reduced cost below zero that the master lacks."""
        negative = np.flatnonzero((reduced_costs < NEGATIVE) & ~self._in_master)
        per_council = 1 if self._interior else PER_COUNCIL
        return promising(self._columns.candidates, reduced_costs, negative, per_council)


class _Listed:
    """Prices columns that are listed."""

    def __init__(self, generation: ColumnGeneration, columns: Columns) -> None:
        self._generation = generation
        self._columns = columns
        self.best = price(columns, np.zeros(columns.n), np.zeros(columns.low.size))
        self._now = self.best

    @property
    def bound(self) -> float:
        return self.best.bound

    @property
    def size(self) -> int:
        return self._generation.size

    def price(self, solution: MasterSolution) -> None:
        rows = self._generation.rows
        self._now = price(self._columns, solution.council_duals, solution.limit_duals, rows)
        if self._now.bound > self.best.bound:
            self.best = self._now

    def extend(self) -> bool:
        new = self._generation.promising(self._now.reduced_costs)
        self._generation.add(new)
        return new.size > 0


def relax(
    columns: Columns,
    *,
    remaining: Callable[[], float],
    report: Callable[[float], None] = lambda _: None,
) -> Relaxation:
    """Solve the relaxation of some columns under their limits, once."""
    generation = ColumnGeneration(columns)
    generation.add(np.flatnonzero(columns.candidates.size == 1))
    return generation.relax(columns.low, columns.high, remaining=remaining, report=report)


def promising(
    candidates: Candidates,
    reduced_costs: Floats,
    among: NDArray[np.intp],
    per_council: int = PER_COUNCIL,
) -> NDArray[np.intp]:
    """Return some candidates of low reduced cost a member, a few for each council.

    Those of lowest reduced cost alone would lie side by side on one part of the map, most of
    them of no more use once a few are in the master.
    """
    n = len(candidates.councils)
    shares = reduced_costs[among] / candidates.size[among]
    if among.size > _LOOK_AT * n:
        least = np.argpartition(shares, _LOOK_AT * n)[: _LOOK_AT * n]
        among, shares = among[least], shares[least]
    order = among[np.argsort(shares, kind="stable")]
    # Larger clusters meet more councils each: as many of them are to be taken.
    size = float(candidates.size[order].mean()) if order.size else 1.0
    return np.sort(candidates.spread(order, math.ceil(per_council * size)))
