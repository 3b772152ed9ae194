"""The least grants that keep everybody in a given partition, paid only while they stay in it.

A cluster T blocks if each member i gains ``v_iT = y_i(P) − y_i(T)`` by it. It does not if some
member gets so much for staying:

``min Σ g_i  such that every T has a member i with g_i ≥ v_iT``.

Only the gains of i in some T are of interest as g_i, so that one of these levels is chosen for each
council, in an integer program. A row is added for those T that still block, until none does. So its
bound holds at any time; and what it proposes, raised where some T still blocks, is a solution.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.highs_backend import minimise
from clusterer.search.solution import DEFAULT_SOLVER, Watch, tolerance

logger = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_PER_COUNCIL = 4
"""Rows that are added in a round with each council, about."""

HAIR = 1e-9
"""£m, a tenth of a penny: a gain that is no more than this above a grant is rounding."""


@dataclass(frozen=True, eq=False)
class Grants:
    """Grants by council, and what they cost at least.

    Attributes
    ----------
    amounts
        Shape (n,): in £m.
    bound
        What such grants cost at least, in £m.
    word_of
        The solver on whose word alone the bound rests; empty for none.
    """

    amounts: Floats
    bound: float
    word_of: str

    @property
    def total(self) -> float:
        """What they cost, in £m."""
        return math.fsum(self.amounts)

    @property
    def proved(self) -> bool:
        """Whether no others cost less."""
        return self.bound >= self.total - tolerance(self.total)


def least_conditional(
    leavers: Candidates, gains: Floats, watch: Watch, seed: int, payable: NDArray[np.bool_]
) -> Grants | None:
    """Return the least grants for staying; None if there are none.

    When the time is up, or at Ctrl-C, the best that are known are returned.

    Parameters
    ----------
    leavers
        The clusters that block.
    gains
        What each member of each gains, as `Candidates.flat` has them.
    watch
        The clock.
    seed
        For the solver.
    payable
        Shape (n,): who may be paid.
    """
    return _Search(leavers, gains, watch, seed, payable).run()


class _Search:
    def __init__(
        self,
        leavers: Candidates,
        gains: Floats,
        watch: Watch,
        seed: int,
        payable: NDArray[np.bool_],
    ) -> None:
        self._leavers, self._watch, self._seed = leavers, watch, seed
        self._indptr, self._members = leavers.flat()
        # Who may not be paid has no grant that keeps anybody.
        self._gains = np.where(payable[self._members], gains, np.inf)
        self._asked = np.zeros(len(leavers), dtype=np.bool_)
        self._best = np.zeros(payable.size)

    def run(self) -> Grants | None:
        n = self._best.size
        if not len(self._leavers):
            return Grants(np.zeros(n), 0.0, "")
        cheapest = np.minimum.reduceat(self._gains, self._indptr[:-1])
        if np.isinf(cheapest).any():
            return None
        # Some member of the cluster that is hardest to keep gets so much.
        bound, word_of = float(cheapest.max()), ""
        self._best = self._mended(np.zeros(n))
        amounts = np.zeros(n)
        try:
            while not self._is_near(bound):
                self._ask(amounts)
                program, council, level = self._program()
                outcome = minimise(
                    program, time_limit=max(self._watch.remaining(), 0.0), seed=self._seed
                )
                if outcome.bound > bound:
                    bound, word_of = outcome.bound, DEFAULT_SOLVER
                if outcome.values is not None:
                    chosen = np.array(outcome.values) > 0.5
                    amounts = np.zeros(n)
                    amounts[council[chosen]] = level[chosen]
                    mended = self._mended(amounts)
                    if math.fsum(mended) < math.fsum(self._best):
                        self._best = mended
                if outcome.interrupted or not outcome.proven:
                    break
        except KeyboardInterrupt:
            logger.warning("interrupted; the best grants so far are kept")
        return Grants(self._best, min(bound, math.fsum(self._best)), word_of)

    def _is_near(self, bound: float) -> bool:
        total = math.fsum(self._best)
        return bound >= total - tolerance(total) or self._watch.remaining() <= 0

    def _short(self, amounts: Floats) -> Floats:
        """Return shape (leavers,): by how much the member that is nearest is short of staying."""
        short: Floats = np.minimum.reduceat(self._gains - amounts[self._members], self._indptr[:-1])
        return short

    def _ask(self, amounts: Floats) -> None:
        """Add rows for clusters that block."""
        short = self._short(amounts)
        broken = np.flatnonzero((short > HAIR) & ~self._asked)
        worst = broken[np.argsort(-short[broken], kind="stable")].astype(np.int64)
        self._asked[self._leavers.spread(worst, _PER_COUNCIL)] = True

    def _mended(self, amounts: Floats) -> Floats:
        """Return grants that keep everybody: raised where they are short, then none too high."""
        amounts = amounts.copy()
        while True:
            short = self._short(amounts)
            worst = int(np.argmax(short))
            if short[worst] <= HAIR:
                break
            here = slice(self._indptr[worst], self._indptr[worst + 1])
            members, gains = self._members[here], self._gains[here]
            cheapest = int(np.argmin(gains - amounts[members]))
            amounts[members[cheapest]] = gains[cheapest]
        for council in np.argsort(-amounts, kind="stable"):
            if amounts[council] > 0:
                amounts[council] = self._enough(amounts, int(council))
        return amounts

    def _enough(self, amounts: Floats, council: int) -> float:
        """Return what a council needs, if the others get what they get."""
        others = amounts.copy()
        others[council] = -np.inf
        mine = self._members == council
        rest = np.where(mine, np.inf, self._gains - others[self._members])
        open_ones = np.minimum.reduceat(rest, self._indptr[:-1]) > HAIR
        needed = self._gains[mine & np.repeat(open_ones, self._leavers.size)]
        return float(needed.max(initial=0.0))

    def _program(self) -> tuple[BinaryProgram, Numbers, Floats]:
        """Return the program over the rows so far, and the council and amount of each column."""
        rows = np.flatnonzero(self._asked)
        some = self._leavers.take(rows)
        indptr, members = some.flat()
        gains = self._gains[np.repeat(self._asked, self._leavers.size)]
        council, level = [], []
        start = np.zeros(self._best.size + 1, dtype=np.intp)
        for i in range(self._best.size):
            mine = gains[(members == i) & np.isfinite(gains)]
            levels = np.concatenate([[0.0], np.unique(mine)])
            council.append(np.full(levels.size, i, dtype=np.intp))
            level.append(levels)
            start[i + 1] = start[i] + levels.size
        councils, levels = np.concatenate(council), np.concatenate(level)
        lines = []
        for k in range(len(some)):
            columns = [
                np.arange(start[i] + np.searchsorted(level[i], gain), start[i + 1])
                for i, gain in zip(
                    members[indptr[k] : indptr[k + 1]],
                    gains[indptr[k] : indptr[k + 1]],
                    strict=True,
                )
                if np.isfinite(gain)
            ]
            index = np.concatenate(columns)
            lines.append(Row(index, np.ones(index.size), 1.0, math.inf))
        program = BinaryProgram(
            costs=levels,
            indptr=np.arange(levels.size + 1, dtype=np.int64),
            covered=councils.astype(np.int64),
            n_items=self._best.size,
            rows=tuple(lines),
        )
        return program, councils, levels
