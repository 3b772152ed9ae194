"""Close a branch: prove what its plans cost at least, or find the best of them.

A candidate whose reduced cost is above the gap cannot be in a better plan, so only the others are
looked at. Where these are many, or there are several branches, a beam looks for a better plan among
the nearest first. Then sweeps and subset rows end the proof in `turns`. Where a sweep would take
too many labels, or where its best is no plan within the limits, what is left is an integer program
(`decision`): in windows of rising reduced cost, that grow until they cover the gap, as a plan with
a candidate from outside costs at least the bound and the least reduced cost there.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from clusterer.search import pulp_backend
from clusterer.search.branches import Branch
from clusterer.search.columns import Columns
from clusterer.search.cutting_planes import Tightened, tighten
from clusterer.search.decision import Task, decide
from clusterer.search.incumbent import Incumbent
from clusterer.search.neighbourhood import Regions
from clusterer.search.partition_program import program_of
from clusterer.search.plan_search import PlanSearch
from clusterer.search.prices import Prices, nearest, price
from clusterer.search.subset_row import SubsetRow
from clusterer.search.turns import BEAMS, FIRST_ROUNDS, Turns

logger = logging.getLogger(__name__)

_FIRST_WINDOW = 50_000
"""Candidates in the first integer program of a branch; the next has so many times as many:"""

_WINDOW_GROWTH = 2

_MANY = 200_000
"""Where more columns may be in a better plan, one is looked for first."""

_NEAR = 200
"""So many columns a council, those of least reduced cost, are enough to look for plans in."""

_REGIONS_AFTER_CUTS = Regions(60, most_columns=1_000)
"""What is solved again once subset rows tell which candidates matter."""


class Closing:
    """Closes the branches of a search, one after the other.

    Parameters
    ----------
    incumbent
        The best plan so far; better ones that are met take its place.
    plans
        Looks for better plans where the gap is wide.
    solver, gap, seed
        As for `SetPartitionSearch`.
    remaining
        Tells the seconds left.
    report
        Is told the branch with what is proved of it so far, and the £m of the best plan that
        the solver has.

    Attributes
    ----------
    word_of
        The solver on whose word, unchecked, some branch is closed; empty for none.
    """

    def __init__(
        self,
        incumbent: Incumbent,
        plans: PlanSearch,
        *,
        solver: pulp_backend.Solver,
        gap: float,
        seed: int,
        remaining: Callable[[], float],
        report: Callable[[Branch, float], None],
    ) -> None:
        self._incumbent = incumbent
        self._plans = plans
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._remaining = remaining
        self._report = report
        self._turns = Turns(incumbent, settles=self._settles, remaining=remaining)
        # What lifts the bound of one branch lifts that of the next.
        self._rows: tuple[SubsetRow, ...] = ()
        self.word_of = ""

    def looks_first(self, columns: Columns, prices: Prices, *, several: bool) -> bool:
        """Tell whether to look for a better plan before a branch is closed.

        With several branches, or many columns that may be in one, a better plan saves more than it
        takes. A solver that was asked for has the first word.
        """
        if not pulp_backend.is_default(self._solver):
            return False
        return several or self._within_gap(columns, prices).size > _MANY

    def look(self, branch: Branch, columns: Columns, prices: Prices) -> Branch:
        """Look for a better plan among the nearest columns; return what is proved on the way.

        Parameters
        ----------
        branch, columns, prices
            As for `close`.
        """
        within = self._within_gap(columns, prices)
        columns, prices = columns.restricted(within), prices.of(within)
        cutoff = self._incumbent.objective
        near = nearest(columns, prices, _NEAR)
        tight = tighten(
            columns.restricted(near),
            prices.of(near),
            cutoff,
            remaining=self._remaining,
            rows=self._rows,
            rounds=FIRST_ROUNDS,
        )
        self._turns.sweep(tight, within[near], BEAMS)
        self._keep(tight.rows)
        of_all = price(columns, tight.prices.council_duals, tight.prices.limit_duals, tight.rows)
        return branch.lifted(min(of_all.bound, cutoff))

    def close(self, branch: Branch, columns: Columns, prices: Prices) -> Branch:
        """Return a branch with what is proved of it once the gap is closed, or time is up.

        Parameters
        ----------
        branch
            The branch.
        columns
            All columns, under its limits.
        prices
            The duals of its relaxation, repaired.
        """
        numbers = self._within_gap(columns, prices)
        if pulp_backend.is_default(self._solver):
            tight, proved = self._turns.take(
                columns.restricted(numbers),
                numbers,
                prices.of(numbers),
                self._rows,
                partial(self._tell, branch, math.inf),
            )
            self._keep(tight.rows)
            if proved is not None:
                return branch.lifted(proved)
        else:  # A solver that was asked for has the first word.
            tight = tighten(
                columns.restricted(numbers),
                prices.of(numbers),
                self._incumbent.objective,
                remaining=self._remaining,
            )
        branch = branch.lifted(tight.prices.bound)
        self._report(branch, math.inf)
        near = tight.nearest(_NEAR, self._incumbent.positions_among(numbers[tight.chosen]))
        self._plans.improve(near.columns, near.prices, numbers[near.chosen], _REGIONS_AFTER_CUTS)
        return self._in_windows(branch, tight.below(self._incumbent.objective), numbers)

    def _keep(self, rows: tuple[SubsetRow, ...]) -> None:
        """Keep rows for the branches to come, where there are any."""
        self._rows = rows or self._rows

    def _within_gap(self, columns: Columns, prices: Prices) -> NDArray[np.intp]:
        """Return the columns that may be in a better plan; all, if there is none yet."""
        near = prices.reduced_costs <= self._incumbent.objective - prices.bound
        for row, high in zip(columns.amounts, columns.high, strict=True):
            if high == 0.0 and (row >= 0.0).all():
                near &= row == 0.0  # A branch without clusters of some size.
        return np.flatnonzero(near)

    def _in_windows(self, branch: Branch, tight: Tightened, numbers: NDArray[np.intp]) -> Branch:
        """Decide what is left of a branch, the columns of least reduced cost first."""
        reduced, bound = tight.prices.reduced_costs, tight.prices.bound
        order = np.argsort(reduced, kind="stable")
        window = _FIRST_WINDOW
        while not self._settles(branch.bound) and self._remaining() > 0:
            outside = math.inf
            if window < order.size:
                outside = bound + float(reduced[order[window]])
            # Without an incumbent any plan is welcome, also one that proves nothing yet.
            found = self._incumbent.chosen is not None
            cutoff = min(self._incumbent.objective, outside) if found else math.inf
            inside = np.sort(order[:window])
            part = tight.of(inside[reduced[inside] <= cutoff - bound])
            proved, finished = self._decide(
                part, numbers[part.chosen], cutoff, partial(self._tell, branch, outside)
            )
            branch = branch.lifted(min(proved, outside))
            self._report(branch, math.inf)
            if not finished or self._incumbent.objective <= outside:
                break  # Out of time; or the window covered all that could be better.
            window *= _WINDOW_GROWTH
        return branch

    def _tell(self, branch: Branch, outside: float, proved: float, met: float = math.inf) -> None:
        """Tell how far a branch is: what is proved within the window, and a plan met there."""
        self._report(branch.lifted(min(proved, outside)), met)

    def _decide(
        self,
        tight: Tightened,
        numbers: NDArray[np.intp],
        cutoff: float,
        report: Callable[..., None],
    ) -> tuple[float, bool]:
        """Return what plans of some columns cost at least, up to a cutoff, and if that is decided.

        Parameters
        ----------
        tight, numbers
            The columns, under subset rows, and their numbers among all.
        cutoff
            Plans that cost as much are of no interest.
        report
            Is told what is proved so far, and the £m of the best plan that the solver has.
        """
        incumbent = self._incumbent
        task = Task(
            program_of(tight),
            constant=float(tight.prices.council_duals.sum()),
            weights=tight.prices.reduced_costs,
            bound=tight.prices.bound,
            cutoff=lambda: min(cutoff, incumbent.objective),
            offer=lambda found: incumbent.offer(numbers[found]),
            cost=lambda found: incumbent.cost(numbers[found]),
            incumbent=lambda: incumbent.plan_of(tight.left, numbers),
        )
        verdict = decide(
            task, solver=self._solver, remaining=self._remaining, seed=self._seed, report=report
        )
        if verdict.word_of:
            self.word_of = verdict.word_of
        if verdict.interrupted:
            report(verdict.bound)
            raise KeyboardInterrupt
        return verdict.bound, verdict.decided

    def _settles(self, bound: float) -> bool:
        """Tell whether a bound is near enough to the incumbent to stop."""
        return self._incumbent.settles(bound, self._gap)
