"""Candidates of low reduced cost, found without a list of all candidates.

Where every term has a MIP form, the reduced costs of all sets that contain a given set
have a lower bound, which cuts most of the search off: London has 692,791,125 connected
sets, of which some hundred are looked at to price the central preset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clusterer._support import threads
from clusterer.candidates import Candidates
from clusterer.candidates.candidates import member_dtype
from clusterer.model.problem import Problem
from clusterer.rules import SumWithin, together_groups
from clusterer.search._bounded_walk import Costs, Rules, walk_below
from clusterer.search.closed_form import ClosedForm
from clusterer.search.columns import Columns
from clusterer.search.solution import OutOfTime

Floats = NDArray[np.float64]
Sets: TypeAlias = tuple[NDArray[np.int64], NDArray[Any]]
"""The sizes of some sets, and their members one after the other."""

_FIRST_ROOM = 1_000
"""Sets for which there is room when a root is walked for the first time."""

_LOOK = 0.1
"""Seconds between two looks at the clock."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a walk found.

    Attributes
    ----------
    columns
        Candidates up to the threshold.
    complete
        Whether that is all of them.
    """

    columns: Columns
    complete: bool


class BoundedWalk:
    """Walks over the candidates of one problem.

    Parameters
    ----------
    problem
        The problem, each limit of which has a `per_cluster`.
    form
        What its clusters cost.
    """

    def __init__(self, problem: Problem, form: ClosedForm) -> None:
        self._problem = problem
        self._form = form
        self._rules = _rules_of(problem)
        n = len(problem.councils)
        others = np.where(np.eye(n, dtype=np.bool_), np.inf, form.host).min(axis=1)
        self._least_host = np.where(np.isfinite(others), others, 0.0)
        self._host_gain = max(0.0, float((self._least_host - np.diag(form.host)).max()))

    def below(
        self,
        council_duals: Floats,
        limit_duals: Floats,
        threshold: float,
        *,
        remaining: Callable[[], float],
        most_a_root: int,
        most: float = np.inf,
        max_size: int | None = None,
    ) -> Found:
        """Return the candidates whose reduced cost is no more than a threshold.

        Parameters
        ----------
        council_duals, limit_duals
            The duals.
        threshold
            The threshold, in £m.
        remaining
            Tells the seconds left.
        most_a_root, most
            How many to find of the same lowest council, and in all; if there are more, what
            was found until then is returned.
        max_size
            The most members of a candidate, if fewer than the rules allow.

        Raises
        ------
        OutOfTime
            If the time is up first.
        """
        costs = self._less(council_duals, limit_duals)
        rules = self._rules
        if max_size is not None:
            rules = rules._replace(max_size=min(max_size, self.max_size))
        stop = np.zeros(1, dtype=np.bool_)
        total, complete = 0, True
        with ThreadPoolExecutor(threads.count()) as pool:
            futures = [
                pool.submit(_walk, costs, rules, threshold, root, most_a_root, stop)
                for root in range(council_duals.size)
            ]
            try:
                for done in _as_they_end(futures, remaining):
                    (sizes, _), all_of_root = done.result()
                    complete = complete and all_of_root
                    total += sizes.size
                    if total > most:
                        complete = False
                        break
            finally:
                stop[0] = True
                pool.shutdown(cancel_futures=True)
        ended = [future.result()[0] for future in futures if not future.cancelled()]
        return Found(self.columns(self._candidates(ended)), complete)

    @property
    def max_size(self) -> int:
        """The most members that a candidate may have."""
        return self._rules.max_size

    def columns(self, candidates: Candidates) -> Columns:
        """Return candidates as columns, those that all rules allow."""
        allowed = self._problem.allowed(candidates)
        columns = Columns.among(
            self._problem, candidates if allowed.all() else candidates.take(allowed)
        )
        self._form.check(self._problem, columns.candidates, columns.costs)
        return columns

    def _less(self, council_duals: Floats, limit_duals: Floats) -> Costs:
        """Return what clusters cost, less the duals."""
        form, n = self._form, council_duals.size
        per_cluster = [limit.per_cluster or 0.0 for limit in self._problem.limits]
        of_cluster = float(limit_duals @ np.array(per_cluster, dtype=np.float64))
        return Costs(
            alone=form.alone - council_duals - of_cluster,
            member=form.member - council_duals,
            shared=form.shared - of_cluster,
            pairs=form.pairs,
            weights=form.weights,
            first_line=form.first_line,
            height=form.height,
            slope=form.slope,
            power_weights=np.array([one.weights for one in form.powers]).reshape(-1, n),
            factor=np.array([one.factor for one in form.powers], dtype=np.float64),
            exponent=np.array([one.exponent for one in form.powers], dtype=np.float64),
            until=np.array([one.until for one in form.powers], dtype=np.float64),
            host=form.host,
            least_host=self._least_host,
            host_gain=self._host_gain,
        )

    def _candidates(self, parts: list[Sets]) -> Candidates:
        """Return sets as candidates, the members of each in ascending order."""
        sizes = np.concatenate([sizes for sizes, _ in parts])
        members = np.concatenate([members for _, members in parts])
        indptr = np.zeros(sizes.size + 1, dtype=np.int64)
        np.cumsum(sizes, out=indptr[1:])
        ascending = np.lexsort((members, np.repeat(np.arange(sizes.size), sizes)))
        return Candidates(self._problem.councils, indptr, members[ascending])


def _rules_of(problem: Problem) -> Rules:
    """Return what the rules of a problem say of themselves."""
    n = len(problem.councils)
    max_size, cap_weights, caps, conflict = problem.pruning().arrays(n)
    forms = [form for rule in problem.rules if (form := rule.mip_form(problem.councils))]
    sums = [part for form in forms for part in form.sums if _may_break(part, max_size)]
    widened = [part.widened for part in sums]  # The rules decide on what the walk finds.
    groups = together_groups(problem.rules, problem.councils)
    group_of = np.full(n, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        group_of[group] = number
    return Rules(
        *problem.neighbours,
        max_size=max_size,
        cap_weights=cap_weights,
        caps=caps,
        conflict=conflict,
        sum_weights=np.array([part.weights for part in sums], dtype=np.float64).reshape(-1, n),
        low=np.array([interval.low for interval in widened], dtype=np.float64),
        high=np.array([interval.high for interval in widened], dtype=np.float64),
        alone=np.array([part.alone for part in sums], dtype=np.bool_),
        group=group_of,
        first_of_group=np.cumsum([0, *map(len, groups)]),
        grouped=np.array([i for group in groups for i in group], dtype=np.int64),
    )


def _may_break(part: SumWithin, max_size: int) -> bool:
    """Tell whether a sum over so many councils at most may lie outside its interval.

    That of `MaxSize` may not: the walk has its cap already.
    """
    ascending = np.sort(part.weights)
    least = np.minimum(ascending[:max_size], 0.0).sum()
    most = np.maximum(ascending[-max_size:], 0.0).sum()
    return bool(least < part.interval.lowest or most > part.interval.highest)


def _walk(
    costs: Costs,
    rules: Rules,
    threshold: float,
    root: int,
    most: int,
    stop: NDArray[np.bool_],
) -> tuple[Sets, bool]:
    """Return the sets below a threshold whose lowest council is the root, and if it is all."""
    room, entries = _FIRST_ROOM, 8 * _FIRST_ROOM
    while True:
        sizes = np.empty(room, dtype=np.int64)
        members = np.empty(entries, dtype=member_dtype(costs.alone.size))
        room, entries = walk_below(costs, rules, threshold, root, most, sizes, members, stop)
        complete = room <= most and not stop[0]
        if room <= sizes.size and entries <= members.size:
            return (sizes[:room], members[:entries]), complete


def _as_they_end(
    futures: Iterable[Future[Any]], remaining: Callable[[], float]
) -> Iterator[Future[Any]]:
    """Yield futures as they are done, as long as there is time."""
    left = set(futures)
    while left:
        if remaining() <= 0:
            raise OutOfTime
        done, left = wait(left, timeout=_LOOK, return_when="FIRST_COMPLETED")
        yield from done
