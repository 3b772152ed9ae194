"""What is said of the consent to a partition whose members pay by a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.shares import POUND, Shares
from clusterer.questions.consent.conditional_grants import Grants, least_conditional
from clusterer.questions.consent.leaving import by_council, leaving
from clusterer.questions.consent.notes import notes_on
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.result import Consent
from clusterer.search.solution import Watch

Floats = NDArray[np.float64]

_SECONDS = 10.0
"""For each of the two subsidies, if no time limit is given; their bounds are told."""


def keyed(offers: Offers, shares: Any, watch: Watch, seed: int) -> Consent:
    """Return what there is to say if a key says who pays what.

    A cluster leaves if all its members pay less in it, by more than £1. The subsidy is the least
    that keeps everybody, paid to councils only while they stay; the exit fee is what each member
    of a cluster that leaves would have to pay instead.
    """
    evaluation = offers.evaluation
    key = Shares.of(evaluation.councils, shares)
    charges = offers.charges(key)
    leavers, costs, there = _leaving(offers, key, charges)
    blocking, table = leaving(leavers, costs, charges, there)
    gains = charges[leavers.flat()[1]] - there

    def least(payable: NDArray[np.bool_]) -> Grants | None:
        part = watch.part(_SECONDS) if watch.time_limit == np.inf else watch
        return least_conditional(leavers, gains, part, seed, payable)

    grants = least(np.ones(offers.n, dtype=np.bool_))
    assert grants is not None
    shared = offers.clusters.size[offers.cluster_of] > 1
    of_shared = least(shared)
    return Consent(
        evaluation=evaluation,
        game=f"shares {key.words}",
        holds=blocking.empty,
        table=by_council(offers, charges, table, paid=grants.amounts),
        blocking=blocking,
        leavers=table,
        subsidy=grants.total,
        subsidy_shared=np.inf if of_shared is None else of_shared.total,
        exit_fee=float(blocking["least"].max()) if len(blocking) else 0.0,
        full_charges=pd.Series(charges, index=evaluation.councils.ids, name="charge"),
        why_shared="" if of_shared is not None else _why(offers, leavers, shared),
        subsidy_bound=grants.bound,
        notes=tuple(_notes(offers, grants, of_shared)),
        _key=key,
    )


def grants_for_staying(offers: Offers, key: Shares, watch: Watch, seed: int) -> Grants:
    """Return the least grants that keep everybody, paid to councils only while they stay."""
    charges = offers.charges(key)
    leavers, _, there = _leaving(offers, key, charges)
    gains = charges[leavers.flat()[1]] - there
    every = np.ones(offers.n, dtype=np.bool_)
    grants = least_conditional(leavers, gains, watch, seed, every)
    assert grants is not None
    return grants


def _leaving(offers: Offers, key: Shares, charges: Floats) -> tuple[Candidates, Floats, Floats]:
    """Return who would leave, their £m, and what each of their members pays there."""
    indptr, members = offers.candidates.flat()
    there = key.charges(offers.candidates, offers.costs, offers.alone)
    gains = charges[members] - there
    least = np.minimum.reduceat(gains, indptr[:-1]) if len(offers) else np.zeros(0)
    blocks = least > POUND
    every = np.repeat(blocks, offers.candidates.size)
    return offers.candidates.take(np.flatnonzero(blocks)), offers.costs[blocks], there[every]


def _why(offers: Offers, leavers: Candidates, shared: NDArray[np.bool_]) -> str:
    """Say why the plan does not hold if only members of shared clusters are paid."""
    free = np.flatnonzero(leavers.sum(shared * 1.0) == 0.0)
    who = offers.evaluation.councils.describe(leavers.positions(free[0]))
    if leavers.size[free[0]] == 1:
        return f"{who} would leave, and only a payment to it could prevent that"
    return f"{who} stand alone and would all pay less together; only a payment could prevent that"


def _notes(offers: Offers, grants: Grants, of_shared: Grants | None) -> Iterator[str]:
    """Go through what else a reader has to know."""
    yield from notes_on(offers)
    alone = offers.clusters.size[offers.cluster_of] == 1
    paid = np.flatnonzero(alone & (grants.amounts > POUND))
    if paid.size:
        yield (
            "Paid to stay alone, so that they join nobody: "
            f"{offers.evaluation.councils.describe(paid)}; subsidy_shared pays members of shared "
            "clusters only."
        )
    if not grants.proved:
        yield (
            f"The subsidy is at least £{grants.bound:,.6f}m; the time was up before it was proved."
        )
    if of_shared is not None and not of_shared.proved:
        yield (
            f"The subsidy to members of shared clusters is at least £{of_shared.bound:,.6f}m; the "
            "time was up before it was proved."
        )
