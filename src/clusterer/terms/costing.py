"""What candidates cost: all terms together, under the host that is best for all of them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.answers import asked, checked
from clusterer.councils import Councils
from clusterer.geography import centroid_km
from clusterer.terms.base import Part, Term

Floats = NDArray[np.float64]


class Costing:
    """The terms of a problem over its councils.

    Parameters
    ----------
    terms
        The terms.
    councils
        The councils.
    """

    def __init__(self, terms: tuple[Term, ...], councils: Councils) -> None:
        self._terms = terms
        self._councils = councils

    def costs(self, candidates: Candidates) -> Floats:
        """Return the £m of each candidate, at its best host."""
        total = self._of_any_host(candidates)
        hosted = self.of_best_host(candidates)
        return total if hosted is None else total + hosted

    def of_term(self, term: Term, candidates: Candidates) -> Floats:
        """Return the £m of each candidate in one term, without what depends on the host."""
        what = f"term {term.name!r}"
        return checked(what, asked(what, term.cost, candidates), candidates)

    def of_best_host(self, candidates: Candidates) -> Floats | None:
        """Return what depends on the host of each candidate, at its best; None if nothing does."""
        return None if self._host_matrix is None else candidates.host_min(self._host_matrix)

    @property
    def terms_of_hosts(self) -> tuple[Term, ...]:
        """The terms of which something depends on the host."""
        return tuple(term for term in self._terms if term.name in self._host_costs)

    def by_host(self, candidates: Candidates) -> tuple[Floats, Floats]:
        """Return the £m of each candidate in two parts, of which one depends on the host.

        Returns
        -------
        tuple
            Shape (candidates,), what does not; and what does if a member hosts, a number for each
            member of each candidate, as `Candidates.flat` has them.
        """
        indptr, members = candidates.flat()
        hosted = np.zeros(members.size)
        if self._host_matrix is not None:
            for rank in range(int(candidates.size.max(initial=0))):
                larger = candidates.size > rank
                places = indptr[:-1][larger] + rank
                hosted[places] = candidates.take(larger).host_sum(
                    self._host_matrix, members[places].astype(np.int64)
                )
        return self._of_any_host(candidates), hosted

    def table(self, candidates: Candidates, host: NDArray[np.int64] | None = None) -> pd.DataFrame:
        """Return a row a candidate: the row number of its ``host``, and the £m of each term.

        The host is the given member of each candidate, or else the one that is cheapest.
        """
        if host is None:
            host = candidates.host(
                centroid_km(self._councils) if self._host_matrix is None else self._host_matrix
            )
        table: dict[str, NDArray[Any]] = {"host": host}
        for part in self.parts(candidates, host):
            before = table.get(part.column)
            table[part.column] = part.cost if before is None else before + part.cost
        return pd.DataFrame(table)

    def parts(self, candidates: Candidates, host: NDArray[np.int64]) -> list[Part]:
        """Return the parts of all terms, each with what it costs under the given hosts."""
        found = []
        for term in self._terms:
            by_host = self._host_costs.get(term.name)
            for part in term.parts(candidates):
                cost = checked(f"term {term.name!r}", part.cost, candidates)
                if by_host is not None and part.column == term.name:
                    cost = cost + candidates.host_sum(by_host, host)
                found.append(Part(part.column, cost, part.timing))
        return found

    def _of_any_host(self, candidates: Candidates) -> Floats:
        total = np.zeros(len(candidates))
        for term in self._terms:
            total += self.of_term(term, candidates)
        return total

    @cached_property
    def _host_costs(self) -> dict[str, Floats]:
        found = ((term.name, term.host_cost(self._councils)) for term in self._terms)
        return {name: matrix for name, matrix in found if matrix is not None}

    @cached_property
    def _host_matrix(self) -> Floats | None:
        matrices = list(self._host_costs.values())
        return np.sum(matrices, axis=0) if matrices else None
