"""Search among candidates that are listed, from a plan that is made first where that is worth it.

All councils alone are plan enough to begin with, unless the rules forbid them or the map is so
large that it takes long to get away from them.
"""

from __future__ import annotations

import dataclasses
import logging

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem
from clusterer.search import pulp_backend
from clusterer.search.columns import Columns
from clusterer.search.construction import Construction
from clusterer.search.lookup import numbers_among
from clusterer.search.map_parts import search_of
from clusterer.search.simple_plans import as_plan, joined_groups
from clusterer.search.solution import UNKNOWN, OutOfTime, Solution, Watch

logger = logging.getLogger(__name__)

_MANY = 50_000
"""Over so few candidates a MIP has a plan before another way comes to one."""

_LARGE = 1_000
"""So many councils alone are no good plan to begin with."""


def search_listed(
    problem: Problem,
    candidates: Candidates,
    watch: Watch,
    *,
    solver: pulp_backend.Solver,
    gap: float,
    seed: int,
) -> Solution:
    """Cost the candidates of a problem and search among them.

    The plan made first is what comes back if time is up, or Ctrl-C is pressed, while candidates
    are still being costed.

    Parameters
    ----------
    problem
        The problem.
    candidates
        Those it has.
    solver, gap, seed, watch
        As for `SetPartitionSearch`.
    """
    construction = Construction(problem, watch, seed=seed)
    try:
        if _is_worth_it(problem, candidates):
            construction.run()
            watch.tell(incumbent=(construction.plan or UNKNOWN).objective)
        columns = Columns.of(problem, lambda _: watch.check()).possible()
    except (OutOfTime, KeyboardInterrupt):
        if construction.plan is None:
            raise
        logger.debug("stopped before the candidates were costed")
        return construction.plan
    first = construction.plan or UNKNOWN
    found = search_of(
        columns,
        start=_numbers(columns, first),
        solver=solver,
        gap=gap,
        seed=seed,
        watch=watch,
        neighbours=problem.neighbours,
    ).run()
    if first.objective < found.objective:  # By rounding only, or all columns would be in vain.
        return dataclasses.replace(first, bound=min(found.bound, first.objective))
    return found


def _is_worth_it(problem: Problem, candidates: Candidates) -> bool:
    if len(candidates) <= _MANY:
        return False
    large = len(problem.councils) >= _LARGE
    return large or as_plan(problem, joined_groups(problem)) is None


def _numbers(columns: Columns, plan: Solution) -> NDArray[np.intp] | None:
    """Return the numbers of the columns of a plan; None if there is none, or one is no column."""
    if plan.clusters is None:
        return None
    wanted = Candidates.of(columns.candidates.councils, plan.clusters)
    numbers = numbers_among(columns.candidates, wanted)
    return None if (numbers < 0).any() else np.sort(numbers)
