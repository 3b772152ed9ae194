"""Councils that share a cluster, whatever else happens."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.rules.base import Rule
from clusterer.rules.group_rule import GroupRule
from clusterer.rules.mip_form import RuleForm


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

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return who is to be together."""
        return RuleForm(together=(self.rows(councils),))


def together_groups(rules: Iterable[Rule], councils: Councils) -> list[list[int]]:
    """Return the row numbers of councils that rules put together: all of a group or none.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> rules = [Together("Barnet", "Brent"), cl.MaxSize(4), Together("Brent", "Harrow")]
    >>> [councils.describe(group) for group in together_groups(rules, councils)]
    ['Barnet (E09000003), Brent (E09000005), Harrow (E09000015)']
    """
    graph = nx.Graph()
    for rule in rules:
        form = rule.mip_form(councils)
        if form is not None:
            for group in form.together:
                graph.add_edges_from(itertools.pairwise(group))
    return [sorted(group) for group in nx.connected_components(graph)]
