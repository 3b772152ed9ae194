"""Sweeps and subset rows in turns: what one brings leaves fewer columns to the other.

A sweep with a beam finds a plan, and a better plan leaves less room: fewer columns, and fewer
labels of an exact sweep, which ends the proof. Subset rows lift the bound, which does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.search.columns import Columns
from clusterer.search.cutting_planes import QUICK, Tightened, tighten, tighten_further
from clusterer.search.incumbent import Incumbent
from clusterer.search.prices import Prices
from clusterer.search.rank_one import rank_one_rows
from clusterer.search.subset_row import SubsetRow
from clusterer.search.sweep import beam_plan, sweep_plans

FIRST_ROUNDS = 6
"""Rounds of subset rows before the first sweep."""


class Beam(NamedTuple):
    """A sweep that looks for a plan.

    Attributes
    ----------
    width
        How many labels are kept at each front.
    nearest
        How many columns of each council are taken, about: those of least reduced cost.
    """

    width: int
    nearest: int


class Exact(NamedTuple):
    """A sweep that finds the best plan, unless there are more labels than so many."""

    most_labels: int


Sweep = Beam | Exact

BEAMS = (Beam(3_000, nearest=50), Beam(1_000, nearest=100), Beam(3_000, nearest=200))
"""What looks for a plan where many columns may be in a better one."""

_FEW = 10_000
"""Over so few columns this sweep costs less than the first subset rows:"""

_AT_ONCE = (Exact(20_000),)

_TURNS: tuple[tuple[Sweep, ...], ...] = (
    (
        Beam(1_000, nearest=50),
        Exact(200_000),
        Beam(1_000, nearest=100),
        Exact(500_000),
        Beam(3_000, nearest=50),
        Beam(1_000, nearest=300),
        Exact(1_000_000),
    ),
    (
        Exact(500_000),
        Beam(3_000, nearest=100),
        Exact(500_000),
        Beam(3_000, nearest=200),
        Exact(4_000_000),
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


class Turns:
    """Sweeps and subset rows over some of the columns of a search.

    Parameters
    ----------
    incumbent
        The best plan so far; better ones that are met take its place.
    settles
        Tells whether a bound is near enough to it to stop.
    remaining
        Tells the seconds left.
    """

    def __init__(
        self,
        incumbent: Incumbent,
        *,
        settles: Callable[[float], bool],
        remaining: Callable[[], float],
    ) -> None:
        self._incumbent = incumbent
        self._settles = settles
        self._remaining = remaining

    def take(
        self,
        columns: Columns,
        numbers: NDArray[np.intp],
        prices: Prices,
        rows: Sequence[SubsetRow],
        tell: Callable[[float], None],
    ) -> tuple[Tightened, float | None]:
        """Return the columns that are left, and what is proved of all, or None if it is open.

        Parameters
        ----------
        columns, numbers
            All columns that may be in a better plan, and their numbers among those of the search.
        prices
            Duals that prove a bound for them, with no reduced cost below zero.
        rows
            Subset rows to begin with.
        tell
            Is told what is proved so far.
        """
        if numbers.size <= _FEW:
            at_once = Tightened.not_yet(columns, prices)
            at_once, proved, _ = self.sweep(at_once, numbers, _AT_ONCE)
            if proved is not None:
                return at_once, proved
        tight = tighten(
            columns,
            prices,
            self._incumbent.objective,
            remaining=self._remaining,
            rows=rows,
            rounds=FIRST_ROUNDS,
        )
        for sweeps in _TURNS:
            tell(tight.prices.bound)
            before = self._incumbent.objective
            tight, proved, reached = self.sweep(tight, numbers, sweeps)
            if proved is not None or self._remaining() <= 0:
                return tight, proved
            gap = self._incumbent.objective - tight.prices.bound
            tight = tighten_further(
                columns,
                tight,
                self._incumbent.objective,
                remaining=self._remaining,
                separate=(*QUICK, rank_one_rows),
            )
            left = self._incumbent.objective - tight.prices.bound
            better = self._incumbent.objective < before
            if reached < 0 or not (left <= _WORTH_A_SWEEP * gap or reached >= _FAR or better):
                break
        return tight, None

    def sweep(
        self, tight: Tightened, numbers: NDArray[np.intp], sweeps: Sequence[Sweep]
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
            if isinstance(asked, Beam):
                if cutoff == before and not self._look(tight, numbers, asked):
                    reached = -1.0
                    break
            elif self._is_worth_it(asked, tight, reached):
                swept = sweep_plans(
                    tight.left,
                    tight.prices,
                    tight.rows,
                    room=cutoff - bound,
                    most_labels=asked.most_labels,
                    remaining=self._remaining,
                )
                reached = swept.reached
                if not self._offer(swept.chosen, tight, numbers):
                    reached = -1.0
                    break
                proved = min(cutoff, bound + swept.least)
                # It is less than the plan by what sums are off, much where costs are huge.
                if swept.ended and (proved >= cutoff or self._settles(proved)):
                    return tight, proved, reached
                if swept.ended:
                    break  # Its best is no plan: other limits forbid it.
            if self._remaining() <= 0:
                break
        return tight.below(self._incumbent.objective), None, reached

    def _look(self, tight: Tightened, numbers: NDArray[np.intp], beam: Beam) -> bool:
        """Look for a better plan by a beam; tell whether what it met, if anything, is a plan."""
        near = tight.nearest(beam.nearest)
        found = beam_plan(
            near.left,
            near.prices,
            near.rows,
            room=self._incumbent.objective - tight.prices.bound,
            width=beam.width,
            remaining=self._remaining,
        )
        return self._offer(found, near, numbers)

    def _offer(
        self, found: NDArray[np.intp] | None, tight: Tightened, numbers: NDArray[np.intp]
    ) -> bool:
        """Offer what a sweep met; tell whether it is a plan, or nothing was met."""
        return found is None or self._incumbent.offer(numbers[tight.chosen[found]])

    @staticmethod
    def _is_worth_it(asked: Exact, tight: Tightened, reached: float) -> bool:
        """Tell whether to sweep, by how many columns there are and how far the last sweep came."""
        if len(tight) > _MOST_SWEPT:
            return False
        return asked.most_labels < _MANY_LABELS or reached >= _FAR
