"""Clusters of one service or more: a portfolio as a problem of set partitioning.

Let a *joint cluster* be a set of councils S with the services T that share it, and a host in each.
It costs what S costs in each of them, and the governance once. Then a plan of the portfolio is a
partition of the pairs of a council and a service into joint clusters:

    min  Σ_S Σ_T Σ_h (g_S + Σ_{s∈T} c_sSh) x_STh
    s.t. Σ_{S∋i} Σ_{T∋s} Σ_h x_STh = 1                      each council i in each service s
         low_sl ≤ Σ_S Σ_{T∋s} Σ_h a_slS x_STh ≤ high_sl     each limit l of a service
         −b_i ≤ Σ_S Σ_T Σ_h Σ_{s∈T} p_sSh,i x_STh ≤ b_i     each council i, for a balance
         x binary

A set may be split between two joint clusters, {it} and {legal} beside {it, legal}; that pays
governance twice, and so is never better than the joint one. Where posts need not balance, the
cheapest host is host enough.

There is one for each S, T and h, too many unless the gap leaves few. Prices of the linear
relaxation prove that a plan with it costs at least

    Z + Σ_{s∈T} max(0, r_sSh − e_s) + Σ_{s∉T} μ_sS + g_S − Σ_s μ_sS

where r_sSh is the reduced cost after the share μ_sS of governance, Z what the services cost at
least, each solved by itself at these prices, and e_s by how much that is more than the prices alone
prove of service s. No part of the sum is negative, so that what is expensive is left out service by
service, before sets are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.candidates import member_dtype
from clusterer.search.columns import Columns
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import PortfolioPrices
from clusterer.search.portfolio.service_columns import Floats, Numbers


@dataclass(frozen=True, eq=False)
class JointClusters:
    """Some joint clusters.

    Attributes
    ----------
    portfolio
        The clusters of all services.
    places
        Shape (joint clusters, services): the place of S with its host in each service of T, and
        -1 in others.
    """

    portfolio: PortfolioColumns
    places: Numbers

    @classmethod
    def of(cls, portfolio: PortfolioColumns, clusters: Numbers) -> JointClusters:
        """Return the joint clusters that the clusters with hosts of a plan are."""
        rows: dict[tuple[int, int], list[int]] = {}
        for number in clusters:
            s, place = portfolio.located(number)
            service = portfolio.services[s]
            partnership = int(service.partnership[service.owner[place]])
            # What pays nothing may as well be listed one by one.
            apart = s if portfolio.governance[partnership] == 0.0 else -1
            row = rows.setdefault((partnership, apart), [-1] * len(portfolio.services))
            row[s] = place
        places = np.array(list(rows.values()), dtype=np.intp)
        return cls(portfolio, places.reshape(-1, len(portfolio.services)))

    def __len__(self) -> int:
        return len(self.places)

    def with_those_of(self, clusters: Numbers) -> tuple[JointClusters, Numbers]:
        """Return these and those of a plan, and the numbers of the plan's."""
        plan = JointClusters.of(self.portfolio, clusters).places
        at = {row: k for k, row in enumerate(map(bytes, self.places))}
        new = [row for row in plan if bytes(row) not in at]
        places = np.concatenate([self.places, new]) if new else self.places
        numbers = [at.get(bytes(row), -1) for row in plan]
        lacking = np.cumsum([number < 0 for number in numbers]) - 1 + len(self)
        found = np.where(np.array(numbers) < 0, lacking, numbers)
        return JointClusters(self.portfolio, places), np.sort(found)

    def clusters(self, chosen: Numbers) -> Numbers:
        """Return the clusters with hosts that some joint clusters are."""
        places = self.places[chosen]
        found: Numbers = np.sort((places + self.portfolio.offsets[:-1])[places >= 0])
        return found

    @property
    def counts(self) -> tuple[NDArray[np.int8], ...]:
        """For each service, shape (joint clusters,): one where it is among T."""
        return tuple((of >= 0).astype(np.int8) for of in self.places.T)

    @cached_property
    def columns(self) -> Columns:
        """The joint clusters as columns over the pairs of a council and a service."""
        portfolio, m = self.portfolio, len(self)
        n, some = portfolio.n, member_dtype(len(portfolio.pairs))
        costs, owners, pairs = np.zeros(m), [], []
        partnership = np.zeros(m, dtype=np.intp)
        amounts: list[Floats] = []
        balance = np.zeros((0 if portfolio.allowance is None else n, m))
        for s, service in enumerate(portfolio.services):
            of = np.flatnonzero(self.places[:, s] >= 0)
            places = self.places[of, s]
            ks = service.owner[places]
            costs[of] += service.columns.costs[ks] + service.by_host[places]
            partnership[of] = service.partnership[ks]
            _, members = service.candidates.take(ks).flat()
            owners.append(np.repeat(of, service.candidates.size[ks]))
            pairs.append(members.astype(some) + some(s * n))
            for row in service.columns.amounts:
                amounts.append(np.zeros(m))
                amounts[-1][of] = row[ks]
            if portfolio.allowance is not None:
                councils, moved = service.balances_of(places)
                balance[councils, owners[-1]] += moved
        costs += portfolio.governance[partnership]
        owner = np.concatenate(owners)
        order = np.argsort(owner, kind="stable")
        ends = np.cumsum(np.bincount(owner, minlength=m))
        return Columns(
            Candidates(portfolio.pairs, np.concatenate([[0], ends]), np.concatenate(pairs)[order]),
            costs,
            (*amounts, *balance),
            portfolio.low,
            portfolio.high,
        )


