"""What a limit is: a linear constraint on a whole plan."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support.inheritance import leave_out_outdated
from clusterer._support.interval import Interval
from clusterer._support.own_words import own_words
from clusterer._support.wording import described
from clusterer.candidates import Candidates
from clusterer.terms.base import Term


class Limit(ABC):
    """What a whole plan may be: Σ a_S over its clusters S lies within an interval.

    It does if `Interval.holds` tells so, for a sum may be rounded.

    A limit of your own is a subclass with `interval` and the method `amounts`. The text
    of a limit, which messages show, is its ``repr``: its class and its
    attributes, unless you write another. Reports show `in_words`: the first sentence of the
    docstring of your class, unless you write another.
    """

    interval: Interval
    """Where the sum must lie."""

    per_cluster: float | None = None
    """What every cluster adds, if it is the same for all: then a MIP can hold it.

    A subclass with `amounts` of its own does not inherit this: it says it again, or has none.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        """Leave out what every cluster adds to the sum of another class."""
        super().__init_subclass__(**options)
        leave_out_outdated(cls, Limit, "amounts", "per_cluster")
        if not cls.__module__.startswith("clusterer."):
            # Those of the library have words that fit all their subclasses.
            leave_out_outdated(cls, Limit, "amounts", "in_words")

    def __repr__(self) -> str:
        return described(self)

    @property
    def in_words(self) -> str:
        """The limit in words, for reports and the line below a title.

        Unless overridden, the first sentence of the docstring of its class, its figures, and where
        the sum must lie.
        """
        return f"{own_words(self)}: {self.interval}"

    def priced_by(self, terms: Sequence[Term]) -> Limit:  # noqa: ARG002 - for those that override it
        """Return the limit as a problem with these terms holds it, as `Rule.priced_by`.

        Among the terms is what starting from today adds, so that a limit can ask for it.
        """
        return self

    @abstractmethod
    def amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return what each candidate adds to the sum."""
