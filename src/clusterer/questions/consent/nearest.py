"""The stable charges that are nearest to what a key says: the least £ is moved.

Where several move as little in all, it is the one whose largest move is least, then the second
largest, and so on. That is one only: between two that differ there would be a better one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.questions.consent.bargain import Bargain
from clusterer.questions.consent.program import POSITIVE

Floats = NDArray[np.float64]

_HAIR = 1e-9
"""£m by which the sum of all moves may be above the least, so that rounding leaves some."""


def nearest(bargain: Bargain, wished: Floats, remaining: Callable[[], float]) -> Floats:
    """Return the stable charges that raise the most and are nearest to others.

    Parameters
    ----------
    bargain
        The game.
    wished
        Shape (n,): the charges to be near to, in £m.
    remaining
        Tells the seconds left.

    Raises
    ------
    OutOfTime
        If the time is up first.
    """
    n = bargain.n
    program = bargain.stakes.program(remaining, first=bargain.with_a_row)
    for number in bargain.balanced.tolist():
        program.hold(number, 0.0)
    moves = [program.add_column() for _ in range(n)]
    for council, move in enumerate(moves):
        program.add_row({move: 1.0, council: -1.0}, at_least=-float(wished[council]))
        program.add_row({move: 1.0, council: 1.0}, at_least=float(wished[council]))
    program.maximise(np.zeros(n), others=dict.fromkeys(moves, -1.0))
    least = -program.solve().objective
    program.add_row(dict.fromkeys(moves, -1.0), at_least=-least - _HAIR * max(1.0, least))
    largest = program.add_column()
    program.maximise(np.zeros(n), others={largest: -1.0} | dict.fromkeys(moves, 0.0))
    caps = {move: program.add_row({largest: 1.0, move: -1.0}, at_least=0.0) for move in moves}
    while caps:
        solved = program.solve()
        # The rows with a positive dual are tight in all solutions, as in the fairest charges.
        tight = [move for move, row in caps.items() if abs(solved.dual(row)) > POSITIVE]
        if -solved.objective <= _HAIR or not tight:
            return solved.charges
        for move in tight:
            program.bound_column(move, 0.0, -solved.objective)
            program.free_row(caps.pop(move))
    return program.solve().charges
