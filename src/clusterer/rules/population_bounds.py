"""Bounds on the residents of a cluster, or on any other column that adds up."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_flag, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.base import Rule
from clusterer.rules.mip_form import RuleForm, SumWithin


@dataclass(frozen=True, kw_only=True)
class PopulationBounds(Rule):
    """A cluster has between a least and a greatest number of residents.

    Parameters
    ----------
    at_least
        The fewest residents, or None. A council that has fewer cannot stand alone, unless
        `alone` says that it may.
    at_most
        The most residents, or None.
    population
        The column with the residents, or with what else is to be summed over the members.
    alone
        Whether a council may stand alone whatever its residents.

    Examples
    --------
    >>> import clusterer as cl
    >>> rule = cl.PopulationBounds(at_least=500_000, alone=True)
    >>> problem = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(2), rule])
    >>> len(problem.candidates())
    57
    """

    at_least: float | None = None
    at_most: float | None = None
    population: str = "population"
    alone: bool = False
    _interval: Interval = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the bounds."""
        make_plain(self)
        interval = Interval.stated("PopulationBounds", at_least=self.at_least, at_most=self.at_most)
        object.__setattr__(self, "_interval", interval)
        check_flag("PopulationBounds alone", self.alone)

    def __repr__(self) -> str:
        alone = ", or alone" if self.alone else ""
        return f"PopulationBounds({self.population}: {self._interval}{alone})"

    @property
    def in_words(self) -> str:
        """The bounds in words."""
        return f"{self.population} of a cluster {self._interval}{' or alone' if self.alone else ''}"

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether the sum over each candidate is within the bounds."""
        within = self._interval.holds(candidates.sum(self._residents(candidates.councils)))
        return within | (candidates.size == 1) if self.alone else within

    def pruning(self, councils: Councils) -> Pruning | None:
        """Return the cap, where no value is negative and no exception is made."""
        values = self._residents(councils)
        if self.at_most is None or self.alone or values.min() < 0:
            return None
        return Pruning(caps=((values, self._interval.widened.highest),))

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return the bounds on the sum."""
        within = SumWithin(self._residents(councils), self._interval, alone=self.alone)
        return RuleForm(sums=(within,))

    def _residents(self, councils: Councils) -> NDArray[np.float64]:
        bound = max(bound for bound in (self.at_least, self.at_most) if bound is not None)
        return councils.compared(self.population, bound, "a bound of PopulationBounds")
