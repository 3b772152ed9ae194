"""One service for all councils."""

from __future__ import annotations

from dataclasses import dataclass

from clusterer.councils import Councils
from clusterer.rules.listed_rule import ListedRule
from clusterer.rules.mip_form import RuleForm


@dataclass(frozen=True)
class OneCluster(ListedRule):
    """All councils are in one cluster: a call centre for all of London, say.

    There is one plan then. `solve` costs it, chooses its host, and tells if the adjacency or
    another rule is in the way.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"), rules=[cl.OneCluster()],
    ...     adjacency=cl.adjacency(cl.datasets.london(), within_km=12),
    ... )
    >>> cl.solve(problem).clusters["size"].tolist()
    [32]
    """

    @property
    def in_words(self) -> str:
        """The rule in words."""
        return "all councils in one cluster"

    def offered(self, councils: Councils) -> list[list[int]]:
        """Return the cluster of all councils."""
        return [list(range(len(councils)))]

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return that all are to be together."""
        return RuleForm(together=(tuple(range(len(councils))),))
