"""Several searches whose plans have nothing to do with each other, one after the other.

What nothing ties is solved apart: the best plans together are the best plan, and the bounds add
up. Each search has its part of the time that is left; what it does not need is left to the others,
and those that come to no end have another turn while there is time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from clusterer.search.solution import Progress, Solution, Watch, is_near, relative_gap

Numbers = NDArray[np.intp]


class Search(Protocol):
    """A search that can be begun from a plan."""

    @property
    def solution(self) -> Solution:
        """The best so far."""

    @property
    def chosen(self) -> Numbers | None:
        """The numbers of what its best plan is made of; None if there is none."""

    def search(self) -> Any:
        """Search until the gap is closed or time is up; let Ctrl-C pass."""


Begin = Callable[[Numbers | None, Watch, float], Search]
"""Begins a search from a plan, as numbers, if there is one, with a clock and a relative gap."""


@dataclass(frozen=True, eq=False)
class Found:
    """What is known of one of the searches.

    Attributes
    ----------
    chosen
        The best plan so far, as numbers; None if there is none.
    objective, bound, word_of
        As in `Solution`.
    ended
        Whether its search came to its end, be it with a proof or without.
    """

    chosen: Numbers | None = None
    objective: float = math.inf
    bound: float = -math.inf
    word_of: str = ""
    ended: bool = False

    def joined(self, search: Search, *, ended: bool) -> Found:
        """Return what is known once a search has gone on from here."""
        solution = search.solution
        better = solution.objective < self.objective
        lifted = solution.bound > self.bound
        return Found(
            search.chosen if better else self.chosen,
            min(solution.objective, self.objective),
            max(solution.bound, self.bound),
            solution.word_of if lifted else self.word_of,
            ended,
        )


class Apart:
    """Searches that nothing ties.

    Parameters
    ----------
    begin
        Begins each of them.
    size
        About how much work each is, in any unit: time is shared out by it.
    watch
        The clock of all.
    gap
        Relative gap at which to stop.

    Attributes
    ----------
    found
        What is known of each.
    """

    def __init__(
        self, begin: Sequence[Begin], size: Sequence[float], *, watch: Watch, gap: float = 0.0
    ) -> None:
        self._begin = begin
        self._size = size
        self._watch = watch
        self._gap = gap
        self.found = [Found() for _ in begin]

    @property
    def objective(self) -> float:
        """The £m of the best plan of all together; infinite while one has none."""
        return math.fsum(one.objective for one in self.found)

    @property
    def bound(self) -> float:
        """The £m that every plan costs at least; infinite if one has no plan."""
        return sum_of_bounds([one.bound for one in self.found])

    @property
    def word_of(self) -> str:
        """The solver on whose word alone some bound rests; empty for none."""
        return next((one.word_of for one in self.found if one.word_of), "")

    def search(self) -> None:
        """Search until the gap is closed or time is up; let Ctrl-C pass."""
        # Each within the gap is all within it, unless what one gains another loses.
        for gap in dict.fromkeys((self._gap, 0.0)):
            self.found = [replace(one, ended=False) for one in self.found]
            while open_ones := self._open:
                for place, k in enumerate(open_ones):
                    if self.bound == math.inf or self._watch.remaining() <= 0:
                        return
                    self._go_on(k, self._part(open_ones[place:]), gap)
            if relative_gap(self.objective, self.bound) <= self._gap:
                return

    @property
    def _open(self) -> list[int]:
        """Which of them are not at their end."""
        return [k for k, one in enumerate(self.found) if not (one.ended or self._closed(one))]

    def _part(self, left: Sequence[int]) -> float:
        """Return the seconds for the first of those that are left."""
        sizes = [self._size[k] for k in left]
        return self._watch.remaining() * sizes[0] / sum(sizes)

    def _go_on(self, k: int, seconds: float, gap: float) -> None:
        """Search on in one of them, from where it stands."""

        def tell(progress: Progress) -> None:
            others = [one for j, one in enumerate(self.found) if j != k]
            self._watch.tell(
                phase=progress.phase,
                columns=progress.columns,
                incumbent=math.fsum([*(one.objective for one in others), progress.incumbent]),
                bound=sum_of_bounds([*(one.bound for one in others), progress.bound]),
            )

        watch = Watch(seconds, tell)
        search = self._begin[k](self.found[k].chosen, watch, gap)
        ended = False
        try:
            search.search()
            ended = watch.elapsed() < seconds
        finally:
            self.found[k] = self.found[k].joined(search, ended=ended)

    def _closed(self, one: Found) -> bool:
        """Tell whether one needs no more search; the gaps of all together are none then."""
        if one.objective == math.inf:
            return one.bound == math.inf
        return is_near(one.objective, one.bound, precision=1.0 / len(self.found))


def sum_of_bounds(bounds: Sequence[float]) -> float:
    """Return what all cost together at least; infinite if one has no plan."""
    return math.inf if math.inf in bounds else math.fsum(bounds)
