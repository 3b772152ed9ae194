"""What a certificate proves of the plan of a report, once it is checked."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clusterer.certificates.mark import mark_of
from clusterer.certificates.verify import json_label, verify
from clusterer.certificates.verify.reading import CONSENT, number
from clusterer.errors import CertificateError, InputError
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation


@dataclass(frozen=True)
class Certified:
    """What a certificate proves of a plan.

    Attributes
    ----------
    is_optimal
        Whether it proves that no plan is cheaper.
    bound
        The £m that it proves every plan to cost at least.
    mark
        Its mark, as `mark_of` makes it.
    file
        The file beside the report that has it; "" if that is not known.
    """

    is_optimal: bool
    bound: float
    mark: str
    file: str = ""

    @classmethod
    def of(
        cls, plan: Evaluation | PortfolioEvaluation, certificate: Mapping[str, Any]
    ) -> Certified:
        """Check a certificate, and return what it proves of a plan.

        Raises
        ------
        InputError
            If it fails, is of consent, or is of another plan.
        """
        if certificate.get("format") == CONSENT:
            raise InputError(
                "the certificate is one of consent: it proves what keeps councils in a plan, and "
                "nothing of what plans cost; give that of the plan, plan.certificate()"
            )
        several = isinstance(plan, PortfolioEvaluation)
        problem = plan.portfolio if isinstance(plan, PortfolioEvaluation) else plan.problem
        try:
            verify(problem, certificate)
        except CertificateError as error:
            raise InputError(
                f"the certificate does not prove the plan of the report: {error}"
            ) from None
        if _of_certificate(certificate, several) != _of_plan(plan):
            raise InputError("the certificate is about another plan than the report")
        return cls(
            is_optimal=certificate["status"] == "optimal",
            bound=_rounded(certificate["bound"]),
            mark=mark_of(certificate),
        )


def _of_plan(plan: Evaluation | PortfolioEvaluation) -> set[tuple[object, frozenset[object]]]:
    """Return the clusters of a plan as labels, each with its service; "" if there is but one."""
    services = plan.services if isinstance(plan, PortfolioEvaluation) else {"": plan}
    return {
        (name, frozenset(json_label(one.councils.ids[row]) for row in rows))
        for name, one in services.items()
        for rows in one.arguments()["clusters"].values()
    }


def _of_certificate(
    certificate: Mapping[str, Any], several: bool
) -> set[tuple[object, frozenset[object]]]:
    """Return the same of a certificate; joint clusters service by service."""
    found = set()
    for cluster in certificate["plan"]:
        members = defaultdict(set)
        for member in cluster["members"]:
            service, label = member if several else ("", member)
            members[service].add(label)
        found |= {(service, frozenset(some)) for service, some in members.items()}
    return found


def _rounded(stated: str) -> float:
    """Return an exact number as the nearest that a computer counts with; infinite if too large."""
    exact = number(stated)
    try:
        return float(exact)
    except OverflowError:
        return math.copysign(math.inf, exact.numerator)
