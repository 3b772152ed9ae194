"""The frontier of cost against the number of clusters, a term, or anything that can be counted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from clusterer._support import interrupts
from clusterer._support.checks import check_progress, check_whole, plain_seconds
from clusterer._support.interval import slack
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.questions.boxes import Traced, trace
from clusterer.questions.by_number import ByNumber, best_by_number
from clusterer.questions.criterion import CLUSTERS, Better, Criterion, Over
from clusterer.questions.frontier_plans import Frontier
from clusterer.questions.frontier_points import FrontierPoint, Gap
from clusterer.questions.tradeoff import Point, Tradeoff
from clusterer.search.columns import Columns
from clusterer.search.lookup import numbers_among
from clusterer.search.solution import OutOfTime, Progress, Watch, is_near, tolerance
from clusterer.solving.ending import check_alone_as_among_all
from clusterer.solving.plan import Plan
from clusterer.solving.solve import solve
from clusterer.terms import Term

_POINTS = 20
"""So many points unless told otherwise; by clusters all."""


def frontier(
    problem: Problem,
    by: str | Term | Callable[[Candidates], ArrayLike] = CLUSTERS,
    points: int | None = None,
    *,
    over: Over | None = None,
    better: Better | None = None,
    name: str | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Frontier:
    """Set the cost of plans against something else, by exact points: no other plan beats any.

    By the number of clusters, that is the best plan with each number, a council alone counting as
    one. By anything else, it is plans that are not dominated: no plan is better in one of the
    two and no worse in the other. They come from costs minimised under limits, and from no
    weights, which would miss all plans in the hollows of the frontier.

    Parameters
    ----------
    problem
        Whose plans. By anything but the number of clusters, its candidates must be few enough to
        list.
    by
        "clusters", the number of clusters; "largest", the members of the largest cluster; a term
        or its name; a function that takes `Candidates` and gives a figure for each; or the name of
        a column, of which each cluster has the sum over its members. The total of a term
        of the problem is set against that of all other terms; a term that the problem does not
        have, and anything else, against the cost.
    points
        How many points at most, spread over the frontier: its ends, the cheapest plan, and
        others in the largest gaps. By clusters all, and else 20, unless given.
    over
        What makes one figure of those of the clusters of a plan: "sum", "max" or "min", the figure
        of the worst cluster. The maximum for a column, whose sum is the same in all
        plans, and for "largest"; else the sum, unless given.
    better
        Whether "less" or "more" of it is better. "less" unless given, or if `over` is "min".
    name
        What tables and charts call it.
    time_limit
        Seconds after which what is proved so far is returned.
    progress, seed
        As for `solve`, which finds the cheapest plan first.

    Returns
    -------
    Frontier
        The points, each a `Plan`.

    Raises
    ------
    InfeasibleError
        If there is no plan.
    TooManyCandidatesError
        If the candidates are too many to list; by the number of clusters, if some term, rule or
        limit has no MIP form, too.
    InputError
        If an argument is not usable.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> by_clusters = cl.frontier(problem)
    >>> by_clusters.impossible
    (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    >>> print(by_clusters.table["more"].round(2).head(3))
    clusters
    11    22.44
    12    15.34
    13     9.22
    Name: more, dtype: float64

    Savings against political distance:

    >>> politics = cl.frontier(problem, by=cl.Politics(price=1), points=4)
    >>> len(politics), bool(politics.table["proved"].all()), politics.complete
    (4, True, False)
    """
    if not isinstance(problem, Problem):
        raise InputError(
            f"frontier takes a Problem, not {type(problem).__name__}; of a portfolio, ask for that "
            "of a service: frontier(portfolio.services[name])"
        )
    if points is not None:
        check_whole("points", points, at_least=2)
    watch = Watch(plain_seconds(time_limit))
    check_progress(progress)
    if isinstance(by, str) and by == CLUSTERS:
        criterion = None
        if over is not None or better is not None or name is not None:
            raise InputError("over, better and name are for other criteria than 'clusters'")
    else:
        criterion = Criterion.of(problem, by, over, better, name)
    best = solve(problem, time_limit=time_limit, progress=progress, seed=seed)
    with interrupts.noted():
        if criterion is None:
            found = best_by_number(
                problem, best, most=points, watch=watch, progress=progress, seed=seed
            )
            return _by_number(best, found, watch)
        return _by_criterion(best, criterion, points or _POINTS, watch, seed)


def _by_number(best: Plan, by_number: ByNumber, watch: Watch) -> Frontier:
    """Return the frontier by the number of clusters."""
    points, gaps = [], []
    for k in by_number.numbers:
        one = by_number.found.get(k)
        if one is None:
            gaps.append(Gap(k, k, best.bound, math.inf))
            continue
        if one.clusters is None and one.bound == math.inf:
            continue
        proved = is_near(one.objective, one.bound)
        if one.clusters is not None:
            _check_cost(best.problem, one.clusters, one.objective)
            points.append(
                FrontierPoint(one.clusters, k, one.objective, one.bound, proved, one.word_of)
            )
        if not proved:
            gaps.append(Gap(k, k, max(one.bound, best.bound), one.objective))
    possible = {*by_number.numbers}.difference(by_number.impossible)
    return Frontier(
        best,
        None,
        points,
        gaps,
        impossible=[k for k in range(1, len(best.councils) + 1) if k not in possible],
        n_candidates=by_number.n_candidates,
        seconds=watch.elapsed(),
    )


def _by_criterion(best: Plan, criterion: Criterion, most: int, watch: Watch, seed: int) -> Frontier:
    """Return the frontier by anything else."""
    problem = best.problem
    rows = list(best.arguments()["clusters"].values())
    amounts = criterion.amounts(Candidates.of(problem.councils, rows))
    only = _only(best, criterion, criterion.of_plan(amounts.tolist()))
    if best.status != "optimal":
        return Frontier(best, criterion, *only, seconds=watch.elapsed())

    def proceed(_: int) -> None:
        watch.check()

    try:
        columns = Columns.of(problem, proceed).possible()
        amounts = criterion.amounts(columns.candidates, proceed)
    except (OutOfTime, KeyboardInterrupt):
        return Frontier(best, criterion, *only, seconds=watch.elapsed())
    if criterion.others is not None:
        columns = replace(columns, costs=columns.costs - amounts)
    less = criterion.sign * amounts
    same_cost = tolerance(best.objective)
    step = Tradeoff.step_of(columns.candidates, less) if criterion.others is None else same_cost / 2
    tradeoff = Tradeoff(
        columns,
        less,
        criterion.worst,
        step,
        same_cost,
        watch.remaining,
        problem.neighbours,
        seed,
    )
    chosen = numbers_among(columns.candidates, Candidates.of(problem.councils, rows))
    first = tradeoff.point(np.sort(chosen), -math.inf, best.word_of)
    # No plan with as much of the term has less of the others, or it would be cheaper.
    first = replace(first, bound=first.cost - max(best.objective - best.bound, 0.0))
    traced = trace(tradeoff, first, most, cheapest=criterion.others is None)
    made = [_checked(problem, criterion, columns, point) for point in traced.points]
    return Frontier(
        best,
        criterion,
        sorted(made, key=lambda point: point.amount),
        _gaps(traced, criterion.sign),
        n_candidates=len(columns),
        seconds=watch.elapsed(),
    )


def _only(best: Plan, criterion: Criterion, amount: float) -> tuple[list[FrontierPoint], list[Gap]]:
    """Return the one point that is known where no other was looked for, and that all is open."""
    point = FrontierPoint(
        list(best.arguments()["clusters"].values()),
        amount,
        best.objective - (amount if criterion.others is not None else 0.0),
        best.bound - (amount if criterion.others is not None else 0.0),
        best.status == "optimal",
        best.word_of,
    )
    return [point], [Gap(-math.inf, math.inf, -math.inf, math.inf)]


def _checked(
    problem: Problem, criterion: Criterion, columns: Columns, point: Point
) -> FrontierPoint:
    """Return a point whose clusters have by themselves the figures that they have among all.

    Raises
    ------
    InputError
        If they do not.
    """
    rows = [columns.candidates.positions(column).tolist() for column in point.chosen]
    alone = criterion.amounts(Candidates.of(problem.councils, rows))
    amount, found = criterion.of_plan(alone.tolist()), criterion.sign * point.amount
    if abs(amount - found) > 10 * slack(found) + 1e-12 * float(np.abs(alone).sum()):
        raise InputError(
            f"{criterion.name!r} of a plan is {criterion.said(amount)} by its clusters alone, and "
            f"{criterion.said(found)} among all candidates; what it gives for a cluster must "
            "depend on its members alone, not on the other candidates"
        )
    _check_cost(problem, rows, point.cost + (found if criterion.others is not None else 0.0))
    proved = is_near(point.cost, point.bound)
    return FrontierPoint(rows, amount, point.cost, point.bound, proved, point.word_of)


def _check_cost(problem: Problem, rows: list[list[int]], found: float) -> None:
    """Check that clusters cost by themselves what they cost among all candidates."""
    alone = float(problem.costs(Candidates.of(problem.councils, rows)).sum())
    check_alone_as_among_all(found, alone, (), [term.name for term in problem.terms])


def _gaps(traced: Traced, sign: float) -> list[Gap]:
    """Return where points may lie that were not found."""
    between = [(box.low, box.upper.amount, box.upper.cost, box.lower.cost) for box in traced.boxes]
    if not traced.least_known:
        lowest = traced.points[0]
        between.append((-math.inf, lowest.amount, lowest.cost, math.inf))
    if not traced.most_known:
        highest = traced.points[-1]
        between.append((highest.amount, math.inf, -math.inf, highest.cost))
    gaps = [
        Gap(min(sign * low, sign * high), max(sign * low, sign * high), least, most)
        for low, high, least, most in between
    ]
    return sorted(gaps, key=lambda gap: gap.start)
