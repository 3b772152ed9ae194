"""Selects among proposals: set partitioning over them and the councils alone."""

from __future__ import annotations

import logging
import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator
from clusterer.candidates import Candidates
from clusterer.model.faults import faults
from clusterer.model.problem import Problem
from clusterer.questions.proposals import Proposals
from clusterer.search.columns import Columns
from clusterer.search.map_parts import search_of
from clusterer.search.solution import UNKNOWN, OutOfTime, Watch, is_near

logger = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Selected:
    """A selection, with what is proved of it.

    Attributes
    ----------
    chosen
        The numbers of its clusters among those of the selector; None if there is none.
    names
        The proposals that it has.
    objective
        Its £m; infinite if there is none.
    bound
        The £m that every such selection costs at least; infinite if there is none.
    """

    chosen: Numbers | None
    names: tuple[Hashable, ...]
    objective: float
    bound: float

    @property
    def proved(self) -> bool:
        """Whether it is proved to be the best, or that there is none."""
        if self.chosen is None:
            return self.bound == math.inf
        return is_near(self.objective, self.bound)


class Selector:
    """Finds the best selections among proposals.

    Parameters
    ----------
    problem
        Whose terms, rules and limits.
    proposals
        The proposals.
    seed
        For the random choices of the search.
    """

    def __init__(self, problem: Problem, proposals: Proposals, *, seed: int) -> None:
        self.problem = problem
        self.proposals = proposals
        self._seed = seed
        councils = problem.councils
        self.names = tuple(proposals.members)
        self._place = {name: k for k, name in enumerate(self.names)}
        self.clusters = Candidates.of(
            councils, [*proposals.members.values(), *([i] for i in range(len(councils)))]
        )
        costs = problem.costs(self.clusters).copy()
        for name, cost in proposals.costs.items():
            costs[self._place[name]] = cost
        self.columns = Columns.costed(problem, self.clusters, costs)
        self.is_proposal = np.arange(len(self.clusters)) < len(self.names)

    @cached_property
    def broken(self) -> dict[Hashable, str]:
        """What each proposal breaks, in words; nothing for those that may be chosen."""
        problem = self.problem
        return {
            name: "; ".join(
                faults([name], self.clusters.take([k]), problem.adjacency, problem.rules, ())
            )
            for k, name in enumerate(self.names)
        }

    @property
    def no_selection(self) -> str:
        """Why there is no selection, as far as that is plain."""
        allowed = self.problem.allowed(self.clusters)
        alone = [i for i in range(len(self.problem.councils)) if not allowed[len(self.names) + i]]
        if alone:
            who = self.problem.councils.describe(alone)
            return (
                "no selection of proposals keeps the rules and limits: the rules do not allow "
                f"{who} to stand alone; loosen the rule, or add proposals"
            )
        return "no selection of proposals keeps the limits; loosen one, or add proposals"

    def best(
        self,
        watch: Watch,
        *,
        insist: Hashable | None = None,
        refuse: Hashable | None = None,
        counted: Floats | None = None,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> Selected:
        """Return the best selection.

        Parameters
        ----------
        watch
            The clock.
        insist, refuse
            A proposal that it must have, or must not have; None for no such wish.
        counted, low, high
            Shape (clusters,): amounts whose sum must lie within these ends.
        """
        usable = self._usable.copy()
        if insist is not None:
            place = self._place[insist]
            shared = self._shares[place]
            if not usable[place]:
                return Selected(None, (), math.inf, math.inf)
            usable &= ~shared
            usable[place] = True
        if refuse is not None:
            usable[self._place[refuse]] = False
        numbers = np.flatnonzero(usable)
        columns = self.columns
        if counted is not None:
            columns = columns.limited((counted,), np.array([low]), np.array([high]))
        search = search_of(
            columns.restricted(numbers), seed=self._seed, watch=watch.part(watch.remaining())
        )
        try:
            solution = search.run()
        except OutOfTime:
            solution = UNKNOWN
        if search.chosen is None:
            return Selected(None, (), math.inf, solution.bound)
        chosen = numbers[search.chosen]
        if insist is None and counted is None:
            chosen = self._without_idle(chosen)
        names = tuple(self.names[k] for k in chosen.tolist() if k < len(self.names))
        return Selected(chosen, names, float(self.columns.costs[chosen].sum()), solution.bound)

    def _without_idle(self, chosen: Numbers) -> Numbers:
        """Return a selection without proposals of one council that save it nothing."""
        costs, first = self.columns.costs, len(self.names)
        found = chosen.copy()
        for at, place in enumerate(chosen.tolist()):
            if place < first and self.clusters.size[place] == 1:
                alone = first + int(self.clusters.positions(place)[0])
                if self._usable[alone] and costs[alone] <= costs[place]:
                    found[at] = alone
        return np.sort(found)

    @cached_property
    def _usable(self) -> NDArray[np.bool_]:
        """Which clusters a selection may have."""
        usable = self.problem.allowed(self.clusters)
        for k, name in enumerate(self.names):
            usable[k] &= not self.broken[name]
        return usable

    @cached_property
    def _shares(self) -> NDArray[np.bool_]:
        """Shape (proposals, clusters): which have a council in common."""
        n, m = len(self.problem.councils), len(self.clusters)
        has = np.zeros((m, n), dtype=np.bool_)
        for k in range(m):
            has[k, self.clusters.positions(k)] = True
        shares: NDArray[np.bool_] = has[: len(self.names)] @ has.T
        return shares

    @property
    def clashes(self) -> pd.DataFrame:
        """A row for each two proposals that have a council in common, and which."""
        shares = np.triu(self._shares[:, : len(self.names)], k=1)
        names = self.problem.councils.names
        between, rows = separator(names), []
        for a, b in np.argwhere(shares).tolist():
            both = np.intersect1d(self.clusters.positions(a), self.clusters.positions(b))
            rows.append((self.names[a], self.names[b], between.join(names[i] for i in both)))
        return pd.DataFrame(rows, columns=["proposal", "other", "councils"])
