"""What is run together: a short suite to see that all works, and the one of the page."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.instances import INSTANCES
from benchmarks.methods import METHODS, OURS

HEURISTICS = "greedy annealing spopt-azp spopt-skater spopt-ward spopt-maxp gerrychain-*"
"""All but one run of AZP, which is for the spread of its seeds alone."""


@dataclass(frozen=True)
class Block:
    """Some instances by some methods, each so many times.

    Attributes
    ----------
    instances, methods
        Patterns, with spaces between; every instance that fits is run by every method.
    repeats
        Runs of each, with the seeds 0, 1, 2 ...; the median counts.
    time_limit
        Seconds for a run, the same for all methods.
    """

    instances: str
    methods: str
    repeats: int = 1
    time_limit: float = 60.0

    def runs(self) -> Iterator[Run]:
        """Give each run; the repeats one after the other, so that each pair is finished soon."""
        for instance in fitting(self.instances, list(INSTANCES)):
            for method in fitting(self.methods, list(METHODS)):
                for seed in range(self.repeats):
                    yield Run(instance, method, self.time_limit, seed)


@dataclass(frozen=True)
class Run:
    """One method on one instance, once."""

    instance: str
    method: str
    time_limit: float
    seed: int


def fitting(patterns: str, names: list[str]) -> list[str]:
    """Return the names that fit one of the patterns, in the order of the names."""
    wanted = patterns.split()
    return [name for name in names if any(fnmatch.fnmatchcase(name, p) for p in wanted)]


SUITES: dict[str, list[Block]] = {
    # A few minutes.
    "quick": [
        Block("london-central-7 regions-8-10", f"{OURS} {HEURISTICS}", 1, 5.0),
        Block("london-central-7", "compact-*", 1, 5.0),
        Block("regions-8-10", "spopt-azp-once", 5, 5.0),
        Block("london-*-4 london-*-8", OURS, 1, 5.0),
        Block("england-central-5 synthetic-100-central-* synthetic-326-central-5", OURS, 1, 5.0),
    ],
    # An hour or so. Where others take part, ours needs a second; compact models get half a
    # minute, heuristics a quarter. What only ours can take on has more.
    "full": [
        Block("london-*-? london-*-10 london-*-any england-*-4 england-*-5", OURS, 3, 30.0),
        Block("regions-* england-*-7", OURS, 1, 30.0),
        Block("synthetic-326-*-5 synthetic-326-*-7 synthetic-326-*-8", OURS, 1, 90.0),
        Block("synthetic-100-central-* synthetic-326-central-3", OURS, 1, 60.0),
        Block("synthetic-1000-central-* synthetic-3162-central-*", OURS, 1, 60.0),
        Block("synthetic-10000-central-3 synthetic-10000-central-4", OURS, 1, 120.0),
        Block("synthetic-10000-central-6", OURS, 1, 300.0),
        Block("london-central-7 london-business-case-7 england-central-5", "compact-*", 1, 30.0),
        Block("london-central-7 london-business-case-7", HEURISTICS, 1, 15.0),
        Block("england-central-5 regions-8-10", HEURISTICS, 1, 15.0),
        Block("london-central-any", "greedy annealing spopt-azp gerrychain-annealing", 1, 15.0),
        Block("regions-8-10", "spopt-azp-once", 20, 30.0),
    ],
    # Ten minutes or so, and a section of the page of its own.
    "shapes": [
        Block("shape-one-* shape-two-* shape-eight-*", OURS),
        Block("shape-counties shape-floor shape-exactly-six shape-any-boroughs", OURS),
        Block("shape-all-in-one", OURS),
        Block("shape-five-to-eight", OURS),
        Block("shape-small-councils", OURS, 1, 90.0),
        Block("shape-districts-*", OURS, 1, 90.0),
    ],
}


def longest(blocks: list[Block]) -> float:
    """Return how many seconds a suite takes if every run takes all its time."""
    return sum(run.time_limit for block in blocks for run in block.runs())
