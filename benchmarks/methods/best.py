"""The best plan of many tries, judged by the objective of the problem."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable

from benchmarks.case import Case
from benchmarks.methods.deadline import Deadline
from benchmarks.methods.outcome import Cluster, Outcome
from benchmarks.methods.prices import Prices
from benchmarks.methods.shape import keeps_rules, repaired


class Best:
    """Keeps the cheapest plan that is offered; what breaks a rule is mended first.

    Parameters
    ----------
    case
        Whose rules a plan must keep.
    prices
        What clusters cost.
    deadline
        Tells when the best was found.
    seed
        For the mending.
    """

    def __init__(self, case: Case, prices: Prices, deadline: Deadline, seed: int) -> None:
        self.case = case
        self.prices = prices
        self.deadline = deadline
        self.objective = math.inf
        self.clusters: list[Cluster] | None = None
        self.best_at = math.nan
        self.offered = 0
        self.mended = 0
        self._rng = random.Random(seed)

    def offer(self, clusters: Iterable[Cluster]) -> float:
        """Look at a plan; return what it costs when repaired, infinite if it cannot be."""
        self.offered += 1
        plan: list[Cluster] | None = list(clusters)
        if plan is not None and not keeps_rules(plan, self.case):
            self.mended += 1
            plan = repaired(plan, self.case, self.prices, self._rng)
        if plan is None:
            return math.inf
        objective = self.prices.total(plan)
        if objective < self.objective - 1e-9:
            self.objective, self.clusters, self.best_at = objective, plan, self.deadline.elapsed
        return objective

    def outcome(self, what: str) -> Outcome:
        """Return the best as an outcome; `what` says what was tried, such as "runs of AZP"."""
        detail = f"{self.offered:,} {what}"
        if self.mended:
            detail += f", {self.mended:,} of them mended"
        return Outcome(self.clusters, best_at=self.best_at, detail=detail)
