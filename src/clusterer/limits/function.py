"""A limit on anything that adds up over the clusters of a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import check_function, check_text, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.councils.labelled import as_floats
from clusterer.limits.base import Limit


@dataclass(frozen=True)
class FunctionLimit(Limit):
    """A limit written as a function: Σ f(S) over the clusters S of a plan.

    Parameters
    ----------
    name
        What messages call it.
    f
        Takes `Candidates` and returns what each adds to the sum.
    exactly
        The sum. Beware of it with amounts that are not whole numbers.
    at_least, at_most
        Bounds on the sum.

    Examples
    --------
    At most three shared clusters:

    >>> import clusterer as cl
    >>> few = cl.FunctionLimit("shared clusters", lambda c: c.size > 1, at_most=3)
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(4)], limits=[few]
    ... )
    >>> int((cl.solve(problem).clusters["size"] > 1).sum())
    3
    """

    name: str
    f: Callable[[Candidates], ArrayLike]
    exactly: float | None = field(default=None, kw_only=True)
    at_least: float | None = field(default=None, kw_only=True)
    at_most: float | None = field(default=None, kw_only=True)
    interval: Interval = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the bounds."""
        make_plain(self)
        check_text("name of a limit", self.name)
        check_function("f", self.f, "Candidates")
        interval = Interval.stated(
            f"the limit {self.name!r}",
            exactly=self.exactly,
            at_least=self.at_least,
            at_most=self.at_most,
        )
        object.__setattr__(self, "interval", interval)

    def __repr__(self) -> str:
        return f"FunctionLimit({self.name}: {self.interval})"

    @property
    def in_words(self) -> str:
        """The name and the bounds."""
        return f"{self.name} {self.interval}"

    def amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return f(candidates)."""
        return as_floats(f"what the limit {self.name!r} gives", self.f(candidates))
