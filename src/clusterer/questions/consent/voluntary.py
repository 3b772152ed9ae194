"""What forms by itself, if a fixed key says who pays what."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clusterer._support import interrupts
from clusterer._support.checks import check_whole, plain_seconds
from clusterer.candidates.shares import Shares
from clusterer.errors import InfeasibleError, InputError, NoPlanFoundError
from clusterer.model.portfolio import Portfolio
from clusterer.model.problem import Problem
from clusterer.questions.consent.amounts import as_amounts
from clusterer.questions.consent.forming import Held, all_that_hold
from clusterer.questions.consent.keyed_game import KeyedGame
from clusterer.questions.consent.outcome import Voluntary
from clusterer.questions.consent.stability_cuts import those_that_hold
from clusterer.search.solution import OutOfTime, Watch

_MOST = 10
"""So many partitions that hold are looked for."""


def voluntary(
    problem: Problem,
    shares: Any,
    grants: float | pd.Series | Any = 0,
    *,
    time_limit: float | None = None,
    seed: int = 0,
) -> Voluntary:
    """Say which clusters form by themselves, if a key says what each member pays.

    No cluster could form instead whose members would all gain by it, by more than £1. By a key that
    all members of a cluster rank it by, as all single ones are, such a partition is found by
    sorting, and it is the only one except for ties. By a mixture of keys there may be none, or
    several; then the cheapest is returned.

    Parameters
    ----------
    problem
        The problem. Its candidates must be few enough to list. Its limits bind plans, not those who
        join of themselves.
    shares
        The key. "equal": each member pays the same; "alone": in proportion to its cost alone;
        "saving": each saves the same; a column, as "population" for a charge per head; a number for
        each council, as a Series, a dict or a list; or a mixture that comes to 1, as
        ``{"equal": 0.5, "population": 0.5}``.
    grants
        The £m for joining a shared cluster, whichever: one number, or one for each council by
        label or name.
    time_limit
        Seconds after which it is given up, for a mixture.
    seed
        For the solver, which a mixture may need.

    Returns
    -------
    Voluntary
        What forms, by how much the nearest other cluster fails to form, and what else holds.

    Raises
    ------
    InputError
        If an argument is not usable.
    InfeasibleError
        If nothing holds, which may be so by a mixture.
    NoPlanFoundError
        If the time was up first.
    TooManyCandidatesError
        If the candidates are too many to list.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> outcome = cl.voluntary(problem, "population")
    >>> int((outcome.clusters["size"] > 1).sum()), round(outcome.saving, 1), outcome.unique
    (10, 95.9, True)
    >>> round(outcome.margin, 3)
    0.009
    """
    check_problem("voluntary", problem)
    watch = Watch(plain_seconds(time_limit))
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    key = Shares.of(problem.councils, shares)
    amounts = as_amounts(problem.councils, "grants", grants)
    try:
        with interrupts.noted():
            game = KeyedGame.of(problem, key, amounts, lambda _: watch.check())
            return Voluntary(game, held_in(game, watch, seed))
    except OutOfTime:
        raise NoPlanFoundError(
            f"the time was up after {watch.elapsed():.1f} s, before it was known what forms; allow "
            "more"
        ) from None


def held_in(game: KeyedGame, watch: Watch, seed: int, most: int = _MOST) -> Held:
    """Return the partitions that hold.

    Raises
    ------
    InfeasibleError
        If there is none.
    OutOfTime
        If the time is up first.
    """
    held = all_that_hold(game, most=most, proceed=watch.check)
    if game.shares.ranks:
        return held
    if not held.complete and len(held.partitions) < most:  # There are too many branches.
        held = those_that_hold(game, most=most, watch=watch, seed=seed)
    if not held.partitions:
        raise InfeasibleError(
            f"shares {game.shares.words}: no partition holds. Whatever forms, some councils would "
            "all pay less in another cluster, and leave; a single key always has one that holds"
        )
    return held


def check_problem(question: str, problem: object) -> None:
    """Check that what is asked about is a problem.

    Raises
    ------
    InputError
        If it is not.
    """
    if isinstance(problem, Portfolio):
        raise InputError(
            f"{question} takes a Problem, not a portfolio: what is paid once a partnership depends "
            "on what the same councils share in other services; ask about each service, "
            "portfolio.services[name]"
        )
    if not isinstance(problem, Problem):
        raise InputError(f"{question} takes a Problem, not {type(problem).__name__}")
