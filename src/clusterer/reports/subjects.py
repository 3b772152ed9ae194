"""What a report may be about, what each result brings to it, and whether results fit together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np

from clusterer.business_cases import BusinessCase, business_case
from clusterer.errors import InputError
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.appraisal import Appraisal
from clusterer.questions.consent.result import Consent
from clusterer.questions.frontier_plans import Frontier
from clusterer.questions.ranked import Ranked
from clusterer.questions.roadmap.path import Roadmap
from clusterer.questions.sweeps.fingerprint import fingerprint
from clusterer.questions.sweeps.ranged import Ranging
from clusterer.questions.sweeps.swept import Sweep
from clusterer.reports.by_council import Partition
from clusterer.reports.certified import Certified
from clusterer.reports.material import Material, grouping

Result: TypeAlias = (
    Evaluation
    | PortfolioEvaluation
    | Appraisal
    | BusinessCase
    | Consent
    | Roadmap
    | Ranked
    | Ranging
    | Sweep
    | Frontier
)
"""What a report may be about. A `Plan` is an `Evaluation`."""

_KINDS = (
    "a plan or an evaluation, of a problem or of a portfolio, an appraisal, a business case, a "
    "consent, a roadmap, ranked plans, a ranging, a sweep or a frontier"
)


def gathered(subject: Result, more: tuple[Result | Mapping[str, Any], ...]) -> Material:
    """Return what results bring to a report on the plan of the first of them.

    Raises
    ------
    InputError
        If one is no result, or is about another plan or problem.
    """
    material = _begun(subject)
    for result in more:
        material = _joined(material, result)
    return material


def _begun(subject: Result) -> Material:
    """Return what the subject brings."""
    plan = _plan_of(subject)
    if plan is None and not isinstance(subject, BusinessCase):
        raise InputError(f"a report is about {_KINDS}, not {type(subject).__name__}")
    material = Material(plan=plan)
    return material if subject is plan else _with(material, subject)


def _plan_of(subject: object) -> Partition | None:
    """Return the plan that a result is about; None if it has none."""
    if isinstance(subject, (Evaluation, PortfolioEvaluation)):
        return subject
    if isinstance(subject, Appraisal):
        return recommended(subject)
    if isinstance(subject, Consent):
        return subject.evaluation
    if isinstance(subject, Roadmap):
        return subject.plan
    if isinstance(subject, Ranked):
        return subject[0]
    if isinstance(subject, Ranging):
        return subject.base
    if isinstance(subject, Sweep):
        if not subject.base:
            raise InputError(
                "the sweep has no plan of the problem as it is, so that there is nothing to report"
            )
        return subject.plan(subject.base)
    if isinstance(subject, Frontier):
        return subject.best
    return None


def recommended(appraisal: Appraisal) -> Evaluation:
    """Return the option that costs least of those that break nothing; of all, if each does."""
    table = appraisal.table
    sound = table[table["broken"] == 0]
    cheapest = (table if sound.empty else sound)["cost"].idxmin()
    return appraisal[str(cheapest)]


def _with(material: Material, result: Any) -> Material:
    """Return the material with a result that fits."""
    name = next((name for kind, name in _FIELDS.items() if isinstance(result, kind)), None)
    if name is None:
        raise InputError(f"a report can take {_KINDS}, not {type(result).__name__}")
    if name in ("consents", "roadmaps"):
        result = (*getattr(material, name), result)
    elif getattr(material, name) is not None:
        raise InputError(f"a report takes one {type(result).__name__}, and two were given")
    field: dict[str, Any] = {name: result}
    return dataclasses.replace(material, **field)


_FIELDS: dict[type, str] = {
    Appraisal: "appraisal",
    BusinessCase: "case",
    Consent: "consents",
    Roadmap: "roadmaps",
    Ranked: "ranked",
    Ranging: "ranging",
    Sweep: "sweep",
    Frontier: "frontier",
}


def _joined(material: Material, result: Result | Mapping[str, Any]) -> Material:
    """Return the material with a further result.

    Raises
    ------
    InputError
        If it does not fit.
    """
    if isinstance(result, Mapping):
        return _certified(material, result)
    if isinstance(result, (Evaluation, PortfolioEvaluation)):
        if material.plan is None:
            _check_case(material.case, result)
            return dataclasses.replace(material, plan=result)
        raise InputError(
            "a report is about one plan; put others beside it with appraise(...), and give that"
        )
    found = _with(material, result)
    if material.plan is None:
        plan = _plan_of(result)
        if plan is not None:
            _check_case(material.case, plan)
        return dataclasses.replace(found, plan=plan)
    if isinstance(result, BusinessCase):
        _check_case(result, material.plan)
    else:
        _check_plan(material, result)
    return found


def _check_plan(material: Material, result: Any) -> None:
    """Check that a result is about the plan, or at least about its problem."""
    kind, plan = type(result).__name__, material.single
    if plan is None:
        raise InputError(
            f"the report is about a portfolio, and a {kind} about one problem; report on it by "
            "itself, with plan.services[name]"
        )
    problem = (
        result[result.names[0]].problem
        if isinstance(result, Appraisal)
        else getattr(result, "problem", None) or _problem_of(result)
    )
    if not _same(problem, plan.problem):
        raise InputError(
            f"the {kind} is about another problem than the plan of the report: its councils, "
            "terms, rules or limits differ"
        )
    mine = grouping(plan)
    if isinstance(result, Appraisal):
        if not any(grouping(result[name]) == mine for name in result.names):
            raise InputError(
                f"the plan of the report is none of the options {list(result.names)} of the "
                "Appraisal; put it among them, or report on the Appraisal itself"
            )
    elif isinstance(result, (Consent, Roadmap, Ranging)):
        other = _plan_of(result)
        assert isinstance(other, Evaluation)
        if grouping(other) != mine:
            apart = plan.compare(other).moved["name"].tolist()
            raise InputError(
                f"the {kind} is about another plan than the report: {', '.join(apart[:3])} "
                f"{'is' if len(apart) == 1 else 'are'} with other councils there"
            )


def _problem_of(result: Any) -> Problem:
    plan = _plan_of(result)
    assert isinstance(plan, Evaluation)
    return plan.problem


def _same(one: Problem, other: Problem) -> bool:
    """Tell whether two problems are the same in all that they say."""
    return one is other or fingerprint(one) == fingerprint(other)


def _check_case(case: BusinessCase | None, plan: Partition) -> None:
    """Check that a business case is that of a plan, against today or against all alone."""
    assert case is not None
    for against in ("today", "alone"):
        try:
            mine = business_case(plan, discount_rate=case.discount_rate, against=against)
        except InputError:
            continue
        net, theirs = mine.flows["net"].to_numpy(), case.flows["net"].to_numpy()
        if net.shape == theirs.shape and np.allclose(net, theirs, rtol=1e-9, atol=1e-9):
            return
    raise InputError(
        "the BusinessCase is not that of the plan of the report: its cash by year differs; give "
        "business_case(plan), without a cluster or a council"
    )


def _certified(material: Material, certificate: Mapping[str, Any]) -> Material:
    """Return the material with what a certificate proves of the plan."""
    if material.plan is None:
        raise InputError(
            "a certificate proves a plan, and the report has only a business case; give the plan "
            "before the certificate"
        )
    return dataclasses.replace(material, certified=Certified.of(material.plan, certificate))
