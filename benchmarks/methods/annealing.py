"""Simulated annealing, as a user would write it."""

from __future__ import annotations

import math
import random

from benchmarks.case import Case
from benchmarks.methods.best import Best
from benchmarks.methods.deadline import Deadline
from benchmarks.methods.greedy import merged
from benchmarks.methods.outcome import Cluster, Outcome
from benchmarks.methods.prices import Prices
from benchmarks.methods.shape import pieces, random_plan

RUNS = 4
"""Coolings within the time limit; each begins anew."""

COOLING = 1e-3
"""The last temperature of a cooling, as a part of the first."""


def annealing(case: Case, time_limit: float, seed: int) -> Outcome:
    """Move councils between clusters; moves that cost more become less and less likely.

    A move takes a council at a border into a neighbouring cluster, or lets it stand alone, or
    merges two clusters; if the number of clusters is fixed, only the first. The cost of a cluster
    that was seen before is looked up. The temperature begins at the mean cost of a move that costs
    more, and falls in equal ratios to a thousandth of that. There are four coolings: the first
    begins at the plan of greedy merging, the others at random plans.
    """
    deadline = Deadline(time_limit)
    rng = random.Random(seed)
    best = Best(case, Prices(case), deadline, seed)
    steps = 0
    for run in range(RUNS):
        if deadline.over:
            break
        if run == 0:
            start = merged(case, best.prices, deadline)
        else:
            fewest = -(-case.n // case.largest)
            start = random_plan(case, case.count or rng.randint(fewest, case.n), rng)
        best.offer(start)
        if case.count in (None, len(start)):
            until = deadline.elapsed + deadline.left / (RUNS - run)
            steps += Cooling(case, start, best, rng).run(until)
    return best.outcome(f"plans noted in {steps:,} steps")


class Cooling:
    """One descent from a plan, from hot to cold.

    Parameters
    ----------
    case
        What is to be solved.
    start
        A plan that keeps the rules.
    best
        Is offered each plan that is better than all before.
    rng
        For the moves.
    """

    def __init__(self, case: Case, start: list[Cluster], best: Best, rng: random.Random) -> None:
        self.case = case
        self.best = best
        self.rng = rng
        self.prices = best.prices
        self.home: list[Cluster] = [frozenset()] * case.n
        for cluster in start:
            self._settle(cluster)
        self.cost = self.prices.total(start)

    def run(self, until: float) -> int:
        """Cool down until a time by the clock of the deadline; return the number of steps."""
        clock = self.best.deadline
        hot = self._mean_of_dearer()
        began, lowest, steps = clock.elapsed, self.cost, 0
        span = max(until - began, 1e-9)
        temperature = hot
        noted = True
        while True:
            if steps % 50 == 0:
                done = (clock.elapsed - began) / span
                if done >= 1.0:
                    break
                temperature = hot * COOLING**done
            steps += 1
            move = self._move()
            if move is None:
                continue
            change = self._change(*move)
            if change <= 0 or self.rng.random() < math.exp(-change / temperature):
                if not noted and change > 0:  # It is about to leave the best plan so far.
                    self.best.offer(set(self.home))
                    noted = True
                for cluster in move[1]:
                    self._settle(cluster)
                self.cost += change
                if self.cost < lowest - 1e-9:
                    lowest, noted = self.cost, False
        if not noted:
            self.best.offer(set(self.home))
        return steps

    def _move(self) -> tuple[list[Cluster], list[Cluster]] | None:
        """Draw a move: the clusters that go and those that come; None if it is not allowed."""
        council = self.rng.randrange(self.case.n)
        donor = self.home[council]
        around = self.case.neighbours[council]
        free = self.case.count is None
        if free and len(donor) > 1 and self.rng.random() < 0.1:
            taker: Cluster = frozenset()
        elif around:
            taker = self.home[self.rng.choice(around)]
        else:
            return None
        if taker is donor:
            return None
        if free and self.rng.random() < 0.1:
            merged_one = donor | taker
            if taker and len(merged_one) <= self.case.largest:
                return [donor, taker], [merged_one]
            return None
        rest = donor - {council}
        if len(taker) >= self.case.largest or not (rest or free):
            return None
        if len(pieces(rest, self.case.neighbours)) > 1:
            return None
        return [c for c in (donor, taker) if c], [c for c in (rest, taker | {council}) if c]

    def _change(self, gone: list[Cluster], come: list[Cluster]) -> float:
        return sum(self.prices.of(come)) - sum(self.prices.of(gone))

    def _settle(self, cluster: Cluster) -> None:
        for council in cluster:
            self.home[council] = cluster

    def _mean_of_dearer(self, tries: int = 200) -> float:
        moves = [move for _ in range(tries) if (move := self._move()) is not None]
        dearer = [change for move in moves if (change := self._change(*move)) > 0]
        return sum(dearer) / len(dearer) if dearer else 1e-6
