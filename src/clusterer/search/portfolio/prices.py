"""Duals of a portfolio, what they leave of every cluster's cost, and the bound they prove.

With duals π of the councils in each service, λ of the limits and β of the balance, a cluster S of
service s is worth buying, at its best host, if

    v_sS = min_h c_sSh − Σ_{i∈S} π_si − Σ_l λ_sl a_slS − Σ_i β_i p_sSh,i

is negative. Its partnership costs g_S more, which the services may share out as they like, as
μ_sS ≥ 0 with Σ_s μ_sS ≤ g_S: then each service can be looked at by itself, with its clusters at
v_sS + μ_sS. To share by what each can bear is best: no service can gain if Σ_s max(0, −v_sS) ≤ g_S,
and a partnership for which that fails is the one to generate. So the choice of the services that
a partnership shares, of which there are exponentially many, is priced in closed form.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from clusterer.search.columns import Columns
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.service_columns import Floats
from clusterer.search.prices import admissible, dual_objective, rounding


@dataclass(frozen=True, eq=False)
class PortfolioPrices:
    """What duals leave of every cluster's cost.

    For each service, in the order of its candidates or, for `by_host`, of their places:

    Attributes
    ----------
    council_duals, limit_duals
        π of each council in each service, and λ of all limits, then β of the balance: in the order
        of `PortfolioColumns.pairs` and `PortfolioColumns.low`.
    values
        v, before governance.
    by_host
        What of v depends on the host, for each member as host.
    reduced_costs
        v + μ, with μ the share of the governance.
    shares
        Of each council in each service: min_{S∋i} of the reduced cost / |S|.
    left_over
        Shape (partners,): g_S − Σ_s μ_sS, which a partnership pays in addition.
    appeal
        Shape (partners,): Σ_s max(0, −v_sS) − g_S, positive where it is worth generating.
    bound
        What every plan costs at least.
    """

    council_duals: Floats
    limit_duals: Floats
    values: tuple[Floats, ...]
    by_host: tuple[Floats, ...]
    reduced_costs: tuple[Floats, ...]
    shares: Floats
    left_over: Floats
    appeal: Floats
    bound: float

    def repaired(self, columns: PortfolioColumns) -> PortfolioPrices:
        """Return prices with the same bound, under which no reduced cost is negative.

        Each dual of a council takes in its share. Then a plan costs at least the bound, the
        reduced costs of its clusters, and what is left over of its partnerships.
        """
        shares = np.where(np.isinf(self.shares), 0.0, self.shares)
        taken = [
            service.candidates.sum(share)
            for service, share in zip(columns.services, columns.by_service(shares), strict=True)
        ]
        return dataclasses.replace(
            self,
            council_duals=self.council_duals + shares,
            values=tuple(v - t for v, t in zip(self.values, taken, strict=True)),
            reduced_costs=tuple(r - t for r, t in zip(self.reduced_costs, taken, strict=True)),
            shares=np.zeros_like(shares),
        )

    def of_service(self, columns: PortfolioColumns, s: int) -> Columns:
        """Return a service by itself, each candidate at what it pays with its share of governance.

        All plans of all services together cost at least what these do, less `paid_besides`.
        """
        own = columns.services[s].columns
        costs = self.reduced_costs[s] + own.candidates.sum(self._councils(columns, s))
        for dual, amounts in zip(self._limits(columns, s), own.amounts, strict=True):
            costs += dual * amounts
        return dataclasses.replace(own, costs=costs)

    def proved_of(self, columns: PortfolioColumns, s: int) -> float:
        """Return what prices, repaired, prove of the cost of a service by itself."""
        own = columns.services[s].columns
        return dual_objective(
            self._councils(columns, s), self._limits(columns, s), own.low, own.high
        )

    def paid_besides(self, columns: PortfolioColumns) -> float:
        """Return what the duals of the balance take from the bound, and the rounding of sums."""
        beta = columns.of_balance(self.limit_duals)
        paid = 0.0 if columns.allowance is None else float(np.abs(beta) @ columns.allowance)
        return paid + _rounding(columns, self.council_duals, self.limit_duals)

    def with_hosts(self, columns: PortfolioColumns, s: int) -> Floats:
        """Return the reduced costs of the candidates of a service with each host, at its place."""
        service, by_host = columns.services[s], self.by_host[s]
        return self.reduced_costs[s][service.owner] + (
            by_host - np.minimum.reduceat(by_host, service.starts)[service.owner]
        )

    def _councils(self, columns: PortfolioColumns, s: int) -> Floats:
        return columns.by_service(self.council_duals)[s]

    def _limits(self, columns: PortfolioColumns, s: int) -> Floats:
        return columns.of_limits(self.limit_duals)[s]


def price(columns: PortfolioColumns, council_duals: Floats, limit_duals: Floats) -> PortfolioPrices:
    """Price every cluster of every service at given duals."""
    limit_duals = admissible(limit_duals, columns.low, columns.high)
    beta = columns.of_balance(limit_duals)
    values, by_hosts = [], []
    bearable = np.zeros(len(columns.partners))
    for service, own, limits in zip(
        columns.services,
        columns.by_service(council_duals),
        columns.of_limits(limit_duals),
        strict=True,
    ):
        value = service.columns.costs - service.candidates.sum(own)
        for dual, amounts in zip(limits, service.columns.amounts, strict=True):
            if dual != 0.0:
                value -= dual * amounts
        by_host = service.by_host
        if columns.allowance is not None:
            of_members = beta[service.members]
            value -= service.per_candidate(of_members * service.posts)
            by_host = by_host + of_members * service.posts_in_all[service.owner]
        value += np.minimum.reduceat(by_host, service.starts)
        bearable[service.partnership] += np.maximum(0.0, -value)
        values.append(value)
        by_hosts.append(by_host)
    # What services can bear, they do; what that is too much of, is shared in proportion.
    enough = bearable > columns.governance
    part = np.where(enough, columns.governance / np.where(enough, bearable, 1.0), 1.0)
    reduced = tuple(
        value + part[service.partnership] * np.maximum(0.0, -value)
        for service, value in zip(columns.services, values, strict=True)
    )
    shares = np.concatenate(
        [
            service.candidates.least_share(r)
            for service, r in zip(columns.services, reduced, strict=True)
        ]
    )
    bound = dual_objective(council_duals, limit_duals, columns.low, columns.high) + shares.sum()
    return PortfolioPrices(
        council_duals,
        limit_duals,
        tuple(values),
        tuple(by_hosts),
        reduced,
        shares,
        np.maximum(0.0, columns.governance - bearable),
        bearable - columns.governance,
        float(bound) - _rounding(columns, council_duals, limit_duals),
    )


def _rounding(columns: PortfolioColumns, council_duals: Floats, limit_duals: Floats) -> float:
    """Return how far the rounded sums of `price` may be off in all clusters of a plan."""
    off = 0.0
    for service, own, limits in zip(
        columns.services,
        columns.by_service(council_duals),
        columns.of_limits(limit_duals),
        strict=True,
    ):
        off += rounding(service.columns, own, limits)
    if columns.allowance is None:
        return off
    posts = columns.allowance + len(columns.services) * columns.posts_scales
    return off + 4.0 * float(np.finfo(np.float64).eps) * columns.n * float(
        np.abs(columns.of_balance(limit_duals)) @ posts
    )
