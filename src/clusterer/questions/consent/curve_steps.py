"""Every step of a flat grant: from which grant on something else forms, by a key that ranks.

A shared cluster S may form from the grant ``need(S) = max_i (y_i(S) − c_i)`` on; how shared
clusters rank does not depend on the grant. So what forms changes only at a grant that is the need
of a cluster, and only of one that all its members would rank above what they have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from clusterer.questions.consent.forming import formed
from clusterer.questions.consent.keyed_game import KeyedGame, Numbers


@dataclass(frozen=True, eq=False)
class Step:
    """What forms from a flat grant on.

    Attributes
    ----------
    grant
        In £m for each member of a shared cluster.
    chosen
        The sets that form.
    """

    grant: float
    chosen: Numbers


def steps(game: KeyedGame, proceed: Callable[[], None]) -> Iterator[Step]:
    """Go through all steps, from no grant on.

    Parameters
    ----------
    game
        The game; its own grants do not matter.
    proceed
        Is called at each step. What it raises ends the work.
    """
    shared = np.flatnonzero(game.shared)
    # The order in which they form, so that one of equal rates comes first here as there.
    rank = np.full(len(game.sets), np.inf)
    rank[shared[np.argsort(game.rates[shared], kind="stable")]] = np.arange(shared.size)
    indptr, members = game.sets.flat()
    need, grant = game.need, 0.0
    while True:
        proceed()
        chosen = formed(game, game.shared & (need <= grant))
        yield Step(grant, chosen)
        place = np.full(game.n, np.inf)
        for k in chosen[game.shared[chosen]]:
            place[members[indptr[k] : indptr[k + 1]]] = rank[k]
        first = np.minimum.reduceat(place[members], indptr[:-1])
        wanted = game.shared & (need > grant) & (rank < first)
        if not wanted.any():
            return
        grant = float(need[wanted].min())
