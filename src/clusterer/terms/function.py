"""The open door: any cost that can be written as a function of candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import check_function, check_text, make_plain
from clusterer._support.wording import shown
from clusterer.candidates import Candidates
from clusterer.councils.labelled import as_floats
from clusterer.errors import InputError
from clusterer.terms.base import Term
from clusterer.terms.timing import Timing


@dataclass(frozen=True, repr=False)
class FunctionTerm(Term):
    """A term written as a function.

    Parameters
    ----------
    name
        The column of the term in a plan's tables.
    f
        Takes `Candidates` and returns the £m of each, an array as long as they are. To send the
        term to another process, it must be a function of a module, and no lambda.
    timing
        When the money falls, which a `BusinessCase` must know: ``cl.Timing.yearly()``,
        ``cl.Timing.once()``, or ``cl.Timing.not_cash()`` for a price that nobody pays.

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
    # No cost depends on it, so it is told nowhere among the assumptions.
    timing: Timing | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check the timing."""
        make_plain(self)
        check_text("name of a term", self.name)
        check_function("f", self.f, "Candidates")
        if self.timing is not None and not isinstance(self.timing, Timing):
            raise InputError(
                f"timing = {shown(self.timing)} of term {self.name!r} must be a Timing, such as "
                "Timing.yearly(10, 0.035), Timing.once() or Timing.not_cash()"
            )

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return f(candidates)."""
        return as_floats(f"what term {self.name!r} gives", self.f(candidates))

    def when(self, candidates: Candidates) -> Timing | None:  # noqa: ARG002 - as it was given
        """Return the timing that was given."""
        return self.timing
