"""What is said of the consent to a partition whose members bargain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator
from clusterer.candidates import Candidates
from clusterer.questions.consent.bargain import Bargain
from clusterer.questions.consent.leaving import by_council, leaving
from clusterer.questions.consent.notes import for_shared_only, notes_on
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.ranges import ranges
from clusterer.questions.consent.result import Consent
from clusterer.questions.consent.shared_only import subsidy_of_shared
from clusterer.search.solution import tolerance

Floats = NDArray[np.float64]

GAME = "members bargain"
"""What the game is called."""


def bargained(offers: Offers, remaining: Callable[[], float]) -> Consent:
    """Return what there is to say if members bargain.

    Raises
    ------
    OutOfTime
        If the time is up first.
    """
    bargain = Bargain.over(offers, remaining)
    blocking, leavers = _leaving(offers, bargain.in_full)
    lowest, highest = ranges(bargain, remaining)
    shared, why = subsidy_of_shared(bargain, remaining)
    charges = bargain.fairest.charges
    ids = offers.evaluation.councils.ids
    return Consent(
        evaluation=offers.evaluation,
        game=GAME,
        holds=blocking.empty,
        table=by_council(
            offers, charges, leavers, paid=bargain.paid, lowest=lowest, highest=highest
        ),
        blocking=blocking,
        leavers=leavers,
        subsidy=bargain.subsidy,
        subsidy_shared=shared,
        exit_fee=bargain.exit_fee,
        full_charges=pd.Series(bargain.in_full, index=ids, name="charge"),
        why_shared=why,
        subsidy_bound=bargain.subsidy,
        fairest=pd.Series(charges, index=ids, name="charge"),
        because=_because(bargain),
        notes=tuple(_notes(bargain, shared)),
        _bargain=bargain,
    )


def _leaving(offers: Offers, charges: Floats) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who would leave at some charges, the gain of each cluster in equal parts."""
    gains = offers.candidates.sum(charges) - offers.costs
    sizes = np.array([tolerance(float(cost)) for cost in offers.costs])
    chosen = np.flatnonzero(gains > sizes)
    leavers = offers.candidates.take(chosen)
    _, members = leavers.flat()
    there = charges[members] - np.repeat(gains[chosen] / leavers.size, leavers.size)
    return leaving(leavers, offers.costs[chosen], charges, there)


def _because(bargain: Bargain) -> pd.DataFrame:
    """Return the balanced collection, the largest clusters first."""
    sets, weights = bargain.stakes.sets, bargain.weights()
    numbers = sorted(weights, key=lambda number: -int(sets.size[number]))
    return pd.DataFrame(
        {
            "members": _named(sets, numbers),
            "size": sets.size[numbers],
            "cost": bargain.stakes.costs[numbers],
            "weight": pd.Series([weights[number] for number in numbers], dtype=object),
        }
    )


def _named(sets: Candidates, numbers: Sequence[int]) -> list[str]:
    names = sets.councils.names
    between = separator(names)
    return [between.join(names[i] for i in sets.positions(k)) for k in numbers]


def _notes(bargain: Bargain, shared: float) -> Any:
    """Go through what else a reader has to know."""
    offers = bargain.stakes.offers
    councils = offers.evaluation.councils
    yield from notes_on(
        offers,
        outside=" No cluster of the plan pays for another all the same.",
        kept="; the fairest charges spare them as if they could",
    )
    alone = offers.clusters.size[offers.cluster_of] == 1
    paid = np.flatnonzero(alone & (bargain.paid > tolerance(bargain.raised)))
    if paid.size:
        yield (
            f"Paid to stay alone, so that they court nobody: {councils.describe(paid)}. "
            f"{for_shared_only(shared)}"
        )
