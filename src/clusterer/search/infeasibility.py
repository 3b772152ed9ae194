"""Why there is no plan: the rules and limits that cannot hold together, in council names."""

from __future__ import annotations

import logging
import math
from dataclasses import replace

import numpy as np

from clusterer._support.wording import amount
from clusterer.limits import Limit
from clusterer.model.problem import Problem
from clusterer.rules import MaxSize, Rule
from clusterer.search.columns import Columns
from clusterer.search.fitting import fitting
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.simple_plans import simple_plans
from clusterer.search.solution import OutOfTime, Solution, Watch

logger = logging.getLogger(__name__)

_MEMORY_GIB = 0.25
"""What a trial without some rule may take; one that takes more is tried under a size cap."""

_SECONDS = 20.0
"""For one trial."""

_SECONDS_IN_ALL = 60.0
"""For all of them."""


def explain(problem: Problem, watch: Watch | None = None) -> tuple[str, tuple[Rule | Limit, ...]]:
    """Say which rules and limits of an infeasible problem conflict.

    Each is left out in turn, and for good if the rest still admits no plan (the deletion
    filter of Chinneck and Dravnieks, 1991, ORSA Journal on Computing 3(2), 157-168). What
    remains conflicts, and without any one of it there is a plan.

    Parameters
    ----------
    problem
        A problem without a plan.
    watch
        The clock; when time is up, or at Ctrl-C, all that is not settled stays in.

    Returns
    -------
    str
        The message.
    tuple
        The conflicting rules and limits.
    """
    conflict: list[Rule | Limit] = [*problem.rules, *problem.limits]
    doubtful = False
    lines: list[str] = []
    try:
        watch = (Watch() if watch is None else watch).part(_SECONDS_IN_ALL)
        for part in tuple(conflict):
            rest = [other for other in conflict if other is not part]
            feasible = _any_plan(problem, rest, watch)
            if feasible is None:
                doubtful = True
            elif not feasible:
                conflict = rest
        trials, all_tried = _trials(problem, conflict, watch)
        if all_tried:
            (smallest,) = trials
            lines += _uncovered(smallest)
            lines += [line for limit in smallest.limits for line in _reach(smallest, limit, watch)]
    except (KeyboardInterrupt, OutOfTime):
        doubtful = True
    return " ".join([_headline(conflict, doubtful), *lines]), tuple(conflict)


def _headline(conflict: list[Rule | Limit], doubtful: bool) -> str:
    if not conflict:
        return "there is no plan: some council is in no candidate cluster."
    named = " and ".join(map(repr, conflict))
    if len(conflict) == 1:
        return f"no plan keeps {named}; loosen or drop it."
    if doubtful:
        return f"no plan keeps all of {named}; not all of them may be needed for the conflict."
    return f"no plan keeps {named} together; without any one of them there is a plan."


def _any_plan(problem: Problem, parts: list[Rule | Limit], watch: Watch) -> bool | None:
    """Tell whether a plan keeps some rules and limits; None if that could not be told."""
    trials, all_tried = _trials(problem, parts, watch)
    if simple_plans(trials[-1]):
        return True
    for trial in trials:
        columns = Columns.of(trial, lambda _: watch.check())
        solution = _search(columns, trial, watch, gap=math.inf)
        if solution.clusters is not None:
            return True
    return False if all_tried and solution.bound == math.inf else None


def _trials(
    problem: Problem, parts: list[Rule | Limit], watch: Watch
) -> tuple[list[Problem], bool]:
    """Return the problem under some rules and limits, and whether that is all there is to try.

    Without a cap on size there may be more candidates than memory holds. Then these are the
    problems under caps of 2, 4, 8 … and the largest that fits: a plan of one is a plan of
    the next, and is found sooner. Plans with still larger clusters are not tried.
    """
    rules = [part for part in parts if isinstance(part, Rule)]
    limits = [part for part in parts if isinstance(part, Limit)]
    changed = problem.replace(rules=rules, limits=limits)
    largest, most = fitting(changed, _MEMORY_GIB, lambda _: watch.check())
    if largest is changed:
        return [changed], True
    sizes = [2**k for k in range(1, most.bit_length()) if 2**k < most]
    return [*(changed.replace(rules=[*rules, MaxSize(size)]) for size in sizes), largest], False


def _search(columns: Columns, problem: Problem, watch: Watch, *, gap: float = 0.0) -> Solution:
    """Search for a while; with an infinite gap, for any plan at all."""
    return SetPartitionSearch(
        columns,
        gap=gap,
        watch=watch.part(_SECONDS),
        neighbours=problem.neighbours,
    ).search()


def _uncovered(problem: Problem) -> list[str]:
    """Name the councils that no allowed cluster has."""
    candidates = problem.candidates()
    shares = candidates.least_share(np.zeros(len(candidates)))
    alone = np.flatnonzero(np.isinf(shares))
    if alone.size == 0:
        return []
    told = [f"No allowed cluster has {problem.councils.describe(alone)}."]
    complete = len(problem.councils) * (len(problem.councils) - 1) // 2
    if problem.adjacency.number_of_edges() < complete:
        told.append("Clusters must be connected, too: a link in the adjacency may be missing.")
    return told


def _reach(problem: Problem, limit: Limit, watch: Watch) -> list[str]:
    """Say how near to a limit the plans come that keep all the rest."""
    rest = problem.replace(limits=[other for other in problem.limits if other is not limit])
    columns = Columns.of(rest, lambda _: watch.check())
    amounts = limit.amounts(columns.candidates)
    lines = []
    for sign, end, word in (
        (1.0, limit.interval.highest, "least"),
        (-1.0, -limit.interval.lowest, "most"),
    ):
        if end == math.inf:
            continue
        solution = _search(replace(columns, costs=sign * amounts), rest, watch)
        if solution.clusters is not None and solution.bound > end:
            reached = sign * solution.objective + 0.0  # No minus nothing.
            lines.append(f"For {limit!r}: the {word} that a plan can have is {amount(reached)}.")
    return lines
