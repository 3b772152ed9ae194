"""Which clusters and hosts posts that are to balance leave, before any search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from clusterer.search.portfolio.service_columns import Floats, ServiceColumns


def moves(service: ServiceColumns) -> tuple[Floats, Floats]:
    """Return what each member of each candidate gives up if another hosts, and if it hosts itself.

    The second is nothing or less: what it hosts. Infinite (and minus infinite) where there is no
    such host.
    """
    may_host = np.isfinite(service.by_host)
    hosts_in_all = np.add.reduceat(may_host.astype(np.int64), service.starts)[service.owner]
    others = hosts_in_all - may_host
    gives = np.where(others > 0, service.posts, np.inf)
    hosts = np.where(may_host, service.posts - service.posts_in_all[service.owner], -np.inf)
    return gives, hosts


def within_balance(
    services: Sequence[ServiceColumns], allowance: Floats
) -> tuple[ServiceColumns, ...]:
    """Return the clusters and hosts that some plan in balance may have, as far as can be told.

    A council is in one cluster of each service. So a cluster and a host are out of the question if
    one of its members is out of balance even with what the other services do best for it. Posts of
    millions of residents, which a council of few could never host, go in this way: a solver would
    take a millionth of such a cluster.
    """
    services = list(services)
    while True:
        least, most = _extremes(services, allowance.size)
        if not (np.isfinite(least).all() and np.isfinite(most).all()):
            return tuple(services)  # A council without a cluster: there is no plan.
        unchanged = True
        for s, service in enumerate(services):
            rest_least = least.sum(axis=0) - least[s]
            rest_most = most.sum(axis=0) - most[s]
            i, at = service.members, service.owner
            sizes = np.maximum(np.abs(least).sum(axis=0), np.abs(most).sum(axis=0))
            rounding = 1e-12 * (service.posts_in_all[at] + sizes[i])
            gives, hosts = moves(service)
            beyond = [
                (posts + rest_least[i] > allowance[i] + rounding)
                | (posts + rest_most[i] < -allowance[i] - rounding)
                for posts in (gives, hosts)
            ]
            cannot_give = np.add.reduceat(beyond[0].astype(np.int64), service.starts)[at]
            others_cannot = cannot_give - beyond[0]
            possible = np.isfinite(service.by_host) & ~beyond[1] & (others_cannot == 0)
            if (possible != np.isfinite(service.by_host)).any():
                services[s] = service.restricted(possible)
                unchanged = False
        if unchanged:
            return tuple(services)


def _extremes(services: Sequence[ServiceColumns], n: int) -> tuple[Floats, Floats]:
    """Return shape (services, n): the least and the most posts that each council may give up."""
    least = np.full((len(services), n), np.inf)
    most = np.full((len(services), n), -np.inf)
    for s, service in enumerate(services):
        gives, hosts = moves(service)
        np.minimum.at(least[s], service.members, gives)
        np.minimum.at(least[s], service.members, np.where(hosts > -np.inf, hosts, np.inf))
        np.maximum.at(most[s], service.members, np.where(gives < np.inf, gives, -np.inf))
        np.maximum.at(most[s], service.members, hosts)
    return least, most
