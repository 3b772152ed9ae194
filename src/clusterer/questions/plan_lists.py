"""Lists of plans in order of cost, with what is known of those that are not listed."""

from __future__ import annotations

import contextlib
import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.problem import Evaluation
from clusterer.questions.moves import moves_between
from clusterer.search.columns import Columns
from clusterer.search.lookup import numbers_among
from clusterer.search.plans_below import PlansBelow
from clusterer.search.solution import OutOfTime, tolerance

logger = logging.getLogger(__name__)

Plans = list[NDArray[np.intp]]

_FIRST = 1e-5
"""How much more than the best, as a part of it, the first plans looked at may cost."""

_MOST_COUNTED = 10**8
"""More plans are not counted one by one."""

_GROWTH = 4.0
"""By how much that grows until there are enough."""


@dataclass(frozen=True, eq=False)
class PlanList:
    """Plans in order of cost.

    Attributes
    ----------
    plans
        The columns of each plan.
    complete
        Whether there is no other within the tolerance.
    next_bound
        What every other plan costs at least; infinite if there is none.
    count
        How many there are within the tolerance; None if that is not known.
    """

    plans: Plans
    complete: bool
    next_bound: float
    count: int | None


@dataclass(frozen=True, eq=False)
class Scope:
    """The plans of some columns within a tolerance of the best.

    Attributes
    ----------
    columns
        The columns.
    best
        The £m of the best plan, or of one that is nearly so.
    within
        How much more a plan may cost, as a part of the best; None for any cost.
    remaining
        Tells the seconds left.
    """

    columns: Columns
    best: float
    within: float | None
    remaining: Callable[[], float]

    @property
    def cutoff(self) -> float:
        """The £m up to which plans are of interest."""
        if self.within is None:
            return math.inf
        return self.best + self.within * abs(self.best) + tolerance(self.best)

    def below(self, cutoff: float) -> PlansBelow | None:
        """Return all plans up to a cutoff, or None if memory does not allow it."""
        found = PlansBelow.of(self.columns, cutoff, self.remaining)
        if found is None:
            logger.warning(
                "plans up to £%.3fm are too many ways to hold; those listed so far are kept: ask "
                "for fewer, or for a smaller tolerance",
                cutoff,
            )
        return found

    def stages(self) -> Iterator[PlansBelow]:
        """Go through more and more of the plans, as far as they can be held."""
        more = _FIRST * max(abs(self.best), 1.0)
        # What no plan costs more than.
        most = min(self.cutoff, self.columns.largest_cost + tolerance(self.columns.largest_cost))
        while True:
            cutoff = min(self.best + more, most)
            found = self.below(cutoff)
            if found is None:
                return
            yield found
            if cutoff >= most:
                return
            more *= _GROWTH


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Go on with what is listed if time is up, or at Ctrl-C."""
    try:
        yield
    except (OutOfTime, KeyboardInterrupt):
        logger.warning("stopped; the plans listed so far are kept")


def only(columns: Columns, plan: Evaluation, bound: float) -> PlanList:
    """Return the one plan that is known, where no list could be made."""
    clusters = plan.assignment.groupby(pd.factorize(plan.assignment)[0]).groups.values()
    rows = [plan.councils.positions(members) for members in clusters]
    wanted = Candidates.of(plan.councils, rows)
    numbers = np.sort(numbers_among(columns.candidates, wanted))
    return PlanList([numbers], complete=False, next_bound=bound, count=None)


def cheapest(scope: Scope, n: int) -> PlanList | None:
    """Return the n cheapest plans within the tolerance; None if none could be listed."""
    found: PlanList | None = None
    with _kept():
        for below in scope.stages():
            plans = below.cheapest(n + 1)
            if len(plans) > n:
                bound = float(scope.columns.costs[plans[n]].sum())
                return PlanList(plans[:n], complete=False, next_bound=bound, count=None)
            at_end = _is_all(scope, below)
            beyond = math.inf if scope.within is None else below.cutoff
            found = PlanList(
                plans,
                complete=at_end,
                next_bound=beyond if at_end else below.cutoff,
                count=len(plans) if at_end else None,
            )
    return found


def all_within(scope: Scope, most: int, seed: int) -> PlanList | None:
    """Return all plans within the tolerance, or a draw of them; None if they could not be held."""
    with _kept():
        below = scope.below(scope.cutoff)
        if below is None:
            return None
        count = below.count(at_most=_MOST_COUNTED)
        if count <= most:
            return PlanList(below.listed(), True, scope.cutoff, count)
        if count > _MOST_COUNTED and not below.counts_at_once:
            plans = below.cheapest(most + 1)
            bound = float(scope.columns.costs[plans[most]].sum())
            return PlanList(plans[:most], complete=False, next_bound=bound, count=None)
        # Of those that a draw leaves out it is known only that none is cheaper than the best.
        bound = float(scope.columns.costs[below.cheapest(1)[0]].sum())
        return PlanList(below.drawn(most, count, seed), False, bound, count)
    return None


def diverse(scope: Scope, k: int, moves: int, most: int) -> PlanList | None:
    """Return k plans, each the cheapest of those at least so many moves from all before it."""
    found: PlanList | None = None
    with _kept():
        for below in scope.stages():
            plans = below.cheapest(most + 1)
            chosen: Plans = []
            numbers: list[NDArray[np.intp]] = []
            for plan in plans[:most]:
                if scope.remaining() <= 0:
                    break
                homes = home_of(scope.columns, plan)
                if all(moves_between(homes, other) >= moves for other in numbers):
                    chosen.append(plan)
                    numbers.append(homes)
                    if len(chosen) == k:
                        break
            # They are taken in order: the first that was passed over is the next best of all.
            pairs = zip_longest(plans, chosen)
            passed = next((plan for plan, one in pairs if plan is not one), None)
            ended = _is_all(scope, below)
            beyond = math.inf if ended and scope.within is None else below.cutoff
            found = PlanList(
                chosen,
                complete=ended and passed is None,
                next_bound=beyond if passed is None else float(scope.columns.costs[passed].sum()),
                count=None,
            )
            if len(chosen) == k or len(plans) > most or scope.remaining() <= 0:
                return found
    return found


def home_of(columns: Columns, plan: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return shape (n,): which of its columns, counted from 0, each council is in."""
    homes = np.empty(columns.n, dtype=np.intp)
    for k, column in enumerate(plan):
        homes[columns.candidates.positions(column)] = k
    return homes


def _is_all(scope: Scope, below: PlansBelow) -> bool:
    """Tell whether these are all plans within the tolerance."""
    largest = scope.columns.largest_cost
    return below.cutoff >= min(scope.cutoff, largest)
