"""Close a branch: prove what its plans cost at least, or find the best of them.

A candidate whose reduced cost is above the gap cannot be in a better plan, so only the others are
looked at. Where these are many, a beam looks for a better plan among the nearest first. Subset rows
then lift the bound, at the prices of all that are left, and rule out most of them
(`cutting_planes`). Over the rest a `sweep` ends the proof. Where it would take too many labels, or
where its best is no plan within the limits, what is left is an integer program (`decision`): in
windows of rising reduced cost, that grow until they cover the gap, as a plan with a candidate from
outside costs at least the bound and the least reduced cost there.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.search import pulp_backend
from clusterer.search.branches import Branch
from clusterer.search.columns import Columns, Prices, nearest
from clusterer.search.cutting_planes import Tightened, tighten, tighten_further
from clusterer.search.decision import Task, decide
from clusterer.search.incumbent import Incumbent
from clusterer.search.partition_program import program_of
from clusterer.search.plan_search import PlanSearch
from clusterer.search.rank_one import rank_one_rows
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import violated
from clusterer.search.sweep import sweep_plans

logger = logging.getLogger(__name__)

_FIRST_WINDOW = 50_000
"""Candidates in the first integer program of a branch; the next has so many times as many:"""

_WINDOW_GROWTH = 2

_FIRST_ROUNDS = 6
"""Rounds of subset rows before the first sweep."""


class _Sweep(NamedTuple):
    """A sweep over the columns that are left.

    Attributes
    ----------
    most_labels
        How many labels there may be.
    beam
        How many are kept at each front; all if None.
    nearest
        With a beam: how many columns of each council are taken, those of least reduced cost.
    """

    most_labels: int
    beam: int | None = None
    nearest: int = 0

    @classmethod
    def beamed(cls, beam: int, nearest: int) -> _Sweep:
        """Return one with a beam, which is not to give up."""
        return cls(1 << 23, beam, nearest)


_MANY = 200_000
"""Where more columns may be in a better plan, one is looked for first, by these:"""

_BEAMS = (
    _Sweep.beamed(1_000, nearest=100),
    _Sweep.beamed(3_000, nearest=50),
    _Sweep.beamed(3_000, nearest=200),
)

_SWEEPS = (
    (
        _Sweep(200_000),
        _Sweep.beamed(1_000, nearest=100),
        _Sweep(500_000),
        _Sweep.beamed(3_000, nearest=50),
        _Sweep.beamed(1_000, nearest=300),
        _Sweep(1_000_000),
    ),
    (
        _Sweep(500_000),
        _Sweep.beamed(3_000, nearest=100),
        _Sweep(500_000),
        _Sweep.beamed(9_000, nearest=200),
        _Sweep(4_000_000),
    ),
)
"""Between these, subset rows are looked for again. A beam is for where the one before it finds no
better plan: which of them comes to an end differs from map to map."""

_MOST_SWEPT = 300_000
"""Over more columns, an exact sweep comes nowhere."""

_MANY_LABELS = 1_000_000
"""So many are tried where a sweep that gave up came past:"""

_FAR = 1 / 3
"""this part of the councils."""

_WORTH_A_SWEEP = 0.9
"""Sweeps go on where subset rows leave no more than this part of the gap, where the last sweep came
far, or where a beam found a better plan."""

_NEAR = 200
"""So many columns a council, those of least reduced cost, are enough to look for plans in."""

_REGION_AFTER_CUTS = {"councils": 60, "most_columns": 1_000}
"""Regions that are solved again once subset rows tell which candidates matter."""


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
        self.word_of = ""

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
        rows: tuple[SubsetRow, ...] = ()
        numbers = self._within_gap(prices)
        # A solver that was asked for has the first word.
        if numbers.size > _MANY and pulp_backend.is_default(self._solver):
            rows = self._look_among_nearest(columns, prices)
            if self._settles(prices.bound):
                return branch.lifted(prices.bound)
            numbers = self._within_gap(prices)
        tight, proved = self._tightened(
            columns.restricted(numbers),
            numbers,
            prices.of(numbers),
            rows,
            partial(self._tell, branch, math.inf),
        )
        if proved is not None:
            return branch.lifted(proved)
        branch = branch.lifted(tight.prices.bound)
        self._report(branch, math.inf)
        near = tight.nearest(_NEAR, self._incumbent.positions_among(numbers[tight.chosen]))
        self._plans.improve(near.columns, near.prices, numbers[near.chosen], **_REGION_AFTER_CUTS)
        return self._in_windows(branch, tight.below(self._incumbent.objective), numbers)

    def _within_gap(self, prices: Prices) -> NDArray[np.intp]:
        """Return the columns that may be in a better plan; all, if there is none yet."""
        gap = self._incumbent.objective - prices.bound
        return np.flatnonzero(prices.reduced_costs <= gap)

    def _look_among_nearest(self, columns: Columns, prices: Prices) -> tuple[SubsetRow, ...]:
        """Look for a plan among columns of little reduced cost; return the rows that helped."""
        numbers = nearest(columns, prices, _NEAR)
        tight = tighten(
            columns.restricted(numbers),
            prices.of(numbers),
            self._incumbent.objective,
            remaining=self._remaining,
            rounds=_FIRST_ROUNDS,
        )
        self._sweep(tight, numbers, _BEAMS)
        return tight.rows

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

    def _tightened(
        self,
        columns: Columns,
        numbers: NDArray[np.intp],
        prices: Prices,
        rows: Sequence[SubsetRow],
        tell: Callable[[float], None],
    ) -> tuple[Tightened, float | None]:
        """Return some columns under subset rows, and what is proved of all, or None if it is open.

        Rows and sweeps take turns: what one brings leaves fewer columns to the other.
        """
        cutoff = self._incumbent.objective
        # A solver that was asked for has the first word.
        if not pulp_backend.is_default(self._solver):
            return tighten(columns, prices, cutoff, remaining=self._remaining), None
        tight = tighten(
            columns, prices, cutoff, remaining=self._remaining, rows=rows, rounds=_FIRST_ROUNDS
        )
        for sweeps in _SWEEPS:
            tell(tight.prices.bound)
            before = self._incumbent.objective
            tight, proved, reached = self._sweep(tight, numbers, sweeps)
            if proved is not None or self._remaining() <= 0:
                return tight, proved
            gap = self._incumbent.objective - tight.prices.bound
            tight = tighten_further(
                columns,
                tight,
                self._incumbent.objective,
                remaining=self._remaining,
                separate=(violated, rank_one_rows),
            )
            left = self._incumbent.objective - tight.prices.bound
            better = self._incumbent.objective < before
            if reached < 0 or not (left <= _WORTH_A_SWEEP * gap or reached >= _FAR or better):
                break
        return tight, None

    def _sweep(
        self,
        tight: Tightened,
        numbers: NDArray[np.intp],
        sweeps: Sequence[_Sweep],
    ) -> tuple[Tightened, float | None, float]:
        """Return the columns left, what is proved of them, and how far the last sweep came.

        The second is None if labels are too many for a proof. Better plans that are met become the
        incumbent. What is met breaks a limit, if the third is negative: no sweep will end it.
        """
        bound, reached = tight.prices.bound, 0.0
        before = self._incumbent.objective
        for asked in sweeps:
            cutoff = self._incumbent.objective
            if bound >= cutoff or self._settles(bound):
                return tight, min(cutoff, bound), reached
            tight = tight.below(cutoff)
            if not self._is_worth_it(asked, tight, reached, better=cutoff < before):
                continue
            swept_over = tight if asked.beam is None else tight.nearest(asked.nearest)
            swept = sweep_plans(
                swept_over.left,
                swept_over.prices,
                swept_over.rows,
                room=cutoff - bound,
                most_labels=asked.most_labels,
                remaining=self._remaining,
                beam=asked.beam,
            )
            if swept.chosen is not None and not self._incumbent.offer(
                numbers[swept_over.chosen[swept.chosen]]
            ):
                reached = -1.0
                break
            proved = min(cutoff, bound + swept.least)
            # It is less than the plan by what sums are off, which may be much where costs are huge.
            if swept.ended and (proved >= cutoff or self._settles(proved)):
                return tight, proved, reached
            if swept.ended:
                break  # Its best is no plan: other limits than on the number of clusters forbid it.
            if self._remaining() <= 0:
                break
            if asked.beam is None:
                reached = swept.reached
        return tight.below(self._incumbent.objective), None, reached

    @staticmethod
    def _is_worth_it(asked: _Sweep, tight: Tightened, reached: float, *, better: bool) -> bool:
        """Tell whether to sweep, by how far the last came, or whether a beam was of use."""
        if asked.beam is not None:
            return not better
        if len(tight) > _MOST_SWEPT:
            return False
        return asked.most_labels < _MANY_LABELS or reached >= _FAR

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
