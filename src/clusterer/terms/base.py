"""What a term is: one kind of cost of a cluster, in £m of present value."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

from clusterer._support.wording import described
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.timing import Timing


class Term(ABC):
    """One kind of cost of a cluster.

    A term of your own is a subclass with a `name` and the method `cost`. Where a cost
    hangs on which member hosts the cluster, `host_cost` gives it, and the problem picks
    the host that is cheapest over all terms together.
    """

    name: str
    """The column of the term in a plan's tables; unique within a problem."""

    def __repr__(self) -> str:
        return described(self)

    @abstractmethod
    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate, without what hangs on the host."""

    def host_cost(
        self,
        councils: Councils,  # noqa: ARG002 - terms with such a cost read it
    ) -> NDArray[np.float64] | None:
        """Return the (n, n) £m that council i adds if council h hosts it, or None."""
        return None

    def when(self, candidates: Candidates) -> Timing | None:  # noqa: ARG002 - Risk reads it
        """Return in which years the money of each candidate falls, or None if it cannot say."""
        return None

    def mip_form(self, councils: Councils) -> MIPForm | None:  # noqa: ARG002 - most terms read it
        """Return `cost` in parts that a MIP can hold, or None if it cannot."""
        return None
