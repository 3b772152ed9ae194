"""The fairest charges: the worst-off cluster gains as much as it can, then the next, and so on.

The slack of a cluster T is ``c(T) − y(T)``: what its members have by not leaving. Fairest is the
lexicographic max-min of the slacks: the nucleolus if there are stable charges without a subsidy,
and else the "happy nucleolus" of Blauth, Ellerbrock, Traub and Vygen (2024, arXiv:2401.04040).

Each level is a linear program. The rows with a positive dual are tight in all its solutions, and
are held from there on. A row that happens to be tight in one solution need not be (Guajardo and
Jörnsten 2015, "Common mistakes in computing the nucleolus").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.questions.consent.program import POSITIVE, Program

Floats = NDArray[np.float64]

_SPANNED = 1e-9
"""A vector as short as this is nothing but rounding."""

_ROUNDING = 1e-8
"""In the units of the program: slacks may be so much below what they were found to be at least."""

_PROBES = 3
"""Random vectors by which it is tested which sets are determined."""


@dataclass(frozen=True, eq=False)
class Fairest:
    """The fairest charges.

    Attributes
    ----------
    charges
        Shape (n,): in £m.
    levels
        The slacks at which sets were held, in £m, ascending.
    """

    charges: Floats
    levels: tuple[float, ...]


def fairest(
    program: Program, held: Iterable[int], second: NDArray[np.bool_], *, at_least: float = 0.0
) -> Fairest:
    """Return the fairest charges of a program.

    Parameters
    ----------
    program
        The program; it is used up.
    held
        The numbers of the sets that have a slack of nothing in all charges that come into question.
    second
        Shape (sets,): which sets are only to be spared, and have the second slack. Every
        council alone is a set, with the first slack or the second.
    at_least
        What the slack of all other sets is at least, in £m.

    Raises
    ------
    OutOfTime
        If the time is up first.
    """
    known = _Span(program.n)
    program.maximise(np.zeros(program.n), second=1.0)
    program.bound_slack(0, at_least - _ROUNDING * program.scale, np.inf)
    program.bound_slack(1, -np.inf, np.inf)
    program.order_slacks()
    _hold(program, known, ((number, 0.0) for number in held))
    levels: list[float] = []
    while known.rank < program.n:
        solved = program.solve()
        tight = solved.sets[solved.duals > POSITIVE]
        slacks = [solved.slacks[1 if second[number] else 0] for number in tight]
        before = known.rank
        _hold(program, known, zip(tight.tolist(), slacks, strict=True))
        assert known.rank > before, "a level of the fairest charges holds nothing"
        levels += slacks
    program.maximise(np.zeros(program.n))
    program.bound_slack(0, 0.0, 0.0)
    program.bound_slack(1, 0.0, 0.0)
    return Fairest(program.solve().charges, tuple(sorted(levels)))


def _hold(program: Program, known: _Span, sets: Iterable[tuple[int, float]]) -> None:
    """Hold sets at their slacks, and let go of all whose charges are known by that."""
    for number, slack in sets:
        members = np.zeros(program.n)
        members[program.sets.positions(number)] = 1.0
        if known.add(members):
            program.hold(number, slack)
    open_sets = program.asked()
    few = program.sets.take(open_sets)
    near = np.flatnonzero(np.all([np.abs(few.sum(p)) < _SPANNED for p in known.probes], axis=0))
    program.let_go(open_sets[near].tolist())


class _Span:
    """The span of vectors: all charges that follow from those of some sets."""

    def __init__(self, n: int) -> None:
        self._basis = np.zeros((0, n))
        # What is at a right angle to random ones in the complement is in the span, as good as
        # certainly: so one sum over its members tests a set.
        self.probes = np.random.default_rng(0).standard_normal((_PROBES, n))

    @property
    def rank(self) -> int:
        """How many independent vectors there are."""
        return len(self._basis)

    def add(self, vector: Floats) -> bool:
        """Add a vector; tell whether it was not in the span."""
        rest = self._without(self._without(vector))  # Twice, against rounding.
        length = float(np.linalg.norm(rest))
        if length < _SPANNED * np.linalg.norm(vector) ** 2 * 10:
            return False
        self._basis = np.vstack([self._basis, rest / length])
        self.probes = np.array([self._without(probe) for probe in self.probes])
        return True

    def _without(self, vector: Floats) -> Floats:
        rest: Floats = vector - self._basis.T @ (self._basis @ vector)
        return rest
