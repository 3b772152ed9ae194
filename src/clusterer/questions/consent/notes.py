"""What else a reader of the consent to a partition has to know, in either game."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem
from clusterer.questions.consent.offers import Offers
from clusterer.terms import Term


def notes_on(offers: Offers, *, outside: str = "", kept: str = "") -> Iterator[str]:
    """Go through what is unusual about a partition and what its members may do, a sentence each.

    Parameters
    ----------
    offers
        What the members could do instead.
    outside
        What a game does with clusters that are no candidates, after a blank.
    kept
        What it does with councils that may not stand alone, after a comma.
    """
    evaluation, councils = offers.evaluation, offers.evaluation.councils
    if evaluation.broken:
        yield f"The plan breaks rules or limits: {'; '.join(evaluation.broken)}."
    others = np.flatnonzero(offers.number_of_clusters < 0)
    if others.size:
        labels = [str(evaluation.clusters.index[k]) for k in others.tolist()]
        yield (
            f"Not connected or against the rules, so that no such cluster could form by itself: "
            f"{', '.join(labels)}.{outside}"
        )
    alone = np.flatnonzero(~offers.may_stand_alone)
    if alone.size:
        yield (
            f"The rules do not let {councils.describe(alone)} stand alone, so that leaving alone "
            f"is no threat there{kept}."
        )
    prices = [term.name for term in offers.problem.terms if _is_price(term, offers.clusters)]
    if prices:
        yield f"Charged though nobody pays it: {', '.join(prices)}."
    if offers.problem.limits:
        yield "Limits bind plans, and not leavers."


def for_shared_only(amount: float) -> str:
    """Say what it takes if only members of shared clusters are paid; infinite if nothing does."""
    if math.isinf(amount):
        return "Without that, no payment to members of shared clusters keeps everybody."
    return f"If only members of shared clusters may be paid, it takes £{amount:,.3f}m."


def against_alone(problem: Problem) -> str:
    """Say what a saving is against, where the problem starts from today; else nothing."""
    return "" if problem.today is None else " against all councils alone, their exits paid"


def _is_price(term: Term, clusters: Candidates) -> bool:
    """Tell whether a term is a price that nobody pays."""
    when = term.when(clusters)
    return when is not None and when.kind == "not cash"
