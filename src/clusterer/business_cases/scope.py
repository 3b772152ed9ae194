"""Whose case it is: that of all councils, of one cluster or of one council."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import scipy.sparse
from numpy.typing import ArrayLike, NDArray

from clusterer._support.wording import separator
from clusterer.councils.labelled import as_vector
from clusterer.errors import InputError
from clusterer.model.council_table import residents_column
from clusterer.model.problem import Evaluation

Floats = NDArray[np.float64]

_NAMED = 6
"""How many members of a cluster are named in a title."""


@dataclass(frozen=True, eq=False)
class Scope:
    """Whose case it is.

    Attributes
    ----------
    group
        The number of the group of each council, -1 out of scope. What is saved in a year is what
        groups save on balance; those of all councils are the fewest that no cluster is split by,
        neither of the plan nor of the baseline.
    driver
        By what the members of a cluster share, a figure for each council.
    subject
        What to call it.
    """

    group: NDArray[np.intp]
    driver: Floats
    subject: str

    @classmethod
    def of(
        cls,
        plan: Evaluation,
        before: Evaluation | None,
        cluster: Hashable | None,
        council: Hashable | None,
        share_by: str | ArrayLike | None,
    ) -> Scope:
        """Return the scope of a case, of a plan against another partition if there is one.

        Raises
        ------
        InputError
            If there is no such cluster or council, or both are given.
        """
        n, clusters = len(plan.councils), plan.arguments()["clusters"]
        group = np.full(n, -1)
        if cluster is not None and council is not None:
            raise InputError("give business_case(...) a cluster or a council, not both")
        if cluster is None and council is None:
            shared = sum(len(rows) > 1 for rows in clusters.values())
            subject = f"{shared} shared cluster{'' if shared == 1 else 's'}"
            return cls(_parts(n, [plan, before]), np.ones(n), subject)
        driver = as_vector(plan.councils, driver_of(plan, share_by))
        if cluster is not None:
            plan.members(cluster)  # Refuses one that is not there.
            rows = clusters[cluster]
            names = [plan.councils.names[row] for row in rows]
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            named = separator(names).join(names[:_NAMED])
            subject = f"cluster {cluster} ({named}{more})"
        else:
            assert council is not None
            rows = [plan.councils.position(council)]
            subject = plan.councils.names[rows[0]]
        group[rows] = 0
        return cls(group, driver, subject)

    @property
    def rows(self) -> list[int]:
        """The row numbers of the councils in scope."""
        return np.flatnonzero(self.group >= 0).tolist()

    def weights(self, plan: Evaluation) -> scipy.sparse.csr_array:
        """Return shape (groups, clusters): what part of each cluster is each group's.

        Raises
        ------
        InputError
            If a cluster is to be split by figures below 0, or of which none is above.
        """
        at, numbers, parts = [], [], []
        clusters = list(plan.arguments()["clusters"].values())
        for c, rows in enumerate(clusters):
            for g in np.unique(self.group[rows]).tolist():
                if g >= 0:
                    at.append(g)
                    numbers.append(c)
                    parts.append(self._part(plan, rows, self.group[rows] == g))
        shape = int(self.group.max(initial=-1)) + 1, len(clusters)
        return scipy.sparse.csr_array((parts, (at, numbers)), shape=shape, dtype=np.float64)

    def _part(self, plan: Evaluation, rows: list[int], mine: NDArray[np.bool_]) -> float:
        if mine.all():
            return 1.0  # Also if nobody lives there.
        driver = self.driver[rows]
        if (driver < 0).any() or driver.sum() <= 0:
            raise InputError(
                f"share_by = {driver.tolist()} for {plan.councils.describe(rows)}: give figures of "
                "0 or more, and above 0 for at least one member"
            )
        return float(driver[mine].sum() / driver.sum())


def driver_of(plan: Evaluation, share_by: str | ArrayLike | None) -> str | ArrayLike:
    """Return by what members share: what is given, or else the residents that the terms read."""
    if share_by is not None:
        return share_by
    return residents_column(plan.problem.terms) or "population"


def _parts(n: int, plans: list[Evaluation | None]) -> NDArray[np.intp]:
    """Return the number of the smallest group of each council that no cluster is split by."""
    together = nx.Graph()
    together.add_nodes_from(range(n))
    for plan in plans:
        for rows in () if plan is None else plan.arguments()["clusters"].values():
            nx.add_path(together, rows)
    group = np.empty(n, dtype=np.intp)
    for number, rows in enumerate(nx.connected_components(together)):
        group[list(rows)] = number
    return group
