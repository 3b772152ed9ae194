"""Duals of a portfolio, what they leave of every cluster's cost, and the bound they prove.

With duals π of the councils in each service, λ of the limits and β of the balance, a cluster S of
service s is worth buying, at its best host, if

    v_sS = min_h c_sSh − Σ_{i∈S} π_si − Σ_l λ_sl a_slS − Σ_i β_i p_sSh,i

is negative. Its partnership costs g_S besides, which the services may share out as they like, as
μ_sS ≥ 0 with Σ_s μ_sS ≤ g_S: then each service can be looked at by itself, with its clusters at
v_sS + μ_sS. To share by what each can bear is best: no service can gain if Σ_s max(0, −v_sS) ≤ g_S,
and a partnership for which that fails is the one to generate. So the choice of the services that
a partnership shares, of which there are exponentially many, is priced in closed form.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from clusterer.search.columns import Columns, admissible, dual_objective, rounding
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.service_columns import Floats, Numbers, cheapest_place


@dataclass(frozen=True, eq=False)
class Duals:
    """A price of each row of the linear program.

    Attributes
    ----------
    councils
        Shape (services, councils): π.
    limits
        For each service, shape (limits,): λ.
    balance
        Shape (councils,): β; nothing where posts need not balance.
    """

    councils: Floats
    limits: tuple[Floats, ...]
    balance: Floats

    def towards(self, other: Duals, part: float) -> Duals:
        """Return prices that lie between these and others, so far towards those."""
        mine = 1.0 - part
        return Duals(
            mine * self.councils + part * other.councils,
            tuple(mine * a + part * b for a, b in zip(self.limits, other.limits, strict=True)),
            mine * self.balance + part * other.balance,
        )


@dataclass(frozen=True, eq=False)
class PortfolioPrices:
    """What duals leave of every cluster's cost.

    For each service, in the order of its candidates or, for `by_host`, of their places:

    Attributes
    ----------
    duals
        The duals.
    values
        v, before governance.
    by_host
        What of v depends on the host, for each member as host.
    reduced_costs
        v + μ, with μ the share of the governance.
    shares
        Shape (services, councils): min_{S∋i} of the reduced cost / |S|.
    left_over
        Shape (partners,): g_S − Σ_s μ_sS, which a partnership pays besides.
    appeal
        Shape (partners,): Σ_s max(0, −v_sS) − g_S, positive where it is worth generating.
    bound
        What every plan costs at least.
    """

    duals: Duals
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
            for service, share in zip(columns.services, shares, strict=True)
        ]
        return dataclasses.replace(
            self,
            duals=dataclasses.replace(self.duals, councils=self.duals.councils + shares),
            values=tuple(v - t for v, t in zip(self.values, taken, strict=True)),
            reduced_costs=tuple(r - t for r, t in zip(self.reduced_costs, taken, strict=True)),
            shares=np.zeros_like(shares),
        )

    def of_service(self, columns: PortfolioColumns, s: int) -> Columns:
        """Return a service by itself, each candidate at what it pays with its share of governance.

        All plans of all services together cost at least what these do, less `paid_for_balance`.
        """
        own = columns.services[s].columns
        costs = self.reduced_costs[s] + own.candidates.sum(self.duals.councils[s])
        for dual, amounts in zip(self.duals.limits[s], own.amounts, strict=True):
            costs += dual * amounts
        return Columns(own.candidates, costs, own.amounts, own.low, own.high)

    def proved_of(self, columns: PortfolioColumns, s: int) -> float:
        """Return what prices, repaired, prove of the cost of a service by itself."""
        own = columns.services[s].columns
        return dual_objective(self.duals.councils[s], self.duals.limits[s], own.low, own.high)

    def paid_for_balance(self, columns: PortfolioColumns) -> float:
        """Return what the duals of the balance take from the bound."""
        if columns.allowance is None:
            return 0.0
        return float(np.abs(self.duals.balance) @ columns.allowance)

    def slack(self, columns: PortfolioColumns) -> Floats:
        """Return by how much a plan with each cluster and host costs more than the bound, at least.

        The prices must be repaired. In the order of the numbers of clusters with hosts.
        """
        found = []
        for service, reduced, by_host in zip(
            columns.services, self.reduced_costs, self.by_host, strict=True
        ):
            least = np.minimum.reduceat(by_host, service.starts)
            at_best = reduced + self.left_over[service.partnership] - least
            found.append(at_best[service.owner] + by_host)
        return np.concatenate(found)


def price(columns: PortfolioColumns, duals: Duals) -> PortfolioPrices:
    """Price every cluster of every service at given duals."""
    limits = tuple(
        admissible(dual, service.columns.low, service.columns.high)
        for dual, service in zip(duals.limits, columns.services, strict=True)
    )
    duals = dataclasses.replace(duals, limits=limits)
    values, by_hosts = [], []
    bearable = np.zeros(len(columns.partners))
    for s, service in enumerate(columns.services):
        value = service.columns.costs - service.candidates.sum(duals.councils[s])
        for dual, amounts in zip(limits[s], service.columns.amounts, strict=True):
            if dual != 0.0:
                value -= dual * amounts
        by_host = service.by_host
        if columns.allowance is not None:
            beta = duals.balance[service.members]
            value -= service.per_candidate(beta * service.posts)
            by_host = by_host + beta * service.posts_in_all[service.owner]
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
    shares = np.array(
        [
            service.candidates.least_share(r)
            for service, r in zip(columns.services, reduced, strict=True)
        ]
    )
    bound = float(shares.sum())
    for s, service in enumerate(columns.services):
        bound += dual_objective(
            duals.councils[s], limits[s], service.columns.low, service.columns.high
        )
    prices = PortfolioPrices(
        duals,
        tuple(values),
        tuple(by_hosts),
        reduced,
        shares,
        np.maximum(0.0, columns.governance - bearable),
        bearable - columns.governance,
        bound,
    )
    less = prices.paid_for_balance(columns) + rounding_of(columns, duals)
    return dataclasses.replace(prices, bound=bound - less)


def rounding_of(columns: PortfolioColumns, duals: Duals) -> float:
    """Return how far the rounded sums of `price` may be off in all clusters of a plan."""
    off = 0.0
    for s, service in enumerate(columns.services):
        off += rounding(service.columns, duals.councils[s], duals.limits[s])
    if columns.allowance is None:
        return off
    posts = columns.allowance + len(columns.services) * columns.posts_scales
    return off + 4.0 * float(np.finfo(np.float64).eps) * columns.n * float(
        np.abs(duals.balance) @ posts
    )


def worth_adding(columns: PortfolioColumns, prices: PortfolioPrices, chosen: Numbers) -> Numbers:
    """Return the clusters of some partnerships that gain before governance, at their best hosts."""
    found = []
    for s, service in enumerate(columns.services):
        ks = columns.places[s][chosen]
        ks = ks[ks >= 0]
        ks = ks[prices.values[s][ks] < 0.0]
        by_host = prices.by_host[s]
        found += [columns.offsets[s] + cheapest_place(service, by_host, k) for k in ks.tolist()]
    return np.array(sorted(found), dtype=np.intp)
