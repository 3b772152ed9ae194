"""What each council's refusal costs: it stands alone, and the rest plan again without it."""

from __future__ import annotations

from clusterer._support import interrupts
from clusterer._support.checks import check_text, check_whole, plain_seconds
from clusterer._support.read_only import ReadOnly
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.veto_prices import Vetoes
from clusterer.questions.why_not import answers_to
from clusterer.questions.wishes import Wish
from clusterer.search.solution import Watch

_CONTROL = "control"
"""The column that says who is in control, if there is one."""


def vetoes(
    plan: Evaluation,
    *,
    by: str | None = None,
    no_party: str = "NOC",
    time_limit: float | None = None,
    seed: int = 0,
) -> Vetoes:
    """Say what it costs if a council refuses to share, or all councils of a party do.

    Who refuses stands alone, each by itself, and the others make the best plan without them; that
    is found and proved, as `why_not` with ``alone`` does. At charges at which nobody leaves, no
    council can save more than the price of its refusal and the subsidy, where no limits bind plans.

    Parameters
    ----------
    plan
        The plan, as `solve` returns it; or what `Problem.evaluate` returns.
    by
        The column that says who is in control of each council: those of one value refuse together
        as well. Unless given, ``control``, if there is such a column.
    no_party
        The value of that column that stands for no party.
    time_limit
        Seconds after which what is proved so far is returned; Ctrl-C does the same.
    seed
        As for `solve`.

    Returns
    -------
    Vetoes
        The prices.

    Raises
    ------
    InputError
        If an argument is not usable.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> refusals = cl.vetoes(cl.solve(problem))
    >>> print(refusals.headline)  # doctest: +ELLIPSIS
    32 councils: the most expensive refusal is that of Kingston upon Thames, for £12.564m; of a ...
    >>> print(refusals.parties[["councils", "price"]].round(3).rename_axis(None))
                      councils   price
    Conservative            14  48.762
    Labour                   7  33.892
    Liberal Democrat         3  27.950
    """
    if not isinstance(plan, Evaluation):
        raise InputError(
            f"vetoes takes a plan, not {type(plan).__name__}; solve(problem) makes one, and of "
            "a portfolio, ask about the plan of a service"
        )
    check_text("no_party", no_party)
    watch = Watch(plain_seconds(time_limit))
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    councils = plan.councils
    groups: dict[str, list[int]] = {}
    if by is not None or _CONTROL in councils.frame.columns:
        for row, party in enumerate(councils.texts(_CONTROL if by is None else by)):
            if party != no_party:
                groups.setdefault(party, []).append(row)
    wishes = [Wish(councils, alone=(row,)) for row in range(len(councils))]
    wishes += [Wish(councils, alone=tuple(rows)) for rows in groups.values()]
    with interrupts.noted():
        found = answers_to(plan, wishes, watch, seed)
    each = found[: len(councils)]
    return Vetoes(plan, each, ReadOnly(dict(zip(groups, found[len(councils) :], strict=True))))
