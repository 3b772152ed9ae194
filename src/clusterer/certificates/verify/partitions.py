"""A search through all partitions into a few sets, which ends by itself or is given up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from clusterer.certificates.verify.arithmetic import require, rows_of

MOST_STEPS = 10_000_000
"""Sets that the searches of a certificate look at. Plain Python takes half a minute for them."""


@dataclass
class Steps:
    """How much of a search was done, and how much may be: sets that were looked at.

    What one search takes is the same on every machine.
    """

    most: int
    done: int = 0

    def take(self, sets: int) -> None:
        """Take note of some more sets."""
        self.done += sets
        fault = f"there are too many candidates within the gap to search: over {self.most:,} steps"
        require(self.done <= self.most, fault)


@dataclass
class _Place:
    """A place in the search: councils that are left, sets that fit, and what may be spent."""

    left: int
    fits: list[int]
    budget: int
    options: Iterator[int]
    found: bool = False


def partitions(
    reduced: Mapping[int, Fraction], gap: Fraction, n: int, most: int, steps: Steps
) -> Iterator[list[int]]:
    """Yield every partition of n councils into at most so many of these sets with Σ r_S < gap.

    Depth first: the council with the fewest sets is covered next. A set may be charged to its
    members in equal parts, so what is left costs at least the least share of each council.
    """
    within = {s: r for s, r in reduced.items() if r < gap}
    rows = {s: rows_of(s) for s in within}
    largest = max(map(len, rows.values()), default=1)
    shares = {s: r / len(rows[s]) for s, r in within.items()}
    whole = math.lcm(gap.denominator, *(share.denominator for share in shares.values()))
    share = {s: int(x * whole) for s, x in shares.items()}  # Whole numbers, to be fast.
    # Councils that cannot be covered by so many sets for so much, or less.
    hopeless: dict[tuple[int, int], int] = {}

    def place(left: int, fits: list[int], budget: int, sets_left: int) -> _Place:
        """Return a place with the sets to go on with, none if it leads nowhere."""
        steps.take(1 + len(fits))
        options: dict[int, list[int]] = {i: [] for i in rows_of(left)}
        for s in fits:  # By rising share.
            for i in rows[s]:
                options[i].append(s)
        enough = sets_left * largest >= len(options) and all(options.values())
        if not enough or sum(share[o[0]] for o in options.values()) >= budget:
            return _Place(left, fits, budget, iter(()))
        fewest: list[int] = min(options.values(), key=len, default=[])
        return _Place(left, fits, budget, iter(fewest))

    chosen: list[int] = []
    everything = sorted(within, key=lambda s: (share[s], s))
    places = [place((1 << n) - 1, everything, int(gap * whole), most)]
    while places:
        here = places[-1]
        s = next(here.options, None)
        if s is None:
            places.pop()
            if not here.found:
                hopeless[here.left, most - len(chosen)] = here.budget
            elif places:
                places[-1].found = True
            if chosen:
                chosen.pop()
            continue
        left, budget = here.left & ~s, here.budget - share[s] * len(rows[s])
        sets_left = most - len(chosen) - 1
        if budget <= hopeless.get((left, sets_left), 0):
            continue
        if not left:
            here.found = True
            yield [*chosen, s]
            continue
        chosen.append(s)
        fits = [other for other in here.fits if not other & s]
        places.append(place(left, fits, budget, sets_left))
