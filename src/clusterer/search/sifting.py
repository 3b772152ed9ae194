"""Sift candidates that are too many to list down to those that can be in a best plan.

The linear relaxation over all candidates needs no list of them (`implicit_relaxation`). Its
duals and a plan found among its columns then tell which candidates can be in a better plan:
those whose reduced cost is within the gap. These are listed, and the search goes on over
them as over any list (`set_partition`). Where they are still too many, those of least
reduced cost are listed, and every plan with another candidate costs at least the bound and
the reduced cost up to which all are listed.
"""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem
from clusterer.rules import Rule
from clusterer.search import pulp_backend
from clusterer.search.bounded_walk import BoundedWalk
from clusterer.search.closed_form import ClosedForm, check_rules_and_limits
from clusterer.search.columns import Columns
from clusterer.search.construction import Construction
from clusterer.search.fitting import fitting
from clusterer.search.implicit_relaxation import ImplicitRelaxation, relax_implicitly
from clusterer.search.lookup import numbers_among
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.simple_plans import simple_plans
from clusterer.search.solution import (
    UNKNOWN,
    Solution,
    Watch,
    is_near,
    is_stopped,
    relative_gap,
)
from clusterer.search.windows import search_in_windows

logger = logging.getLogger(__name__)

_SEED_GIB = 0.01
"""What the candidates may take from which the relaxation starts."""

_SAMPLE_GIB = 0.001
"""What those may take on which rules and limits are compared with their MIP forms."""

_LARGE = 100
"""On smaller maps the search soon betters a simple plan, if there is one."""

_LISTED = 2_000_000
"""How many candidates to list at most."""

_FAR = 0.005
"""A plan this far from the bound is worth looking for the best among the relaxation's columns."""


class SiftingSearch:
    """A search over candidates that are not listed.

    Parameters
    ----------
    problem
        The problem, each limit of which has a `per_cluster`.
    form
        What its clusters cost.
    known
        The best plan and bound of another search, to begin with.
    solver, gap, seed, watch
        As for `SetPartitionSearch`.
    """

    def __init__(
        self,
        problem: Problem,
        form: ClosedForm,
        *,
        known: Solution = UNKNOWN,
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
        self._best = known

    def run(self) -> Solution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        is_stopped(self._search)
        return self._best

    def _search(self) -> None:
        self._watch.tell(phase="relaxation")
        known = simple_plans(self._problem)
        for plan in known:
            self._best = self._best.bettered(plan)
        self._lift(self._form.least)
        if not known or len(self._problem.councils) >= _LARGE:
            known += self._constructed()
        self._watch.tell(incumbent=self._best.objective)
        self._watch.check()
        seeds = seeds_of(self._problem, self._walk, known, self._watch.check)
        self._search_over(seeds, -math.inf, prove=False)
        relaxed = relax_implicitly(
            self._walk,
            seeds,
            costliest=self._form.costliest,
            remaining=self._watch.remaining,
            report=lambda columns, bound: self._watch.tell(columns=columns, bound=bound),
        )
        self._lift(relaxed.bound)
        if abs(relaxed.bound) == math.inf:
            return
        self._search_over(relaxed.columns, relaxed.bound, prove=False)
        if self._gap_of_best() > _FAR:
            self._search_over(relaxed.columns, relaxed.bound)
        self._close(relaxed)

    def _constructed(self) -> list[Solution]:
        """Return a plan that is made without candidates, if one is, and keep it."""
        construction = Construction(self._problem, self._watch, seed=self._seed)
        try:
            construction.run()
        finally:  # Ctrl-C passes, and the plan so far is taken.
            plan = construction.plan
            self._best = self._best.bettered(plan or UNKNOWN)
        return [] if plan is None else [plan]

    def _close(self, relaxed: ImplicitRelaxation) -> None:
        """Search among the candidates that can be in a better plan."""

        def listed(width: float) -> Columns | None:
            found = self._walk.below(
                relaxed.council_duals,
                relaxed.limit_duals,
                width,
                remaining=self._watch.remaining,
                most_a_root=_LISTED,
                most=_LISTED,
            )
            logger.debug("%d candidates of reduced cost up to %.6f", len(found.columns), width)
            return found.columns if found.complete else None

        search_in_windows(
            relaxed.bound,
            self._form.costliest,
            objective=lambda: self._best.objective,
            settled=self._settled,
            listed=listed,
            search=self._search_over,
        )

    def _gap_of_best(self) -> float:
        return relative_gap(self._best.objective, self._best.bound)

    def _settled(self) -> bool:
        """Tell whether the bound is near enough to the best plan."""
        return is_near(self._best.objective, self._best.bound, gap=self._gap)

    def _lift(self, bound: float) -> None:
        self._best = self._best.lifted(bound)

    def _search_over(self, columns: Columns, outside: float, *, prove: bool = True) -> None:
        """Search over some columns; plans with others cost at least `outside`."""
        columns, start = self._with_best(columns)
        self._watch.tell(candidates=len(columns))
        search = SetPartitionSearch(
            columns,
            start=start,
            neighbours=self._problem.neighbours,
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
            self._best = self._best.bettered(found)
            if found.word_of:
                self._best = dataclasses.replace(self._best, word_of=found.word_of)
            self._lift(min(found.bound, outside))

    def _with_best(self, columns: Columns) -> tuple[Columns, NDArray[np.intp] | None]:
        """Return columns and the clusters of the best plan so far, and their numbers."""
        if self._best.clusters is None:
            return columns, None
        wanted = Candidates.of(self._problem.councils, self._best.clusters)
        found = numbers_among(columns.candidates, wanted)
        missing = np.flatnonzero(found < 0)
        found[missing] = len(columns) + np.arange(missing.size)
        if missing.size:
            added = self._walk.columns(wanted.take(missing))
            columns = Columns.joined([columns, added])
        return columns, np.sort(found)


def seeds_of(
    problem: Problem, walk: BoundedWalk, known: list[Solution], check: Callable[[], None]
) -> Columns:
    """Return the clusters of known plans, and the smallest candidates.

    That is all of the sizes of which there are not too many. `check` is called again and again;
    what it raises ends the work.
    """

    def capped(memory_gib: float, rules: tuple[Rule, ...]) -> Candidates:
        """Return the candidates under rules and the largest cap that keeps to the memory."""
        some, _ = fitting(problem.replace(rules=rules), memory_gib, lambda _: check())
        return some.candidates(proceed=lambda _: check())

    check_rules_and_limits(problem, capped(_SAMPLE_GIB, ()))
    check()
    smallest = capped(_SEED_GIB, problem.rules)
    largest = int(smallest.size.max(initial=0))
    clusters = {tuple(cluster) for plan in known for cluster in plan.clusters or ()}
    larger = sorted(cluster for cluster in clusters if len(cluster) > largest)
    of_plans = Candidates.of(problem.councils, larger)
    check()
    return walk.columns(Candidates.joined([smallest, of_plans]))
