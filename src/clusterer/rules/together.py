"""Councils that share a cluster, whatever else happens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.rules.group import GroupRule
from clusterer.rules.linear import RuleForm


class Together(GroupRule):
    """The given councils are in the same cluster.

    Parameters
    ----------
    *councils
        Two or more, by index label or name.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"),
    ...     rules=[cl.MaxSize(4), cl.Together("Camden", "Islington")],
    ... )
    >>> plan = cl.solve(problem)
    >>> plan.cluster_of("Camden") == plan.cluster_of("Islington")
    True
    """

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate has all of them, or none."""
        members = self._members(candidates)
        whole: NDArray[np.bool_] = (members == 0) | (members == len(self.councils))
        return whole

    def linear_form(self, councils: Councils) -> RuleForm:
        """Return who is to be together."""
        return RuleForm(together=self.rows(councils))
