"""Why there is no plan: the rules and limits that cannot hold together, in council names."""

from __future__ import annotations

import logging
import math

import numpy as np

from clusterer.errors import TooManyCandidatesError
from clusterer.formulations.columns import Columns
from clusterer.formulations.set_partition import SetPartitionSearch
from clusterer.formulations.solution import Solution, Watch
from clusterer.limits import Limit
from clusterer.problem import Problem
from clusterer.rules import MaxSize, Rule

logger = logging.getLogger(__name__)

_MEMORY_GIB = 0.25
"""What a trial without some rule may take; one that takes more is tried under a size cap."""

_SECONDS = 20.0
"""For one trial."""


def explain(problem: Problem) -> tuple[str, tuple[Rule | Limit, ...]]:
    """Say which rules and limits of an infeasible problem conflict.

    Each is left out in turn, and for good if the rest still admits no plan (the deletion
    filter of Chinneck and Dravnieks, 1991, ORSA Journal on Computing 3(2), 157-168). What
    remains conflicts, and without any one of it there is a plan.

    Returns
    -------
    str
        The message.
    tuple
        The conflicting rules and limits.
    """
    conflict: list[Rule | Limit] = [*problem.rules, *problem.limits]
    doubtful = False
    for part in tuple(conflict):
        rest = [other for other in conflict if other is not part]
        feasible = _any_plan(problem, rest)
        if feasible is None:
            doubtful = True
        elif not feasible:
            conflict = rest
    smallest = _trials(problem, conflict)[-1]
    lines = [_headline(conflict, doubtful)]
    lines += _uncovered(smallest)
    lines += [line for limit in smallest.limits for line in _reach(smallest, limit)]
    return " ".join(lines), tuple(conflict)


def _headline(conflict: list[Rule | Limit], doubtful: bool) -> str:
    if not conflict:
        return "there is no plan: some council is in no candidate cluster."
    named = " and ".join(map(repr, conflict))
    if len(conflict) == 1:
        return f"no plan keeps {named}; loosen or drop it."
    if doubtful:
        return f"no plan keeps all of {named}; not all of them may be needed for the conflict."
    return f"no plan keeps {named} together; without any one of them there is a plan."


def _any_plan(problem: Problem, parts: list[Rule | Limit]) -> bool | None:
    """Tell whether a plan keeps some rules and limits; None if time did not allow to tell."""
    verdict: bool | None = None
    for trial in _trials(problem, parts):
        solution = _search(Columns.of(trial), gap=math.inf)
        if solution.clusters is not None:
            return True
        verdict = False if solution.bound == math.inf else None
    return verdict


def _trials(problem: Problem, parts: list[Rule | Limit]) -> list[Problem]:
    """Return the problem under some rules and limits.

    Without a cap on size there may be more candidates than memory holds. Then these are the
    problems under caps of 2, 4, 8 … and the largest that fits: a plan of one is a plan of
    the next, and is found sooner. Plans with still larger clusters are not tried.
    """
    rules = [part for part in parts if isinstance(part, Rule)]
    limits = [part for part in parts if isinstance(part, Limit)]
    changed = problem.replace(rules=rules, limits=limits)
    try:
        changed.candidates(memory_gib=_MEMORY_GIB)
    except TooManyCandidatesError as error:
        most = max(error.fitting_size, 1)
        sizes = [2**k for k in range(1, most.bit_length()) if 2**k < most]
        return [changed.replace(rules=[*rules, MaxSize(size)]) for size in (*sizes, most)]
    return [changed]


def _search(columns: Columns, *, gap: float = 0.0) -> Solution:
    """Search for a while; with an infinite gap, for any plan at all."""
    return SetPartitionSearch(columns, gap=gap, watch=Watch(_SECONDS)).run()


def _uncovered(problem: Problem) -> list[str]:
    """Name the councils that no allowed cluster has."""
    candidates = problem.candidates()
    shares = candidates.least_share(np.zeros(len(candidates)))
    alone = np.flatnonzero(np.isinf(shares))
    if alone.size == 0:
        return []
    return [f"No allowed cluster has {problem.councils.describe(alone)}."]


def _reach(problem: Problem, limit: Limit) -> list[str]:
    """Say how near to a limit the plans come that keep all the rest."""
    rest = problem.replace(limits=[other for other in problem.limits if other is not limit])
    columns = Columns.of(rest)
    amounts = limit.amounts(columns.candidates)
    lines = []
    for sign, end, word in (
        (1.0, limit.interval.high, "least"),
        (-1.0, -limit.interval.low, "most"),
    ):
        if end == math.inf:
            continue
        towards = Columns(
            columns.candidates, sign * amounts, columns.amounts, columns.low, columns.high
        )
        solution = _search(towards)
        if solution.clusters is not None and solution.bound > end + 1e-6:
            reached = sign * (solution.objective + 0.0)
            lines.append(f"For {limit!r}: the {word} that a plan can have is {reached:,g}.")
    return lines
