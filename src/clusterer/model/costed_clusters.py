"""Clusters: which there may be, and what each of them costs, by its terms, rules and limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning, enumerate_candidates
from clusterer.councils import Councils
from clusterer.councils.partnerships import Partnerships
from clusterer.geography import Neighbours, as_graph, neighbours
from clusterer.limits import Limit
from clusterer.model.answers import checked_numbers, checked_verdict, in_blocks, joined
from clusterer.model.checked_lists import all_of, check_names
from clusterer.model.costed_partition import CostedPartition
from clusterer.model.figure_register import register
from clusterer.model.listings import listed_clusters
from clusterer.model.today import Today
from clusterer.rules import Rule
from clusterer.terms import Term
from clusterer.terms.base import Part
from clusterer.terms.costing import Costing
from clusterer.terms.today import FromToday

DEFAULT_MEMORY_GIB = 4.0
"""What the candidates of a problem may take unless told otherwise."""

FIELDS = ("councils", "terms", "rules", "limits", "adjacency", "today")
"""What a problem is made of."""


class CostedClusters:
    """Which clusters there may be, and what each of them costs.

    It knows no partition: what clusters cost together, the subclass `Problem` says.

    Parameters
    ----------
    councils, terms, rules, limits, adjacency, overlapping
        As for `Problem`.
    today
        The partnerships that exist, or a `Today`.
    """

    def __init__(
        self,
        councils: gpd.GeoDataFrame | Councils,
        terms: Iterable[Term],
        rules: Iterable[Rule] = (),
        limits: Iterable[Limit] = (),
        adjacency: nx.Graph | Any | None = None,
        *,
        overlapping: bool = False,
        today: Today | Partnerships | None = None,
    ) -> None:
        self.councils = Councils.validated(councils, overlapping=overlapping)
        self.today = Today.of(today)
        self.terms = self._from_today(all_of(Term, terms))
        self.rules = tuple(rule.priced_by(self.terms) for rule in all_of(Rule, rules))
        self.limits = tuple(limit.priced_by(self.terms) for limit in all_of(Limit, limits))
        check_names(self.terms, taken=CostedPartition.COLUMNS)
        self.adjacency = nx.freeze(as_graph(adjacency, self.councils))
        self._costing = Costing(self.terms, self.councils)
        self._candidates: Candidates | None = None
        # What cannot read the councils must fail now, on the councils alone.
        self.costs(self.singles)
        self.allowed(self.singles)
        self.limit_amounts(self.singles)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in FIELDS and name in vars(self):
            raise AttributeError(
                f"a problem is immutable; problem.replace({name}=...) gives a changed copy"
            )
        super().__setattr__(name, value)

    def __getstate__(self) -> dict[str, Any]:
        # The candidates may take gigabytes, and can be listed again.
        return {**vars(self), "_candidates": None}

    def candidates(
        self,
        *,
        memory_gib: float = DEFAULT_MEMORY_GIB,
        proceed: Callable[[int], None] | None = None,
    ) -> Candidates:
        """Return all clusters that adjacency and rules allow, each once.

        They are enumerated at the first call and kept. If a rule lists the clusters that it
        allows, they are those of its list that the adjacency and all other rules allow.

        Parameters
        ----------
        memory_gib
            What the candidates and the work on them may take.
        proceed
            Is told now and then how many were found so far. What it raises ends the
            enumeration, of which nothing is kept then.

        Raises
        ------
        TooManyCandidatesError
            If they would take more. The message tells which rule would help.
        """
        if self._candidates is None:
            found = listed_clusters(self.rules, self.councils, self.neighbours, proceed)
            if found is None:
                found = enumerate_candidates(
                    self.councils,
                    self.neighbours,
                    self.pruning(),
                    memory_gib=memory_gib,
                    proceed=proceed,
                )
            ask = None if proceed is None else lambda _: proceed(len(found))
            allowed = joined(in_blocks(self.allowed, found, ask))
            self._candidates = found if allowed.all() else found.take(allowed)
        return self._candidates

    @property
    def own_terms(self) -> tuple[Term, ...]:
        """The terms that were given: all but what starting from today adds."""
        return tuple(term for term in self.terms if not isinstance(term, FromToday))

    def _from_today(self, terms: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return terms with what starting from today adds, which depends on the others."""
        # What is of another today, as among the terms of another problem, is left behind.
        own = tuple(term for term in terms if not isinstance(term, FromToday))
        return own if self.today is None else (*own, self.today.term(self.councils, own))

    @cached_property
    def exit_costs(self) -> NDArray[np.float64]:
        """The £m that each council pays to leave a partnership, one of today or a later one."""
        today = Today({}) if self.today is None else self.today
        return today.exits(self.councils, self.own_terms)

    @cached_property
    def neighbours(self) -> Neighbours:
        """(indptr, indices): the neighbours of each council in the adjacency, by row number."""
        return neighbours(self.adjacency, self.councils)

    @property
    def rules_read_costs(self) -> bool:
        """Whether some rule allows other clusters under other terms, or from another today."""
        return any(rule.reads_costs for rule in self.rules)

    def pruning(self) -> Pruning:
        """Return the hereditary conditions of all rules together."""
        return Pruning.all_of(rule.pruning(self.councils) for rule in self.rules)

    def costs(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> NDArray[np.float64]:
        """Return the £m of each candidate, all terms together, at its best host.

        Parameters
        ----------
        candidates
            The candidates.
        proceed
            Is told now and then how many were costed so far. What it raises ends the work.
        """
        return joined(in_blocks(self._costing.costs, candidates, proceed))

    def costs_by_host(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the £m of each candidate in two parts, of which one depends on the host.

        Parameters
        ----------
        candidates, proceed
            As for `costs`.

        Returns
        -------
        tuple
            Shape (candidates,), what does not; and what does if a member hosts, a number for each
            member of each candidate, as `Candidates.flat` has them.
        """
        blocks = in_blocks(self._costing.by_host, candidates, proceed)
        return joined([fixed for fixed, _ in blocks]), joined([hosted for _, hosted in blocks])

    def cost_table(
        self, candidates: Candidates, host: NDArray[np.int64] | None = None
    ) -> pd.DataFrame:
        """Return a row a candidate: the row number of its ``host``, and the £m of each term.

        The host is the given member of each candidate, or else the one that is cheapest.
        """
        return self._costing.table(candidates, host)

    def cost_parts(self, candidates: Candidates, host: NDArray[np.int64]) -> list[Part]:
        """Return what the terms add to the columns of `cost_table`, and in which years.

        The term that starts from today adds to the columns of others.
        """
        return self._costing.parts(candidates, host)

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell for each candidate whether all rules allow it (connected or not)."""
        verdict = np.ones(len(candidates), dtype=np.bool_)
        for rule in self.rules:
            verdict &= self.verdict(rule, candidates)
        return verdict

    def verdict(self, rule: Rule, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell for each candidate whether one rule allows it, and check the answer."""
        return checked_verdict(rule, candidates)

    def limit_amounts(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> NDArray[np.float64]:
        """Return shape (limits, candidates): what each candidate adds to each limit's sum.

        `proceed` is told as in `costs`.
        """
        return joined(in_blocks(self._limit_amounts, candidates, proceed))

    def _limit_amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        amounts = np.empty((len(self.limits), len(candidates)))
        for row, limit in zip(amounts, self.limits, strict=True):
            row[:] = checked_numbers(limit, candidates)
        return amounts

    @cached_property
    def standalone_costs(self) -> NDArray[np.float64]:
        """The £m of each council if it stands alone, allowed or not."""
        return self.costs(self.singles)

    @cached_property
    def singles(self) -> Candidates:
        """All councils, each as a cluster of its own."""
        return Candidates.of(self.councils, ([i] for i in range(len(self.councils))))

    @cached_property
    def figures(self) -> pd.DataFrame:
        """A row a figure that the terms use: the register of what all costs rest on.

        Its ``meaning``, ``value`` and ``unit``; whether it is the ``default`` of the library; the
        range, ``low`` to ``high``, that the tables of parameters have; and of a default the
        ``mark``, V (read in a source), D (derived) or A (assumed), and the ``source``. A figure of
        your own has no mark.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central", kappa=0.01))
        >>> print(problem.figures.loc[["horizon", "coordination.kappa"], ["value", "default"]])
                           value  default
        figure
        horizon               10     True
        coordination.kappa  0.01    False
        """
        return register(self.terms)
