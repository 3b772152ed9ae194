"""Switching values: the smallest change of one figure at which a wish costs nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
from scipy.optimize import brentq

from clusterer._support import interrupts
from clusterer._support.checks import check_number, check_progress, check_time_limit, check_whole
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.figures import Figure, figure_called, figures_of
from clusterer.model.problem import Problem
from clusterer.questions.granting import Granted, Granting
from clusterer.questions.wishes import Wish
from clusterer.search.solution import OutOfTime, Progress, Watch, tolerance
from clusterer.solving.progress_bar import ProgressBar

_STEPS = 8
"""So many values are tried on each side of the present one."""

_PRECISION = 1e-4
"""How near, as a part of the range, a value that costs nothing and one that does not come."""

_MOST_WHOLE = 1_000
"""Of more whole numbers, not all are tried."""

_STOPPED = "stopped before it was known"

COLUMNS = (
    *("now", "switching", "change", "still", "price_still", "price_there"),
    *("low", "high", "range", "step", "note"),
)


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
    check_time_limit(time_limit)
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    if parameter is None:
        if bounds is not None:
            raise InputError("bounds are those of one parameter; give parameter=... too")
        figures = figures_of(problem.terms)
    else:
        figures = [figure_called(problem.terms, parameter)]
        if bounds is not None:
            figures = [figures[0].within(_checked(bounds, figures[0]))]
    if progress is True:
        with ProgressBar() as bar:
            return _table(problem, wish, figures, Watch(_seconds(time_limit), bar), seed)
    watch = Watch(_seconds(time_limit), progress or None)
    return _table(problem, wish, figures, watch, seed)


@dataclass(frozen=True)
class _Point:
    """What a wish costs at some value of a figure.

    Attributes
    ----------
    value
        The value.
    price
        What the wish costs more, in £m; infinite if no plan grants it.
    wished, best
        The plans with it and without.
    """

    value: float
    price: float
    wished: Granted
    best: Granted

    @property
    def is_free(self) -> bool:
        """Whether the wish costs nothing, as far as costs can be distinguished."""
        return self.price <= tolerance(self.best.solution.objective)


class _Search:
    """Finds the switching value of one figure."""

    def __init__(
        self, problem: Problem, wish: Wish, granting: Granting, figure: Figure, watch: Watch
    ) -> None:
        self._problem = problem
        self._wish = wish
        self._granting = granting
        self._figure = figure
        self._watch = watch

    def row(self) -> dict[str, object]:
        """Return the row of the table."""
        figure = self._figure
        row: dict[str, object] = dict.fromkeys(COLUMNS, math.nan) | {
            "now": figure.now,
            "low": figure.low,
            "high": figure.high,
            "range": figure.range,
            "note": "",
        }
        if not (math.isfinite(figure.low) and figure.low < figure.high):
            return row | {"note": "there is no range to look in; give bounds"}
        values = self._values()
        row["step"] = max(
            (b - a for a, b in pairwise(sorted([*values, figure.now]))), default=math.nan
        )
        try:
            now = self._at(figure.now)
            if now.price == math.inf:
                return row | {"note": "no plan grants the wish"}
            if now.is_free:
                return row | {
                    "switching": figure.now,
                    "change": 0.0,
                    "price_there": now.price,
                    "note": "it costs nothing already",
                }
            last = {True: now, False: now}
            for value in values:
                up = value > figure.now
                point = self._at_or_none(value)
                if point is None:
                    continue
                if point.is_free:
                    still, there = self._between(last[up], point)
                    return row | _told(figure, still, there)
                last[up] = point
        except (OutOfTime, KeyboardInterrupt):
            return row | {"note": _STOPPED}
        return row | {"note": "it costs more at all values that were tried"}

    def _values(self) -> list[float]:
        """Return the values to try, the nearest first."""
        figure = self._figure
        if figure.whole and figure.high - figure.low <= _MOST_WHOLE:
            found = [float(k) for k in range(math.ceil(figure.low), math.floor(figure.high) + 1)]
        else:
            found = [
                figure.now + (end - figure.now) * k / _STEPS
                for end in (figure.low, figure.high)
                for k in range(1, _STEPS + 1)
            ]
            found = [float(round(value)) for value in found] if figure.whole else found
        return sorted(
            {value for value in found if value != figure.now},
            key=lambda value: (abs(value - figure.now), value),
        )

    def _at_or_none(self, value: float) -> _Point | None:
        """Return what the wish costs at a value; None if a term refuses it."""
        try:
            return self._at(value)
        except InputError:
            return None

    def _at(self, value: float) -> _Point:
        """Return what the wish costs at a value.

        Raises
        ------
        OutOfTime
            If the plans could not be proved in time.
        """
        granting = self._granting.of(self._with(value))
        best = self._proved(granting, None)
        clusters = best.solution.clusters
        if clusters is not None and self._has_it(clusters):
            return _Point(value, 0.0, best, best)
        wished = self._proved(granting, self._wish)
        if wished.solution.clusters is None:
            return _Point(value, math.inf, wished, best)
        return _Point(value, wished.solution.objective - best.solution.objective, wished, best)

    def _with(self, value: float) -> Problem:
        """Return the problem with another value of the figure."""
        return self._problem.replace(terms=self._figure.set_to(value, self._problem.terms))

    def _proved(self, granting: Granting, wish: Wish | None) -> Granted:
        granted = granting.best(wish, watch=self._watch.part(math.inf), why=0.0)
        if not granted.proved:
            raise OutOfTime
        return granted

    def _has_it(self, clusters: list[list[int]]) -> bool:
        candidates = Candidates.of(self._problem.councils, clusters)
        return bool(self._wish.allows(candidates).all())

    def _between(self, still: _Point, there: _Point) -> tuple[_Point, _Point]:
        """Bring a value at which the wish costs something near to one at which it does not."""
        if self._figure.whole:
            return still, there
        near = _PRECISION * (self._figure.high - self._figure.low)
        while abs(there.value - still.value) > near:
            # Where the plan with the wish there comes to cost what the plan here does.
            value = self._crossing(still, there)
            if abs(value - still.value) > near / 2 and value != there.value:
                point = self._at(value)
                if not point.is_free:
                    still = point
                    value = (still.value + there.value) / 2
                    point = self._at(value)
                    still, there = (still, point) if point.is_free else (point, there)
                    continue
                there = point
            # That is the value, if the wish costs something just before.
            before = there.value + math.copysign(near, still.value - there.value)
            if abs(there.value - still.value) <= near:
                break
            point = self._at(before)
            if not point.is_free:
                return point, there
            middle = self._at((still.value + before) / 2)
            still, there = (still, middle) if middle.is_free else (middle, point)
        return still, there

    def _crossing(self, still: _Point, there: _Point) -> float:
        """Return where a plan with the wish comes to cost what the best plan does at `still`."""
        councils = self._problem.councils
        clusters = (there.wished.solution.clusters, still.best.solution.clusters)
        with_it, without = (Candidates.of(councils, some or []) for some in clusters)

        def more(value: float) -> float:
            problem = self._with(value)
            return float(problem.costs(with_it).sum() - problem.costs(without).sum())

        if more(there.value) >= 0 or more(still.value) <= 0:
            return there.value
        return float(brentq(more, still.value, there.value, xtol=1e-12, rtol=1e-12))


def _told(figure: Figure, still: _Point, there: _Point) -> dict[str, object]:
    """Return what the table says of a switching value."""
    change = there.value - figure.now
    return {
        "switching": there.value,
        "change": change / abs(figure.now) if figure.now else math.nan,
        "still": still.value,
        "price_still": still.price,
        "price_there": there.price,
    }


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
                rows.append(dict.fromkeys(COLUMNS, math.nan) | {"note": _STOPPED})
                continue
            rows.append(_Search(problem, wish, granting, figure, watch).row())
            if rows[-1]["note"] == _STOPPED:
                granting = None
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.set_axis(pd.Index([figure.name for figure in figures], name="parameter"))


def _checked(bounds: object, figure: Figure) -> tuple[float, float]:
    """Return two ends between which the present value lies."""
    if not isinstance(bounds, (tuple, list)) or len(bounds) != 2:
        raise InputError("bounds must be two numbers, (low, high)")
    for what, end in zip(("low", "high"), bounds, strict=True):
        check_number(f"{what} end of the bounds", end)
    low, high = bounds
    if not low <= figure.now <= high:
        raise InputError(
            f"bounds ({low:g}, {high:g}) must have the present value of {figure.name} between "
            f"them, which is {figure.now:g}"
        )
    return float(low), float(high)


def _seconds(time_limit: float | None) -> float:
    return math.inf if time_limit is None else time_limit
