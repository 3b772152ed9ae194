"""Looking for plans: a dive, annealing, and regions that are solved again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from clusterer.geography import Neighbours
from clusterer.search.annealing import Annealer
from clusterer.search.column_generation import MANY, WHOLE
from clusterer.search.columns import Columns
from clusterer.search.diving import dive
from clusterer.search.incumbent import Incumbent
from clusterer.search.neighbourhood import Regions, Resolve, improve
from clusterer.search.prices import Prices

Floats = NDArray[np.float64]

_DIVE_AMONG = 4_000
"""Candidates among which a first plan is looked for."""

_STEPS = 20_000
"""Steps of annealing for each council."""

_REGIONS = Regions(25, most_columns=500)
"""What is solved again."""

_LARGE = Regions(400, most_columns=20_000, patience=5)
"""What is looked into on maps of thousands, where no beam looks at all of the map at once."""

_VERY_FEW = 2_000
"""So few columns are decided at once, rather than region by region."""

_FEW = 20_000
"""Over so few columns a MIP gets far, so that it should not wait long for regions:"""

_PATIENCE = 20
"""so many that bring no better plan are enough."""

_NEAR = 200
"""So many columns a council, those of least reduced cost, are enough for regions."""


class PlanSearch:
    """Looks for plans that are better than the incumbent, which they become.

    Parameters
    ----------
    columns
        All columns.
    incumbent
        The best plan so far.
    resolve
        Solves a region.
    look_into
        Looks for a better plan of a larger region.
    neighbours
        (indptr, indices): the neighbours of each council, for annealing; None for none.
    seed
        For the random choices.
    remaining
        Tells the seconds left.
    report
        Is called when there may be a better plan.
    decided_after
        Whether what few columns may still be in a better plan is decided after this.
    """

    def __init__(
        self,
        columns: Columns,
        incumbent: Incumbent,
        resolve: Resolve,
        look_into: Resolve,
        *,
        neighbours: Neighbours | None,
        seed: int,
        remaining: Callable[[], float],
        report: Callable[[], None],
        decided_after: bool = True,
    ) -> None:
        self._columns = columns
        self._decided_after = decided_after
        self._incumbent = incumbent
        self._resolve = resolve
        self._look_into = look_into
        self._neighbours = neighbours
        self._seed = seed
        self._remaining = remaining
        self._report = report
        self._annealer: Annealer | None = None
        self._beside: Future[NDArray[np.intp] | None] | None = None
        self._stopped = False

    def anneal_beside(self) -> None:
        """Begin to anneal in a thread of its own, while the relaxation is solved in another."""
        if self._neighbours is not None:
            pool = ThreadPoolExecutor(1)
            self._beside = pool.submit(self._annealed)
            pool.shutdown(wait=False)

    def take_annealed(self) -> None:
        """Take the plan that is annealed beside, if it is there by now."""
        if self._beside is not None and self._beside.done():
            found = self._beside.result()
            if found is not None:
                self._incumbent.offer(found)

    def end(self) -> None:
        """End what is annealed beside, and take the best plan that it met."""
        self._stopped = True
        self._wait_for_annealed()

    def look_near(self, columns: Columns, prices: Prices, values: Floats) -> None:
        """Look for a plan near a solution of the relaxation, and for better ones near that.

        Parameters
        ----------
        columns
            All columns, under the limits of a branch.
        prices, values
            The duals, repaired, and the x of its relaxation.
        """
        used = np.flatnonzero(values > WHOLE)
        if (values[used] > 1 - WHOLE).all():
            self._incumbent.offer(used)  # The relaxation is a plan: no more to find here.
            return
        least = np.arange(len(columns))
        if least.size > _DIVE_AMONG:
            least = np.argpartition(prices.reduced_costs, _DIVE_AMONG)[:_DIVE_AMONG]
        # A council alone fits into whatever gap the dive leaves.
        near = np.union1d(least, np.flatnonzero(columns.candidates.size == 1))
        found = dive(columns.restricted(near), remaining=self._remaining)
        if found is not None:
            self._incumbent.offer(near[found])
        if not self._incumbent.settles(prices.bound):
            # Once is enough: the branches of a search have much the same plans.
            once = self._annealer is not None and self._incumbent.chosen is not None
            if not self._wait_for_annealed() and not once and self._is_open(prices):
                self._anneal()
            numbers = np.arange(len(columns))
            if columns.n >= MANY:
                self.improve(self._columns, prices, numbers, _LARGE, self._look_into)
            self.improve(self._columns, prices, numbers, _REGIONS)

    def _is_open(self, prices: Prices) -> bool:
        """Tell whether more columns may be in a better plan than are decided at once, if at all."""
        if self._incumbent.chosen is None or not self._decided_after:
            return True
        gap = self._incumbent.objective - prices.bound
        return int(np.count_nonzero(prices.reduced_costs <= gap)) > _VERY_FEW

    def improve(
        self,
        columns: Columns,
        prices: Prices,
        numbers: NDArray[np.intp],
        regions: Regions,
        resolve: Resolve | None = None,
    ) -> None:
        """Solve regions of the incumbent again, if it is a plan of the columns of these numbers.

        Parameters
        ----------
        columns, prices
            Some columns, and their prices.
        numbers
            Their numbers among all columns, ascending.
        regions
            Which regions.
        resolve
            In place of that which solves a region to its end.
        """
        if len(columns) <= _VERY_FEW:
            return
        chosen = self._incumbent.plan_of(columns, numbers)
        if chosen is None:
            return
        if len(columns) <= _FEW:
            regions = regions._replace(patience=min(regions.patience, _PATIENCE))
        if len(columns) > _NEAR * columns.n:
            least = np.argpartition(prices.reduced_costs, _NEAR * columns.n)[: _NEAR * columns.n]
            near = np.union1d(least, chosen)
            columns, prices, numbers = columns.restricted(near), prices.of(near), numbers[near]
            chosen = np.searchsorted(near, chosen)
        plans = improve(
            columns,
            prices,
            chosen,
            resolve or self._resolve,
            regions=regions,
            remaining=self._remaining,
        )
        for plan in plans:
            self._incumbent.offer(numbers[plan])
            self._report()

    def _anneal(self) -> None:
        if self._neighbours is not None:
            self._take(self._annealed())

    def _annealed(self) -> NDArray[np.intp] | None:
        """Return the best plan that annealing meets, if it meets one."""
        assert self._neighbours is not None
        if self._annealer is None:
            self._annealer = Annealer(self._columns, self._neighbours, seed=self._seed)

        def remaining() -> float:
            return 0.0 if self._stopped else self._remaining()

        return self._annealer.run(steps=_STEPS, remaining=remaining)

    def _wait_for_annealed(self) -> bool:
        """Take the plan that is annealed beside, once it is there; tell whether any is."""
        if self._beside is None:
            return False
        beside, self._beside = self._beside, None
        self._take(beside.result())
        return True

    def _take(self, found: NDArray[np.intp] | None) -> None:
        if found is not None:
            self._incumbent.offer(found)
            self._report()
