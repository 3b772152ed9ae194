"""The candidates of low reduced cost, found without a list of all.

The walk extends each set by one neighbour after another, and looks no further where no larger set
can be of use. Let S be a set, and F the councils that may still join it. With the parts of
`parts`, a set S ∪ T with T ⊆ F has a reduced cost of at least

    r_S + Σ_{i∈T} (a_i + ½ Σ of the |T| − 1 cheapest pairs of i within F),
    a_i = member_i + least_host_i − π_i + Σ_{j∈S} pairs_ij + slope · w_i,

since a convex curve lies above the line that it follows at S, and each pair of T is charged to its
two members in halves. For each size of T the least such sums are added up. All are whole numbers.

Every connected set is met once. Its *root* is the member that gains most by hosting, since then
what a host gains is no more than that of the root; further members join in an order in which a
council that was passed over joins no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, combinations
from typing import Any

import numpy as np

from clusterer.certificates.verify.arithmetic import UNIT, PriceList, in_words, require, rows_of
from clusterer.certificates.verify.candidates import (
    allowed,
    borders_of,
    clusters,
    costs_of,
    early_rules,
)
from clusterer.certificates.verify.partitions import Steps
from clusterer.certificates.verify.parts import GRAIN, Line, Parts, grains
from clusterer.model.problem import Problem
from clusterer.rules import MaxSize

MOST_WALKED = 10_000_000
"""Steps of a walk: councils that it looks at, set by set, and numbers that it sorts and adds up for
them. Plain Python takes a minute or so for them."""

_NUMBERS = 20
"""Numbers that are sorted or added up in a step."""

MOST_COUNCILS = 500
"""Of more, plain Python takes long to read what each pair costs."""

_ROOTS = 16
"""Around so many councils sets of all sizes are costed, to find terms that are untrue of them."""


def walked(problem: Problem, prices: PriceList, gap: Fraction, steps: Steps) -> list[int]:
    """Return the candidates whose reduced cost at some prices may be less than a gap.

    All councils alone are among them.

    Parameters
    ----------
    problem
        The problem, whose terms say what they are made of, and to each limit of which all clusters
        add the same.
    prices
        Without subset rows.
    gap
        £m, 0 or more.
    steps
        How many steps the walk may take.

    Raises
    ------
    CertificateError
        If a term or limit does not say so, the walk is too long, or the terms give a set less than
        its parts come to: one that is found, or one of some of all sizes.
    """
    councils, n = problem.councils, len(problem.councils)
    require(n <= MOST_COUNCILS, f"a walk through more than {MOST_COUNCILS} councils is too long")
    parts = Parts.of(councils, problem.terms)
    charge = prices.cluster * UNIT
    for limit, price in zip(problem.limits, prices.limits, strict=True):
        each = limit.per_cluster
        require(each is not None, f"clusters do not all add the same to {limit!r}")
        charge += price * Fraction(each or 0.0)
    early, largest = early_rules(problem)
    conflicts = _conflicts(problem, [rule for rule in early if type(rule) is not MaxSize])
    walk = _Walk(
        parts,
        [price * grains(UNIT) for price in prices.councils],
        -grains(-charge),
        borders_of(problem),
        conflicts,
        largest,
        steps,
    )
    low = walk.below(-grains(-(gap + parts.margin)))
    found = allowed(councils, problem.rules, [*(1 << i for i in range(n)), *low])
    asked = clusters(councils, found)
    for limit in problem.limits:
        alike = bool((np.asarray(limit.amounts(asked)) == limit.per_cluster).all())
        require(alike, f"clusters do not all add the same to {limit!r}, as it says")
    costs = costs_of(councils, problem.terms, asked)
    _check_parts(problem, parts, found, costs)
    # Of those that were passed over, terms are asked about a few only.
    some = allowed(councils, problem.rules, _of_all_sizes(borders_of(problem), largest))
    _check_parts(problem, parts, some, costs_of(councils, problem.terms, clusters(councils, some)))
    return found


def _check_parts(problem: Problem, parts: Parts, sets: Iterable[int], costs: Any) -> None:
    """Check that no set of two or more costs less than its parts come to."""
    for s, cost in zip(sets, costs.tolist(), strict=True):
        if s.bit_count() > 1:
            parted = parts.least(rows_of(s)) * GRAIN
            fault = f"costs £{in_words(Fraction(cost))}m, and its parts £{in_words(parted)}m: "
            name = problem.councils.describe(rows_of(s))
            require(Fraction(cost) >= parted - parts.margin, fault + name)


def _of_all_sizes(borders: Sequence[int], largest: int) -> list[int]:
    """Return connected sets of 2, 4, 8 and so on councils, and of the most, around a few councils.

    Around each, neighbours join in the order of the table, nearer ones first.
    """
    n = len(borders)
    sizes = {*(2**k for k in range(1, largest.bit_length())), largest} - {1}
    found = set()
    for root in range(0, n, -(-n // _ROOTS)):
        near, level = [root], [root]
        reached = 1 << root
        while level:
            new = 0
            for i in level:
                new |= borders[i]
            level = rows_of(new & ~reached)
            reached |= new
            near += level
        found |= {sum(1 << i for i in near[:size]) for size in sizes if size <= len(near)}
    return sorted(found)


def _conflicts(problem: Problem, rules: Sequence[Any]) -> list[int]:
    """Return for each council, as the bits of a number, who may not be with it.

    These rules stay broken as a set grows.
    """
    n = len(problem.councils)
    if not rules:
        return [0] * n
    both = [1 << i | 1 << j for i, j in combinations(range(n), 2)]
    conflicts = [((1 << n) - 1) & ~(1 << i) for i in range(n)]
    for pair in allowed(problem.councils, rules, both):
        i, j = rows_of(pair)
        conflicts[i] &= ~(1 << j)
        conflicts[j] &= ~(1 << i)
    return conflicts


class _Walk:
    """A walk over the sets of some parts, less what they are charged, all in grains.

    Within it, councils have the numbers in which they come as roots.
    """

    def __init__(
        self,
        parts: Parts,
        prices: Sequence[int],
        of_cluster: int,
        borders: Sequence[int],
        conflicts: Sequence[int],
        largest: int,
        steps: Steps,
    ) -> None:
        n = len(prices)
        self._largest, self._steps = largest, steps
        # What a member adds by its host at least, unless it hosts; and what it gains if it does.
        guest = [min([*row[:i], *row[i + 1 :]], default=0) for i, row in enumerate(parts.hosts)]
        gains = [guest[i] - parts.hosts[i][i] for i in range(n)]
        self._order = sorted(range(n), key=lambda i: (-gains[i], i))
        self._gains = [gains[i] for i in self._order]
        self._borders = [self._renumbered(borders[i]) for i in self._order]
        self._conflicts = [self._renumbered(conflicts[i]) for i in self._order]
        self._shared = parts.shared - of_cluster
        self._members = [parts.members[i] + guest[i] - prices[i] for i in self._order]
        self._pairs = [[parts.pairs[i][j] for j in self._order] for i in self._order]
        self._curves = [
            [Line(line.height, tuple(line.councils[i] for i in self._order)) for line in curve]
            for curve in parts.curves
        ]
        self._slopes: dict[tuple[int, ...], list[int]] = {}

    def below(self, threshold: int) -> list[int]:
        """Return the sets of two or more whose reduced cost may be below a threshold."""
        return [s for root in range(len(self._order)) for s in self._of_root(root, threshold)]

    def _of_root(self, root: int, threshold: int) -> list[int]:
        """Return the sets of which a council gains most by hosting, as `below`."""
        found: list[int] = []
        later = ((1 << len(self._order)) - 1) & ~((2 << root) - 1) & ~self._conflicts[root]
        near = self._reached(1 << root, later)
        within = rows_of(near)
        self._steps.take(len(within) ** 2 // _NUMBERS)
        halves, least_pairs = [[0]] * len(self._order), [0] * len(self._order)
        for i in within:
            pairs = [self._pairs[i][j] for j in within if j != i]
            halves[i] = [0, *(x // 2 for x in accumulate(sorted(max(0, x) for x in pairs)))]
            least_pairs[i] = sum(min(0, x) for x in pairs) // 2
        added = [
            member + pair + least
            for member, pair, least in zip(
                self._members, self._pairs[root], least_pairs, strict=True
            )
        ]
        heights = [[line.height + line.councils[root] for line in curve] for curve in self._curves]
        own = self._shared + self._members[root] - self._gains[root]
        # A set, what may join it, what borders it, its size, and what it and each other member add.
        places = [(1 << root, near, self._borders[root] & near, 1, own, added, heights)]
        while places:
            members, free, border, size, own, added, heights = places.pop()
            self._steps.take(1 + free.bit_count() + len(added) // _NUMBERS)
            if size == self._largest:
                continue
            greatest = [max(curve) for curve in heights]
            slopes = self._slopes_at(heights, greatest)
            room = threshold - own - sum(greatest)
            more = [(added[i] + slopes[i], i) for i in rows_of(free)]
            more.sort()
            while border:
                bordering = next(one for one in more if border >> one[1] & 1)
                most = self._largest - size
                if _hopeless(room, more, bordering[0], halves, most, self._steps):
                    break
                # Once with this council, and from here on without.
                i = bordering[1]
                free &= ~(1 << i)
                border &= ~(1 << i)
                curves = [
                    [height + line.councils[i] for height, line in zip(of, curve, strict=True)]
                    for of, curve in zip(heights, self._curves, strict=True)
                ]
                cost = own + added[i] - least_pairs[i]
                reduced = cost + sum(max(curve) for curve in curves)
                grown, left = members | 1 << i, free & ~self._conflicts[i]
                if reduced < threshold:
                    found.append(self._named(grown))
                places.append(
                    (
                        grown,
                        left,
                        (border | self._borders[i]) & left,
                        size + 1,
                        cost,
                        [a + pair for a, pair in zip(added, self._pairs[i], strict=True)],
                        curves,
                    )
                )
                free = self._reached(members, free)
                more = [one for one in more if free >> one[1] & 1]
        return found

    def _slopes_at(self, heights: list[list[int]], greatest: list[int]) -> list[int]:
        """Return what each council adds along the lines that are greatest."""
        which = tuple(of.index(most) for of, most in zip(heights, greatest, strict=True))
        if which not in self._slopes:
            lines = [curve[k].councils for curve, k in zip(self._curves, which, strict=True)]
            self._slopes[which] = [sum(x) for x in zip([0] * len(self._order), *lines, strict=True)]
        return self._slopes[which]

    def _reached(self, members: int, free: int) -> int:
        """Return which of some councils can still join a set, by one another."""
        reached, edge = members, members
        while edge:
            last = edge.bit_length() - 1
            edge ^= 1 << last
            new = self._borders[last] & free & ~reached
            reached |= new
            edge |= new
        return reached & ~members

    def _renumbered(self, members: int) -> int:
        """Return a set in the order of the roots."""
        return sum(1 << k for k, i in enumerate(self._order) if members >> i & 1)

    def _named(self, members: int) -> int:
        """Return a set in the order of the problem."""
        return sum(1 << self._order[k] for k in rows_of(members))


def _hopeless(
    room: int,
    more: list[tuple[int, int]],
    bordering: int,
    halves: list[list[int]],
    most: int,
    steps: Steps,
) -> bool:
    """Tell whether no councils can join a set for less than there is room.

    Parameters
    ----------
    room
        What they must add less than.
    more
        What each adds by itself, and its number, ascending.
    bordering
        What is added at least by one that borders the set: one of them must join.
    halves
        Of each council, half of its so many cheapest pairs.
    most
        How many may join.
    steps
        Where the numbers that are sorted are taken note of.
    """
    if bordering < room:
        return False
    if sum(x for x, _ in more if x < 0) >= room and room <= 0:
        return True
    for size in range(2, min(most, len(more)) + 1):
        steps.take(1 + len(more) // _NUMBERS)
        sums = sorted([x + halves[i][size - 1] for x, i in more])
        total = sum(sums[:size])
        if total < room:
            return False
        # The more join, the more pairs each has.
        if sums[0] >= 0 or (room <= 0 and sum(x for x in sums if x < 0) >= room):
            return True
    return True
