"""The certificate of a plan, of one problem or of a portfolio: the same on the way to both."""

from __future__ import annotations

import logging
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from clusterer._support.checks import check_progress, plain_seconds
from clusterer.search.solution import Progress
from clusterer.solving.progress_bar import reporting
from clusterer.solving.proof import Proved

logger = logging.getLogger(__name__)


def certified(
    plan: Proved,
    certify: Callable[..., dict[str, Any]],
    time_limit: float | None,
    progress: bool | Callable[[Progress], None] | None,
) -> dict[str, Any]:
    """Return a certificate of a plan, and warn if it proves less than the solve did.

    Parameters
    ----------
    plan
        The plan.
    certify
        Makes the certificate; is given ``time_limit`` and ``progress``.
    time_limit, progress
        As for `Plan.certificate`.
    """
    limit = plain_seconds(time_limit)
    check_progress(progress)
    with reporting(progress) as callback:
        certificate = certify(time_limit=limit, progress=callback)
    if plan.status == "optimal" and certificate["status"] != "optimal":
        logger.warning(
            "the certificate proves a bound of £%.6fm only: %s",
            Fraction(certificate["bound"]),
            certificate["reason"],
        )
    return certificate
