"""The candidates of one service of a portfolio, each with any of its members for a host."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.geography import Neighbours
from clusterer.search.columns import Columns

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class ServiceColumns:
    """The candidates of one service, each with any of its members for a host.

    What is said of a candidate with a host stands at the place of that host among the members of
    all candidates, as `Candidates.flat` has them.

    Attributes
    ----------
    columns
        The candidates, what they cost without what depends on the host, and the limits.
    by_host
        What is added if a member hosts; infinite where it may not.
    posts
        w: the posts of each member that go to the host, if it is another; empty without a balance.
    partnership
        Shape (candidates,): the number of the set of councils, the same in all services.
    neighbours
        (indptr, indices): the neighbours of each council, by row number.
    """

    columns: Columns
    by_host: Floats
    posts: Floats
    partnership: Numbers
    neighbours: Neighbours

    @property
    def candidates(self) -> Candidates:
        """The clusters that the service may have."""
        return self.columns.candidates

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the members of each candidate begin."""
        return self.candidates.flat()[0][:-1]

    @cached_property
    def members(self) -> NDArray[np.int64]:
        """The row numbers of the members of all candidates."""
        return self.candidates.flat()[1].astype(np.int64)

    @cached_property
    def owner(self) -> Numbers:
        """The number of the candidate at each place."""
        return np.repeat(np.arange(len(self.candidates)), self.candidates.size)

    @cached_property
    def posts_in_all(self) -> Floats:
        """Shape (candidates,): Σ_i w_i."""
        return self.per_candidate(self.posts)

    def per_candidate(self, entries: Floats) -> Floats:
        """Return the sum of what stands at the places of each candidate."""
        return np.add.reduceat(entries, self.starts) if entries.size else np.zeros(0)

    def cheapest(self, by_host: Floats) -> Numbers:
        """Return, for each candidate, the place of the host that adds least; the first if several.

        Parameters
        ----------
        by_host
            What each member adds as host.
        """
        least = np.minimum.reduceat(by_host, self.starts)[self.owner]
        places = np.flatnonzero(by_host <= least)
        _, first = np.unique(self.owner[places], return_index=True)
        return places[first]

    def at_best_hosts(self, governance: Floats) -> Columns:
        """Return the service by itself, each candidate under its cheapest host.

        Parameters
        ----------
        governance
            What each candidate pays of it.
        """
        least = np.minimum.reduceat(self.by_host, self.starts)
        return replace(self.columns, costs=self.columns.costs + least + governance)

    def balances_of(self, places: Numbers) -> tuple[NDArray[np.int64], Floats]:
        """Return what the members of some clusters with hosts give up, less what they host.

        Returns
        -------
        tuple
            The row number and the posts of each member, one cluster after the other.
        """
        ks = self.owner[places]
        sizes = self.candidates.size[ks]
        begins = np.cumsum(sizes) - sizes
        flat = np.repeat(self.starts[ks] - begins, sizes) + np.arange(sizes.sum())
        amounts = self.posts[flat]
        amounts[begins + places - self.starts[ks]] -= self.posts_in_all[ks]
        return self.members[flat], amounts

    def restricted(self, hosts: NDArray[np.bool_]) -> ServiceColumns:
        """Return the candidates that have a host, under those of the hosts that they may have.

        Parameters
        ----------
        hosts
            Whether each member of each candidate may be its host.
        """
        keep = np.logical_or.reduceat(hosts, self.starts) if hosts.size else hosts
        places = keep[self.owner]
        return ServiceColumns(
            self.columns.restricted(np.flatnonzero(keep)),
            np.where(hosts, self.by_host, np.inf)[places],
            self.posts[places] if self.posts.size else self.posts,
            self.partnership[keep],
            self.neighbours,
        )
