"""Which of many proposed clusters, that overlap, are worth it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from clusterer._support import interrupts
from clusterer._support.checks import check_whole, plain_seconds
from clusterer.errors import InfeasibleError, InputError, NoPlanFoundError
from clusterer.model.problem import Problem
from clusterer.questions.assessment import Assessment
from clusterer.questions.proposals import Given, Proposals
from clusterer.questions.selector import Selector
from clusterer.search.solution import Watch


def assess(
    problem: Problem,
    proposals: Given,
    *,
    costs: Mapping[Hashable, float] | None = None,
    time_limit: float | None = None,
    seed: int = 0,
) -> Assessment:
    """Say which of many proposals are worth it, together and each by itself.

    The best selection is the cheapest way to have each council in one of the proposals chosen, or
    alone: set partitioning over the proposals. What it costs to insist on a proposal is what the
    best selection with it costs more; to refuse it, what the best one without it costs more. All
    of these are solved to proof.

    Parameters
    ----------
    problem
        Whose terms cost the proposals, and whose rules and limits hold for a selection. A proposal
        that breaks a rule, or is not connected, cannot be chosen; the table says why.
    proposals
        For each name a list of councils, by index label or name; or a DataFrame with a row a
        council of each proposal, columns ``proposal``, ``council`` and perhaps ``cost``, its own
        £m of present value.
    costs
        The £m of proposals that bring their own cost, by name. All others are costed by the terms.
    time_limit
        Seconds after which prices that are not there yet are left open.
    seed
        For the random choices of the search.

    Returns
    -------
    Assessment
        The selection and the price of each proposal.

    Raises
    ------
    InfeasibleError
        If no selection keeps the rules and limits.
    NoPlanFoundError
        If the time was up before any selection was found.
    InputError
        If the proposals are not usable.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> offers = {
    ...     "north": ["Barnet", "Enfield", "Haringey"],
    ...     "centre": ["Camden", "Islington"],
    ...     "both": ["Camden", "Islington", "Haringey", "Barnet"],
    ... }
    >>> found = cl.assess(problem, offers)
    >>> print(found.table[["saving", "chosen", "insist", "refuse"]].round(2).rename_axis(None))
            saving  chosen  insist  refuse
    north    -1.28   False    1.28    0.00
    centre   12.74    True    0.00    2.29
    both     10.45   False    2.29    0.00
    """
    if not isinstance(problem, Problem):
        raise InputError(
            f"assess takes a Problem, not {type(problem).__name__}; of a portfolio, assess the "
            "proposals for a service: assess(portfolio.services[name], ...)"
        )
    watch = Watch(plain_seconds(time_limit))
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    given = Proposals.read(problem.councils, proposals, costs)
    selector = Selector(problem, given, seed=seed)
    with interrupts.noted():
        best = selector.best(watch)
        if best.chosen is None and best.bound == math.inf:
            raise InfeasibleError(selector.no_selection, ())
        if best.chosen is None:
            raise NoPlanFoundError("stopped before any selection was found; allow more time")
        insist = {name: selector.best(watch, insist=name) for name in given.members}
        refuse = {
            name: selector.best(watch, refuse=name) if name in best.names else best
            for name in given.members
        }
    return Assessment(selector, best, insist, refuse)
