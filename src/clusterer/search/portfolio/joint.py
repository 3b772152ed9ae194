"""Clusters of one service or more: what governance ties, as a problem of set partitioning.

Let a *joint cluster* be a set of councils S with the services T that share it. It costs what S
costs in each of them at its cheapest host, and the governance once. Then a plan of the portfolio is
a partition of the pairs of a council and a service into joint clusters, and nothing else ties them:

    min  Σ_S Σ_T (g_S + Σ_{s∈T} c_sS) x_ST
    s.t. Σ_{S∋i} Σ_{T∋s} x_ST = 1             each council i in each service s
         low_sl ≤ Σ_S Σ_{T∋s} a_slS x_ST ≤ high_sl
         x binary

A set may be split between two joint clusters, {it} and {legal} beside {it, legal}; that pays
governance twice, and so is never better than the joint one.

There is one for each S and T, too many unless the gap leaves few. Prices of the linear relaxation
prove that a plan with (S, T) costs at least

    Z + Σ_{s∈T} max(0, r_sS − e_s) + g_S − Σ_{s∈T} μ_sS

where r_sS is the reduced cost after the share μ_sS of governance, Z what the services cost at
least, each solved by itself at these prices, and e_s by how much that is more than the prices alone
prove of service s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.search.columns import Columns
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import PortfolioPrices
from clusterer.search.portfolio.service_columns import Floats, Numbers

_MOST = 400_000
"""So many joint clusters are searched at most."""

_MOST_SERVICES = 10
"""Of more services there are too many sets to look at."""


@dataclass(frozen=True, eq=False)
class JointClusters:
    """Some joint clusters, as columns over the pairs of a service and a council.

    Attributes
    ----------
    columns
        The joint clusters: council i in service s is number ``s · councils + i``.
    counts
        For each service, shape (columns,): whether it is among T.
    partners, shared
        Shape (columns,): the number of S, and T as bits.
    """

    columns: Columns
    counts: tuple[Floats, ...]
    partners: Numbers
    shared: Numbers

    def clusters(self, portfolio: PortfolioColumns, chosen: Numbers) -> Numbers:
        """Return the clusters with hosts that some joint clusters are."""
        found = [
            portfolio.best_hosts(s, [int(portfolio.places[s][self.partners[k]])])
            for k in chosen
            for s in range(len(portfolio.services))
            if self.shared[k] >> s & 1
        ]
        return np.sort(np.concatenate(found))

    def chosen(self, portfolio: PortfolioColumns, clusters: Numbers) -> Numbers | None:
        """Return the joint clusters that some clusters with hosts are; None if one is left out."""
        together: dict[int, int] = {}
        for number in clusters:
            s, place = portfolio.located(number)
            service = portfolio.services[s]
            partnership = int(service.partnership[service.owner[place]])
            together[partnership] = together.get(partnership, 0) | 1 << s
        at = {
            pair: k
            for k, pair in enumerate(zip(self.partners.tolist(), self.shared.tolist(), strict=True))
        }
        found = []
        for partnership, shared in together.items():
            if (partnership, shared) in at:
                found.append(at[partnership, shared])
                continue
            # What costs nothing together is listed one by one.
            singles = [1 << s for s in range(len(portfolio.services)) if shared >> s & 1]
            if any((partnership, single) not in at for single in singles):
                return None
            found += [at[partnership, single] for single in singles]
        return np.sort(np.array(found, dtype=np.intp))


def joint_clusters(
    portfolio: PortfolioColumns, prices: PortfolioPrices, excess: Sequence[float], room: float
) -> JointClusters | None:
    """Return the joint clusters that may be in a plan that costs less than `room` above Z.

    None if they are too many.

    Parameters
    ----------
    portfolio
        The clusters of all services; posts need not balance.
    prices
        Repaired.
    excess
        For each service, e: by how much it costs more, solved by itself, than its prices prove.
    room
        £m.
    """
    n_services = len(portfolio.services)
    if n_services > _MOST_SERVICES:
        return None
    m = len(portfolio.partners)
    slack = np.full((n_services, m), np.inf)
    share = np.zeros((n_services, m))
    costs = np.full((n_services, m), np.inf)
    for s, service in enumerate(portfolio.services):
        at = service.partnership
        share[s, at] = prices.reduced_costs[s] - prices.values[s]
        slack[s, at] = np.maximum(0.0, prices.reduced_costs[s] - excess[s])
        costs[s, at] = service.at_best_hosts(np.zeros(at.size)).costs
    partners, shared = [], []
    for bits in range(1, 1 << n_services):
        of = [s for s in range(n_services) if bits >> s & 1]
        least = slack[of].sum(axis=0) + portfolio.governance - share[of].sum(axis=0)
        there = np.isfinite(costs[of]).all(axis=0)
        if len(of) > 1:
            there &= portfolio.governance > 0.0  # Others may as well be listed one by one.
        found = np.flatnonzero(there & (least <= room))
        partners.append(found)
        shared.append(np.full(found.size, bits))
        if sum(part.size for part in partners) > _MOST:
            return None
    return _joined(portfolio, costs, np.concatenate(partners), np.concatenate(shared))


def _joined(
    portfolio: PortfolioColumns, costs: Floats, partners: Numbers, shared: Numbers
) -> JointClusters:
    """Return joint clusters as columns."""
    n, n_services = portfolio.n, len(portfolio.services)
    uses = np.array([shared >> s & 1 for s in range(n_services)], dtype=np.bool_)
    size = portfolio.partners.size[partners]
    _, members = portfolio.partners.take(partners).flat()
    owner = np.repeat(np.arange(partners.size), size)
    # Pairs of each service in turn, then sorted by the column that has them.
    pairs = [(owner[use], s * n + members[use]) for s, use in enumerate(uses[:, owner])]
    owners = np.concatenate([of for of, _ in pairs])
    order = np.argsort(owners, kind="stable")
    every = np.concatenate([some for _, some in pairs])[order]
    sizes = size * uses.sum(axis=0)
    frame = portfolio.partners.councils.frame
    councils = Councils(
        gpd.GeoDataFrame(
            pd.concat([frame[[frame.geometry.name]]] * n_services, ignore_index=True), crs=frame.crs
        )
    )
    total = portfolio.governance[partners].copy()
    amounts: list[Floats] = []
    low, high = [], []
    for s, (service, use) in enumerate(zip(portfolio.services, uses, strict=True)):
        total[use] += costs[s, partners[use]]
        places = portfolio.places[s][partners]
        for row, least, most in zip(
            service.columns.amounts, service.columns.low, service.columns.high, strict=True
        ):
            amounts.append(np.where(use, row[places], 0.0))
            low.append(least)
            high.append(most)
    columns = Columns(
        Candidates(councils, np.concatenate([[0], np.cumsum(sizes)]), every),
        total,
        tuple(amounts),
        np.array(low, dtype=np.float64),
        np.array(high, dtype=np.float64),
    )
    return JointClusters(columns, tuple(use.astype(np.float64) for use in uses), partners, shared)
