"""Close a branch: prove what its plans cost at least, or find the best of them.

A candidate whose reduced cost is above the gap cannot be in a better plan. So only those of
least reduced cost are looked at, in a window that need only grow until it covers the gap: a
plan with a candidate from outside costs at least the bound and the least reduced cost there.
Within the window only plans below that sum, and below the incumbent, are of interest, which
lets subset rows rule out most candidates (`cutting_planes`). Over those that are left a `sweep`
ends the proof. Where it would take too many labels, or where its best is no plan within the limits,
they are the columns of an integer program (`decision`).
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from clusterer.search import pulp_backend
from clusterer.search.branches import Branch
from clusterer.search.columns import Columns, Prices
from clusterer.search.cutting_planes import Tightened, tighten, tighten_further
from clusterer.search.decision import Task, decide
from clusterer.search.incumbent import Incumbent
from clusterer.search.partition_program import program_of
from clusterer.search.plan_search import PlanSearch
from clusterer.search.rank_one import rank_one_rows
from clusterer.search.subset_rows import violated
from clusterer.search.sweep import sweep_plans

logger = logging.getLogger(__name__)

_FIRST_WINDOW = 50_000
"""Candidates in the first window of a branch; each later one is this many times larger:"""

_WINDOW_GROWTH = 2

_WIDE_GAP = 200_000
"""So many candidates of reduced cost within the gap are too many for a proof soon."""

_FIRST_ROUNDS = 6
"""Rounds of subset rows before the first sweep."""

_BEAM_LABELS = 1 << 23
"""The labels of a sweep with a beam, about: no sweep of it is to give up."""

_SWEEPS: tuple[tuple[tuple[int | None, int], ...], ...] = (
    ((None, 200_000), (1_000, _BEAM_LABELS), (None, 500_000), (None, 1_000_000)),
    ((None, 500_000), (3_000, _BEAM_LABELS), (None, 500_000), (None, 4_000_000)),
)
"""Beams, and how many labels there may be. Between these, subset rows are looked for again."""

_MANY_LABELS = 1_000_000
"""So many are tried where a sweep that gave up came past:"""

_FAR = 1 / 3
"""this part of the councils."""

_WORTH_A_SWEEP = 0.9
"""Sweeps go on where subset rows leave no more than this part of the gap, where the last sweep came
far, or where a beam found a better plan."""

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
        near = prices.reduced_costs <= self._incumbent.objective - prices.bound
        if np.count_nonzero(near) > _WIDE_GAP:
            self._plans.look_harder(columns, prices)
        order = np.argsort(prices.reduced_costs, kind="stable")
        window = _FIRST_WINDOW
        while not self._settles(branch.bound) and self._remaining() > 0:
            outside = math.inf
            if window < order.size:
                outside = prices.bound + float(prices.reduced_costs[order[window]])
            # Without an incumbent any plan is welcome, also one that proves nothing yet.
            cutoff = (
                math.inf
                if self._incumbent.chosen is None
                else min(self._incumbent.objective, outside)
            )
            inside = np.sort(order[:window])
            inside = inside[prices.reduced_costs[inside] <= cutoff - prices.bound]
            proved, finished = self._prove(
                columns.restricted(inside),
                inside,
                prices,
                cutoff,
                partial(self._tell, branch, outside),
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

    def _prove(
        self,
        columns: Columns,
        numbers: NDArray[np.intp],
        prices: Prices,
        cutoff: float,
        report: Callable[..., None],
    ) -> tuple[float, bool]:
        """Return what plans of some columns cost at least, up to a cutoff, and whether it is all.

        Better plans that are met on the way become the incumbent, and `report` is told what
        is proved so far, and what the best plan costs that the solver has.
        """
        tight, proved = self._tightened(columns, numbers, prices, cutoff, report)
        if proved is not None:
            return proved, True
        self._plans.improve(
            tight.columns, tight.prices, numbers[tight.chosen], **_REGION_AFTER_CUTS
        )
        cutoff = min(cutoff, self._incumbent.objective)
        if tight.prices.bound >= cutoff or self._settles(tight.prices.bound):
            return min(cutoff, tight.prices.bound), True
        tight = tight.below(cutoff)
        return self._decide(tight, numbers[tight.chosen], cutoff, report)

    def _tightened(
        self,
        columns: Columns,
        numbers: NDArray[np.intp],
        prices: Prices,
        cutoff: float,
        report: Callable[..., None],
    ) -> tuple[Tightened, float | None]:
        """Return some columns under subset rows, and what `_prove` is to, or None if it is open.

        Rows and sweeps take turns: what one brings leaves fewer columns to the other.
        """
        # A solver that was asked for has the first word.
        if not pulp_backend.is_default(self._solver):
            return tighten(columns, prices, cutoff, remaining=self._remaining), None
        tight = tighten(columns, prices, cutoff, remaining=self._remaining, rounds=_FIRST_ROUNDS)
        for sweeps in _SWEEPS:
            report(min(cutoff, tight.prices.bound))
            before = self._incumbent.objective
            tight, proved, reached = self._sweep(tight, numbers, cutoff, sweeps)
            if proved is not None or self._remaining() <= 0:
                return tight, proved
            cutoff = min(cutoff, self._incumbent.objective)
            gap = cutoff - tight.prices.bound
            tight = tighten_further(
                columns,
                tight,
                cutoff,
                remaining=self._remaining,
                separate=(violated, rank_one_rows),
            )
            lifted = cutoff - tight.prices.bound <= _WORTH_A_SWEEP * gap
            if reached < 0 or not (lifted or reached >= _FAR or self._incumbent.objective < before):
                break
        return tight, None

    def _sweep(
        self,
        tight: Tightened,
        numbers: NDArray[np.intp],
        cutoff: float,
        sweeps: Sequence[tuple[int | None, int]],
    ) -> tuple[Tightened, float | None, float]:
        """Return the columns left, what `_prove` is to, and how far the last sweep came.

        The second is None if labels are too many for a proof. Better plans that are met become the
        incumbent. What is met breaks a limit, if the third is negative: no sweep will end it.
        """
        bound, reached = tight.prices.bound, 0.0
        for beam, most_labels in sweeps:
            now = min(cutoff, self._incumbent.objective)
            if bound >= now or self._settles(bound):
                return tight, min(now, bound), reached
            if beam is None and most_labels >= _MANY_LABELS and reached < _FAR:
                continue
            tight = tight.below(now)
            swept = sweep_plans(
                tight.columns,
                tight.prices,
                tight.rows,
                room=now - bound,
                most_labels=most_labels,
                remaining=self._remaining,
                beam=beam,
            )
            if swept.chosen is not None and not self._incumbent.offer(
                numbers[tight.chosen[swept.chosen]]
            ):
                reached = -1.0
                break
            proved = min(now, bound + swept.least)
            # It is less than the plan by what sums are off, which may be much where costs are huge.
            if swept.ended and (proved >= now or self._settles(proved)):
                return tight, proved, reached
            if swept.ended:
                break  # Its best is no plan: other limits than on the number of clusters forbid it.
            if self._remaining() <= 0:
                break
            if beam is None:
                reached = swept.reached
        return tight.below(min(cutoff, self._incumbent.objective)), None, reached

    def _decide(
        self,
        tight: Tightened,
        numbers: NDArray[np.intp],
        cutoff: float,
        report: Callable[..., None],
    ) -> tuple[float, bool]:
        """Return the same of the columns that are left, `numbers` among all, for good."""
        incumbent = self._incumbent
        task = Task(
            program_of(tight),
            constant=float(tight.prices.council_duals.sum()),
            weights=tight.prices.reduced_costs,
            bound=tight.prices.bound,
            cutoff=lambda: min(cutoff, incumbent.objective),
            offer=lambda found: incumbent.offer(numbers[found]),
            cost=lambda found: incumbent.cost(numbers[found]),
            incumbent=lambda: incumbent.positions_among(numbers),
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
