"""The search for the best portfolio: services that nothing ties are solved apart.

Two services are tied if some partnership of both pays governance, or if posts are to balance. Those
that are tied are searched together (`tied`); one by itself is a problem like any other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import networkx as nx
import numpy as np

from clusterer.search import pulp_backend
from clusterer.search.apart import Apart, Search
from clusterer.search.map_parts import search_of
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.service_columns import Numbers
from clusterer.search.portfolio.tied import TiedSearch
from clusterer.search.solution import Watch, is_stopped


@dataclass(frozen=True, eq=False)
class PortfolioSolution:
    """The outcome of a search.

    Attributes
    ----------
    clusters
        For each service, the row numbers of the members of each cluster, and of its host; None if
        there is no plan.
    objective
        The £m of the plan; infinite if there is none.
    bound
        The £m that every plan costs at least; infinite if it is proved that there is none.
    word_of
        The solver on whose word alone the bound rests, as in `Solution`.
    ended
        Whether the search ended by itself, so that more time would not help: the gap is closed, or
        the joint clusters within it are too many to list.
    """

    clusters: list[list[tuple[list[int], int]]] | None
    objective: float
    bound: float
    word_of: str = ""
    ended: bool = False


class PortfolioSearch:
    """One search for the best plan of a portfolio.

    Parameters
    ----------
    columns
        The clusters of all services, and what ties them.
    solver, gap, seed, watch
        As for `SetPartitionSearch`.
    """

    def __init__(
        self,
        columns: PortfolioColumns,
        *,
        solver: pulp_backend.Solver = None,
        gap: float = 0.0,
        seed: int = 0,
        watch: Watch | None = None,
    ) -> None:
        self._columns = columns
        self._solver = solver
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        self._groups = tied_groups(columns)
        self._ended = False
        self._apart = Apart(
            [partial(self._begin, group) for group in self._groups],
            [float(sum(columns.services[s].members.size for s in group)) for group in self._groups],
            watch=self._watch,
            gap=gap,
        )

    def run(self) -> PortfolioSolution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        if any(len(service.candidates) == 0 for service in self._columns.services):
            return PortfolioSolution(None, math.inf, math.inf)
        stopped = is_stopped(self._apart.search)
        self._ended = not stopped and self._watch.elapsed() < self._watch.time_limit
        return self.solution

    @property
    def solution(self) -> PortfolioSolution:
        """The best so far."""
        apart = self._apart
        bound = min(apart.bound, apart.objective)
        if apart.objective == math.inf:
            return PortfolioSolution(None, math.inf, bound, apart.word_of, self._ended)
        clusters: list[list[tuple[list[int], int]]] = [[] for _ in self._columns.services]
        for group, found in zip(self._groups, apart.found, strict=True):
            assert found.chosen is not None
            for number in self._numbers(group, found.chosen):
                s, place = self._columns.located(number)
                service = self._columns.services[s]
                members = service.candidates.positions(service.owner[place]).tolist()
                clusters[s].append((members, int(service.members[place])))
        return PortfolioSolution(clusters, apart.objective, bound, apart.word_of, self._ended)

    def _begin(
        self, group: Sequence[int], chosen: Numbers | None, watch: Watch, gap: float
    ) -> Search:
        """Begin the search of some services."""
        precision = 1.0 / len(self._groups)
        if len(group) > 1:
            return TiedSearch(
                self._columns.of_services(group),
                start=chosen,
                solver=self._solver,
                gap=gap,
                seed=self._seed,
                watch=watch,
                precision=precision,
            )
        (service,) = (self._columns.services[s] for s in group)
        return search_of(
            service.at_best_hosts(self._columns.governance[service.partnership]),
            start=chosen,
            solver=self._solver,
            gap=gap,
            seed=self._seed,
            watch=watch,
            neighbours=service.neighbours,
            precision=precision,
        )

    def _numbers(self, group: Sequence[int], chosen: Numbers) -> Numbers:
        """Return the clusters with hosts, among all, that a search of some services has chosen."""
        if len(group) == 1:
            return self._columns.best_hosts(group[0], chosen)
        part = self._columns.of_services(group)
        places = np.searchsorted(part.offsets, chosen, side="right") - 1
        shift = self._columns.offsets[list(group)] - part.offsets[:-1]
        numbers: Numbers = chosen + shift[places]
        return numbers


def tied_groups(columns: PortfolioColumns) -> list[list[int]]:
    """Return the numbers of the services that are tied to one another, group by group."""
    n_services = len(columns.services)
    if columns.allowance is not None:
        return [list(range(n_services))]
    tied = nx.Graph()
    tied.add_nodes_from(range(n_services))
    paying = np.flatnonzero(columns.governance > 0.0)
    has = np.array([place[paying] >= 0 for place in columns.places])
    for s in range(n_services):
        tied.add_edges_from((s, t) for t in range(s) if (has[s] & has[t]).any())
    return sorted(sorted(group) for group in nx.connected_components(tied))
