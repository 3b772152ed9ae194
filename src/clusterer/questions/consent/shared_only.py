"""The least subsidy if only members of shared clusters may be paid."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from clusterer.questions.consent.bargain import Bargain
from clusterer.search.solution import tolerance


def subsidy_of_shared(bargain: Bargain, remaining: Callable[[], float]) -> tuple[float, str]:
    """Return the least subsidy if councils that stand alone in the plan get none, and why not.

    A council that stands alone may have to be paid to stay alone, so that it courts nobody. Without
    that, the others may have to be paid more, or no subsidy helps. That is so if and only if
    some councils that stand alone could save by a cluster of their own: every other cluster has a
    member that can be paid.

    Returns
    -------
    tuple
        In £m, infinite if it is impossible; and why it is, in words.

    Raises
    ------
    OutOfTime
        If the time is up first.
    """
    stakes = bargain.stakes
    offers = stakes.offers
    if bargain.subsidy == 0.0:
        return 0.0, ""
    councils = offers.evaluation.councils
    alone = offers.clusters.size[offers.cluster_of] == 1
    left = np.where(alone, offers.cluster_costs[offers.cluster_of], 0.0)
    among = offers.candidates.sum(~alone * 1.0) == 0.0
    gains = np.where(among, offers.candidates.sum(left) - offers.costs, -np.inf)
    worst = int(gains.argmax()) if gains.size else -1
    if worst >= 0 and gains[worst] > tolerance(float(offers.costs[worst])):
        who = councils.describe(offers.candidates.positions(worst))
        many = int(offers.candidates.size[worst])
        does = "stand alone and would" if many > 1 else "could"
        way = "together" if many > 1 else "by leaving"
        return math.inf, (
            f"{who} {does} save £{gains[worst]:,.3f}m {way}; only a payment to them could prevent "
            "it"
        )
    program = stakes.program(remaining, first=bargain.with_a_row)
    for number in stakes.of_plan[offers.clusters.size == 1].tolist():
        program.hold(number, 0.0)
    program.let_go(np.flatnonzero(among).tolist())  # They gain nothing, or less than counts.
    program.maximise(np.ones(offers.n))
    raised = math.fsum(program.solve().charges)
    return max(bargain.subsidy, math.fsum(offers.cluster_costs) - raised), ""
