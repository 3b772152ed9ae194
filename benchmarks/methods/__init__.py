"""The methods: a name for each, and what solves a case within a time limit.

A new one is a function here: it takes a case, seconds and a seed, and gives an `Outcome`. The
docstring of each says with what settings it runs.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.case import AnyCase, Case, PortfolioCase
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


def solved(method: str, case: AnyCase, time_limit: float, seed: int) -> Outcome:
    """Return what a method makes of a case.

    Raises
    ------
    ValueError
        If it is a portfolio, and the method is not ours.
    """
    if not isinstance(case, PortfolioCase):
        return METHODS[method](case, time_limit, seed)
    if method != OURS:
        raise ValueError(f"{method} takes one service, not a portfolio")
    return ours.portfolio(case, time_limit, seed)


__all__ = ["METHODS", "NEEDS", "OURS", "Method", "solved"]
