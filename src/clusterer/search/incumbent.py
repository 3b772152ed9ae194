"""The best plan so far, as columns, and whether a bound is near enough to it."""

from __future__ import annotations

import logging
import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clusterer.search.columns import Columns
from clusterer.search.solution import is_near, tolerance

logger = logging.getLogger(__name__)


class Costed(Protocol):
    """What plans are made of, by numbers."""

    def cost(self, chosen: NDArray[np.intp]) -> float:
        """Return the £m of some that are a plan; infinite if they are none."""


class Incumbent:
    """The best plan so far, or none at infinite cost.

    Parameters
    ----------
    columns
        What plans are made of.
    precision
        Which part of a gap that counts as none is none here.
    """

    def __init__(self, columns: Costed, precision: float = 1.0) -> None:
        self._columns = columns
        self._precision = precision
        # One assignment changes both, so that Ctrl-C does not come between.
        self._best: tuple[float, NDArray[np.intp] | None] = (math.inf, None)

    @property
    def objective(self) -> float:
        """The £m of the plan; infinite if there is none."""
        return self._best[0]

    @property
    def chosen(self) -> NDArray[np.intp] | None:
        """The numbers of its columns, ascending; None if there is none."""
        return self._best[1]

    @property
    def cutoff(self) -> float:
        """The £m from which on a plan is no better than this one."""
        if self.chosen is None:
            return math.inf
        return self.objective - self._precision * tolerance(self.objective)

    def cost(self, chosen: NDArray[np.intp]) -> float:
        """Return the £m of some that are a plan; infinite if they are none."""
        return self._columns.cost(chosen)

    def offer(self, chosen: NDArray[np.intp]) -> bool:
        """Take columns for the incumbent if they are better; tell whether they are a plan."""
        objective = self.cost(chosen)
        if objective == math.inf:
            logger.debug("what was found is no plan within the limits; it is left out")
            return False
        if objective < self.objective:
            self._best = (objective, np.sort(chosen))
            logger.debug("plan of £%.6fm", objective)
        return True

    def settles(self, bound: float, gap: float = 0.0) -> bool:
        """Tell whether a bound proves the plan to be within a relative gap of the best."""
        return is_near(self.objective, bound, gap=gap, precision=self._precision)

    def plan_of(self, columns: Columns, numbers: NDArray[np.intp]) -> NDArray[np.intp] | None:
        """Return where it stands among columns of these numbers; None if it is no plan of them.

        A plan of another branch may break their limits.
        """
        found = self.positions_among(numbers)
        return None if found is None or not columns.keeps_limits(found) else found

    def positions_among(self, numbers: NDArray[np.intp]) -> NDArray[np.intp] | None:
        """Return where its columns stand among ascending numbers; None if one does not."""
        if self.chosen is None or not np.isin(self.chosen, numbers).all():
            return None
        return np.searchsorted(numbers, self.chosen)
