"""Solve the linear relaxation over candidates that are not listed."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search.bounded_walk import BoundedWalk
from clusterer.search.column_generation import (
    NEGATIVE,
    promising,
    relax,
    solve_by_columns,
)
from clusterer.search.columns import Columns
from clusterer.search.master import SHORT, Master, MasterSolution
from clusterer.search.prices import admissible, dual_objective, price, repaired
from clusterer.search.solution import OutOfTime, tolerance

Floats = NDArray[np.float64]

logger = logging.getLogger(__name__)

_A_ROOT = 300
"""Columns that a round looks for among those of the same lowest council at most."""

_CAP_GROWTH = 2
"""The walk has a cap on size, which grows by this as soon as no column is left below it:
bounds are tight, and walks short, only with duals that are nearly right."""

_VAIN_ROUNDS = 30
"""Rounds with more columns than can be found, while all found so far admit no plan, before
the relaxation is left: the problem may have none, and duals that are mere penalties let no walk
come to an end."""


@dataclass(frozen=True, eq=False)
class ImplicitRelaxation:
    """An answer of the linear relaxation over all candidates.

    Attributes
    ----------
    council_duals, limit_duals
        The duals of the best bound.
    bound
        What every plan costs at least; infinite if it is proved that there is none.
    columns
        The columns that were priced in.
    """

    council_duals: Floats
    limit_duals: Floats
    bound: float
    columns: Columns


def relax_implicitly(
    walk: BoundedWalk,
    seeds: Columns,
    *,
    costliest: float,
    remaining: Callable[[], float],
    report: Callable[[int, float], None],
) -> ImplicitRelaxation:
    """Solve the relaxation over all candidates, by column generation.

    Parameters
    ----------
    walk
        Finds the columns of negative reduced cost.
    seeds
        Columns to begin with.
    costliest
        What any plan costs at most: a bound above it proves that there is none.
    remaining
        Tells the seconds left; when they are up, the best so far is returned.
    report
        Is told the number of columns and the bound of every round.
    """
    master = Master(seeds)
    walked = _Walked(walk, master, seeds, _promising_seeds(seeds, remaining), remaining)
    costliest += tolerance(costliest)
    try:
        solve_by_columns(
            master,
            walked,
            costliest=costliest,
            remaining=remaining,
            report=lambda bound: report(walked.size, bound),
        )
    except OutOfTime:
        logger.debug("time is up in the relaxation")
    duals, bound = walked.best
    bound = math.inf if bound > costliest else bound
    return ImplicitRelaxation(*duals, bound, Columns.joined(walked.pool))


class _Walked:
    """Prices columns that are not listed: a walk finds those of negative reduced cost."""

    def __init__(
        self,
        walk: BoundedWalk,
        master: Master,
        seeds: Columns,
        first: Columns,
        remaining: Callable[[], float],
    ) -> None:
        self._walk = walk
        self._master = master
        self._low, self._high = seeds.low, seeds.high
        self._remaining = remaining
        self._cap = int(seeds.candidates.size.max(initial=1))
        self._most_a_root, self._vain_rounds = _A_ROOT, 0
        self._known: set[bytes] = set()
        self._found: Columns = first
        self._complete = False
        self.pool: list[Columns] = []
        self.best = ((np.zeros(seeds.n), np.zeros(self._low.size)), -math.inf)
        self._add(first)

    @property
    def bound(self) -> float:
        return self.best[1]

    @property
    def size(self) -> int:
        return sum(map(len, self.pool))

    def price(self, solution: MasterSolution) -> None:
        low, high = self._low, self._high
        duals = solution.council_duals, admissible(solution.limit_duals, low, high)
        found = self._walk.below(
            *duals,
            NEGATIVE,
            remaining=self._remaining,
            most_a_root=self._most_a_root,
            max_size=self._cap,
        )
        self._found, self._complete = found.columns, found.complete
        self._reduced = price(found.columns, *duals).reduced_costs
        if found.complete and self._cap >= self._walk.max_size:
            shares = found.columns.candidates.least_share(self._reduced)
            # What was not found has a reduced cost above the threshold, a hair below zero.
            bound = dual_objective(*duals, low, high) + np.minimum(shares, NEGATIVE).sum()
            if bound > self.bound:
                self.best = duals, float(bound)
        self._vain_rounds += solution.shortfall > SHORT and not found.complete

    def extend(self) -> bool:
        if self._vain_rounds > _VAIN_ROUNDS:
            raise OutOfTime
        candidates = self._found.candidates
        new = np.flatnonzero([key not in self._known for key in _keys(candidates)])
        if new.size:
            self._add(self._found.restricted(promising(candidates, self._reduced, new)))
        elif not self._complete:
            self._most_a_root *= 10
        elif self._cap < self._walk.max_size:
            self._cap *= _CAP_GROWTH
        else:
            return False
        return True

    def _add(self, columns: Columns) -> None:
        self.pool.append(columns)
        self._known.update(_keys(columns.candidates))
        self._master.add(columns)


def _promising_seeds(seeds: Columns, remaining: Callable[[], float]) -> Columns:
    """Return the councils alone, and the seeds of low reduced cost in their own relaxation."""
    prices = relax(seeds, remaining=remaining).prices
    reduced = repaired(seeds, prices).reduced_costs
    low = promising(seeds.candidates, reduced, np.arange(len(seeds)))
    return seeds.restricted(np.union1d(low, np.flatnonzero(seeds.candidates.size == 1)))


def _keys(candidates: Candidates) -> Iterator[bytes]:
    return (candidates.positions(k).tobytes() for k in range(len(candidates)))
