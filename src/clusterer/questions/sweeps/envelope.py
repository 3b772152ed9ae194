"""The best plan at each value of one figure: exactly, where what clusters cost is linear in it.

If each cluster costs ``a + θ b`` under each host, each plan is a line over θ, and the best is their
lower envelope: concave, with a break where another plan becomes best. Two lines that are best at
the ends of an interval meet in it; either they are best there too, and that is a break, or another
line is below, and both halves are looked at (Eisner and Severance, 1976, "Mathematical techniques
for efficient record segmentation in large shared databases", Journal of the ACM 23(4), 619-635).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.figure import Figure
from clusterer.model.problem import Problem
from clusterer.questions.other_value import with_value
from clusterer.questions.sweeps.crossed import Clusters
from clusterer.search.solution import tolerance

_TRIED = (0.0, 0.271828, 0.5, 0.784, 1.0)
"""Where costs are looked at to tell whether they are linear, as parts of the range."""

_ROUNDING = 1e-9
"""As a part of the largest cost, what is no deviation from a line."""

_NEAR = 1e-9
"""As a part of the range, values that are the same."""


@dataclass(frozen=True)
class Best:
    """The plan that is best at some value of a figure.

    Attributes
    ----------
    value
        The value.
    clusters, hosts
        The plan.
    cost
        Its £m there.
    """

    value: float
    clusters: Clusters
    hosts: tuple[int, ...]
    cost: float


@dataclass(frozen=True)
class Piece:
    """An interval of a figure in which one plan is best.

    Attributes
    ----------
    start, end
        The interval.
    best
        The plan, where it was found.
    """

    start: float
    end: float
    best: Best


class Envelope:
    """The best plans between two values of a figure, in which all costs are linear.

    Parameters
    ----------
    at
        Solves at a value.
    cost
        The £m of a plan under its hosts at a value.
    """

    def __init__(self, at: Callable[[float], Best], cost: Callable[[Best, float], float]) -> None:
        self._at = at
        self._cost = cost

    def pieces(self, first: Best, last: Best) -> Iterator[Piece]:
        """Yield the pieces from one value to a larger or smaller one, in that order."""
        if self._is_best(first, last):
            yield Piece(first.value, last.value, first)
            return
        if self._is_best(last, first):
            yield Piece(first.value, last.value, last)
            return
        meet = self._meet(first, last)
        span = abs(last.value - first.value)
        ends = (abs(meet - first.value), abs(meet - last.value))
        between = None if min(ends) <= _NEAR * span else self._at(meet)
        if between is None or self._is_best(first, between):
            yield Piece(first.value, meet, first)
            yield Piece(meet, last.value, last)
            return
        yield from self.pieces(first, between)
        yield from self.pieces(between, last)

    def _is_best(self, one: Best, there: Best) -> bool:
        """Tell whether a plan is as good as the best elsewhere: then it is all the way there."""
        return self._cost(one, there.value) <= there.cost + tolerance(there.cost)

    def _meet(self, first: Best, last: Best) -> float:
        """Return where two plans cost the same."""
        here = self._cost(last, first.value) - first.cost
        there = self._cost(first, last.value) - last.cost
        part = here / (here + there)
        return first.value + part * (last.value - first.value)


def is_linear(
    figure: Figure, ends: tuple[float, float], problem: Problem, candidates: Candidates
) -> bool:
    """Tell whether what each candidate costs, under each host, is linear between two values.

    That is tried at some values, of all candidates.
    """
    values = [ends[0] + part * (ends[1] - ends[0]) for part in _TRIED]
    found = [_parts(figure, value, problem, candidates) for value in values]
    first, last = found[0], found[-1]
    scale = max(1.0, float(np.abs(np.concatenate([first, last])).max(initial=0.0)))
    return all(
        float(np.abs(first + part * (last - first) - one).max(initial=0.0)) <= _ROUNDING * scale
        for part, one in zip(_TRIED, found, strict=True)
    )


def _parts(
    figure: Figure, value: float, problem: Problem, candidates: Candidates
) -> NDArray[np.float64]:
    return np.concatenate(with_value(problem, figure, value).costs_by_host(candidates))
