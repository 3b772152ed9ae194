"""The best plan with each number of clusters."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
import numpy as np

from clusterer.errors import InfeasibleError, NoPlanFoundError, TooManyCandidatesError
from clusterer.limits import ClusterCount
from clusterer.model.problem import Problem
from clusterer.search.closed_form import ClosedForm
from clusterer.search.columns import Columns
from clusterer.search.map_parts import search_of
from clusterer.search.solution import UNKNOWN, OutOfTime, Progress, Solution, Watch, is_near
from clusterer.solving.plan import Plan
from clusterer.solving.solve import solve

logger = logging.getLogger(__name__)

_LISTED_GIB = 2.0
"""What the candidates may take; where they take more, each number is solved by itself."""


@dataclass(frozen=True, eq=False)
class ByNumber:
    """The best plan with each of some numbers of clusters.

    Attributes
    ----------
    found
        For each number that was looked at, what was found: without clusters and with an infinite
        bound, if there is no plan.
    numbers
        All numbers that a plan may have, for all that is known without a search.
    n_candidates
        How many clusters were chosen from; None if they were too many to list.
    """

    found: dict[int, Solution]
    numbers: range
    n_candidates: int | None

    @property
    def impossible(self) -> list[int]:
        """The numbers of which it is proved that no plan has them."""
        return [
            k
            for k, one in sorted(self.found.items())
            if one.clusters is None and one.bound == math.inf
        ]


def best_by_number(
    problem: Problem,
    best: Plan,
    *,
    most: int | None,
    watch: Watch,
    progress: Callable[[Progress], None] | bool | None,
    seed: int,
) -> ByNumber:
    """Find the best plan with each number of clusters, or with some numbers, evenly spread.

    Parameters
    ----------
    problem
        The problem.
    best
        The best plan with any number.
    most
        How many plans at most; all if None.
    watch
        The clock.
    progress, seed
        As for `solve`.
    """
    first = len(best.clusters)
    found = {
        first: Solution(
            list(best.arguments()["clusters"].values()), best.objective, best.bound, best.word_of
        )
    }
    columns, numbers = None, _numbers(problem, None)
    if best.status != "optimal":
        return ByNumber(found, numbers, None)  # The time is up, or Ctrl-C was pressed.
    try:
        columns = _columns(problem, watch)
        numbers = _numbers(problem, columns)
        for k in _spread(numbers, first):
            if most is not None and sum(one.clusters is not None for one in found.values()) >= most:
                break
            if k == first:
                continue
            watch.check()
            if columns is None:
                found[k] = _solved(problem, k, watch, progress, seed)
            else:
                found[k] = _searched(problem, columns, k, watch, seed)
            one = found[k]
            if one.bound < math.inf and not is_near(one.objective, one.bound):
                break  # The time is up, or Ctrl-C was pressed.
    except (OutOfTime, KeyboardInterrupt):
        logger.warning("stopped; the plans found so far are kept")
    return ByNumber(found, numbers, None if columns is None else len(columns))


def _columns(problem: Problem, watch: Watch) -> Columns | None:
    """Return all candidates, if they are listed; None if they are too many."""

    def listed(_: int) -> None:
        watch.check()

    try:
        problem.candidates(memory_gib=_LISTED_GIB, proceed=listed)
    except TooManyCandidatesError:
        if ClosedForm.of(problem) is not None:
            return None
    return Columns.of(problem, listed).possible()


def _numbers(problem: Problem, columns: Columns | None) -> range:
    """Return the numbers of clusters that a plan may have, for all that is plain."""
    n = len(problem.councils)
    least, most = nx.number_connected_components(problem.adjacency), n
    for limit in problem.limits:
        if limit.per_cluster is not None and limit.per_cluster > 0:
            least = math.ceil(max(least, limit.interval.lowest / limit.per_cluster))
            most = math.floor(min(most, limit.interval.highest / limit.per_cluster))
    if columns is not None:
        # A cluster is charged to its members in equal parts.
        ones = np.ones(len(columns))
        shares = columns.candidates.least_share(ones), columns.candidates.least_share(-ones)
        least = max(least, math.ceil(float(shares[0].sum()) - 1e-6))
        most = min(most, math.floor(-float(shares[1].sum()) + 1e-6))
    return range(max(least, 1), most + 1)


def _spread(numbers: range, first: int) -> Iterator[int]:
    """Go through numbers so that those gone through are spread over all, however early one stops.

    Examples
    --------
    >>> list(_spread(range(1, 10), 3))
    [3, 1, 9, 6, 7, 4, 8, 5, 2]
    """
    done = [first]
    yield first
    for end in (numbers[0], numbers[-1]):
        if end not in done:
            done.append(end)
            yield end
    while True:
        done.sort()
        wide, low = max(((high - low, low) for low, high in pairwise(done)), default=(0, 0))
        if wide < 2:
            return
        done.append(low + wide // 2)
        yield low + wide // 2


def _searched(problem: Problem, columns: Columns, k: int, watch: Watch, seed: int) -> Solution:
    """Return the best plan with so many clusters, over columns that are listed."""
    count, number = np.ones(len(columns)), np.array([float(k)])
    limited = columns.limited((count,), number, number).possible()
    return search_of(
        limited, seed=seed, watch=Watch(watch.remaining()), neighbours=problem.neighbours
    ).run()


def _solved(
    problem: Problem,
    k: int,
    watch: Watch,
    progress: Callable[[Progress], None] | bool | None,
    seed: int,
) -> Solution:
    """Return the best plan with so many clusters, by a solve of its own."""
    limits = [*problem.limits, ClusterCount(exactly=k)]
    left = watch.remaining()
    try:
        plan = solve(
            problem.replace(limits=limits),
            time_limit=left,
            progress=progress,
            seed=seed,
        )
    except InfeasibleError:
        return Solution(None, math.inf, math.inf)
    except NoPlanFoundError:
        return UNKNOWN
    clusters = list(plan.arguments()["clusters"].values())
    return Solution(clusters, plan.objective, plan.bound, plan.word_of)
