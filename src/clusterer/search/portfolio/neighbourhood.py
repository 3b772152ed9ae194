"""Better plans of a portfolio by solving one region at a time again, in all services together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from clusterer.geography import centroid_km
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.service_columns import Floats, Numbers

_SIZES = (8, 12)
"""How many councils a region has; larger ones come once smaller ones bring nothing more."""

_MOST = 3_000
"""So many clusters with hosts are free in a region, those of least slack."""


def improve(
    columns: PortfolioColumns,
    slack: Floats,
    plan: Callable[[], Numbers],
    room: Callable[[], float],
    resolve: Callable[[Numbers], None],
    *,
    remaining: Callable[[], float],
) -> None:
    """Solve regions around each council again, until none brings a better plan.

    In a region, those clusters of the plan that lie wholly inside it are open in all services, and
    those that do not stay as they are.

    Parameters
    ----------
    columns
        All clusters.
    slack
        By how much a plan with each cluster and host costs more than the bound, at least.
    plan
        Tells the best plan so far.
    room
        Tells by how much that costs more than the bound: no better plan has a cluster of more
        slack.
    resolve
        Looks for the best plan among some clusters, which becomes the best so far if it is better.
    remaining
        Tells the seconds left.
    """
    km = centroid_km(columns.partners.councils)
    for size in _SIZES:
        if size > columns.n and size != _SIZES[0]:
            break
        unchanged = 0
        for centre in _in_turns(columns.n):
            if unchanged >= columns.n or remaining() <= 0 or room() <= 0:
                break
            inside = np.zeros(columns.n, dtype=np.bool_)
            inside[np.argsort(km[centre], kind="stable")[:size]] = True
            before = plan()
            resolve(_region(columns, slack, before, inside, room()))
            unchanged = unchanged + 1 if np.array_equal(before, plan()) else 0


def _in_turns(n: int) -> Iterator[int]:
    while True:
        yield from range(n)


def _region(
    columns: PortfolioColumns, slack: Floats, plan: Numbers, inside: np.ndarray, room: float
) -> Numbers:
    """Return the clusters of the plan, and those that could take the place of some inside."""
    free = []
    for s, service in enumerate(columns.services):
        first, last = columns.offsets[s], columns.offsets[s + 1]
        taken = service.owner[plan[(plan >= first) & (plan < last)] - first]
        inner = np.zeros(columns.n)
        for k in taken:
            members = service.candidates.positions(k)
            if inside[members].all():
                inner[members] = 1.0
        whole = service.candidates.sum(inner) == service.candidates.size
        numbers = first + np.flatnonzero(whole[service.owner])
        free.append(numbers[slack[numbers] <= room])
    found = np.concatenate(free)
    if found.size > _MOST:
        found = found[np.argpartition(slack[found], _MOST)[:_MOST]]
    return np.union1d(found, plan)
