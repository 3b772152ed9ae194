"""The methods: a name for each, and what solves a case within a time limit.

A new one is a function here: it takes a case, seconds and a seed, and gives an `Outcome`. The
docstring of each says with what settings it runs.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.case import Case
from benchmarks.methods import annealing, greedy, ours, recom, regionalisers
from benchmarks.methods.outcome import Outcome

Method = Callable[[Case, float, int], Outcome]

OURS = "clusterer"

METHODS: dict[str, Method] = {
    OURS: ours.set_partition,
    "compact-highs": ours.compact_highs,
    "compact-cbc": ours.compact_cbc,
    "greedy": greedy.greedy,
    "annealing": annealing.annealing,
    "spopt-azp": regionalisers.azp,
    "spopt-azp-once": regionalisers.azp_once,
    "spopt-skater": regionalisers.skater,
    "spopt-ward": regionalisers.ward,
    "spopt-maxp": regionalisers.max_p,
    "gerrychain-bursts": recom.short_bursts,
    "gerrychain-annealing": recom.annealing,
}

NEEDS = {
    # What must be installed, beyond the library, for the methods whose names begin so.
    "spopt": "spopt",
    "gerrychain": "gerrychain",
}

__all__ = ["METHODS", "NEEDS", "OURS", "Method"]
