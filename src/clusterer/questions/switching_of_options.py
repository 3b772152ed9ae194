"""Switching values between two options: the figure at which one is as good as the other."""

from __future__ import annotations

import pandas as pd

from clusterer._support import interrupts
from clusterer.candidates import Candidates
from clusterer.model.figure import Figure
from clusterer.model.figures import figures_asked
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.other_value import with_value
from clusterer.questions.switching_search import COLUMNS, Clusters, Point, SwitchingSearch

_STEPS = 100
"""So many values are tried on each side of the present one; each takes milliseconds."""


class _Both:
    """What two options cost at values of a figure, each with the hosts that are best there."""

    def __init__(self, problem: Problem, figure: Figure, first: Clusters, second: Clusters) -> None:
        self._problem = problem
        self._figure = figure
        self._first = first
        self._second = second

    def __call__(self, value: float) -> Point:
        """Return both at a value."""
        problem = with_value(self._problem, self._figure, value)
        other, cost = (
            float(problem.costs(Candidates.of(problem.councils, some)).sum())
            for some in (self._first, self._second)
        )
        return Point(value, cost, other, self._second, self._first)


def switching_between(
    first: Evaluation,
    second: Evaluation,
    parameter: str | None,
    bounds: tuple[float, float] | None,
) -> pd.DataFrame:
    """Return a row a figure, as `Appraisal.switching` says."""
    problem = first.problem
    figures = figures_asked(problem.terms, parameter, bounds)
    clusters = [list(one.arguments()["clusters"].values()) for one in (first, second)]
    with interrupts.noted():
        rows = [
            SwitchingSearch(
                problem,
                figure,
                _Both(problem, figure, *clusters),
                steps=_STEPS,
                cannot="",
                already="it is as good already",
            ).row()
            for figure in figures
        ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.set_axis(pd.Index([figure.name for figure in figures], name="parameter"))
