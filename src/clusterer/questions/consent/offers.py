"""Every cluster that could form by itself, and what it would cost: what leavers may choose from.

What a cluster of leavers costs depends on its members alone. So whether it forms does not depend
on what the others would do then. Limits bind plans, and not leavers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer._support.wording import shown
from clusterer.candidates import Candidates
from clusterer.candidates.shares import Shares
from clusterer.errors import InputError, TooManyCandidatesError
from clusterer.model.problem import Evaluation, Problem
from clusterer.search.lookup import numbers_among
from clusterer.search.refusals import tighter_cap

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Offers:
    """What the members of a partition could do instead.

    Attributes
    ----------
    evaluation
        The partition, costed by what is charged.
    candidates
        Every cluster that the adjacency and the rules allow, limits aside.
    costs
        Shape (candidates,): their £m.
    clusters
        The clusters of the partition, in the order of ``evaluation.clusters``.
    cluster_costs
        Shape (clusters,): their £m.
    """

    evaluation: Evaluation
    candidates: Candidates
    costs: Floats
    clusters: Candidates
    cluster_costs: Floats

    @classmethod
    def of(
        cls,
        evaluation: Evaluation,
        terms: Iterable[str] | None = None,
        proceed: Callable[[int], None] | None = None,
    ) -> Offers:
        """Return what the members of a partition could do instead.

        Parameters
        ----------
        evaluation
            The partition.
        terms
            The names of the terms that are charged; all unless given. Then the host of each cluster
            is the one at which these terms are cheapest.
        proceed
            In long work it is told how much is done; what it raises ends the work.

        Raises
        ------
        InputError
            If a term is not one of the problem.
        TooManyCandidatesError
            If the clusters are too many to list.
        """
        problem = evaluation.problem
        charged = evaluation if terms is None else _charged(evaluation, terms)
        try:
            candidates = problem.candidates(proceed=proceed)
        except TooManyCandidatesError as error:
            raise TooManyCandidatesError(
                f"each cluster that could form by itself has to be listed, but {error}. "
                f"So {tighter_cap(problem.rules)}",
                error.fitting_size,
            ) from None
        costs = charged.problem.costs(candidates, proceed=proceed)
        councils = charged.councils
        members = [charged.members(label) for label in charged.clusters.index]
        clusters = Candidates.of(councils, (councils.positions(labels) for labels in members))
        return cls(charged, candidates, costs, clusters, charged.clusters["total"].to_numpy())

    def __len__(self) -> int:
        return len(self.candidates)

    @property
    def problem(self) -> Problem:
        """The problem, with the terms that are charged."""
        return self.evaluation.problem

    @property
    def n(self) -> int:
        """The number of councils."""
        return len(self.evaluation.councils)

    @property
    def alone(self) -> Floats:
        """Shape (n,): the £m of each council alone, allowed or not."""
        return self.problem.standalone_costs

    def charges(self, key: Shares) -> Floats:
        """Return shape (n,): the £m that each council pays in the partition by a key."""
        _, members = self.clusters.flat()
        charges = np.empty(self.n)
        charges[members] = key.charges(self.clusters, self.cluster_costs, self.alone)
        return charges

    @cached_property
    def may_stand_alone(self) -> NDArray[np.bool_]:
        """Shape (n,): which councils the rules allow to stand alone."""
        allowed = np.zeros(self.n, dtype=np.bool_)
        indptr, members = self.candidates.flat()
        allowed[members[indptr[:-1][self.candidates.size == 1]]] = True
        return allowed

    @cached_property
    def cluster_of(self) -> Numbers:
        """Shape (n,): the number of the cluster of each council."""
        found = np.empty(self.n, dtype=np.intp)
        indptr, members = self.clusters.flat()
        found[members] = np.repeat(np.arange(len(self.clusters)), np.diff(indptr))
        return found

    @cached_property
    def number_of_clusters(self) -> Numbers:
        """Shape (clusters,): the number of each cluster among the candidates; -1 if it is none."""
        return numbers_among(self.candidates, self.clusters)


def _charged(evaluation: Evaluation, terms: Iterable[str]) -> Evaluation:
    """Return a partition costed by some of its terms."""
    problem = evaluation.problem
    known = [term.name for term in problem.terms]
    if not isinstance(terms, Iterable) or isinstance(terms, Mapping):
        raise InputError(f"terms = {shown(terms)} must be names of terms, such as {known[:2]}")
    names = [terms] if isinstance(terms, str) else list(terms)
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise InputError(
            "terms names what is charged; "
            + (f"there is no term {shown(unknown[0])}" if unknown else "it names none")
            + f"; there are {', '.join(known) or 'none'}"
        )
    some = problem.replace(terms=[term for term in problem.terms if term.name in names])
    members = {
        label: list(evaluation.councils.positions(evaluation.members(label)))
        for label in evaluation.clusters.index
    }
    return some.evaluate_rows(members)
