"""A floor on the number of members."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_flag, check_whole, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.rules.base import Rule
from clusterer.rules.mip_form import RuleForm, SumWithin


@dataclass(frozen=True)
class MinSize(Rule):
    """A cluster has at least `n` members.

    Parameters
    ----------
    n
        The fewest members. A council alone is a cluster of one, and not allowed with an `n` of 2
        or more, unless `alone` says so.
    alone
        Whether a council may stand alone all the same.

    Examples
    --------
    >>> import clusterer as cl
    >>> trios = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(3), cl.MinSize(3)])
    >>> len(trios.candidates())
    145
    >>> or_alone = trios.replace(rules=[cl.MaxSize(3), cl.MinSize(3, alone=True)])
    >>> len(or_alone.candidates())
    177
    """

    n: int
    alone: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Check the number."""
        make_plain(self)
        check_whole("MinSize n", self.n, at_least=1)
        check_flag("MinSize alone", self.alone)

    def __repr__(self) -> str:
        return f"MinSize({self.n}{', or alone' if self.alone else ''})"

    @property
    def in_words(self) -> str:
        """The floor in words."""
        return f"clusters of at least {self.n}{' or alone' if self.alone else ''}"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate has at least n members."""
        enough: NDArray[np.bool_] = candidates.size >= self.n
        return enough | (candidates.size == 1) if self.alone else enough

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the floor as a sum of ones."""
        ones = np.ones(len(councils))
        return RuleForm(sums=(SumWithin(ones, Interval.from_on(self.n), alone=self.alone),))
