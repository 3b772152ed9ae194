"""A cap on the number of members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_whole, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.base import Rule
from clusterer.rules.mip_form import RuleForm, SumWithin


@dataclass(frozen=True)
class MaxSize(Rule):
    """A cluster has at most `n` members.

    Parameters
    ----------
    n
        How many members it may have; at least 1.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(1)])
    >>> len(problem.candidates())
    32
    """

    n: int

    def __post_init__(self) -> None:
        """Check the number."""
        make_plain(self)
        check_whole("MaxSize n", self.n, at_least=1)

    def __repr__(self) -> str:
        return f"MaxSize({self.n})"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        return f"clusters of up to {self.n}"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate has at most n members."""
        return candidates.size <= self.n

    def pruning(self, councils: Councils) -> Pruning:  # noqa: ARG002 - whoever they are
        """Return the cap."""
        return Pruning(max_size=int(self.n))

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the cap as a sum of ones."""
        return RuleForm(sums=(SumWithin(np.ones(len(councils)), Interval(0, self.n)),))
