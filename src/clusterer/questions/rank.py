"""Rank plans: the n best, all within a tolerance, some that differ, or every one."""

from __future__ import annotations

from collections.abc import Callable

from clusterer._support import interrupts
from clusterer._support.checks import check_number, check_progress, check_whole, plain_seconds
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.questions import plan_lists
from clusterer.questions.plan_lists import Scope
from clusterer.questions.ranked import Ranked
from clusterer.search.columns import Columns
from clusterer.search.solution import Progress, Watch
from clusterer.solving.solve import solve

_LARGEST = 10**9
"""More plans than so many are never listed."""

_WIDEST = 1.0
"""A tolerance that is larger is a mistake, such as 5 for 5%."""


def rank(
    problem: Problem,
    n: int | None = None,
    within: float | None = None,
    *,
    diverse: int | None = None,
    moves: int | None = None,
    most: int = 100_000,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Ranked:
    """List the best plans in order of cost: exactly, with what every other plan costs at least.

    The proof that a plan is best leaves few clusters that a plan within a tolerance may have. A
    sweep over these, which keeps all ways to each of its labels, is a decision diagram whose
    paths are the plans: they are counted before any is listed, and listed in order.

    Parameters
    ----------
    problem
        Whose plans. Its candidates must be few enough to list: where clusters have no cap on their
        size, that is a map of some twenty councils.
    n
        How many plans at most; no limit if None.
    within
        How much more than the best a plan may cost, as a part of the cost of the best:
        ``(cost − best) / |best|``: 0.01 is 1%, and 1 the most. With neither `n` nor `within` all
        plans that there are.
    diverse
        So many plans that differ: the best; then always the cheapest of those that are at least
        `moves` from all before; fewer if no more differ so far. In place of `n`.
    moves
        How many councils must change cluster, at least, to come from one of the diverse plans to
        another; a quarter of the councils unless given.
    most
        If there are more plans within the tolerance than this, this many are drawn, each
        with the same chance, and `Ranked.complete` is false. `Ranked.n_plans` is the number of all.
        If they are too many to count, this many of the cheapest are listed.
    time_limit
        Seconds after which what is proved so far is returned.
    progress
        As for `solve`, which finds the best plan first.
    seed
        For that, and for the draw.

    Returns
    -------
    Ranked
        The plans, the cheapest first.

    Raises
    ------
    InfeasibleError
        If there is no plan.
    TooManyCandidatesError
        If the candidates are too many to list.
    InputError
        If an argument is not usable.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(3)])
    >>> ranked = cl.rank(problem, n=3)
    >>> print(ranked.table[["more", "moves"]].round(3).rename_axis(None))
        more  moves
    1  0.000      0
    2  0.143      2
    3  0.452      5
    >>> ranked.next_bound >= ranked[2].objective
    True
    """
    if not isinstance(problem, Problem):
        raise InputError(
            f"rank takes a Problem, not {type(problem).__name__}; of a portfolio, rank the plans "
            "of a service: rank(portfolio.services[name])"
        )
    _check(n, within, diverse, moves, most)
    watch = Watch(plain_seconds(time_limit))
    check_progress(progress)
    best = solve(problem, time_limit=time_limit, progress=progress, seed=seed)
    with interrupts.noted():
        # The solve has listed the candidates: what is left is to cost them once more.
        columns = Columns.of(problem, lambda _: watch.beat()).possible()
        tolerance = None if within is None else float(within)
        scope = Scope(columns, best.objective, tolerance, watch.remaining)
        # Numbers of numpy would wrap around.
        if diverse is not None:
            least = max(1, len(problem.councils) // 4) if moves is None else moves
            found = plan_lists.diverse(scope, int(diverse), int(least), int(most))
        elif n is not None:
            found = plan_lists.cheapest(scope, int(n))
        else:
            found = plan_lists.all_within(scope, int(most), int(seed))
    if found is None:
        found = plan_lists.only(columns, best, best.bound)
    return Ranked(best, columns, found, seconds=watch.elapsed())


def _check(
    n: int | None, within: float | None, diverse: int | None, moves: int | None, most: int
) -> None:
    """Check what is asked for."""
    for what, number in (("n", n), ("diverse", diverse), ("moves", moves), ("most", most)):
        if number is not None:
            check_whole(what, number, at_least=1, at_most=_LARGEST)
    if within is not None:
        check_number("within", within, kind="fraction", at_least=0, at_most=_WIDEST)
    if n is not None and diverse is not None:
        raise InputError("give n, or diverse, and not both: diverse says how many plans to return")
    if moves is not None and diverse is None:
        raise InputError("moves says how far diverse plans are apart; give diverse=... too")