def joint_clusters(
    portfolio: PortfolioColumns,
    prices: PortfolioPrices,
    excess: Sequence[float],
    room: float,
    *,
    most: int,
) -> JointClusters | None:
    """Return the joint clusters that may be in a plan that costs less than `room` above Z.

    None if they are too many.

    Parameters
    ----------
    portfolio
        The clusters of all services.
    prices
        Repaired.
    excess
        For each service, e: by how much it costs more, solved by itself, than its prices prove.
    room
        £m.
    most
        How many there may be.
    """
    n_services = len(portfolio.services)
    slack = [_slack(portfolio, prices, s, e) for s, e in enumerate(excess)]
    shares = np.zeros((n_services, len(portfolio.partners)))
    for s, service in enumerate(portfolio.services):
        shares[s, service.partnership] = prices.reduced_costs[s] - prices.values[s]
    # What services that are still to come pay at least, whether they join or not.
    to_come = np.zeros((n_services + 1, len(portfolio.partners)))
    for s in reversed(range(n_services)):
        service, least = portfolio.services[s], shares[s].copy()
        joining = np.minimum.reduceat(slack[s], service.starts)
        least[service.partnership] = np.minimum(least[service.partnership], joining)
        to_come[s] = to_come[s + 1] + least
    partner = np.flatnonzero(portfolio.governance > 0.0)
    spent = prices.left_over[partner]
    places = np.full((partner.size, n_services), -1, dtype=np.intp)
    found = []
    for s, service in enumerate(portfolio.services):
        of_place = service.partnership[service.owner]
        near = np.flatnonzero(slack[s] <= room)
        single = near[portfolio.governance[of_place[near]] == 0.0]
        found.append(np.full((single.size, n_services), -1, dtype=np.intp))
        found[-1][:, s] = single
        # Places stand in the order of candidates: bring them into that of partnerships.
        near = near[np.argsort(of_place[near], kind="stable")]
        begins, ends = (np.searchsorted(of_place[near], partner, side=e) for e in ("left", "right"))
        times = ends - begins
        row = np.repeat(np.arange(partner.size), times)
        rank = np.arange(row.size) - np.repeat(np.cumsum(times) - times, times)
        joined = near[np.repeat(begins, times) + rank]
        totals = np.concatenate([spent + shares[s, partner], spent[row] + slack[s][joined]])
        partner = np.concatenate([partner, partner[row]])
        keep = np.flatnonzero(totals + to_come[s + 1, partner] <= room)
        if keep.size > most:
            return None
        places = np.concatenate([places, places[row]])
        places[places.shape[0] - row.size :, s] = joined
        partner, spent, places = partner[keep], totals[keep], places[keep]
    found.append(places[(places >= 0).any(axis=1)])
    listed = np.concatenate(found)
    return None if len(listed) > most else JointClusters(portfolio, listed)


def _slack(portfolio: PortfolioColumns, prices: PortfolioPrices, s: int, excess: float) -> Floats:
    """Return max(0, r − e) of the candidates of a service, at the place of each host."""
    found = np.maximum(0.0, prices.with_hosts(portfolio, s) - excess)
    service = portfolio.services[s]
    if portfolio.allowance is None:
        best = np.zeros(found.size, dtype=np.bool_)
        best[service.cheapest(service.by_host)] = True
        found[~best] = np.inf
    return found
