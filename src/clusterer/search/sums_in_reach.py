"""Councils that no cluster can have, since a sum that a rule bounds is out of their reach.

Of a sum with weights w, a cluster that has council i has at most

    w_i + Σ max(w_j, 0) over the m − 1 largest w_j

where m is the cap on the size, and j are those that may be with i, by a way of fewer than m steps
over such councils. Where that is below what a rule asks for at least, no cluster that it allows has
i; and so upside down, for what it allows at most. A council that is over the cap by itself is the
plain case, an island that does not come to the floor the next.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer._support.wording import amount
from clusterer.candidates import Pruning
from clusterer.councils import Councils
from clusterer.model.problem import Problem
from clusterer.rules import Rule
from clusterer.rules.group_rule import GroupRule
from clusterer.rules.pair_rule import PairRule

_WITHOUT_SUMS = (GroupRule, PairRule)
"""Rules that need not be asked: they bound no sum, and their pairs take memory."""

_MOST_STEPS = 1_000_000
"""Councils that are met on the way, a second or so; what would take more is left to the search."""


def out_of_reach(
    problem: Problem, rules: Sequence[Rule], proceed: Callable[[], None] = lambda: None
) -> str | None:
    """Name a council that no cluster can have under some rules, and say why; None if none is seen.

    Parameters
    ----------
    problem
        The problem.
    rules
        Some of its rules.
    proceed
        Is called now and then. What it raises ends the work.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [])
    >>> print(out_of_reach(problem, [cl.PopulationBounds(at_most=335_000)]))
    Croydon (E09000008) alone has 340,449; raise the bound, or spare councils alone with alone=True
    """
    reach = _Reach(problem, rules, proceed)
    for rule in rules:
        if isinstance(rule, _WITHOUT_SUMS):
            continue
        form = rule.mip_form(problem.councils)
        for part in () if form is None else form.sums:
            if part.alone:
                continue  # Whoever cannot share may stand alone.
            for sign, end in ((1.0, part.widened.low), (-1.0, -part.widened.high)):
                short = reach.falls_short(sign * part.weights, end)
                if short is not None:
                    return f"{_told(problem.councils, sign, short)}; {_ways(rule, sign)}"
    return None


@dataclass(frozen=True)
class _Short:
    """Councils whose clusters all have too little: with which others, and how much at most.

    The others are None where they do not matter, as none adds anything.
    """

    councils: list[int]
    others: list[int] | None
    most: float


class _Reach:
    """Who may be with whom under some rules, and what their clusters come to."""

    def __init__(
        self, problem: Problem, rules: Sequence[Rule], proceed: Callable[[], None]
    ) -> None:
        self._problem, self._rules, self._proceed = problem, rules, proceed
        self._steps = 0

    @cached_property
    def _around(self) -> list[list[int]]:
        indptr, indices = self._problem.neighbours
        ends, others = indptr.tolist(), indices.tolist()
        return [others[begin:end] for begin, end in itertools.pairwise(ends)]

    @cached_property
    def _room_and_conflict(self) -> tuple[int, NDArray[np.bool_]]:
        """How many others a cluster may have, and which pairs may not be together."""
        councils = self._problem.councils
        pruning = Pruning.all_of(rule.pruning(councils) for rule in self._rules)
        max_size, _, _, conflict = pruning.arrays(len(councils))
        return max_size - 1, conflict

    def falls_short(self, values: NDArray[np.float64], end: float) -> _Short | None:
        """Return councils of which every cluster comes to less than `end`, if there are any."""
        below = np.flatnonzero(values < end)
        if below.size and values.max() <= 0.0:
            return _Short(below.tolist(), None, float(values[below].min()))
        worth = values.tolist()
        for i in below.tolist():
            self._proceed()
            most, others = self._most(i, worth, end)
            if self._steps > _MOST_STEPS:
                return None
            if most < end:
                return _Short([i], others, most)
        return None

    def _most(self, i: int, worth: Sequence[float], end: float) -> tuple[float, list[int]]:
        """Return what clusters with i come to at most, and with whom; or `end`, once it is met."""
        room, conflict = self._room_and_conflict
        barred = conflict[i] if conflict.size else None
        total, largest = worth[i], [0.0] * room  # The largest of the others, as a heap.
        seen, ring = {i}, [i]
        for _ in range(room):
            beyond = {other for here in ring for other in self._around[here]} - seen
            ring = sorted(j for j in beyond if barred is None or not barred[j])
            seen.update(ring)
            for j in ring:
                total += max(worth[j], largest[0]) - largest[0]
                heapq.heappushpop(largest, worth[j])
                if total >= end:
                    return end, []
            self._steps += len(ring)
            if not ring or self._steps > _MOST_STEPS:
                break
        return total, sorted(seen - {i})


def _told(councils: Councils, sign: float, short: _Short) -> str:
    """Say who cannot keep the bound."""
    who, has = councils.describe(short.councils), amount(sign * short.most)
    if len(short.councils) > 1:
        return f"{who} each have {'less' if sign > 0 else 'more'} by themselves, such as {has}"
    if sign < 0:
        with_others = " at least, whomever it is with" if short.others else ""
        return f"{who} alone has {has}{with_others}"
    if short.others is None:
        return f"{who} comes to {has} at most"
    if not short.others:
        return f"{who} can share with nobody, and has {has}"
    return f"{who} comes to {has} at most, with {councils.describe(short.others)}"


def _ways(rule: Rule, sign: float) -> str:
    """Say what to do."""
    ways = ["lower the bound", "add a link"] if sign > 0 else ["raise the bound"]
    if getattr(rule, "alone", None) is False:
        ways.append("spare councils alone with alone=True")
    *first, last = ways
    return f"{', '.join(first)}, or {last}" if first else last
