"""The open door: any rule that can be written as a function of candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import check_function, check_text
from clusterer.candidates import Candidates
from clusterer.rules.base import Rule


@dataclass(frozen=True)
class FunctionRule(Rule):
    """A rule written as a function.

    Parameters
    ----------
    name
        What messages call it.
    f
        Takes `Candidates` and returns a boolean for each: may it be a cluster?

    Examples
    --------
    >>> import clusterer as cl
    >>> no_pairs = cl.FunctionRule("no pairs", lambda c: c.size != 2)
    >>> problem = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(2), no_pairs])
    >>> len(problem.candidates())
    32
    """

    name: str
    f: Callable[[Candidates], ArrayLike]

    def __post_init__(self) -> None:
        """Check that it is a function."""
        check_text("name of a rule", self.name)
        check_function("f", self.f, "Candidates")

    def __repr__(self) -> str:
        return f"FunctionRule({self.name!r})"

    @property
    def in_words(self) -> str:
        """The name."""
        return self.name

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Return f(candidates)."""
        return np.asarray(self.f(candidates))
