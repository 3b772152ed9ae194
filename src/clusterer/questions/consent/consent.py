"""Consent: who would leave a plan, what keeps them, and what it takes to say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clusterer._support import interrupts
from clusterer._support.checks import check_whole, plain_seconds
from clusterer.errors import InputError, NoPlanFoundError
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.bargained import bargained
from clusterer.questions.consent.keyed import keyed
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.result import Consent
from clusterer.search.solution import OutOfTime, Watch


def consent(
    evaluation: Evaluation,
    shares: Any = None,
    *,
    terms: Iterable[str] | None = None,
    time_limit: float | None = None,
    seed: int = 0,
) -> Consent:
    """Say whether a plan holds, who would leave it, and what keeps them.

    Any cluster that adjacency and rules allow may leave and form by itself; limits bind plans, and
    not leavers. There are two games. Without `shares` members bargain: a cluster may split its
    cost among its members in any way. Then nobody leaves if and only if there are charges at which
    each cluster that could form pays no more than it would cost; if there are none, the least
    subsidy is found that makes them possible. With `shares` a fixed key says what each member pays,
    in every cluster, and a cluster leaves if all its members pay less in it. Neither subsidy bounds
    that of the other game.

    Parameters
    ----------
    evaluation
        A plan, or what `Problem.evaluate` makes of any partition: a drawn option, one centre for
        all, today's partnerships. It may break rules.
    shares
        The key; none, so that members bargain, unless given. It is "equal", "alone", "saving", a
        column such as "population", a number for each council, or a mixture, as for `voluntary`.
    terms
        The names of the terms that are charged; all unless given. A price that nobody pays, such
        as that of political distance, is better left out.
    time_limit
        Seconds after which it is given up; under a key, after which the best subsidy that is known
        is returned with its bound. Without it, each subsidy under a key is given ten seconds.
    seed
        For the solver, which the subsidy under a key needs.

    Returns
    -------
    Consent
        Who would leave, and what keeps them.

    Raises
    ------
    InputError
        If an argument is not usable.
    TooManyCandidatesError
        If the clusters that could form are too many to list.
    NoPlanFoundError
        If the time was up.

    Examples
    --------
    The best plan for London does not hold by itself:

    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(4)])
    >>> answer = cl.consent(cl.solve(problem))
    >>> answer.holds, round(answer.subsidy, 3), round(answer.exit_fee, 3)
    (False, 0.453, 0.226)

    If each pays per head, more would leave:

    >>> answer = cl.consent(cl.solve(problem), "population")
    >>> len(answer.blocking), round(answer.subsidy, 3), round(answer.exit_fee, 3)
    (15, 17.891, 5.201)
    """
    if isinstance(evaluation, PortfolioEvaluation):
        raise InputError(
            "consent takes a plan of one problem, not of a portfolio: what is paid once a "
            "partnership depends on what the same councils share in other services; ask about the "
            "plan of each service, portfolio.services[name]"
        )
    if not isinstance(evaluation, Evaluation):
        raise InputError(
            f"consent takes a plan, not {type(evaluation).__name__}; solve(problem) makes one, and "
            "problem.evaluate(...) of an assignment"
        )
    watch = Watch(plain_seconds(time_limit))
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    try:
        with interrupts.noted():
            offers = Offers.of(evaluation, terms, lambda _: watch.check())
            if shares is not None:
                return keyed(offers, shares, watch, seed)
            return bargained(offers, watch.remaining)
    except OutOfTime:
        raise NoPlanFoundError(
            f"the time was up after {watch.elapsed():.1f} s, before it was known who would leave; "
            "allow more, or leave fewer clusters by a rule such as MaxSize"
        ) from None
