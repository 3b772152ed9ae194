"""Which clusters form by themselves under a key: the partitions that no cluster blocks.

By a key that ranks, all members of a cluster rank it alike. So the cluster of lowest rate is the
best that any of its members can have: it forms, and of the clusters of those that are left the one
of lowest rate forms, and so on (Banerjee, Konishi and Sönmez 2001, "Core in a simple coalition
formation game"). No solver is needed.

Others may hold as well where two clusters are within £1 for some council; and a mixture may have
several that hold, or none. Let S be any cluster of councils that are left. In a partition that
holds, S is there, or some member of S is in another cluster that costs it at most £1 more: else S
would block. To branch over these finds all that hold, and if S is a cluster with few of these, that
is quick.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from clusterer.candidates.shares import POUND
from clusterer.questions.consent.keyed_game import Floats, KeyedGame, Mask, Numbers

_NODES = 2_000
"""Branches that are looked into before it is left open whether others hold."""


@dataclass(frozen=True, eq=False)
class Held:
    """The partitions that hold.

    Attributes
    ----------
    partitions
        Each as the numbers of its sets, ascending; the first is what forms.
    complete
        Whether there are no others.
    word_of
        The solver on whose word alone this rests; empty for none.
    """

    partitions: tuple[Numbers, ...]
    complete: bool
    word_of: str = ""


def formed(game: KeyedGame, eligible: Mask | None = None, free: Mask | None = None) -> Numbers:
    """Return what forms by a key that ranks: the sets, ascending.

    Parameters
    ----------
    game
        The game.
    eligible
        Shape (sets,): the shared clusters that may form; those that nobody likes less than to
        stand alone, unless given.
    free
        Shape (n,): the councils that are left; all unless given.
    """
    eligible = game.eligible if eligible is None else eligible
    left = np.ones(game.n, dtype=np.bool_) if free is None else free.copy()
    numbers = np.flatnonzero(eligible)
    numbers = numbers[np.argsort(game.rates[numbers], kind="stable")]
    chosen = []
    while numbers.size:
        numbers = numbers[game.sets.take(numbers).sum(~left * 1.0) == 0.0]
        if numbers.size:
            chosen.append(int(numbers[0]))
            left[game.sets.positions(chosen[-1])] = False
    chosen += game.single[left].tolist()
    return np.sort(np.array(chosen, dtype=np.intp))


def settled(game: KeyedGame) -> tuple[list[int], Mask]:
    """Return the sets that are in every partition that holds, and the councils that are left.

    They are those that every member likes best by more than £1, of what is left; and again.
    """
    left = np.ones(game.n, dtype=np.bool_)
    alive = np.flatnonzero(game.acceptable)
    chosen: list[int] = []
    while alive.size:
        some = game.sets.take(alive)
        indptr, members = some.flat()
        net = of_sets(game, alive)
        best, second = _two_best(members, net, game.n)
        sure = (net <= best[members]) & (second[members] > best[members] + POUND)
        found = np.flatnonzero(np.logical_and.reduceat(sure, indptr[:-1]))
        if not found.size:
            break
        chosen += alive[found].tolist()
        for k in found:
            left[some.positions(k)] = False
        alive = alive[some.sum(~left * 1.0) == 0.0]
    return chosen, left


def all_that_hold(
    game: KeyedGame, *, most: int, proceed: Callable[[], None], nodes: int = _NODES
) -> Held:
    """Return the partitions that hold: what forms if the key ranks, and others, by cost.

    Parameters
    ----------
    game
        The game.
    most
        So many partitions are enough.
    proceed
        Is called now and then. What it raises ends the work.
    nodes
        Branches to look into; the answer is not complete if they do not suffice.
    """
    chosen, left = settled(game)
    found: dict[tuple[int, ...], float] = {}
    if game.shares.ranks:
        first = sorted([*chosen, *formed(game, free=left).tolist()])
        found[tuple(first)] = -np.inf
    alive = np.flatnonzero(game.acceptable)
    open_ones = [(chosen, left, alive[game.sets.take(alive).sum(~left * 1.0) == 0.0])]
    if found and not left.any():
        open_ones = []
    while open_ones and len(found) < most and nodes:
        proceed()
        nodes -= 1
        chosen, left, alive = open_ones.pop()
        if game.blocking(game.pays(np.array(chosen, dtype=np.intp))).size:
            continue
        if not left.any():
            found.setdefault(tuple(sorted(chosen)), float(game.costs[chosen].sum()))
            continue
        for k in branches(game, alive, alive)[::-1].tolist():
            rest = left.copy()
            rest[game.sets.positions(k)] = False
            others = alive[game.sets.take(alive).sum(~rest * 1.0) == 0.0]
            open_ones.append(([*chosen, k], rest, others))
    partitions = sorted(found, key=lambda one: found[one])
    return Held(tuple(np.array(one, dtype=np.intp) for one in partitions), complete=not open_ones)


def branches(game: KeyedGame, alive: Numbers, blockers: Numbers) -> Numbers:
    """Return sets of which one is in every partition that holds: few, if that can be had.

    They are the alternatives to the blocker that some council likes best.

    Parameters
    ----------
    game
        The game.
    alive
        The sets of councils that are left.
    blockers
        Those of them that would form if all their members liked them better.
    """
    some = game.sets.take(blockers)
    _, members = some.flat()
    owner = np.repeat(np.arange(blockers.size), some.size)
    order = np.lexsort((of_sets(game, blockers), members))
    first = order[np.unique(members[order], return_index=True)[1]]
    fewest = alive
    for k in np.unique(owner[first]).tolist():
        others = alternatives(game, int(blockers[k]), alive)
        if others.size < fewest.size:
            fewest = others
    return fewest


def alternatives(game: KeyedGame, number: int, alive: Numbers) -> Numbers:
    """Return the sets of which one is in every partition that holds, a given one among them.

    Parameters
    ----------
    game
        The game.
    number
        The set.
    alive
        The sets of councils that are left.
    """
    cap = np.full(game.n, -np.inf)
    indptr, members = game.sets.flat()
    here = slice(indptr[number], indptr[number + 1])
    cap[members[here]] = game.net[here] + POUND
    some = game.sets.take(alive)
    starts, rows = some.flat()
    liked = np.logical_or.reduceat(of_sets(game, alive) <= cap[rows], starts[:-1])
    found: Numbers = alive[liked | (alive == number)]
    return found


def of_sets(game: KeyedGame, numbers: Numbers) -> Floats:
    """Return `KeyedGame.net` of some sets, in the order of their members."""
    indptr, _ = game.sets.flat()
    sizes = game.sets.size[numbers]
    starts = np.cumsum(sizes) - sizes
    places = np.repeat(indptr[numbers] - starts, sizes) + np.arange(int(sizes.sum()))
    found: Floats = game.net[places]
    return found


def _two_best(members: Numbers, net: Floats, n: int) -> tuple[Floats, Floats]:
    """Return the least and the second least of what stands beside each council."""
    order = np.lexsort((net, members))
    rows, values = members[order], net[order]
    first = np.searchsorted(rows, np.arange(n))
    best, second = np.full(n, np.inf), np.full(n, np.inf)
    for rank, into in ((0, best), (1, second)):
        at = first + rank
        here = np.flatnonzero(at < rows.size)
        here = here[rows[at[here]] == here]
        into[here] = values[at[here]]
    return best, second
