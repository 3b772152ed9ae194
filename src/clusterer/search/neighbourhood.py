"""Better plans by re-solving one region at a time: large-neighbourhood search."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.search.columns import Columns
from clusterer.search.prices import Prices

Chosen = NDArray[np.intp]


class Regions(NamedTuple):
    """How large regions are, and how many are tried in vain.

    Attributes
    ----------
    councils
        How many councils a region has, about.
    most_columns
        Over how many columns it is solved at most: those of least reduced cost.
    patience
        After how many in a row that bring no better plan to stop.
    """

    councils: int
    most_columns: int
    patience: float = math.inf


_FAR_INSIDE = 4
"""The first of so many parts of a region, the clusters nearest to its middle, are far inside."""

Resolve = Callable[[Columns, Chosen], Chosen]
"""Takes a region as a problem of its own and a plan of it; returns the best plan."""

_WORTH = 1e-6
"""£m by which a plan must be better to be taken."""


def improve(
    columns: Columns,
    prices: Prices,
    chosen: Chosen,
    resolve: Resolve,
    *,
    regions: Regions,
    remaining: Callable[[], float],
) -> Iterator[Chosen]:
    """Yield better and better plans, each the last with one region solved again.

    A region is a cluster of the plan and those nearest to it. Outside, the plan is kept. The
    reduced costs of the region's clusters add up to what can be gained there at most, so
    that a column with a larger one is of no use, and clusters of large reduced cost are
    the first to be the middle of a region.

    Parameters
    ----------
    columns
        The columns to choose from, the plan among them.
    prices
        Duals of the relaxation, with no reduced cost below zero.
    chosen
        The plan, as numbers of columns.
    resolve
        Solves a region.
    regions
        Which regions.
    remaining
        Tells the seconds left.
    """
    reduced = prices.reduced_costs
    east, north = columns.candidates.councils.centroids
    of_council = _by_council(columns)
    tried: set[tuple[int, ...]] = set()
    vain = 0
    improved = True
    while improved:
        improved = False
        covered: set[int] = set()
        for middle in chosen[np.argsort(-reduced[chosen], kind="stable")].tolist():
            if remaining() <= 0 or vain > regions.patience:
                return
            if middle not in chosen or middle in covered:
                continue  # A region before this one took it apart, or has it far inside.
            region = _region(columns, chosen, middle, regions.councils, east, north)
            covered.update(region[: region.size // _FAR_INSIDE].tolist())
            region.sort()
            gain = float(reduced[region].sum())
            key = tuple(region.tolist())
            if key in tried or gain < _WORTH or region.size == chosen.size:
                continue
            tried.add(key)
            better = _solve_region(
                columns, reduced, of_council, chosen, region, resolve, regions.most_columns
            )
            vain += 1
            if better is not None:
                chosen, improved, vain = better, True, 0
                yield chosen


def _by_council(columns: Columns) -> list[Chosen]:
    """Return for each council the columns that have it."""
    _, members = columns.candidates.flat()
    column_of = np.repeat(np.arange(len(columns)), columns.candidates.size)
    ends = np.cumsum(np.bincount(members, minlength=columns.n))[:-1]
    return np.split(column_of[np.argsort(members, kind="stable")], ends)


def _region(
    columns: Columns,
    chosen: Chosen,
    middle: int,
    size: int,
    east: NDArray[np.float64],
    north: NDArray[np.float64],
) -> Chosen:
    """Return the clusters with `size` councils together that are nearest to the middle one."""
    plan = columns.candidates.take(chosen)
    here = int(np.flatnonzero(chosen == middle)[0])
    x, y = plan.mean(east), plan.mean(north)
    nearest = np.argsort(np.hypot(x - x[here], y - y[here]), kind="stable")
    within = np.cumsum(plan.size[nearest]) <= max(size, int(plan.size[here]))
    found: Chosen = chosen[nearest[within]]
    return found


def _solve_region(
    columns: Columns,
    reduced: NDArray[np.float64],
    of_council: list[Chosen],
    chosen: Chosen,
    region: Chosen,
    resolve: Resolve,
    most_columns: int,
) -> Chosen | None:
    """Return a better plan that differs in one region only, or None."""
    councils = np.concatenate([columns.candidates.positions(int(k)) for k in region])
    inside = np.zeros(columns.n, dtype=np.bool_)
    inside[councils] = True
    met, times = np.unique(np.concatenate([of_council[i] for i in councils]), return_counts=True)
    useful = met[(times == columns.candidates.size[met]) & (reduced[met] < reduced[region].sum())]
    if useful.size > most_columns:
        useful = useful[np.argpartition(reduced[useful], most_columns)[:most_columns]]
    useful = np.union1d(useful, region)
    kept = np.setdiff1d(chosen, region)
    part = columns.of_region(inside, useful, columns.amounts_of(kept).sum(axis=1))
    better = useful[resolve(part, np.searchsorted(useful, region))]
    if columns.costs[better].sum() > columns.costs[region].sum() - _WORTH:
        return None
    return np.sort(np.concatenate([kept, better]))
