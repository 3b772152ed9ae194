"""What is said of councils that overlap and may not: all pairs, and what to do about each kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from clusterer._support.wording import length
from clusterer.councils.overlaps import Shapes
from clusterer.errors import InputError

Describe: TypeAlias = Callable[[Iterable[int]], str]
"""Names councils in a message, given by row numbers."""

_INSIDE = 0.5
"""A council lies in another, as a district in its county, if this part of it does."""

_STRIP = 0.1
"""A sliver is no wider than this part of the side of a square of the smaller council's area."""

_SHOWN = 10
"""How many pairs a message names before it says how many more there are."""

_FINENESS = 20.0
"""A width is measured to this part of the mean width of the shape."""


def overlap_error(
    shapes: Shapes,
    pairs: NDArray[np.intp],
    shares: NDArray[np.float64],
    what: str,
    describe: Describe,
    metres_per_unit: float,
) -> InputError:
    """Return the error of councils that overlap: the pairs, the worst first, by kind.

    A strip along the border of two councils is a sliver, such as digitising makes; a council that
    lies in another is one of a lower tier, or the same twice.

    Parameters
    ----------
    shapes
        The polygon of each council.
    pairs, shares
        Those that overlap too far, and by what part of the smaller one's area, as
        `overlapping_pairs` returns them.
    what
        What these pairs do, such as "overlap by more than 0.1% of the smaller one's area".
    describe
        Names councils, given by row numbers.
    metres_per_unit
        Metres in one unit of the coordinates.
    """
    worst = np.argsort(-shares, kind="stable")
    pairs, shares = pairs[worst], shares[worst]
    left, right = pairs.T
    width = widest(shapely.intersection(shapes[left], shapes[right]))
    side = np.sqrt(np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right])))
    inside = shares >= _INSIDE
    sliver = ~inside & (width <= _STRIP * side)
    metres = width * metres_per_unit
    named = [
        f"{describe([i])} and {describe([j])} by {100 * share:.3g}% ({length(wide)} wide)"
        for (i, j), share, wide in zip(
            pairs[:_SHOWN].tolist(), shares.tolist(), metres.tolist(), strict=False
        )
    ]
    count = len(pairs)
    if count > _SHOWN:
        named.append(f"and {count - _SHOWN} more pairs")
    return InputError(
        f"councils {what}, in {'1 pair' if count == 1 else f'{count:,} pairs (the worst first)'}: "
        f"{'; '.join(named)}; {_remedies(metres, inside, sliver)}"
    )


def widest(areas: Shapes, least: float = 0.0) -> NDArray[np.float64]:
    """Return how wide each area is at its widest place: the diameter of the largest circle in it.

    Parameters
    ----------
    areas
        Polygons, or collections that have some.
    least
        Nothing narrower is looked at; what is, counts as 0.

    Examples
    --------
    >>> import numpy as np
    >>> widest(np.array([shapely.box(0, 0, 100, 2), shapely.box(0, 0, 1, 1)])).round(1)
    array([2., 1.])
    """
    parts, of = shapely.get_parts(areas, return_index=True)
    size = shapely.area(parts)
    # A circle of that width has to fit; and lines and points have no area.
    large = (size > 0) & (size >= np.pi / 4 * least**2)
    parts, of, size = parts[large], of[large], size[large]
    mean_width = 2 * size / shapely.length(parts)
    radii = shapely.maximum_inscribed_circle(parts, tolerance=mean_width / _FINENESS)
    found = np.zeros(len(areas))
    np.maximum.at(found, of, 2 * shapely.length(radii))
    return found


def _remedies(
    metres: NDArray[np.float64], inside: NDArray[np.bool_], sliver: NDArray[np.bool_]
) -> str:
    """Say what to do about each kind of overlap that there is."""
    wide = ~(inside | sliver)
    remedies = []
    if sliver.any():
        width = _round_up(float(metres[sliver].max()))
        remedies.append(
            f"slivers, such as digitised borders have ({_of(sliver)}), are taken away by "
            f"councils = clusterer.repair(councils, width={width:g}).councils"
        )
    if inside.any():
        remedies.append(
            f"where one lies in the other, as a district in its county ({_of(inside)}), leave out "
            "one of the two tiers, or, if bodies of several kinds are meant to share, say "
            "overlapping=True"
        )
    if wide.any():
        remedies.append(
            f"where it is too wide for a sliver ({_of(wide)}), correct the boundaries, or leave "
            "out one of the pair"
        )
    return "; ".join(remedies)


def _of(kind: NDArray[np.bool_]) -> str:
    """Return how many pairs are of a kind."""
    count = int(kind.sum())
    if count == kind.size:
        return "all of them" if count > 1 else "as here"
    return f"{count:,} pair{'' if count == 1 else 's'}"


def _round_up(metres: float) -> float:
    """Return a round number that is larger: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(metres))
    return next(step * power for step in (1, 2, 5, 10) if step * power > metres)
