"""The least grants for joining, so that a partition with so much saving forms by itself.

A council gets its grant for joining any shared cluster. So it need not get more than what it pays
in its cluster above what it costs alone: a cluster S costs ``b_S = Σ_i max(0, y_i(S) − c_i)``, and
one council alone nothing. Which shared clusters block does not depend on the grants.

The search goes through partial partitions. Let S be a cluster of councils that are left. In what
forms, S is there, or some member of S is alone, or in another cluster, and pays at most £1 more
than in S: else S would block. If S is the one that all rank first, these are S and those of its
members that rather are alone, except for ties. Partial partitions are taken by rising cost, so that
the first that is whole is the best, and no other costs less than the one that is next. Two things
cut it short: stable charges π tell what the councils that are left can save at most, Σ c_i − π_i.
And by a key that ranks, of two that have the same councils left, the one that costs more and saves
less is dropped: whatever completes it would complete the other. By a mixture that is not so, as the
other may be blocked itself; there, what a cluster of its own councils blocks is dropped.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates.shares import POUND
from clusterer.errors import NoPlanFoundError
from clusterer.questions.consent.curve_steps import steps
from clusterer.questions.consent.forming import alternatives, branches
from clusterer.questions.consent.keyed_game import Floats, KeyedGame, Mask, Numbers
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.stakes import Stakes
from clusterer.search.columns import Columns
from clusterer.search.solution import OutOfTime, Watch

logger = logging.getLogger(__name__)

_HAIR = 1e-6
"""£m by which the charges π may be off in sum, for the tolerance of the linear program."""


@dataclass(frozen=True, eq=False)
class Joined:
    """A partition that forms if grants are paid for joining.

    Attributes
    ----------
    chosen
        Its sets.
    amounts
        Shape (n,): the grants, in £m.
    bound
        What such grants cost at least for so much saving.
    """

    chosen: Numbers
    amounts: Floats
    bound: float


class JoiningGrants:
    """The search for the least grants for joining.

    Parameters
    ----------
    game
        The game, without grants.
    saving
        The £m to be saved at least, against all councils alone.
    watch
        The clock.
    """

    def __init__(self, game: KeyedGame, saving: float, watch: Watch) -> None:
        self._game, self._saving, self._watch = game, saving, watch
        indptr, _ = game.sets.flat()
        shared = np.repeat(game.shared, game.sets.size)
        self._grants = np.where(shared, np.maximum(game.needs, 0.0), 0.0)
        self._budgets = np.add.reduceat(self._grants, indptr[:-1])
        self._savings = game.sets.sum(game.alone) - game.costs
        self._columns = Columns.costed(game.problem, game.sets, game.costs)
        self._offered = np.flatnonzero(game.offered)
        if game.shares.ranks:  # What all rank first comes first; a council alone after all shared.
            rank = np.where(game.shared, game.rates, np.inf)[self._offered]
            self._offered = self._offered[np.argsort(rank, kind="stable")]
        self._bits = _bits(game, self._offered)
        self._best: Numbers | None = None

    def run(self) -> Joined | None:
        """Return the best that is found; None if it is proved that there is none.

        Raises
        ------
        NoPlanFoundError
            If the time is up before one is found.
        """
        bound = 0.0
        try:
            if self._game.shares.ranks:
                self._begin()
            for lowest in self._search():
                bound = lowest
            bound = self._budget
        except (OutOfTime, KeyboardInterrupt):
            logger.warning("stopped; the best grants so far are kept")
            if self._best is None:
                raise NoPlanFoundError(
                    f"stopped before grants were found that save £{self._saving:,.3f}m; allow more "
                    "time"
                ) from None
        if self._best is None:
            return None
        return Joined(self._best, self._amounts(self._best), min(bound, self._budget))

    @property
    def _budget(self) -> float:
        """What the best costs; infinite if none is known."""
        return math.inf if self._best is None else math.fsum(self._budgets[self._best])

    def _begin(self) -> None:
        """Take the cheapest of what flat grants make form, if it saves enough."""
        for step in steps(self._game, self._watch.check):
            self._note(step.chosen)

    def _note(self, chosen: Numbers) -> None:
        """Take a partition that holds as the best, if it is."""
        game = self._game
        if not game.offered[chosen].all() or not self._columns.keeps_limits(chosen):
            return
        enough = math.fsum(self._savings[chosen]) >= self._saving - POUND
        cheaper = enough and math.fsum(self._budgets[chosen]) < self._budget
        if cheaper and not self._is_blocked(chosen):
            self._best = np.sort(chosen)

    def _is_blocked(self, chosen: Numbers) -> bool:
        """Tell whether a shared cluster of the councils in some sets blocks them."""
        gain = self._game.least_gain(self._game.pays(chosen))
        return bool((gain[self._game.shared] > POUND).any())

    def _search(self) -> Iterator[float]:
        """Go through partial partitions; give what all that are left cost at least."""
        game = self._game
        most = game.alone - self._prices()
        count = itertools.count()
        dominance: dict[bytes, list[tuple[float, float]]] = {}
        begin = np.ones(game.n, dtype=np.bool_)
        heap: list[tuple[float, float, int, Mask, tuple[int, ...], bool]] = [
            (0.0, 0.0, next(count), begin, (), True)
        ]
        while heap:
            budget, minus_saving, _, left, chosen, sure = heapq.heappop(heap)
            if budget >= self._budget:
                return
            yield budget
            self._watch.check()
            if not left.any():
                self._note(np.array(chosen, dtype=np.intp))
                continue
            if not game.shares.ranks:
                if self._is_blocked(np.array(chosen, dtype=np.intp)):
                    continue
            elif not self._columns.amounts:
                alike = dominance.setdefault(left.tobytes(), [])
                if any(cost <= budget and saved >= -minus_saving for cost, saved in alike):
                    continue
                if sure:
                    alike.append((budget, -minus_saving))
            numbers = self._branches(left).tolist()
            first = next((k for k in numbers if game.shared[k]), -1)
            for k in numbers:
                rest = left.copy()
                rest[game.sets.positions(k)] = False
                saving = -minus_saving + float(self._savings[k])
                if saving + most[rest].sum() < self._saving - POUND - _HAIR:
                    continue
                cost = budget + float(self._budgets[k])
                if cost < self._budget:
                    # One that only ties with the first within £1 may be blocked by a third.
                    still = sure and (k == first or not game.shared[k])
                    entry = (cost, -saving, next(count), rest, (*chosen, k), still)
                    heapq.heappush(heap, entry)

    def _branches(self, left: Mask) -> Numbers:
        """Return sets of which one is in everything that forms of the councils that are left."""
        game = self._game
        outside = np.packbits(~left)
        alive = self._offered[~(self._bits & outside).any(axis=1)]
        shared = alive[game.shared[alive]]
        if not shared.size:  # All that are left are alone, if they may be.
            return alive[:1]
        if not game.shares.ranks:
            return branches(game, alive, shared)
        return alternatives(game, int(shared[0]), self._near(shared))

    def _near(self, shared: Numbers) -> Numbers:
        """Return the sets that a member of the first of some may like nearly as well as that."""
        game = self._game
        first = int(shared[0])
        rows = game.sets.positions(first)
        # A rate is charged for a unit of weight: a pound is more of a rate if the weight is small.
        per_pound = game.shares.per_pound(game.alone)[rows].max()
        cap = game.rates[first] + 2.0 * POUND * per_pound
        near = shared[: np.searchsorted(game.rates[shared], cap, side="right")]
        singles = game.single[rows]
        return np.concatenate([near, singles[game.offered[singles]]])

    def _prices(self) -> Floats:
        """Return charges of which no cluster would be charged more than it costs."""
        problem = self._game.problem
        each: dict[Hashable, list[int]] = {i: [i] for i in range(self._game.n)}
        program = Stakes(Offers.of(problem.evaluate_rows(each))).program(self._watch.remaining)
        program.maximise(np.ones(self._game.n))
        return program.solve().charges

    def _amounts(self, chosen: Numbers) -> Floats:
        amounts = np.zeros(self._game.n)
        indptr, members = self._game.sets.flat()
        for k in chosen:
            here = slice(indptr[k], indptr[k + 1])
            amounts[members[here]] = self._grants[here]
        return amounts


def _bits(game: KeyedGame, numbers: Numbers) -> NDArray[np.uint8]:
    """Return shape (numbers, n / 8): the members of some sets, a bit each."""
    some = game.sets.take(numbers)
    _, members = some.flat()
    table = np.zeros((numbers.size, game.n), dtype=np.bool_)
    table[np.repeat(np.arange(numbers.size), some.size), members] = True
    return np.packbits(table, axis=1)
