"""Plans of a portfolio by solving one service at a time, each at its cheapest hosts.

What a service pays for a partnership is all that ties it to the others, if posts need not
balance. Each of these problems is one of set partitioning, which is solved far faster than all
services together. At prices that share out the governance, what they cost at least adds up to a
bound for all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import cycle

import numpy as np

from clusterer.search import pulp_backend
from clusterer.search.apart import Apart, Search
from clusterer.search.map_parts import search_of
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import PortfolioPrices
from clusterer.search.portfolio.service_columns import Floats, Numbers
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.solution import Watch

_SECONDS = 10.0
"""For one service."""

_PART_FOR_PROOFS = 1 / 3
"""The part of the time that is left, for proofs of all services at prices."""


class OneByOne:
    """The services of a portfolio, to be solved one at a time.

    Parameters
    ----------
    columns
        All clusters.
    offer
        Is told clusters that may be a plan, also at Ctrl-C.
    solver, seed
        As for `pulp_backend.minimise`.
    watch
        The clock.
    """

    def __init__(
        self,
        columns: PortfolioColumns,
        offer: Callable[[Numbers], object],
        *,
        solver: pulp_backend.Solver,
        seed: int,
        watch: Watch,
    ) -> None:
        self._columns = columns
        self._offer = offer
        self._solver = solver
        self._seed = seed
        self._watch = watch
        self._plans = [columns.alone(s) for s in range(len(columns.services))]

    def apart(self) -> Numbers:
        """Solve each service as if it paid all of the governance; return what they come to."""
        governance = self._columns.governance
        # All alone nobody hosts or gives up anything, whatever the balance.
        self._offer(np.concatenate(self._plans))
        for s, one in enumerate(self._columns.services):
            self._solve(s, governance[one.partnership])
        return np.concatenate(self._plans)

    def at_prices(self, prices: PortfolioPrices) -> tuple[list[float], str]:
        """Solve each service at prices, with its share of the governance; return what each costs.

        That is what it costs at least at these prices; so all services together cost at least the
        sum, less what is `paid_besides`. And on which solver's word that rests, if on any.
        Services come to like the same partnerships, which each would leave if it paid for all. At
        Ctrl-C the plans so far are kept.

        Parameters
        ----------
        prices
            Repaired.
        """
        columns = self._columns
        services = [prices.of_service(columns, s) for s in range(len(columns.services))]

        def begin(s: int, chosen: Numbers | None, watch: Watch, gap: float) -> Search:
            return search_of(
                services[s],
                start=self._candidates(s) if chosen is None else chosen,
                solver=self._solver,
                gap=gap,
                seed=self._seed,
                watch=watch,
                neighbours=columns.services[s].neighbours,
                precision=1.0 / len(services),
            )

        apart = Apart(
            [partial(begin, s) for s in range(len(services))],
            [float(len(service)) for service in services],
            watch=self._watch.part(_PART_FOR_PROOFS * self._watch.remaining()),
        )
        try:
            apart.search()
        finally:
            for s, found in enumerate(apart.found):
                if found.chosen is not None:
                    self._plans[s] = columns.best_hosts(s, found.chosen)
            self._offer(np.concatenate(self._plans))
        proved = [
            prices.proved_of(columns, s) if found.bound == -math.inf else found.bound
            for s, found in enumerate(apart.found)
        ]
        return proved, apart.word_of

    def in_turns(self) -> None:
        """Solve each service with what the others pay for free, until that changes nothing more."""
        unchanged = 0
        for s in cycle(range(len(self._plans))):
            if unchanged == len(self._plans) or self._watch.remaining() <= 0:
                break
            before = self._plans[s]
            self._solve(s, self._unpaid(s))
            unchanged = unchanged + 1 if np.array_equal(before, self._plans[s]) else 0

    def _unpaid(self, s: int) -> Floats:
        """Return what each candidate of a service pays, if the others pay for theirs already."""
        columns = self._columns
        governance = columns.governance.copy()
        for other in range(len(self._plans)):
            if other != s:
                governance[columns.services[other].partnership[self._candidates(other)]] = 0.0
        return governance[columns.services[s].partnership]

    def _candidates(self, s: int) -> Numbers:
        """Return the plan of a service as numbers of its candidates."""
        found: Numbers = self._columns.services[s].owner[self._plans[s] - self._columns.offsets[s]]
        return found

    def _solve(self, s: int, governance: Floats) -> None:
        """Put a good plan of a service into its place; at Ctrl-C, the best so far."""
        search = SetPartitionSearch(
            self._columns.services[s].at_best_hosts(governance),
            start=self._candidates(s),
            solver=self._solver,
            seed=self._seed,
            watch=self._watch.part(_SECONDS),
            neighbours=self._columns.services[s].neighbours,
            prove=False,  # A proof may take all of the time, and says nothing of services together.
        )
        try:
            search.search()
        finally:
            if search.chosen is not None:
                self._plans[s] = self._columns.best_hosts(s, search.chosen)
            self._offer(np.concatenate(self._plans))
