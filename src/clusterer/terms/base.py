"""What a term is: one kind of cost of a cluster, in £m of present value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support.inheritance import leave_out_outdated
from clusterer._support.wording import described
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.timing import Timing

_WIDTH = 80
"""The most characters of the representation of a term: lists of terms are printed."""


@dataclass(frozen=True, eq=False)
class Already:
    """What clusters that stand have behind them: what they would pay only if they began today.

    Attributes
    ----------
    cost
        The £m of each, 0 or more.
    timing
        When it would have fallen.
    """

    cost: NDArray[np.float64]
    timing: Timing


@dataclass(frozen=True, eq=False)
class Part:
    """What a term adds to a column of a plan's tables.

    Attributes
    ----------
    column
        The column.
    cost
        The £m of each candidate, without what depends on the host.
    timing
        In which years it falls; None if the term cannot say.
    """

    column: str
    cost: NDArray[np.float64]
    timing: Timing | None


class Term(ABC):
    """One kind of cost of a cluster.

    A term of your own is a subclass with a `name` and the method `cost`. Where a cost
    depends on which member hosts the cluster, `host_cost` gives it, and the problem picks
    the host that is cheapest over all terms together.

    Attributes
    ----------
    name
        The column of the term in a plan's tables; unique within a problem.
    """

    name: str

    def __init_subclass__(cls, **options: Any) -> None:
        """Leave out a MIP form that is inherited from a class with another cost."""
        super().__init_subclass__(**options)
        leave_out_outdated(cls, Term, "cost", "mip_form")

    def __repr__(self) -> str:
        return described(self, width=_WIDTH)

    @abstractmethod
    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate, without what depends on the host."""

    def host_cost(
        self,
        councils: Councils,  # noqa: ARG002 - terms with such a cost read it
    ) -> NDArray[np.float64] | None:
        """Return the (n, n) £m that council i adds if council h hosts it, or None."""
        return None

    def when(self, candidates: Candidates) -> Timing | None:  # noqa: ARG002 - Risk reads it
        """Return in which years the money of each candidate falls, or None if it cannot say."""
        return None

    def already(self, candidates: Candidates) -> Already | None:
        """Return what each candidate has behind it if it stands today, or None if nothing.

        Of what is spent once that is all, at the host that is best for this term. What falls year
        by year goes on as if it began today; a term that knows better says so.
        """
        timing = self.when(candidates)
        if timing is None or timing.kind != "one-off":
            return None
        cost = np.array(self.cost(candidates), dtype=np.float64)
        by_host = self.host_cost(candidates.councils)
        if by_host is not None:
            cost += candidates.host_min(by_host)
        return Already(cost, timing)

    def parts(self, candidates: Candidates) -> list[Part]:
        """Return what the term adds to which columns: all of `cost` to its own."""
        return [Part(self.name, self.cost(candidates), self.when(candidates))]

    def mip_form(self, councils: Councils) -> MIPForm | None:  # noqa: ARG002 - most terms read it
        """Return `cost` in parts that a MIP can hold, or None if it cannot.

        A subclass with a `cost` of its own does not inherit this: it says it again, or has none.
        """
        return None
