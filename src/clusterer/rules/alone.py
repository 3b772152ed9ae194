"""Councils that share with nobody, whatever else happens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.group_rule import GroupRule
from clusterer.rules.mip_form import RuleForm


class Alone(GroupRule):
    """Each of the given councils stands alone.

    No cluster is connected through one of them, either: it would be a member. What each costs alone
    is in the plan.

    Parameters
    ----------
    *councils
        One or more, by index label or name.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"),
    ...     rules=[cl.MaxSize(3), cl.Alone("Croydon", "Camden")],
    ... )
    >>> plan = cl.solve(problem)
    >>> sizes = plan.clusters["size"]
    >>> int(sizes[plan.cluster_of("Croydon")]), int(sizes[plan.cluster_of("Camden")])
    (1, 1)
    """

    fewest = 1

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate has none of them, or is one of them alone."""
        allowed: NDArray[np.bool_] = (candidates.size == 1) | (self._members(candidates) == 0)
        return allowed

    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return the pairs with one of them."""
        rows = list(self.rows(councils))
        conflict = np.zeros((len(councils), len(councils)), dtype=np.bool_)
        conflict[rows, :] = conflict[:, rows] = True
        np.fill_diagonal(conflict, False)
        return conflict

    def pruning(self, councils: Councils) -> Pruning:
        """Return the pairs with one of them."""
        return Pruning(conflict=self.forbidden(councils))

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the pairs with one of them."""
        return RuleForm(conflict=self.forbidden(councils))
