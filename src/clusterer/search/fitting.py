"""The smallest candidates of a problem, as many sizes of them as fit in some memory."""

from __future__ import annotations

from collections.abc import Callable

from clusterer.errors import TooManyCandidatesError
from clusterer.model.problem import Problem
from clusterer.rules import MaxSize


def fitting(
    problem: Problem, memory_gib: float, proceed: Callable[[int], None]
) -> tuple[Problem, int]:
    """Return a problem under the largest cap on size that keeps its candidates to some memory.

    Parameters
    ----------
    problem
        The problem. It is returned as it is if all of its candidates fit.
    memory_gib
        What they may take, in GiB.
    proceed
        As for `Problem.candidates`.

    Returns
    -------
    tuple
        The problem, whose candidates fit, and the cap; that is the number of councils for none.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> small, cap = fitting(problem, 0.0001, lambda _: None)
    >>> int(small.candidates().size.max()) == cap
    True
    """
    try:
        problem.candidates(memory_gib=memory_gib, proceed=proceed)
    except TooManyCandidatesError as error:
        cap = max(error.fitting_size, 1)
        return problem.replace(rules=[*problem.rules, MaxSize(cap)]), cap
    return problem, len(problem.councils)
