"""Partitions that hold under a mixture of keys, by an integer program with stability cuts.

Members of a cluster may then rank others unlike, and there may be no partition that holds, or
several. A partition holds if and only if for every cluster T it has a cluster S in which some
member of T pays at most £1 more than in T:

``Σ {x_S : some i in S ∩ T has y_i(S) ≤ y_i(T)} ≥ 1  for every T``.

A row is added for those T that block the partition at hand, until none does. Without one that is
known already, the program says whether there is another.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from clusterer.candidates.shares import POUND
from clusterer.errors import NoPlanFoundError
from clusterer.questions.consent.forming import Held, of_sets, settled
from clusterer.questions.consent.keyed_game import Floats, KeyedGame, Numbers
from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.highs_backend import minimise
from clusterer.search.solution import DEFAULT_SOLVER, OutOfTime, Watch

_PER_COUNCIL = 3
"""Rows that are added in a round with each council, about."""


class StablePartitions:
    """The cheapest partition that holds, and the next cheapest, one after the other.

    Parameters
    ----------
    game
        The game.
    watch
        The clock.
    seed
        For the solver.
    """

    def __init__(self, game: KeyedGame, watch: Watch, seed: int) -> None:
        self._game, self._watch, self._seed = game, watch, seed
        self._begin, left = settled(game)
        alive = np.flatnonzero(game.acceptable)
        self._alive = alive[game.sets.take(alive).sum(~left * 1.0) == 0.0]
        self._some = game.sets.take(self._alive)
        self._net = of_sets(game, self._alive)
        self._left = np.flatnonzero(left)
        self.program = self._without_cuts()

    @property
    def is_settled(self) -> bool:
        """Whether there is one partition that holds, and nothing to decide."""
        return self._left.size == 0

    def next(self) -> Numbers | None:
        """Return the sets of the cheapest partition that holds, ascending; None if there is none.

        It is excluded from then on.

        Raises
        ------
        OutOfTime
            If the time is up first.
        NoPlanFoundError
            If the solver fails.
        """
        if self.is_settled:
            return np.sort(np.array(self._begin, dtype=np.intp))
        while True:
            outcome = minimise(self.program, time_limit=self._watch.remaining(), seed=self._seed)
            if outcome.interrupted:
                raise KeyboardInterrupt
            if outcome.infeasible:
                return None
            if outcome.values is None or not outcome.proven:
                self._watch.check()
                raise NoPlanFoundError(f"{DEFAULT_SOLVER} gave no answer: {outcome.failed}")
            here = np.flatnonzero(np.array(outcome.values) > 0.5)
            chosen = np.concatenate([np.array(self._begin, dtype=np.intp), self._alive[here]])
            if self._cut(self._game.pays(chosen)):
                continue
            self.program = self.program.excluding(here)
            return np.sort(chosen)

    def _without_cuts(self) -> BinaryProgram:
        indptr, members = self._some.flat()
        item = np.zeros(self._game.n, dtype=np.int64)
        item[self._left] = np.arange(self._left.size)
        return BinaryProgram(
            costs=self._game.costs[self._alive],
            indptr=indptr.astype(np.int64),
            covered=item[members],
            n_items=self._left.size,
        )

    def _cut(self, pays: Floats) -> bool:
        """Add rows for what blocks a partition; tell whether there is anything."""
        gain = self._game.least_gain(pays)[self._alive]
        blocking = np.flatnonzero(gain > POUND)
        if not blocking.size:
            return False
        worst = blocking[np.argsort(-gain[blocking], kind="stable")].astype(np.int64)
        rows = [self._row(int(k)) for k in self._some.spread(worst, _PER_COUNCIL)]
        self.program = dataclasses.replace(self.program, rows=(*self.program.rows, *rows))
        return True

    def _row(self, number: int) -> Row:
        """Return the row of one of the sets."""
        cap = np.full(self._game.n, -np.inf)
        indptr, members = self._some.flat()
        here = slice(indptr[number], indptr[number + 1])
        cap[members[here]] = self._net[here] + POUND
        content = np.flatnonzero(np.logical_or.reduceat(self._net <= cap[members], indptr[:-1]))
        return Row(content, np.ones(content.size), 1.0, math.inf)


def those_that_hold(game: KeyedGame, *, most: int, watch: Watch, seed: int) -> Held:
    """Return the partitions that hold under any key, the cheapest first; none if there is none.

    Raises
    ------
    OutOfTime
        If the time is up before the first is found.
    """
    stable = StablePartitions(game, watch, seed)
    found: list[Numbers] = []
    complete = stable.is_settled
    try:
        while len(found) < (1 if stable.is_settled else most):
            one = stable.next()
            if one is None:
                complete = True
                break
            found.append(one)
    except OutOfTime:
        if not found:
            raise
    return Held(tuple(found), complete, "" if stable.is_settled else DEFAULT_SOLVER)
