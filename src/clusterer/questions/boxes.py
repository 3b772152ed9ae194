"""The points of a frontier, the largest box between two of them first.

Two points that are next to each other leave a box: a point between them costs more than the one,
and has more of the criterion than the other. Each step asks for the cheapest plan in the lower half
of the largest box, which gives a point there, or proves that half empty. So the points spread over
the whole frontier, however early it is stopped; and if no box is left, there are no others
(Hamacher, Pedersen and Ruzika, 2007, "Finding representative systems for discrete bicriterion
optimization problems by box algorithms", Operations Research Letters 35(3), 336-344).
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from itertools import pairwise

from clusterer.questions.tradeoff import Point, Tradeoff
from clusterer.search.solution import OutOfTime

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Box:
    """Where points may lie between two that are known.

    Attributes
    ----------
    lower, upper
        The points with less and with more of the criterion.
    low
        No further point has so little of the criterion.
    halved
        Whether the lower half was just proved empty.
    """

    lower: Point
    upper: Point
    low: float
    halved: bool = False


@dataclass(frozen=True, eq=False)
class Traced:
    """Points of a frontier, by how much they have of the criterion.

    Attributes
    ----------
    points
        The points, none of which another plan dominates.
    boxes
        Where others may lie.
    least_known, most_known
        Whether the first and the last of them are the ends of the frontier.
    """

    points: list[Point]
    boxes: list[Box]
    least_known: bool
    most_known: bool


def trace(tradeoff: Tradeoff, best: Point, most: int, *, cheapest: bool) -> Traced:
    """Return points of a frontier: its two ends, the best plan, and others between them.

    Parameters
    ----------
    tradeoff
        What is set against what.
    best
        A plan that no other dominates.
    most
        How many points at most, beside those three.
    cheapest
        Whether `best` is an end: the cheapest plan, perhaps among others that cost the same. It
        is none where what is set against the criterion is only a part of its cost.
    """
    points, boxes = [best], list[Box]()
    least_known, most_known = False, cheapest
    try:
        first = tradeoff.cheapest(math.inf, best, known=cheapest) or best
        points[:] = _apart(tradeoff, [first, best])
        boxes[:] = _boxes(points)
        most_known = True
        points[:] = _apart(tradeoff, [*points, tradeoff.least(points[-1])])
        boxes[:] = _boxes(points)
        least_known = True
        _fill(tradeoff, points, boxes, most)
    except (OutOfTime, KeyboardInterrupt):
        logger.warning("stopped; the points found so far are kept")
    boxes = [box for box in boxes if not _is_empty(tradeoff, box)]
    return Traced(
        sorted(points, key=lambda point: point.amount),
        sorted(boxes, key=lambda box: box.low),
        least_known,
        most_known,
    )


def _apart(tradeoff: Tradeoff, points: list[Point]) -> list[Point]:
    """Return points by falling amount without those that have no less than the one before."""
    found = points[:1]
    for point in points[1:]:
        if point.amount <= tradeoff.below(found[-1].amount):
            found.append(point)
    return found


def _boxes(points: list[Point]) -> list[Box]:
    """Return the boxes between points, which come by falling amount."""
    return [Box(lower, upper, lower.amount) for upper, lower in pairwise(points)]


def _fill(tradeoff: Tradeoff, points: list[Point], boxes: list[Box], most: int) -> None:
    """Look for points in the boxes until none is left, or there are enough points."""
    whole = Box(points[-1], points[0], points[-1].amount)
    while boxes and len(points) < most:
        boxes.sort(key=lambda box: _size(box, whole))
        box = boxes[-1]
        if _is_empty(tradeoff, box):
            boxes.pop()
            continue
        upper = box.upper.amount
        end = tradeoff.below(upper) if box.halved else tradeoff.between(box.low, upper)
        found = tradeoff.cheapest(end, box.lower)
        # Nothing is taken away before it is known what comes in its place.
        if found is None or found.cost >= box.lower.cost - tradeoff.same_cost:
            boxes[-1] = Box(box.lower, box.upper, end, halved=True)
            continue
        points.append(found)
        boxes[-1:] = [Box(box.lower, found, box.low), Box(found, box.upper, end)]


def _is_empty(tradeoff: Tradeoff, box: Box) -> bool:
    """Tell whether no amount is left between the two points of a box."""
    return tradeoff.below(box.upper.amount) <= box.low


def _size(box: Box, whole: Box) -> float:
    """Return how large a box is, as parts of the whole frontier along both axes."""
    wide = (box.upper.amount - box.low) / (whole.upper.amount - whole.low or 1.0)
    high = (box.lower.cost - box.upper.cost) / (whole.lower.cost - whole.upper.cost or 1.0)
    return wide + high
