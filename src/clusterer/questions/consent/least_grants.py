"""The least grants with which a plan is kept, or a saving is reached, under a key."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clusterer._support import interrupts
from clusterer._support.checks import check_number, check_whole, plain_seconds
from clusterer.candidates.shares import Shares
from clusterer.errors import InfeasibleError, InputError, NoPlanFoundError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.consent.granted import LeastGrants
from clusterer.questions.consent.joining_grants import JoiningGrants
from clusterer.questions.consent.keyed import grants_for_staying
from clusterer.questions.consent.keyed_game import KeyedGame
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.outcome import evaluated
from clusterer.questions.consent.voluntary import check_problem
from clusterer.search.solution import OutOfTime, Watch


def least_grants(
    problem: Problem,
    shares: Any,
    saving: float | None = None,
    plan: Evaluation | None = None,
    *,
    time_limit: float | None = None,
    seed: int = 0,
) -> LeastGrants:
    """Say which grants cost least to reach a saving, or to keep everybody in a plan.

    For a `saving`, grants are for joining: each council gets its own for joining any shared
    cluster, and what then forms by itself saves as much. For a `plan`, grants are for staying: a
    council gets its own only while it stays in its cluster of the plan. That is another game, in
    which a grant also keeps a council from a better offer.

    Parameters
    ----------
    problem
        The problem. Its candidates must be few enough to list. Its limits bind what is to form.
    shares
        The key, as for `voluntary`.
    saving
        The £m to be saved at least, against all councils alone and before grants: what
        ``saving_against_alone`` is of a plan. Where some share today, to stand alone costs them
        their exits.
    plan
        In place of a saving: the plan, or what `Problem.evaluate` makes of a partition.
    time_limit
        Seconds after which the best grants that are known are returned, with their bound.
    seed
        For the solver.

    Returns
    -------
    LeastGrants
        Who gets what, and what any such grants cost at least.

    Raises
    ------
    InputError
        If an argument is not usable.
    InfeasibleError
        If nothing that could form by itself saves as much, whatever the grants.
    NoPlanFoundError
        If the time was up before any were known.
    TooManyCandidatesError
        If the candidates are too many to list.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> kept = cl.least_grants(problem, "population", plan=cl.solve(problem))
    >>> round(kept.total, 3), kept.proved
    (17.891, True)
    >>> joined = cl.least_grants(problem, "population", saving=110.0)
    >>> round(joined.total, 3), round(joined.saving, 1)
    (0.657, 113.6)
    """
    check_problem("least_grants", problem)
    if (saving is None) == (plan is None):
        raise InputError("give a saving to be reached, or a plan to be kept: one of them")
    watch = Watch(plain_seconds(time_limit))
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    key = Shares.of(problem.councils, shares)
    try:
        with interrupts.noted():
            if plan is not None:
                return _for_staying(problem, key, plan, watch, seed)
            check_number("saving", saving, kind="number of £m")
            assert saving is not None
            return _for_joining(problem, key, float(saving), watch)
    except OutOfTime:
        raise NoPlanFoundError(
            f"the time was up after {watch.elapsed():.1f} s, before any grants were known; allow "
            "more"
        ) from None


def _for_staying(
    problem: Problem, key: Shares, plan: Evaluation, watch: Watch, seed: int
) -> LeastGrants:
    if not isinstance(plan, Evaluation):
        raise InputError(
            f"plan must be a plan, or what problem.evaluate(...) returns; got {type(plan).__name__}"
        )
    kept = plan if plan.problem is problem else problem.evaluate(plan.assignment)
    offers = Offers.of(kept, proceed=lambda _: watch.check())
    grants = grants_for_staying(offers, key, watch, seed)
    ids = problem.councils.ids
    return LeastGrants(
        evaluation=kept,
        key=key.words,
        staying=True,
        grants=pd.Series(grants.amounts, index=ids, name="grant"),
        charges=pd.Series(offers.charges(key), index=ids, name="charge"),
        bound=grants.bound,
        word_of=grants.word_of,
    )


def _for_joining(problem: Problem, key: Shares, saving: float, watch: Watch) -> LeastGrants:
    game = KeyedGame.of(problem, key, np.zeros(len(problem.councils)), lambda _: watch.check())
    joined = JoiningGrants(game, saving, watch).run()
    if joined is None:
        raise InfeasibleError(
            f"shares {key.words}: nothing that could form by itself saves £{saving:,.3f}m, "
            "whatever is paid for joining; ask for less, or for what keeps a plan: plan=..."
        )
    ids = problem.councils.ids
    indptr, members = game.sets.flat()
    charges = np.empty(game.n)
    for k in joined.chosen:
        here = slice(indptr[k], indptr[k + 1])
        charges[members[here]] = game.charges[here]
    return LeastGrants(
        evaluation=evaluated(game, joined.chosen),
        key=key.words,
        staying=False,
        grants=pd.Series(joined.amounts, index=ids, name="grant"),
        charges=pd.Series(charges, index=ids, name="charge"),
        bound=joined.bound,
        target=saving,
    )
