"""Clusters within the groups that councils are in already, such as counties."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.checks import check_flag
from clusterer._support.wording import shown
from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.rules.mip_form import RuleForm
from clusterer.rules.pair_rule import PairRule


@dataclass(frozen=True)
class Nested(PairRule):
    """No cluster crosses the line between two groups of councils: all members are of one group.

    Parameters
    ----------
    column
        The column that names the group of each council, such as its county. No council may
        lack one.
    whole
        Whether each group is exactly one cluster: a service per county.

    Examples
    --------
    Clusters of either inner or outer boroughs, and one cluster of each:

    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"),
    ...     rules=[cl.MaxSize(2), cl.Nested("inner")],
    ... )
    >>> len(problem.candidates())
    72
    >>> near = cl.adjacency(cl.datasets.london(), within_km=12)
    >>> two = problem.replace(rules=[cl.Nested("inner", whole=True)], adjacency=near)
    >>> cl.solve(two).clusters["size"].tolist()
    [20, 12]
    """

    column: str
    whole: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Check that it is one column."""
        check_flag("Nested whole", self.whole)
        if not isinstance(self.column, str):
            raise InputError(
                f"Nested has {shown(self.column)}, which is no name of a column; name the one that "
                "says which group a council is in"
            )

    def __repr__(self) -> str:
        return f"Nested({self.column!r}{', whole=True' if self.whole else ''})"

    @property
    def in_words(self) -> str:
        """The groups in words."""
        return (
            f"{'one cluster for each' if self.whole else 'each cluster within one'} {self.column}"
        )

    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return the pairs of different groups."""
        group = self._group(councils)
        different: NDArray[np.bool_] = group[:, None] != group[None, :]
        return different

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether all members of each candidate are of one group, and all of it if `whole`."""
        within = super().allows(candidates)
        if not self.whole:
            return within
        group = self._group(candidates.councils)
        within &= candidates.size == candidates.min(np.bincount(group)[group])
        return within

    def pruning(self, councils: Councils) -> Pruning:
        """Return the pairs of different groups."""
        return super().pruning(councils)

    def listing(self, councils: Councils) -> list[list[int]] | None:
        """Return the groups, if each is to be one cluster."""
        return self._groups(councils) if self.whole else None

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the pairs of different groups, and the groups that are to be together."""
        together = map(tuple, self._groups(councils) if self.whole else [])
        return RuleForm(conflict=self.forbidden(councils), together=tuple(together))

    def _groups(self, councils: Councils) -> list[list[int]]:
        """Return the row numbers of each group."""
        group = self._group(councils)
        return [np.flatnonzero(group == k).tolist() for k in range(group.max() + 1)]

    def _group(self, councils: Councils) -> NDArray[np.intp]:
        """Return the number of the group of each council."""
        return pd.factorize(councils.texts(self.column))[0]
