"""Councils that do not share a cluster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.group_rule import GroupRule
from clusterer.rules.mip_form import RuleForm


class Apart(GroupRule):
    """No two of the given councils are in the same cluster.

    Parameters
    ----------
    *councils
        Two or more, by index label or name.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), [], rules=[cl.MaxSize(2), cl.Apart("Camden", "Islington")]
    ... )
    >>> len(problem.candidates())
    94
    """

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate has at most one of them."""
        return self._members(candidates) <= 1

    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return the pairs that may not be together."""
        rows = self.rows(councils)
        conflict = np.zeros((len(councils), len(councils)), dtype=np.bool_)
        conflict[np.ix_(rows, rows)] = True
        np.fill_diagonal(conflict, False)
        return conflict

    def pruning(self, councils: Councils) -> Pruning:
        """Return the pairs that may not be together."""
        return Pruning(conflict=self.forbidden(councils))

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the pairs that may not be together."""
        return RuleForm(conflict=self.forbidden(councils))
