"""Why not: what it costs to have councils together, apart or alone, or what forbids it."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import overload

import pandas as pd

from clusterer._support import interrupts
from clusterer._support.checks import check_progress, check_whole, plain_seconds
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.granted_wish import WhyNot
from clusterer.questions.granting import Granted, Granting
from clusterer.questions.prices_of_pairs import PairPrices
from clusterer.questions.wishes import Wish
from clusterer.search.solution import UNKNOWN, OutOfTime, Progress, Solution, Watch
from clusterer.solving.plan import Plan
from clusterer.solving.progress_bar import reporting

logger = logging.getLogger(__name__)

_WHY_SECONDS = 2.0
"""For finding out what forbids one of many pairs."""


@overload
def why_not(
    plan: Evaluation,
    *,
    together: None = ...,
    apart: None = ...,
    alone: None = ...,
    grouping: None = ...,
    time_limit: float | None = ...,
    progress: Callable[[Progress], None] | bool | None = ...,
    seed: int = ...,
) -> PairPrices: ...


@overload
def why_not(
    plan: Evaluation,
    *,
    together: Iterable[Hashable] | None = ...,
    apart: Iterable[Hashable] | None = ...,
    alone: Iterable[Hashable] | Hashable | None = ...,
    grouping: Mapping[Hashable, Hashable] | pd.Series | Evaluation | None = ...,
    time_limit: float | None = ...,
    progress: Callable[[Progress], None] | bool | None = ...,
    seed: int = ...,
) -> WhyNot: ...


def why_not(
    plan: Evaluation,
    *,
    together: Iterable[Hashable] | None = None,
    apart: Iterable[Hashable] | None = None,
    alone: Iterable[Hashable] | Hashable | None = None,
    grouping: Mapping[Hashable, Hashable] | pd.Series | Evaluation | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> WhyNot | PairPrices:
    """Say what a wish costs more than a plan, proved; or which rules and limits forbid it.

    The best plan with the wish granted is found and proved, as `solve` does under the rules
    `Together`, `Apart` and `Alone`. The candidates of the problem are listed once; a wish leaves
    some of them.

    Parameters
    ----------
    plan
        The plan, as `solve` returns it; or what `Problem.evaluate` returns.
    together
        Councils that are to share one cluster, by index label or name.
    apart
        Councils no two of which are to share a cluster.
    alone
        A council, or several, each to share with nobody. All of these may be asked for at once.
    grouping
        By itself: what councils are to be clusters, just so, as `Problem.evaluate` takes it. The
        councils that it does not name are grouped as is best. If the grouping breaks rules, it is
        priced all the same, and `WhyNot.reason` says which; a part of a grouping only where the
        candidates can be listed.
    time_limit
        Seconds after which what is proved so far is returned; Ctrl-C does the same.
    progress
        As for `solve`.
    seed
        As for `solve`.

    Returns
    -------
    WhyNot or PairPrices
        What the wish costs. Without a wish, what each pair of neighbours costs: those that are
        apart in the plan to have together, and those that are together to have apart.

    Raises
    ------
    InputError
        If an argument is not usable, or a wish contradicts itself.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> plan = cl.solve(problem)
    >>> answer = cl.why_not(plan, together=["Camden", "Haringey"])
    >>> print(answer.headline)
    Camden and Haringey together: £0.452m more; 4 other councils move
    >>> answer.proved, answer.plan.status
    (True, 'optimal')
    >>> print(answer.by_term.round(3))
                      plan  with_wish   more
    scale         9225.912   9225.951  0.040
    coordination   156.452    156.865  0.413
    set-up          71.625     71.625  0.000
    total         9453.988   9454.441  0.452
    >>> four = ["Camden", "Islington", "Hackney", "Haringey"]
    >>> cl.why_not(plan, together=four).reason  # doctest: +ELLIPSIS
    "no plan keeps MaxSize(3) and Together('Camden', 'Hackney', 'Haringey', 'Islington') together...
    """
    if not isinstance(plan, Evaluation):
        raise InputError(
            f"why_not takes a plan, not {type(plan).__name__}; solve(problem) makes one, and of "
            "a portfolio, ask about the plan of a service"
        )
    limit = plain_seconds(time_limit)
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    asked = any(group is not None for group in (together, apart, alone))
    if asked and grouping is not None:
        raise InputError("give a grouping, or who is to be together, apart or alone, and not both")
    wish = None
    if asked:
        wish = Wish.stated(plan.problem, together, apart, alone)
    elif grouping is not None:
        wish = Wish.for_grouping(plan.problem, grouping)
    with reporting(progress) as callback, interrupts.noted():
        watch = Watch(limit, callback)
        if wish is None:
            return _of_all_pairs(plan, watch, seed)
        return _of(plan, wish, watch, seed)


def _of(plan: Evaluation, wish: Wish, watch: Watch, seed: int) -> WhyNot:
    """Return what one wish costs."""
    if wish.is_whole:
        return WhyNot(plan, wish, Granted(_costed(plan.problem, wish), n_candidates=1))
    known = _had_already(plan, wish)
    if known is not None:
        return WhyNot(plan, wish, known)
    try:
        granted = Granting(plan.problem, watch, seed).best(wish)
    except (OutOfTime, KeyboardInterrupt):
        logger.warning("stopped before the candidates were listed")
        granted = Granted(UNKNOWN)
    return WhyNot(plan, wish, _lifted(granted, plan))


def _of_all_pairs(plan: Evaluation, watch: Watch, seed: int) -> PairPrices:
    """Return what each pair of neighbours costs, as far as the time allows."""
    return PairPrices(plan, answers_to(plan, _pairs(plan), watch, seed))


def answers_to(
    plan: Evaluation, wishes: Iterable[Wish], watch: Watch, seed: int
) -> tuple[WhyNot, ...]:
    """Return what each of several wishes costs, as far as the time allows.

    Parameters
    ----------
    plan
        The plan that is asked about.
    wishes
        The wishes.
    watch
        The clock.
    seed
        As for `solve`.
    """
    granting: Granting | None = None
    try:
        granting = Granting(plan.problem, watch, seed)
    except (OutOfTime, KeyboardInterrupt):
        logger.warning("stopped before the candidates were listed")
    found = []
    for wish in wishes:
        granted = _had_already(plan, wish) or Granted(UNKNOWN)
        if granting is not None and not granted.proved:
            try:
                granted = granting.best(wish, watch=watch.part(math.inf), why=_WHY_SECONDS)
            except (OutOfTime, KeyboardInterrupt):
                logger.warning("stopped; the prices that are known are kept")
            if not granted.proved:
                granting = None  # The time is up.
        found.append(WhyNot(plan, wish, _lifted(granted, plan)))
    return tuple(found)


def _pairs(plan: Evaluation) -> Iterable[Wish]:
    """Go through what there is to wish of each two neighbours."""
    councils, assignment = plan.councils, plan.assignment.tolist()
    rows = {
        tuple(sorted(councils.positions(pair)))
        for pair in plan.problem.adjacency.edges
        if pair[0] != pair[1]
    }
    for i, j in sorted(rows):
        if assignment[i] == assignment[j]:
            yield Wish(councils, apart=(i, j))
        else:
            yield Wish(councils, together=(i, j))


def _costed(problem: Problem, wish: Wish) -> Solution:
    """Return a whole grouping as it is."""
    clusters = [list(group) for group in wish.clusters]
    cost = float(problem.costs(Candidates.of(problem.councils, clusters)).sum())
    return Solution(clusters, cost, cost)


def _had_already(plan: Evaluation, wish: Wish) -> Granted | None:
    """Return the plan itself, if it is the best and has what is wished."""
    if not isinstance(plan, Plan) or plan.status != "optimal":
        return None
    clusters = [list(plan.councils.positions(plan.members(label))) for label in plan.clusters.index]
    if not wish.allows(Candidates.of(plan.councils, clusters)).all():
        return None
    return Granted(
        Solution(clusters, plan.objective, plan.bound, plan.word_of),
        n_candidates=plan.n_candidates,
        seconds=plan.seconds,
    )


def _lifted(granted: Granted, plan: Evaluation) -> Granted:
    """Return the same with the bound of the plan, which holds under a wish for what is allowed."""
    if not isinstance(plan, Plan) or granted.breaks_rules:
        return granted
    return replace(granted, solution=granted.solution.lifted(plan.bound))
