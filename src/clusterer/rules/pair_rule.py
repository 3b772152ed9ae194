"""What rules that forbid pairs of councils have in common."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.base import Rule
from clusterer.rules.mip_form import RuleForm


class PairRule(Rule):
    """A rule that some pairs of councils may not share a cluster, and that asks no more."""

    @abstractmethod
    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return shape (n, n), symmetric: which pairs may not be together."""

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether no pair of each candidate is forbidden."""
        return ~candidates.any_pair(self.forbidden(candidates.councils))

    def pruning(self, councils: Councils) -> Pruning:
        """Return the pairs that are forbidden."""
        return Pruning(conflict=self.forbidden(councils))

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the pairs that are forbidden."""
        return RuleForm(conflict=self.forbidden(councils))
