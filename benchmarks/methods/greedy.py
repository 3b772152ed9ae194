"""Greedy merging, as a user would write it."""

from __future__ import annotations

import heapq
import itertools

from benchmarks.case import Case
from benchmarks.methods.best import Best
from benchmarks.methods.deadline import Deadline
from benchmarks.methods.outcome import Cluster, Outcome
from benchmarks.methods.prices import Prices


def greedy(case: Case, time_limit: float, seed: int) -> Outcome:
    """Merge the two neighbouring clusters that save most, until no merge saves.

    All councils stand alone at first. If the number of clusters is given, it merges, whatever that
    costs, until there are no more than that. A heap keeps the merges by saving, and new ones are
    priced together. It ends by itself, before its time is up; there is nothing to set.
    """
    deadline = Deadline(time_limit)
    best = Best(case, Prices(case), deadline, seed)
    best.offer(merged(case, best.prices, deadline))
    return best.outcome("plan")


def merged(case: Case, prices: Prices, deadline: Deadline) -> list[Cluster]:
    """Return what greedy merging comes to, or has come to when the time is up."""
    clusters: dict[int, Cluster] = {i: frozenset([i]) for i in range(case.n)}
    around: dict[int, set[int]] = {i: set(near) for i, near in enumerate(case.neighbours)}
    numbers = itertools.count(case.n)
    heap: list[tuple[float, int, int]] = []

    def consider(pairs: list[tuple[int, int]]) -> None:
        fits = [(a, b) for a, b in pairs if len(clusters[a]) + len(clusters[b]) <= case.largest]
        costs = prices.of([clusters[a] | clusters[b] for a, b in fits])
        for (a, b), cost in zip(fits, costs, strict=True):
            heapq.heappush(heap, (cost - prices(clusters[a]) - prices(clusters[b]), a, b))

    prices.of(list(clusters.values()))
    consider([(a, b) for a in clusters for b in around[a] if a < b])
    while heap and not deadline.over:
        change, a, b = heapq.heappop(heap)
        if a not in clusters or b not in clusters:
            continue
        if len(clusters) == case.count or (case.count is None and change >= 0):
            break
        new = next(numbers)
        clusters[new] = clusters.pop(a) | clusters.pop(b)
        around[new] = (around.pop(a) | around.pop(b)) - {a, b}
        for near in around[new]:
            around[near] = (around[near] - {a, b}) | {new}
        consider([(new, near) for near in around[new]])
    return list(clusters.values())
