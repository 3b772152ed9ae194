"""A problem with another value of one of its figures."""

from __future__ import annotations

from clusterer.model.figure import Figure
from clusterer.model.problem import Problem


def with_value(problem: Problem, figure: Figure, value: float) -> Problem:
    """Return the problem with another value of a figure, of a term or of its today.

    Raises
    ------
    InputError
        If a term refuses it.

    Examples
    --------
    >>> import clusterer as cl
    >>> from clusterer.model.figures import figure_called
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> other = with_value(problem, figure_called(problem.terms, "coordination.kappa"), 0.01)
    >>> other.figures.loc["coordination.kappa", "value"]
    0.01
    """
    return problem.replace(**figure.changes(value, problem.terms, problem.today))
