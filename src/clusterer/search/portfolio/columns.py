"""A portfolio in numbers: the candidates of every service, tied by governance and balance.

Let x_sSh say that the councils S are a cluster of service s with host h, and y_S that they are a
partnership, which pays the governance g_S once:

    min  Σ_s Σ_S Σ_h c_sSh x_sSh + Σ_S g_S y_S
    s.t. Σ_{S∋i} Σ_h x_sSh = 1                     each council i in each service s
         Σ_h x_sSh ≤ y_S                           each service s and set S of two or more
         low_sl ≤ Σ a_slS x_sSh ≤ high_sl          each limit l of a service
         −b_i ≤ Σ p_sSh,i x_sSh ≤ b_i              each council i, if posts are to balance
         x, y binary

where p_sSh,i are the posts that council i gives up in it, less those that it hosts: with w_si the
posts of member i that go to the host if it is another, ``w_si`` for i ≠ h, and ``w_sh − Σ_i w_si``
for the host itself. What is searched is the same in other words: see `joint`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.model.portfolio import Portfolio
from clusterer.model.portfolio.balance import posts_that_move, widest
from clusterer.model.problem import Problem
from clusterer.search.columns import Columns
from clusterer.search.portfolio.service_columns import Floats, Numbers, ServiceColumns
from clusterer.search.portfolio.within_balance import moves, within_balance


@dataclass(frozen=True, eq=False)
class PortfolioColumns:
    """All services, and what ties them.

    A cluster with its host is a number: services one after the other, and in each the places of
    `ServiceColumns`. Those of a service begin at its `offsets`.

    Attributes
    ----------
    services
        The candidates of each service.
    partners
        The sets of councils that are a candidate of any service, each once.
    governance
        Shape (partners,): g, nothing for a council alone.
    allowance
        Shape (councils,): b, with its slack; None if posts need not balance.
    """

    services: tuple[ServiceColumns, ...]
    partners: Candidates
    governance: Floats
    allowance: Floats | None

    @classmethod
    def of(
        cls, portfolio: Portfolio, proceed: Callable[[int], None] | None = None
    ) -> PortfolioColumns:
        """Return the candidates of all services, costed.

        `proceed` is told as by `Problem.costs`, of each service; what it raises ends the work.
        """
        problems = list(portfolio.services.values())
        candidates = [problem.candidates(proceed=proceed) for problem in problems]
        balance = portfolio.allowance is not None
        partners, numbers = _partners(candidates)
        costs = portfolio.governance_costs(partners).sum(axis=1).to_numpy(dtype=np.float64)
        # Of a sum of none, pandas makes zeros too. Alone, nobody is a partnership.
        governance = np.where(partners.size > 1, costs, 0.0)
        services: list[ServiceColumns] = []
        for problem, partnership in zip(problems, numbers, strict=True):
            services.append(_of_service(problem, partnership, proceed, balance=balance))
        if portfolio.allowance is None:
            return cls(tuple(services), partners, governance, None)
        allowance = widest(portfolio.allowance)
        return cls(within_balance(services, allowance), partners, governance, allowance)

    @property
    def n(self) -> int:
        """The number of councils."""
        return len(self.partners.councils)

    @cached_property
    def pairs(self) -> Councils:
        """Each council in each service, by which plans of all services are partitions.

        Council i in service s is number ``s · councils + i``.
        """
        frame = self.partners.councils.frame
        shapes = [frame[[frame.geometry.name]]] * len(self.services)
        return Councils(gpd.GeoDataFrame(pd.concat(shapes, ignore_index=True), crs=frame.crs))

    def by_service(self, of_pairs: Floats) -> list[Floats]:
        """Return, for each service, what is said of its councils."""
        return np.split(of_pairs, len(self.services))

    @cached_property
    def low(self) -> Floats:
        """The lower ends of all limits, service by service, and then of the balance."""
        balance = np.zeros(0) if self.allowance is None else -self.allowance
        return np.concatenate([*(service.columns.low for service in self.services), balance])

    @cached_property
    def high(self) -> Floats:
        """Their upper ends."""
        balance = np.zeros(0) if self.allowance is None else self.allowance
        return np.concatenate([*(service.columns.high for service in self.services), balance])

    def of_limits(self, limit_duals: Floats) -> list[Floats]:
        """Return, for each service, what is said of its limits."""
        ends = np.cumsum([service.columns.low.size for service in self.services])
        return np.split(limit_duals, ends)[:-1]

    def of_balance(self, limit_duals: Floats) -> Floats:
        """Return what is said of the balance; of none, nothing."""
        return limit_duals[sum(service.columns.low.size for service in self.services) :]

    @cached_property
    def scales(self) -> Floats:
        """The scale of each limit, and of the balance."""
        balance = np.zeros(0) if self.allowance is None else self.posts_scales
        return np.concatenate([*(service.columns.scales for service in self.services), balance])

    @cached_property
    def posts_scales(self) -> Floats:
        """Shape (councils,): the most posts that each may give up or host in a cluster; not 0."""
        most = np.zeros(self.n)
        for service in self.services:
            gives, hosts = moves(service)
            np.maximum.at(most, service.members, np.nan_to_num(gives, posinf=0.0))
            np.maximum.at(most, service.members, np.nan_to_num(-hosts, posinf=0.0, neginf=0.0))
        return np.where(most > 0.0, most, 1.0)

    @cached_property
    def offsets(self) -> Numbers:
        """Where the clusters of each service begin; the last is how many there are."""
        return np.cumsum([0, *(service.members.size for service in self.services)])

    def of_services(self, group: Sequence[int]) -> PortfolioColumns:
        """Return some of the services; the partnerships keep their numbers."""
        return replace(self, services=tuple(self.services[s] for s in group))

    def located(self, number: int | np.integer) -> tuple[int, int]:
        """Return the service of a cluster with its host, and the place in it."""
        s = int(np.searchsorted(self.offsets, number, side="right")) - 1
        return s, int(number - self.offsets[s])

    @cached_property
    def places(self) -> tuple[Numbers, ...]:
        """For each service, shape (partners,): which candidate a set is there, or -1."""
        found = []
        for service in self.services:
            place = np.full(len(self.partners), -1, dtype=np.intp)
            place[service.partnership] = np.arange(len(service.candidates))
            found.append(place)
        return tuple(found)

    def cost(self, chosen: Numbers) -> float:
        """Return the £m of clusters that are a plan; infinite if they are none."""
        covered = np.zeros((len(self.services), self.n), dtype=np.int64)
        balance = np.zeros(self.n)
        partnerships: set[int] = set()
        taken: list[list[int]] = [[] for _ in self.services]
        total = 0.0
        for number in chosen:
            s, place = self.located(number)
            service = self.services[s]
            k = int(service.owner[place])
            covered[s, service.candidates.positions(k)] += 1
            partnerships.add(int(service.partnership[k]))
            taken[s].append(k)
            total += service.columns.costs[k] + service.by_host[place]
            if self.allowance is not None:
                members, amounts = service.balances_of(np.array([place]))
                balance[members] += amounts
        if not (covered == 1).all():
            return np.inf
        for service, ks in zip(self.services, taken, strict=True):
            if not service.columns.keeps_limits(np.array(ks, dtype=np.intp)):
                return np.inf
        if self.allowance is not None and (np.abs(balance) > self.allowance).any():
            return np.inf
        return float(total + self.governance[sorted(partnerships)].sum())

    def alone(self, s: int) -> Numbers:
        """Return the numbers of the clusters of one of a service."""
        service = self.services[s]
        found: Numbers = self.offsets[s] + service.starts[service.candidates.size == 1]
        return found

    def best_hosts(self, s: int, ks: Numbers) -> Numbers:
        """Return the numbers of candidates of a service, each under its cheapest host."""
        service = self.services[s]
        found: Numbers = self.offsets[s] + service.cheapest(service.by_host)[ks]
        return found


def _of_service(
    problem: Problem,
    partnership: Numbers,
    proceed: Callable[[int], None] | None,
    *,
    balance: bool,
) -> ServiceColumns:
    """Return the candidates that a service may have under its limits, and what hosts add."""
    candidates = problem.candidates()
    fixed, by_host = problem.costs_by_host(candidates, proceed=proceed)
    service = ServiceColumns(
        Columns.costed(problem, candidates, fixed, proceed),
        by_host,
        posts_that_move(problem, candidates) if balance else np.zeros(0),
        partnership,
        problem.neighbours,
    )
    possible = service.columns.possible_ones()
    return service if possible.all() else service.restricted(possible[service.owner])


def _partners(parts: Sequence[Candidates]) -> tuple[Candidates, list[Numbers]]:
    """Return all sets of several lists, each once, and the number of each item's set."""
    joined = Candidates.joined(parts)
    _, members = joined.flat()
    # A row of bits a set: sets are the same if their rows are.
    bits = np.zeros((len(joined), len(joined.councils)), dtype=np.bool_)
    bits[np.repeat(np.arange(len(joined)), joined.size), members] = True
    _, first, number = np.unique(
        np.packbits(bits, axis=1), axis=0, return_index=True, return_inverse=True
    )
    ends = np.cumsum([len(part) for part in parts])
    return joined.take(first), np.split(number.reshape(-1), ends[:-1])
