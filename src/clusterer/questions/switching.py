"""Switching values: the smallest change of one figure at which a wish costs nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from clusterer._support import interrupts
from clusterer._support.checks import check_progress, check_whole, plain_seconds
from clusterer.candidates import Candidates
from clusterer.model.figure import Figure
from clusterer.model.figures import figures_asked
from clusterer.model.problem import Problem
from clusterer.questions.granting import Granting
from clusterer.questions.other_value import with_value
from clusterer.questions.switching_search import (
    COLUMNS,
    STOPPED,
    Clusters,
    Point,
    SwitchingSearch,
)
from clusterer.questions.wishes import Wish
from clusterer.search.solution import OutOfTime, Progress, Watch
from clusterer.solving.progress_bar import reporting

_STEPS = 8
"""So many values are tried on each side of the present one."""


def switching_values(
    problem: Problem,
    wish: Wish,
    parameter: str | None,
    *,
    bounds: tuple[float, float] | None,
    time_limit: float | None,
    progress: Callable[[Progress], None] | bool | None,
    seed: int,
) -> pd.DataFrame:
    """Return a row a figure, as `WhyNot.switching` says."""
    limit = plain_seconds(time_limit)
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    figures = figures_asked(problem.terms, parameter, bounds)
    with reporting(progress) as callback:
        return _table(problem, wish, figures, Watch(limit, callback), seed)


class _Wished:
    """What a wish costs, and the best plan without it, at values of a figure."""

    def __init__(
        self, problem: Problem, wish: Wish, granting: Granting, figure: Figure, watch: Watch
    ) -> None:
        self._problem = problem
        self._wish = wish
        self._granting = granting
        self._figure = figure
        self._watch = watch

    def __call__(self, value: float) -> Point:
        """Return both at a value.

        Raises
        ------
        OutOfTime
            If the plans could not be proved in time.
        """
        granting = self._granting.of(with_value(self._problem, self._figure, value))
        best, cost = self._proved(granting, None)
        if best and self._has_it(best):
            return Point(value, cost, cost, best, best)
        wished, wished_cost = self._proved(granting, self._wish)
        return Point(value, wished_cost, cost, wished, best)

    def _proved(self, granting: Granting, wish: Wish | None) -> tuple[Clusters, float]:
        """Return the best plan and its £m; no clusters and infinite if there is none."""
        granted = granting.best(wish, watch=self._watch.part(math.inf), why=0.0)
        if not granted.proved:
            raise OutOfTime
        clusters = granted.solution.clusters
        return (clusters, granted.solution.objective) if clusters else ([], math.inf)

    def _has_it(self, clusters: Clusters) -> bool:
        candidates = Candidates.of(self._problem.councils, clusters)
        return bool(self._wish.allows(candidates).all())


def _table(
    problem: Problem, wish: Wish, figures: list[Figure], watch: Watch, seed: int
) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    with interrupts.noted():
        try:
            granting: Granting | None = Granting(problem, watch, seed)
        except (OutOfTime, KeyboardInterrupt):
            granting = None
        for figure in figures:
            if granting is None:
                rows.append(dict.fromkeys(COLUMNS, math.nan) | {"proved": False, "note": STOPPED})
                continue
            search = SwitchingSearch(
                problem,
                figure,
                _Wished(problem, wish, granting, figure, watch),
                steps=_STEPS,
                cannot="no plan grants the wish",
                already="it costs nothing already",
            )
            rows.append(search.row())
            if rows[-1]["note"] == STOPPED:
                granting = None
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.set_axis(pd.Index([figure.name for figure in figures], name="parameter"))
