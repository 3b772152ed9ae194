"""What a plan saves with one figure at a time at an end of its published range, as it stands."""

from __future__ import annotations

import pandas as pd

from clusterer.errors import InputError
from clusterer.model.figure import Figure
from clusterer.model.figure_words import written
from clusterer.model.figures import figures_of, published_figures_of
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.other_value import with_value
from clusterer.reports.plain_names import figure_called
from clusterer.terms import Scale

COLUMNS = ("meaning", "value", "at_low", "at_high", "low", "high", "outside")


def at_ends(plan: Evaluation) -> pd.DataFrame:
    """Return a row a figure with a published range, by its name.

    Its ``meaning`` in plain words, its ``value`` and its ends, ``at_low`` and ``at_high``, as they
    are written; the £m that the plan saves at the ends, ``low`` and ``high``; and whether the value
    is ``outside`` the range. The clusters stay as they are, with the hosts that are best there.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    >>> ends = at_ends(pair).loc["scale.benefit_realisation"]
    >>> ends["value"], ends["at_low"], round(float(ends["low"]), 2)
    ('60%', '0%', -13.86)
    """
    problem, labels = plan.problem, plan.assignment
    rows = {}
    for figure in published_figures_of(problem.terms):
        ends = _published(problem, figure)
        try:
            low, high = (with_value(problem, figure, end).evaluate(labels).saving for end in ends)
        except InputError:  # A term of the user's own may not take an end of its range.
            continue
        rows[figure.name] = {
            "meaning": figure_called(figure.name),
            "value": written(figure.name, figure.now),
            "at_low": written(figure.name, ends[0]),
            "at_high": written(figure.name, ends[1]),
            "low": low,
            "high": high,
            "outside": not ends[0] <= figure.now <= ends[1],
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))


def _published(problem: Problem, figure: Figure) -> tuple[float, float]:
    """Return the ends as they are published; those of a figure reach to its value if it is outside.

    Of all services together no table has a range: it is made of those of the services.
    """
    table = problem.figures
    if figure.name not in table.index:
        return figure.low, figure.high
    low, high = (table[end].astype(float).loc[figure.name] for end in ("low", "high"))
    return float(low), float(high)


def without_saving(plan: Evaluation) -> float | None:
    """Return what a plan saves in £m if scale saves nothing; None if no term has such a figure."""
    problem = plan.problem
    if not any(isinstance(term, Scale) for term in problem.terms):
        return None
    changed = problem
    for figure in figures_of(problem.terms):
        if figure.field == "benefit_realisation":
            changed = with_value(changed, figure, 0.0)
    return changed.evaluate(plan.assignment).saving
