"""Sift candidates that are too many to list down to those that can be in a best plan.

The linear relaxation over all candidates needs no list of them (`implicit_relaxation`). Its
duals and a plan found among its columns then tell which candidates can be in a better plan:
those whose reduced cost is within the gap. These are listed, and the search goes on over
them as over any list (`set_partition`). Where they are still too many, those of least
reduced cost are listed, and every plan with another candidate costs at least the bound and
the reduced cost up to which all are listed.
"""

from __future__ import annotations

import logging
import math

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.errors import TooManyCandidatesError
from clusterer.formulations import pulp_backend
from clusterer.formulations.bounded_walk import BoundedWalk
from clusterer.formulations.closed_form import ClosedForm
from clusterer.formulations.columns import Columns
from clusterer.formulations.implicit_relaxation import ImplicitRelaxation, relax_implicitly
from clusterer.formulations.set_partition import SetPartitionSearch
from clusterer.formulations.solution import UNKNOWN, OutOfTime, Solution, Watch, relative_gap
from clusterer.problem import Problem
from clusterer.rules import MaxSize

logger = logging.getLogger(__name__)

_MARGIN = 1e-6
"""Candidates are listed a little beyond the gap, in £m: the walk adds up in another order."""

_SEED_GIB = 0.03
"""What the candidates may take from which the relaxation starts."""

_LISTED = 2_000_000
"""How many candidates to list at most."""

_FIRST_WIDTH = 1e-3
"""How wide the window is without a plan, as a part of the bound."""

_HALVINGS = 12
"""How often to look for a narrower window, each half as wide."""


class SiftingSearch:
    """A search over candidates that are not listed.

    Parameters
    ----------
    problem
        The problem, each limit of which has a `per_cluster`.
    form
        What its clusters cost.
    solver, gap, seed, watch
        As for `SetPartitionSearch`.
    """

    def __init__(
        self,
        problem: Problem,
        form: ClosedForm,
        *,
        solver: pulp_backend.Solver = None,
        gap: float = 0.0,
        seed: int = 0,
        watch: Watch | None = None,
    ) -> None:
        self._problem = problem
        self._form = form
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        self._walk = BoundedWalk(problem, form)
        self._best = UNKNOWN

    def run(self) -> Solution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        try:
            self._search()
        except OutOfTime:
            logger.debug("time is up")
        except KeyboardInterrupt:
            logger.warning("interrupted; what was found so far is kept")
        return self._best

    def _search(self) -> None:
        self._watch.tell(phase="relaxation")
        relaxed = relax_implicitly(
            self._walk,
            self._seeds(),
            dearest=self._form.dearest,
            remaining=self._watch.remaining,
            report=lambda columns, bound: self._watch.tell(columns=columns, bound=bound),
        )
        self._best = Solution(None, math.inf, relaxed.bound)
        if relaxed.bound == math.inf:
            return
        self._search_over(relaxed.columns, relaxed.bound, prove=False)
        if relaxed.bound == -math.inf or self._settled():
            return
        window = self._window(relaxed)
        if window is not None:
            columns, outside = window
            self._search_over(columns, outside)

    def _settled(self) -> bool:
        return relative_gap(self._best.objective, self._best.bound) <= self._gap

    def _search_over(self, columns: Columns, outside: float, *, prove: bool = True) -> None:
        """Search over some columns; plans with others cost at least `outside`."""
        self._watch.tell(candidates=len(columns))
        search = SetPartitionSearch(
            columns,
            start=self._start_among(columns.candidates),
            neighbours=self._walk.neighbours,
            prove=prove,
            solver=self._solver,
            gap=self._gap,
            seed=self._seed,
            watch=self._watch.below(outside),
        )
        try:
            search.search()
        finally:  # Ctrl-C passes, and what was found until then is taken.
            found = search.solution
            better = min(self._best, found, key=lambda solution: solution.objective)
            proved = max(self._best.bound, min(found.bound, outside))
            self._best = Solution(better.clusters, better.objective, min(proved, better.objective))

    def _start_among(self, candidates: Candidates) -> NDArray[np.intp] | None:
        """Return the numbers of the clusters of the best plan so far, if all are there."""
        if self._best.clusters is None:
            return None
        at = {candidates.positions(k).tobytes(): k for k in range(len(candidates))}
        wanted = Candidates.of(self._problem.councils, self._best.clusters)
        found = [at.get(wanted.positions(k).tobytes(), -1) for k in range(len(wanted))]
        return None if -1 in found else np.array(sorted(found), dtype=np.intp)

    def _seeds(self) -> Columns:
        """Return the smallest candidates, up to a size of which there are not too many."""
        try:
            seeds = self._problem.candidates(memory_gib=_SEED_GIB)
        except TooManyCandidatesError as error:
            cap = MaxSize(max(error.fitting_size, 1))
            small = self._problem.replace(rules=[*self._problem.rules, cap])
            seeds = small.candidates()
        return Columns.among(self._problem, seeds)

    def _window(self, relaxed: ImplicitRelaxation) -> tuple[Columns, float] | None:
        """Return the candidates that can be in a better plan, and what plans with others cost.

        If they are too many, return those of least reduced cost; None if those are too many,
        however narrow the window.
        """
        width = self._best.objective - relaxed.bound + _MARGIN
        if math.isinf(width):
            width = max(_FIRST_WIDTH * abs(relaxed.bound), _MARGIN)
        for _ in range(_HALVINGS):
            found = self._walk.below(
                relaxed.council_duals,
                relaxed.limit_duals,
                width,
                remaining=self._watch.remaining,
                most_a_root=_LISTED,
                most=_LISTED,
            )
            if found.complete:
                logger.debug("%d candidates of reduced cost up to %.6f", len(found.columns), width)
                return found.columns, relaxed.bound + width - _MARGIN
            width /= 2
        return None
