"""Parts of the map that no candidate joins and no limit ties: each is solved by itself.

Islands are such parts, and so are counties that no cluster may cross. One search of all would be
right too, but slow: what is open in one part is searched again for all that is open in another.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.joined import part_of_each
from clusterer.geography import Neighbours
from clusterer.search.apart import Apart
from clusterer.search.columns import Columns
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.solution import Solution, Watch, is_stopped

Numbers = NDArray[np.intp]

logger = logging.getLogger(__name__)


def search_of(columns: Columns, *, watch: Watch | None = None, **options: Any) -> AnySearch:
    """Return a search for the best way to partition the councils, part by part if there are parts.

    Parameters
    ----------
    columns, watch, **options
        As for `SetPartitionSearch`.
    """
    watch = Watch() if watch is None else watch
    found = [] if columns.amounts else parts(columns.candidates)
    if len(found) < 2:
        return SetPartitionSearch(columns, watch=watch, **options)
    logger.debug("%d parts of the map are solved apart", len(found))
    return PartsSearch(columns, found, watch=watch, **options)


class PartsSearch:
    """A search for the best way to partition the councils of each of some parts.

    Parameters
    ----------
    columns
        The candidates and their costs; there are no limits.
    numbers
        Those of each part.
    watch, start, gap, neighbours, precision, **options
        As for `SetPartitionSearch`.
    """

    def __init__(
        self,
        columns: Columns,
        numbers: Sequence[Numbers],
        *,
        watch: Watch,
        start: Numbers | None = None,
        gap: float = 0.0,
        neighbours: Neighbours | None = None,
        precision: float = 1.0,
        **options: Any,
    ) -> None:
        self._columns = columns
        self._numbers = numbers
        given = np.zeros(0, dtype=np.intp) if start is None else start

        def begin(
            part: Numbers, chosen: Numbers | None, watch: Watch, gap: float
        ) -> SetPartitionSearch:
            inside = np.zeros(columns.n, dtype=np.bool_)
            inside[columns.candidates.take(part).flat()[1]] = True
            if chosen is None and given.size:
                chosen = np.searchsorted(part, np.intersect1d(part, given))
            return SetPartitionSearch(
                columns.of_region(inside, part, np.zeros(0)),
                start=chosen,
                gap=gap,
                watch=watch,
                neighbours=None if neighbours is None else _among(neighbours, inside),
                precision=precision / len(numbers),
                **options,
            )

        self._apart = Apart(
            [partial(begin, part) for part in numbers],
            [float(part.size) for part in numbers],
            watch=watch,
            gap=gap,
        )

    def run(self) -> Solution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        is_stopped(self._apart.search)
        return self.solution

    def search(self) -> Solution:
        """Search like `run`, but let Ctrl-C pass."""
        self._apart.search()
        return self.solution

    @property
    def solution(self) -> Solution:
        """The best so far."""
        apart, chosen = self._apart, self.chosen
        clusters = None
        if chosen is not None:
            clusters = [self._columns.candidates.positions(k).tolist() for k in chosen]
        return Solution(clusters, apart.objective, min(apart.bound, apart.objective), apart.word_of)

    @property
    def chosen(self) -> Numbers | None:
        """The numbers of the columns of the best plan, ascending; None if there is none."""
        plans = [
            part[one.chosen]
            for part, one in zip(self._numbers, self._apart.found, strict=True)
            if one.chosen is not None
        ]
        if len(plans) < len(self._numbers):
            return None
        return np.sort(np.concatenate(plans))


AnySearch = SetPartitionSearch | PartsSearch


def parts(candidates: Candidates) -> list[Numbers]:
    """Return the numbers of the candidates of each part of the map that candidates join.

    Councils that are in no candidate with others are a part together. None are returned if there
    is a council that no candidate has: then there is no plan.
    """
    if candidates.least_share(np.zeros(len(candidates))).max(initial=0.0) == np.inf:
        return []
    part_of = part_of_each(candidates)
    if part_of.size and not part_of.any():
        return [np.arange(part_of.size)]
    shared = np.zeros(part_of.max(initial=-1) + 1, dtype=np.bool_)
    shared[part_of[candidates.size > 1]] = True
    part_of = np.where(shared[part_of], part_of + 1, 0)  # Part 0 has those that nobody may join.
    order = np.argsort(part_of, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(part_of[order])) + 1)
    return [part for part in found if part.size]


def _among(neighbours: Neighbours, inside: NDArray[np.bool_]) -> Neighbours:
    """Return who is a neighbour of whom among some councils, by their numbers among these."""
    indptr, indices = neighbours
    owner = np.repeat(np.arange(inside.size), np.diff(indptr))
    keep = inside[owner] & inside[indices]
    number = np.cumsum(inside) - 1
    count = np.bincount(number[owner[keep]], minlength=int(inside.sum()))
    return (
        np.concatenate([[0], np.cumsum(count)]).astype(indptr.dtype),
        number[indices[keep]].astype(indices.dtype),
    )
