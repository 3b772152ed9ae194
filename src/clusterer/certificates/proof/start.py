"""Find the prices with which a certificate starts where candidates are too many to list.

They are the duals of the linear relaxation over all candidates, made exact. What they leave is
found by the walk of `verify`, the one that the check goes.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.certificates.proof.exact_prices import exact_tolerance, whole
from clusterer.certificates.proof.timed import Timed
from clusterer.certificates.verify.arithmetic import UNIT, PriceList, rows_of
from clusterer.certificates.verify.listed import Listed, of_plan, within
from clusterer.certificates.verify.partitions import Steps
from clusterer.certificates.verify.reading import Start
from clusterer.certificates.verify.walk import MOST_WALKED
from clusterer.errors import CertificateError
from clusterer.model.problem import Problem
from clusterer.search.bounded_walk import BoundedWalk
from clusterer.search.closed_form import ClosedForm
from clusterer.search.column_generation import NEGATIVE
from clusterer.search.columns import Columns
from clusterer.search.implicit_relaxation import relax_implicitly
from clusterer.search.prices import price
from clusterer.search.sifting import seeds_of
from clusterer.search.simple_plans import simple_plans
from clusterer.search.solution import Solution, Watch

logger = logging.getLogger(__name__)

_MOST = 1_000_000
"""Candidates that are charged more than they cost at the duals: where the relaxation is solved to
its end there are none."""

LOWERED = 2e-8
"""£m by which each price is lowered: more than `NEGATIVE`, to which the relaxation is solved."""


@dataclass(frozen=True, eq=False)
class Started:
    """The candidates that a proof is to be among, and the start that leaves them.

    Attributes
    ----------
    start
        The prices, and what they prove; None if all candidates are listed.
    columns
        The candidates that they leave, and those of the plan.
    limits
        Where the sums of a plan must lie, as the check reads it.
    """

    start: Start | None
    columns: Columns
    limits: tuple[Interval, ...]


def started(
    problem: Problem, form: ClosedForm, plan: Sequence[Sequence[int]], watch: Watch
) -> Started:
    """Return prices that leave few of all candidates of a problem.

    Parameters
    ----------
    problem
        The problem.
    form
        What its clusters cost.
    plan
        The plan, as row numbers.
    watch
        The clock.

    Raises
    ------
    CertificateError
        If the walk of the check would be too long.
    OutOfTime
        If the time is up first.
    """
    own = of_plan(problem, (sum(1 << i for i in members) for members in plan))
    if len(own.costs) < len(plan):
        raise CertificateError("the plan has a cluster that is connected no more, or not allowed")
    # As they are stated: what the check adds up may differ by a hair.
    costs = problem.costs(Candidates.of(problem.councils, plan))
    cost = sum((whole(c) * UNIT for c in costs.tolist()), Fraction(0))
    target = cost - exact_tolerance(cost)
    prices = _exact_duals(problem, form, plan, float(cost), watch)
    start, found = found_within(
        prices, target, own, lambda *asked: within(problem, *asked), MOST_WALKED, watch
    )
    listed = [rows_of(s) for s in found.joined(own).costs]
    columns = Columns.among(problem, Candidates.of(problem.councils, listed))
    return Started(start, columns, tuple(own.limits))


def found_within(
    prices: PriceList,
    target: Fraction,
    own: Listed,
    within: Callable[[PriceList, Fraction, Steps], Listed],
    most: int,
    watch: Watch,
) -> tuple[Start, Listed]:
    """Return a start at some prices, and the candidates that it leaves.

    It reaches the target, or proves no more than its prices do if too much is within the gap.

    Parameters
    ----------
    prices
        The prices.
    target
        What no plan costs less than, if it can be proved.
    own
        The clusters of the plan.
    within
        Finds candidates as the check does.
    most
        Steps that it may take.
    watch
        The clock.
    """
    bound = prices.bound(own.limits, 1, own.n)
    reach, steps = target, Timed(most, watch=watch)
    try:
        found = within(prices, max(reach - bound, Fraction(0)), steps)
    except CertificateError:
        if steps.done <= most:
            raise
        reach = min(target, bound)
        found = within(prices, Fraction(0), Timed(most, watch=watch))
    logger.debug("%d candidates are within the gap of the start", len(found.costs))
    return Start(prices, bound, reach, len(found.costs)), found


def _exact_duals(
    problem: Problem,
    form: ClosedForm,
    plan: Sequence[Sequence[int]],
    cost: float,
    watch: Watch,
) -> PriceList:
    """Return the duals of the relaxation, so that no candidate is charged more than it costs."""
    walk = BoundedWalk(problem, form)
    known = Solution([list(members) for members in plan], cost, -math.inf)
    relaxed = relax_implicitly(
        walk,
        seeds_of(problem, walk, [known, *simple_plans(problem)], watch.check),
        costliest=form.costliest,
        remaining=watch.remaining,
        report=lambda columns, bound: watch.tell(columns=columns, bound=bound),
    )
    watch.check()
    duals = relaxed.council_duals, relaxed.limit_duals
    charged = walk.below(
        *duals, NEGATIVE, remaining=watch.remaining, most_a_root=_MOST, most=_MOST
    ).columns
    prices = price(charged, *duals)
    lowered = prices.council_duals + np.minimum(prices.shares, 0.0) - LOWERED
    return PriceList(
        tuple(whole(pi, math.floor) for pi in lowered.tolist()),
        tuple(Fraction(repr(dual)) for dual in prices.limit_duals.tolist()),
        0,
    )
