"""What is refused because candidates are too many to list, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clusterer.errors import TooManyCandidatesError
from clusterer.model.problem import Problem
from clusterer.rules import MaxSize, Rule


def too_many(problem: Problem, error: TooManyCandidatesError) -> TooManyCandidatesError:
    """Say of candidates that are too many to list why they have to be listed.

    Parameters
    ----------
    problem
        A problem that has no closed form.
    error
        What was raised when its candidates were to be listed.
    """
    lacking = list(_without_form(problem))
    one = len(lacking) == 1
    ways = "leave it out, or state it so that it has one"
    if not one:
        ways = "leave them out, or state them so that they have one"
    if error.fitting_size:
        ways = f"{tighter_cap(problem.rules)} of at most {error.fitting_size}, or {ways}"
    return TooManyCandidatesError(
        f"{' and '.join(lacking)} {'has' if one else 'have'} no MIP form, so all candidates "
        f"have to be listed; but {error}. So {ways}",
        error.fitting_size,
    )


def tighter_cap(rules: Iterable[Rule]) -> str:
    """Say how to leave fewer candidates.

    Examples
    --------
    >>> tighter_cap([]), tighter_cap([MaxSize(9)])
    ('add a MaxSize', 'take a smaller MaxSize')
    """
    capped = any(isinstance(rule, MaxSize) for rule in rules)
    return "take a smaller MaxSize" if capped else "add a MaxSize"


def _without_form(problem: Problem) -> Iterator[str]:
    """Name the terms, rules and limits for which candidates have to be listed."""
    for term in problem.terms:
        if term.mip_form(problem.councils) is None:
            yield f"term {term.name!r}"
    for rule in problem.rules:
        if rule.mip_form(problem.councils) is None:
            yield repr(rule)
    for limit in problem.limits:
        if limit.per_cluster is None:
            yield repr(limit)
