"""How many clusters to ask for, of methods that must be told."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from benchmarks.case import Case


class Counts:
    """Hands out numbers of clusters to try, the promising ones more often.

    At first a dozen numbers from the fewest possible to a plan with all councils alone. Then
    those about the best so far, and every fourth time one at random. If the number is given, it
    is that.

    Parameters
    ----------
    case
        What is to be solved.
    seed
        For the random numbers.
    coarse
        How many numbers to begin with.
    """

    def __init__(self, case: Case, seed: int, coarse: int = 12) -> None:
        least = -(-case.n // case.largest)
        self.least = least if case.count is None else case.count
        self.most = case.n if case.count is None else case.count
        self._rng = random.Random(seed)
        self._costs: dict[int, float] = {}
        self._coarse = coarse

    def __iter__(self) -> Iterator[int]:
        """Go on for ever; whoever asks stops when the time is up."""
        yield from self.spread(self._coarse)
        asked = 0
        while True:
            asked += 1
            best = min(self._costs, key=self._costs.__getitem__, default=self.least)
            # As far about the best as a tenth of it, or the next two.
            reach = max(2, round(0.1 * best)) if asked % 4 else self.most
            best = min(max(best, self.least), self.most)
            low, high = max(self.least, best - reach), min(self.most, best + reach)
            yield self._rng.randint(low, high)

    def spread(self, how_many: int) -> list[int]:
        """Return so many numbers from the least to the most, evenly in proportion."""
        if self.least == self.most:
            return [self.least]
        ratio = math.log(self.most / self.least)
        steps = [self.least * math.exp(ratio * t / (how_many - 1)) for t in range(how_many)]
        return sorted({min(self.most, max(self.least, round(step))) for step in steps})

    def all(self) -> list[int]:
        """Return every number, from the least to the most."""
        return list(range(self.least, self.most + 1))

    def tell(self, count: int, cost: float) -> None:
        """Note what a plan with so many clusters costs."""
        self._costs[count] = min(cost, self._costs.get(count, math.inf))
