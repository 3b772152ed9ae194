"""How a solve ends, of one problem or of a portfolio: what is checked and told at the last."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from clusterer._support import interrupts
from clusterer.errors import InputError
from clusterer.search.solution import Watch, tolerance


def tell_done(watch: Watch, *, objective: float, bound: float) -> None:
    """Tell that the solve is done; Ctrl-C has nothing left to stop."""
    with contextlib.suppress(KeyboardInterrupt):
        watch.tell(phase="done", incumbent=objective, bound=bound)


def begin_with_the_conflict(watch: Watch) -> None:
    """Tell that there is no plan, and that the reason is looked for, which Ctrl-C may stop, too.

    A Ctrl-C while this is told does not: the reason is found all the same.
    """
    interrupts.begin_again()
    with contextlib.suppress(KeyboardInterrupt):
        watch.tell(phase="conflict")


def check_alone_as_among_all(
    found: float, alone: float, broken: tuple[str, ...], terms: Iterable[str] = ()
) -> None:
    """Check that terms, rules and limits say of the plan's clusters what they said among all.

    One that looks at the other candidates, such as their mean, would make a bound worthless.

    Parameters
    ----------
    found
        The £m of the plan, by what its clusters cost among all candidates.
    alone
        The same, by what they cost by themselves.
    broken
        What the plan breaks by itself, in words.
    terms
        The names of the terms, for the message.

    Raises
    ------
    InputError
        If they do not.

    Examples
    --------
    >>> check_alone_as_among_all(10.0, 12.0, (), ["talks"])
    Traceback (most recent call last):
    clusterer.errors.InputError: the terms ('talks') cost the plan's clusters £12.000000m by \
    themselves, and £10.000000m among all candidates; what a term, rule or limit says of a cluster \
    must depend on its members alone, not on the other candidates
    """
    off = abs(alone - found) > 10 * tolerance(found)
    if not off and not broken:
        return
    names = ", ".join(map(repr, terms))
    what = (
        f"the terms{f' ({names})' if names else ''} cost the plan's clusters £{alone:,.6f}m by "
        f"themselves, and £{found:,.6f}m among all candidates"
        if off
        else f"among all candidates the plan was allowed, but by itself: {broken[0]}"
    )
    raise InputError(
        f"{what}; what a term, rule or limit says of a cluster must depend on its members alone, "
        "not on the other candidates"
    )
