"""Find the prices with which the certificate of a portfolio starts.

They are the duals of the linear relaxation over all joint clusters, made exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from clusterer.candidates import Candidates
from clusterer.certificates.proof.exact_prices import exact_tolerance, whole
from clusterer.certificates.proof.start import LOWERED, Started, found_within
from clusterer.certificates.proof.timed import Timed
from clusterer.certificates.verify.arithmetic import UNIT, PriceList, rows_of
from clusterer.certificates.verify.joint import MOST_JOINT, Services
from clusterer.errors import CertificateError
from clusterer.model.portfolio import Portfolio
from clusterer.search.columns import Columns
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.relaxation import PortfolioRelaxation
from clusterer.search.solution import Watch


def joint_plan(portfolio: Portfolio, clusters: Iterable[Iterable[Iterable[int]]]) -> list[int]:
    """Return the joint clusters that the clusters of each service are, as sets of pairs."""
    n = len(portfolio.councils)
    shared: dict[int, list[int]] = {}
    for s, own in enumerate(clusters):
        for rows in own:
            shared.setdefault(sum(1 << i for i in rows), []).append(s)
    services = Services.among(portfolio, ([*shared] for _ in portfolio.services))
    plan = []
    for members, of in shared.items():
        if services.governance[members] == 0:
            plan += [members << s * n for s in of]
        else:
            plan.append(sum(members << s * n for s in of))
    return sorted(plan)


def started_together(portfolio: Portfolio, plan: list[int], watch: Watch) -> Started:
    """Return prices that leave few of all joint clusters.

    Parameters
    ----------
    portfolio
        The portfolio.
    plan
        The plan, as sets of pairs.
    watch
        The clock.
    """
    own = Services.of_plan(portfolio, plan).of_joint(plan)
    if len(own.costs) < len(plan):
        raise CertificateError("the plan has a cluster that is connected no more, or not allowed")
    cost = sum((whole(c) * UNIT for c in own.costs.values()), Fraction(0))
    target = cost - exact_tolerance(cost)

    def proceed(_: int) -> None:
        watch.check()

    columns = PortfolioColumns.of(portfolio, proceed)
    watch.tell(phase="relaxation")
    services = Services.all_of(portfolio)
    prices = _bearable(services, _exact_duals(columns, watch), watch)
    start, found = found_within(prices, target, own, services.within, MOST_JOINT, watch)
    listed = found.joined(own)
    sets = list(listed.costs)
    return Started(
        start,
        Columns(
            Candidates.of(columns.pairs, map(rows_of, sets)),
            np.array([float(listed.costs[s]) for s in sets]),
            tuple(np.array([[float(x) for x in listed.amounts[s]] for s in sets]).T),
            columns.low,
            columns.high,
        ),
        tuple(own.limits),
    )


def _exact_duals(columns: PortfolioColumns, watch: Watch) -> PriceList:
    """Return the duals of the relaxation, which leaves out what breaks a limit by itself."""
    relaxation = PortfolioRelaxation(columns)
    prices = relaxation.solve(
        remaining=watch.remaining, report=lambda bound: watch.tell(bound=bound)
    ).repaired(columns)
    watch.check()
    return PriceList(
        tuple(whole(pi, math.floor) for pi in (prices.council_duals - LOWERED).tolist()),
        tuple(Fraction(repr(dual)) for dual in prices.limit_duals.tolist()),
        0,
    )


def _bearable(services: Services, prices: PriceList, watch: Watch) -> PriceList:
    """Return prices so low that no joint cluster is charged more than it costs.

    What one is charged too much is taken off its members in equal parts.
    """
    too_much = [0] * len(prices.councils)
    charged = services.near(prices, Fraction(0), Timed(MOST_JOINT, watch=watch))
    for members, cost in charged.costs.items():
        rows = rows_of(members)
        excess = prices.charge(members, charged.amounts[members]) - cost
        share = math.ceil(excess / UNIT / len(rows))
        for i in rows:
            too_much[i] = max(too_much[i], share)
    lowered = (price - less for price, less in zip(prices.councils, too_much, strict=True))
    return replace(prices, councils=tuple(lowered))
