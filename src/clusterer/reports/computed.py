"""What a report works out by itself, if it was not given: what is cheap, and within the time."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from clusterer._support.checks import plain_seconds
from clusterer.business_cases import business_case
from clusterer.errors import (
    InfeasibleError,
    InputError,
    NoPlanFoundError,
    TooManyCandidatesError,
)
from clusterer.questions.consent.consent import consent
from clusterer.questions.rank import rank
from clusterer.questions.sweeps.ranging import ranging
from clusterer.reports.charges import charges_all
from clusterer.reports.material import Material
from clusterer.search.solution import Progress
from clusterer.solving.plan import Plan

_LEAST = 1e-3
"""Seconds that are left where the time is up: nobody takes a limit of none."""

_NO_RANK = (
    "The next best plans were not worked out: for several services together there is no search for "
    "them, only for one service. A report on one service by itself has them."
)

Progressing = Callable[[Progress], None] | bool | None


def completed(
    material: Material,
    *,
    alternatives: int,
    sensitivity: bool,
    time_limit: float | None,
    progress: Progressing,
) -> Material:
    """Return the material with what can be worked out of what it lacks.

    Parameters
    ----------
    material
        What was given.
    alternatives
        How many of the next best plans.
    sensitivity
        Whether to find out how far each figure can go before another plan is best.
    time_limit
        Seconds for all of it; no limit if None.
    progress
        As for `solve`.
    """
    end = time.monotonic() + plain_seconds(time_limit)

    def left() -> float:
        return max(_LEAST, end - time.monotonic())

    material = _with_bargain(_with_case(material), left())
    plan = material.single
    if plan is None and material.plan is not None and material.has_costs and alternatives:
        material = _without(material, _NO_RANK)
    if plan is None or not plan.problem.terms:
        return material
    if alternatives and material.ranked is None:
        material = _with_ranked(material, alternatives, left(), progress)
    if sensitivity and material.ranging is None and isinstance(plan, Plan):
        material = _with_ranging(material, plan, left(), progress)
    return material


def _with_case(material: Material) -> Material:
    """Return the material with the business case, if all terms say when their money falls."""
    if material.case is not None or material.plan is None or not material.has_costs:
        return material
    try:
        return dataclasses.replace(material, case=business_case(material.plan))
    except InputError:
        return material


def _with_bargain(material: Material, left: float) -> Material:
    """Return the material with a bargain, if some would leave by a key that charges all costs."""
    keyed = [one for one in material.consents if one.key is not None and not one.holds]
    plan = material.single
    if plan is None or not any(charges_all(plan, one) for one in keyed):
        return material
    given = next((one for one in material.consents if one.key is None), None)
    if given is not None:
        return dataclasses.replace(material, bargain=given if charges_all(plan, given) else None)
    try:
        return dataclasses.replace(material, bargain=consent(plan, time_limit=left))
    except TooManyCandidatesError:
        why = "there are too many possible clusters to list"
    except NoPlanFoundError:
        why = "the time was up"
    return _without(
        material,
        f"Whether costs can be shared so that nobody leaves was not worked out: {why}.",
    )


def _with_ranked(
    material: Material, alternatives: int, left: float, progress: Progressing
) -> Material:
    """Return the material with the next best plans, or with the reason why there are none."""
    plan = material.single
    assert plan is not None
    try:
        ranked = rank(plan.problem, n=alternatives + 1, time_limit=left, progress=progress)
    except TooManyCandidatesError:
        why = "there are too many possible clusters to list"
    except InfeasibleError:
        why = "no plan keeps all the conditions"
    except NoPlanFoundError:
        why = "the time was up"
    else:
        return dataclasses.replace(material, ranked=ranked)
    return _without(material, f"The next best plans were not worked out: {why}.")


def _with_ranging(material: Material, plan: Plan, left: float, progress: Progressing) -> Material:
    """Return the material with how far each figure can go, or with the reason why not."""
    if plan.status != "optimal":
        return _without(
            material,
            "How far each figure can go before another plan is best was not worked out: it is not "
            "proved that this plan is the best.",
        )
    try:
        found = ranging(plan, time_limit=left, progress=progress)
    except TooManyCandidatesError:
        why = "there are too many possible clusters to list"
    else:
        if not found.table.empty:
            material = dataclasses.replace(material, ranging=found)
        if found.complete:
            return material
        why = "the time was up before all figures were done"
    return _without(
        material,
        f"How far each figure can go before another plan is best is not told of all: {why}.",
    )


def _without(material: Material, sentence: str) -> Material:
    return dataclasses.replace(material, left_out=(*material.left_out, sentence))
