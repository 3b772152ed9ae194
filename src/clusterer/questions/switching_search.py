"""Finds where, as one figure changes, one thing comes to cost no more than another.

Both costs are functions of the figure. Where it enters linearly each is the least of straight
lines, one for each plan, and so concave. Between two values at which both are known, the cost of
what is asked for lies above the chord; the cost of the other lies below that of each plan known. So
up to where the cheapest of those plans meets the chord, nothing switches: the search goes there,
and on from there, and the first value at which both cost the same is proved to be the nearest.
All whole numbers are tried in turn, which proves the same. Any other figure is tried at steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import scipy

from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.figure import Figure
from clusterer.model.problem import Problem
from clusterer.questions.other_value import with_value
from clusterer.search.solution import OutOfTime, tolerance

STOPPED = "stopped before it was known"

COLUMNS = (
    *("now", "switching", "change", "proved", "still", "price_still", "price_there"),
    *("low", "high", "range", "step", "note"),
)

_PRECISION = 1e-4
"""How near, as a part of the range, a value at which nothing switches comes to one that does."""

_EXACT = 1e-5
"""How much nearer that is where the figure enters linearly, as a part of it."""

_MOST_WHOLE = 1_000
"""Of more whole numbers, not all are tried."""

_MOST_MEETINGS = 200
"""After so many values, it is no longer claimed that the nearest was found."""

Clusters = list[list[int]]


@dataclass(frozen=True)
class Point:
    """What is asked for, and what it is set against, at some value of a figure.

    Attributes
    ----------
    value
        The value.
    cost, other
        The £m of what is asked for, infinite if it cannot be had; and of the other.
    clusters, others
        The clusters of both; none where it cannot be had.
    """

    value: float
    cost: float
    other: float
    clusters: Clusters
    others: Clusters

    @property
    def price(self) -> float:
        """What it costs more."""
        return self.cost - self.other

    @property
    def is_free(self) -> bool:
        """Whether it costs no more, as far as costs can be distinguished."""
        return self.price <= tolerance(self.other)


@dataclass(frozen=True)
class _Found:
    """The nearest value at which it switches, with one before; or that there is none.

    Attributes
    ----------
    there, still
        The points; None if there is none.
    proved
        Whether nothing nearer switches, or nothing in the range at all.
    """

    there: Point | None
    still: Point | None
    proved: bool


class SwitchingSearch:
    """Finds the switching value of one figure.

    Parameters
    ----------
    problem
        The problem.
    figure
        Its figure.
    at
        Gives what both cost at a value of it, and raises `InputError` where a term refuses that.
    steps
        How many values are tried on each side of the present one, where nothing can be proved.
    cannot, already
        What to say if it cannot be had, and if it costs no more as it is.
    """

    def __init__(
        self,
        problem: Problem,
        figure: Figure,
        at: Callable[[float], Point],
        *,
        steps: int,
        cannot: str,
        already: str,
    ) -> None:
        self._problem = problem
        self._figure = figure
        self._at = cache(at)
        self._steps = steps
        self._cannot = cannot
        self._already = already

    def row(self) -> dict[str, object]:
        """Return the row of the table."""
        figure = self._figure
        row: dict[str, object] = dict.fromkeys(COLUMNS, math.nan) | {
            "now": figure.now,
            "low": figure.low,
            "high": figure.high,
            "range": figure.range,
            "proved": False,
            "note": "",
        }
        if not (math.isfinite(figure.low) and figure.low < figure.high):
            return row | {"note": "there is no range to look in; give bounds"}
        # A rule that asks what clusters cost lets other plans in as the figure changes.
        by_steps = figure.whole or not figure.linear or self._problem.rules_read_costs
        values = self._values() if by_steps else []
        row["step"] = max((b - a for a, b in pairwise(sorted([*values, figure.now]))), default=0.0)
        try:
            now = self._at(figure.now)
            if now.price == math.inf:
                return row | {"note": self._cannot, "proved": True}
            if now.is_free:
                return row | {
                    "switching": figure.now,
                    "change": 0.0,
                    "price_there": now.price,
                    "proved": True,
                    "note": self._already,
                }
            found = self._stepped(now, values) if by_steps else self._met(now)
        except (OutOfTime, KeyboardInterrupt):
            return row | {"note": STOPPED}
        row["proved"] = found.proved
        if found.there is None or found.still is None:
            where = "in the whole range" if found.proved else "at all values that were tried"
            return row | {"note": f"it costs more {where}"}
        change = found.there.value - figure.now
        return row | {
            "switching": found.there.value,
            "change": change / abs(figure.now) if figure.now else math.nan,
            "still": found.still.value,
            "price_still": found.still.price,
            "price_there": found.there.price,
        }

    @property
    def _near(self) -> float:
        return _PRECISION * (self._figure.high - self._figure.low)

    # Where the figure enters linearly: from one meeting of costs to the next.

    def _met(self, now: Point) -> _Found:
        """Return the nearest value on both sides of the present one."""
        found: Point | None = None
        proved = True
        for end in (self._figure.high, self._figure.low):
            if found is not None:  # Nothing that is farther away is of interest.
                reach = abs(found.value - now.value)
                end = (
                    min(end, now.value + reach) if end > now.value else max(end, now.value - reach)
                )
            if end == now.value:
                continue
            there, sure = self._met_towards(end, now)
            proved &= sure
            if there is not None:
                found = there
        if found is None:
            return _Found(None, None, proved)
        return _Found(found, self._just_before(found, now), proved)

    def _met_towards(self, end: float, now: Point) -> tuple[Point | None, bool]:
        """Return the first point that switches on the way to an end; and whether that is sure."""
        here, ahead = now, [self._last_allowed(end, now)]
        known = [now.others, ahead[0].others]
        for _ in range(_MOST_MEETINGS):
            last = ahead[-1]
            if last.is_free and abs(last.value - here.value) <= _EXACT * self._near:
                return last, True
            value = self._meeting(here, last, known)
            if value is None or value == last.value:
                if last.is_free:
                    return last, True
                here = ahead.pop()  # Nothing switches up to there.
                if not ahead:
                    return None, True
                continue
            # A chord to a point far ahead lies low: one to where the two plans meet is better.
            there = self._crossing_of_plans(here, last)
            if there is None and abs(value - here.value) < abs(last.value - here.value) / 4:
                there = (here.value + last.value) / 2
            point = self._at(value if there is None else there)
            if point.others not in known:
                known.append(point.others)
            if there is not None:
                ahead.append(point)
            elif point.is_free:
                return point, True
            else:
                here = point
        return None, False

    def _crossing_of_plans(self, here: Point, last: Point) -> float | None:
        """Return where both plans of a point come to cost the same, well before another point."""
        value = self._crossing(here, here, last.value)
        part = (value - here.value) / (last.value - here.value)
        return value if 1e-6 < part < 1 - 1e-6 else None

    def _last_allowed(self, end: float, now: Point) -> Point:
        """Return the point at an end, or as near to it as terms allow."""
        try:
            return self._at(end)
        except InputError:
            pass
        allowed, refused = now.value, end
        while abs(refused - allowed) > self._near:
            middle = (allowed + refused) / 2
            try:
                self._with(middle)
            except InputError:
                refused = middle
            else:
                allowed = middle
        return self._at(allowed)

    def _with(self, value: float) -> Problem:
        """Return the problem with another value of the figure."""
        return with_value(self._problem, self._figure, value)

    def _meeting(self, here: Point, last: Point, known: list[Clusters]) -> float | None:
        """Return up to where it is sure that nothing switches; None if that is beyond the end."""
        first, until = 0.0, 1.0
        for clusters in known:
            stretch = self._above_the_chord(here, last, clusters)
            if stretch is None:
                return None
            first, until = max(first, stretch[0]), min(until, stretch[1])
        if first > until:
            return None
        return last.value if first == 1 else here.value + first * (last.value - here.value)

    def _above_the_chord(
        self, here: Point, last: Point, clusters: Clusters
    ) -> tuple[float, float] | None:
        """Return where some clusters cost no less than the chord, as parts of the way; or None.

        What they cost more is a concave function, so that it is one stretch.
        """
        candidates = Candidates.of(self._problem.councils, clusters)

        def more(part: float) -> float:
            value = here.value + part * (last.value - here.value)
            costs = self._with(value).costs(candidates)
            return float(costs.sum()) - (here.cost + part * (last.cost - here.cost))

        start, end = more(0.0), more(1.0)
        if start >= 0 and end >= 0:
            return 0.0, 1.0
        if start >= 0:
            return 0.0, float(scipy.optimize.brentq(more, 0.0, 1.0))
        if end >= 0:
            return float(scipy.optimize.brentq(more, 0.0, 1.0)), 1.0
        half = more(0.5)
        # It lies below the line through the middle and either end, beyond the middle.
        if max(half, 2 * half - start, 2 * half - end) < 0:
            return None
        top = 0.5
        if half < 0:
            highest = scipy.optimize.minimize_scalar(
                lambda part: -more(part), bounds=(0.0, 1.0), method="bounded"
            )
            top = float(highest.x)
            if more(top) < 0:
                return None
        return float(scipy.optimize.brentq(more, 0.0, top)), float(
            scipy.optimize.brentq(more, top, 1.0)
        )

    def _just_before(self, there: Point, now: Point) -> Point:
        """Return a point before one that switches, which does not."""
        back = min(self._near, abs(there.value - now.value) / 2)
        point = self._at(there.value - math.copysign(back, there.value - now.value))
        return now if point.is_free else point

    # Any other figure: at steps.

    def _stepped(self, now: Point, values: list[float]) -> _Found:
        """Return the first of some values at which it switches, and make it more exact."""
        figure = self._figure
        every = figure.whole and len(values) >= math.floor(figure.high) - math.ceil(figure.low)
        last = {True: now, False: now}
        for value in values:
            up = value > figure.now
            try:
                point = self._at(value)
            except InputError:  # A term refuses it.
                continue
            if point.is_free:
                still, there = self._between(last[up], point)
                return _Found(there, still, every)
            last[up] = point
        return _Found(None, None, every)

    def _values(self) -> list[float]:
        """Return the values to try, the nearest first."""
        return sorted(
            {value for value in self._all_values() if value != self._figure.now},
            key=lambda value: (abs(value - self._figure.now), value),
        )

    def _all_values(self) -> Iterator[float]:
        figure = self._figure
        if figure.whole and figure.high - figure.low <= _MOST_WHOLE:
            yield from map(float, range(math.ceil(figure.low), math.floor(figure.high) + 1))
            return
        for end in (figure.low, figure.high):
            for k in range(1, self._steps + 1):
                value = figure.now + (end - figure.now) * k / self._steps
                yield float(round(value)) if figure.whole else value

    def _between(self, still: Point, there: Point) -> tuple[Point, Point]:
        """Bring a value at which nothing switches near to one at which it does."""
        if self._figure.whole:
            return still, there
        near = self._near
        while abs(there.value - still.value) > near:
            value = self._crossing(still, there, there.value)
            if abs(value - still.value) > near / 2 and value != there.value:
                point = self._at(value)
                if not point.is_free:
                    still = point
                    value = (still.value + there.value) / 2
                    point = self._at(value)
                    still, there = (still, point) if point.is_free else (point, there)
                    continue
                there = point
            # That is the value, if it costs more just before.
            before = there.value + math.copysign(near, still.value - there.value)
            if abs(there.value - still.value) <= near:
                break
            point = self._at(before)
            if not point.is_free:
                return point, there
            middle = self._at((still.value + before) / 2)
            still, there = (still, middle) if middle.is_free else (middle, point)
        return still, there

    def _crossing(self, still: Point, there: Point, end: float) -> float:
        """Return where the clusters at `there` come to cost what the others do at `still`.

        That is on the way from `still` to an end; the end if they do not.
        """
        councils = self._problem.councils
        with_it, without = (
            Candidates.of(councils, some) for some in (there.clusters, still.others)
        )

        def more(value: float) -> float:
            problem = self._with(value)
            return float(problem.costs(with_it).sum() - problem.costs(without).sum())

        if more(end) >= 0 or more(still.value) <= 0:
            return end
        return float(scipy.optimize.brentq(more, still.value, end, xtol=1e-12, rtol=1e-12))
