"""Sweep over the map from one side to the other: the best plan of some columns, or that none is.

The councils are put in an order in which few of them are *ahead* at a time: covered, perhaps, by
a column that begins further back. A label stands for all ways to cover the councils up to the
front that cover the same councils beyond it. It is extended by each column that begins at the
next uncovered council. What comes after depends on that set alone, and on the number of clusters
where this is limited; so of all ways that lead to a label the cheapest is enough. That is dynamic
programming over the frontier of a graph, as in the ZDDs of Knuth's Simpath (2009) and Kawahara,
Inoue, Iwashita and Minato (2017), over columns in place of edges.

A label costs what its columns' reduced costs add up to, and what rows have lost for good, that on
the number of clusters too. A row
``Σ_S ⌊Σ_{i∈S} p_i / q⌋ x_S ≤ ⌊Σ_i p_i / q⌋`` with a price of μ < 0 is charged in the reduced
costs of the columns that use it, and each unit that a plan leaves unused costs -μ. The councils of
the row that are not covered yet, U, leave ``⌊Σ_{i∈U} p_i / q⌋`` units at most, whatever comes. So
the units lost up to a label are a matter of what it covers and of the columns it has; and what
it costs is what its columns cost in truth less a number that its covered set alone tells: labels
of the same set differ by what their columns cost, rows or no rows. Labels that cost as much as the
cutoff leaves above the bound are dropped. At the end nothing is left to lose, and the cost is what
the plan costs above the bound.

Limits on other sums than the number of clusters would have to be part of a label, and few labels
would be the same. They are left to their prices: plans that keep them cost at least what their
columns' reduced costs add up to. So the least of that is a bound, also if it is that of no plan.

No solver is asked, and nothing rests on a tolerance but of these sums of numbers none of which is
negative. If labels become too many, the sweep gives up. With a *beam*, only the cheapest labels
of each front are kept: that proves nothing, and finds plans.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.search._sweep import ENDED, FULL, WIDE, Course, Labels, Standing, sweep
from clusterer.search.columns import Columns
from clusterer.search.course import course_of
from clusterer.search.prices import Prices
from clusterer.search.route import Route
from clusterer.search.subset_row import SubsetRow

logger = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Integers = NDArray[np.int64]

_STEPS_AT_ONCE = 500_000
"""Between two looks at the clock."""

_FIRST_ROOM = 1 / 1024
"""The part of the room in which a beam looks first; each time it finds nothing, in so many times
as much:"""

_ROOM_GROWTH = 4

_MOST_OF_A_BEAM = 1 << 23
"""The labels of a beam at most, of all fronts together."""

_ROOM = 1 << 14
"""Room for so many labels to begin with; each time it is too small it becomes twice as large."""


@dataclass(frozen=True, eq=False)
class Swept:
    """What a sweep found.

    Attributes
    ----------
    chosen
        The best plan below the cutoff, as numbers of columns, ascending; None if none was met.
    least
        No plan costs less than so much above the bound, up to the cutoff; nothing if it gave up.
    ended
        Whether all was gone through.
    reached
        The part of the councils that it came past.
    """

    chosen: Numbers | None
    least: float
    ended: bool
    reached: float = 0.0


def sweep_plans(
    columns: Columns,
    prices: Prices,
    rows: Sequence[SubsetRow],
    *,
    room: float,
    most_labels: int,
    remaining: Callable[[], float],
) -> Swept:
    """Look for the plan that costs least above the bound, if that is less than `room`.

    Parameters
    ----------
    columns, prices
        The columns, and their prices with no reduced cost below zero.
    rows
        The subset rows, whose duals are the last of those of the limits.
    room
        How much above the bound a plan is of no interest.
    most_labels
        When to give up.
    remaining
        Tells the seconds left.
    """
    route = Route.of(columns)
    if route is None:
        return Swept(None, 0.0, ended=False)
    course, numbers = course_of(columns, prices, rows, route)
    labels, standing = run(course, room=room, most_labels=most_labels, remaining=remaining)
    reached = float(standing.place[0]) / columns.n
    if reached < 1.0:
        return Swept(None, 0.0, ended=False, reached=reached)
    return Swept(_plan(labels, standing, numbers), float(standing.best[0]), ended=True, reached=1.0)


def beam_plan(
    columns: Columns,
    prices: Prices,
    rows: Sequence[SubsetRow],
    *,
    room: float,
    width: int,
    remaining: Callable[[], float],
) -> Numbers | None:
    """Look for a plan that costs less than `room` above the bound; it need not be the best.

    Only so many labels are kept at each front, the cheapest. Many of these are cheap because they
    put off what is expensive. In little room such labels are dropped early, and it takes little
    time: so a plan is looked for in little room first, and then in more, up to all of it.

    Parameters
    ----------
    columns, prices, rows, room, remaining
        As for `sweep_plans`.
    width
        How many labels are kept.

    Returns
    -------
    array or None
        The plan, as numbers of columns, ascending.
    """
    route = Route.of(columns)
    if route is None:
        return None
    course, numbers = course_of(columns, prices, rows, route)
    share = _FIRST_ROOM if math.isfinite(room) else 1.0
    while True:
        labels, standing = run(
            course,
            room=share * room,
            remaining=remaining,
            most_labels=_MOST_OF_A_BEAM,
            beam=width,
        )
        plan = _plan(labels, standing, numbers)
        if plan is not None or share >= 1.0 or remaining() <= 0:
            return plan
        share *= _ROOM_GROWTH


def run(
    course: Course,
    *,
    room: float,
    remaining: Callable[[], float],
    most_labels: int,
    beam: int | None = None,
    every: bool = False,
) -> tuple[Labels, Standing]:
    """Go over a course; return the labels, and where it stands: at the end, or where it gave up.

    Parameters
    ----------
    course
        What to go over.
    room, most_labels, remaining
        As for `sweep_plans`.
    beam
        How many labels to keep at each front; all if None.
    every
        Whether all ways to the same future are kept, and all plans.
    """
    n = course.slot.size
    labels = _labels(n, course.masks.shape[1], _ROOM)
    standing = Standing(
        np.array([0, -1, 0, 1, 1]), np.array([room]), np.array([-1, -1], dtype=np.int64)
    )
    # The first label: nothing is covered.
    labels.heads[0], labels.heads[-1] = 0, labels.link[0]
    labels.link[0] = -1
    labels.left[0] = n
    labels.weight[0] = _at_first(course, n)
    most_kept = np.iinfo(np.int64).max if beam is None else beam
    while True:
        said, _ = sweep(course, labels, standing, most_kept, _STEPS_AT_ONCE, every)
        if said == ENDED:
            break
        if (said == FULL and labels.weight.size >= most_labels) or remaining() <= 0:
            break
        if said == WIDE:
            _narrow(labels, standing, most_kept)
        if said == FULL:
            labels = _larger(labels)
    logger.debug(
        "a sweep over %d columns came to %d of %d councils with %d labels",
        course.weights.size,
        standing.place[0],
        n,
        standing.place[4],
    )
    return labels, standing


def _at_first(course: Course, n: int) -> float:
    """Return what it costs at least that the number of clusters is not the one that is priced."""
    fewest = -(-n // course.largest)
    number = fewest if course.count_price > 0 else n
    return max(course.count_price * number + course.count_rest, 0.0)


def _labels(n: int, words: int, room: int) -> Labels:
    """Return room for so many labels, all of it free."""
    link = np.arange(1, room + 1, dtype=np.int32)
    link[-1] = -1
    heads = np.full(n + 1, -1, dtype=np.int32)
    heads[-1] = 0
    return Labels(
        np.zeros((room, words), dtype=np.uint64),
        np.zeros(room),
        np.zeros(room, dtype=np.int32),
        np.zeros(room, dtype=np.int32),
        np.full(room, -1, dtype=np.int32),
        np.full(room, -1, dtype=np.int32),
        link,
        heads,
        np.zeros(room, dtype=np.int32),
    )


def _larger(labels: Labels) -> Labels:
    """Return the same labels with as much room again."""
    room = labels.weight.size
    more = _labels(labels.heads.size - 1, labels.bits.shape[1], room)
    more.link[:-1] += room
    more.link[-1] = labels.heads[-1]
    heads = labels.heads.copy()
    heads[-1] = room
    return Labels(
        np.concatenate([labels.bits, more.bits]),
        np.concatenate([labels.weight, more.weight]),
        np.concatenate([labels.taken, more.taken]),
        np.concatenate([labels.left, more.left]),
        np.concatenate([labels.parent, more.parent]),
        np.concatenate([labels.column, more.column]),
        np.concatenate([labels.link, more.link]),
        heads,
        np.concatenate([labels.kept, more.kept]),
    )


def _narrow(labels: Labels, standing: Standing, beam: int) -> None:
    """Keep so many of the labels at the front.

    In turn the cheapest of each number of councils covered beyond the front is taken: a label
    that is cheap since it covers few must not drive out the others.
    """
    kept = labels.kept[: standing.place[1]].copy()
    ahead = np.unpackbits(labels.bits[kept].view(np.uint8), axis=1).sum(axis=1, dtype=np.int64)
    order = np.lexsort((labels.weight[kept], ahead))
    stratum = ahead[order]
    rank = np.arange(kept.size) - np.searchsorted(stratum, stratum)
    order = order[np.argsort(rank, kind="stable")]
    dropped = kept[order[beam:]]
    labels.kept[:beam] = kept[order[:beam]]
    labels.link[dropped[:-1]] = dropped[1:]
    labels.link[dropped[-1]] = labels.heads[-1]
    labels.heads[-1] = dropped[0]
    standing.place[1] = beam
    standing.place[3] -= dropped.size


def _plan(labels: Labels, standing: Standing, numbers: Numbers) -> Numbers | None:
    """Return the columns of the best plan met, or None."""
    label, column = (int(one) for one in standing.last)
    if column < 0:
        return None
    chosen = [column]
    while label >= 0:
        label, column = int(labels.parent[label]), int(labels.column[label])
        if column >= 0:
            chosen.append(column)
    return np.sort(numbers[chosen])
