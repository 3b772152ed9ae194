"""The open door: any cost that can be written as a function of candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterer.candidates import Candidates
from clusterer.labelled import as_floats
from clusterer.terms.base import Term


@dataclass(frozen=True)
class FunctionTerm(Term):
    """A term written as a function.

    Parameters
    ----------
    name
        The column of the term in a plan's tables.
    f
        Takes `Candidates` and returns the £m of each, an array as long as they are.

    Examples
    --------
    The sum of squared deviations from the cluster's mean, as in regionalisation:

    >>> import clusterer as cl
    >>> spread = cl.FunctionTerm(
    ...     "deprivation", lambda c: c.sum(imd**2) - c.sum(imd) ** 2 / c.size
    ... )
    >>> boroughs = cl.datasets.london()
    >>> imd = boroughs["imd_decile"]
    >>> problem = cl.Problem(boroughs, [spread], limits=[cl.ClusterCount(exactly=30)],
    ...                      rules=[cl.MaxSize(3)])
    >>> cl.solve(problem).status
    'optimal'
    """

    name: str
    f: Callable[[Candidates], ArrayLike]

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return f(candidates)."""
        return as_floats(f"what term {self.name!r} gives", self.f(candidates))
