"""A majority of the councils and of the residents of a cluster pay no more than before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_text
from clusterer.candidates import Candidates
from clusterer.rules.charge_rule import ChargeRule, summed


@dataclass(frozen=True, repr=False)
class Majority(ChargeRule):
    """More than half of the members, with more than half of the residents, pay no more than before.

    Where the problem starts from today, that is no more than they pay today by the same key: their
    share of the cost of their partnership, or their cost alone. Otherwise it is no more than alone.
    Both are counted in each cluster; £1 is forgiven, and exactly half is no majority. A council
    alone decides for itself: one that shares today is left alone only if that costs it no more, its
    exit paid. The rule cannot be said to a MIP: all candidates have to be listed.

    Parameters
    ----------
    shares
        The key: "equal", "alone", "saving", a column, a number for each council, or a mixture.
    terms
        What is charged; all terms of the problem if None, also of one with other terms that
        `Problem.replace` makes.
    population
        The column with the residents.

    Examples
    --------
    >>> import clusterer as cl
    >>> rules = [cl.MaxSize(3), cl.Majority("equal")]
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules)
    >>> len(problem.candidates())
    112
    """

    shares: Any
    terms: Any = None
    population: str = "population"

    def __post_init__(self) -> None:
        """Check what was given."""
        super().__post_init__()
        check_text("population", self.population)

    @property
    def in_words(self) -> str:
        """The rule in words."""
        return (
            f"a majority of councils and of residents pay no more than {self._compared_with}, "
            f"shares {self._key_in_words}"
        )

    def _enough(
        self,
        candidates: Candidates,
        indptr: NDArray[np.int64],
        members: NDArray[Any],
        content: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        residents = candidates.councils.residents(self.population)[members]
        councils = 2 * summed(content, indptr) > candidates.size
        of_all, of_content = summed(residents, indptr), summed(residents * content, indptr)
        return councils & (2 * of_content > of_all)
