"""Population target: a price on clusters that are larger or smaller than they should be."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.base import Term
from clusterer.terms.mip_form import Curve, MIPForm
from clusterer.terms.timing import Timing


@dataclass(frozen=True, repr=False)
class PopulationTarget(Term):
    """A price on how far the residents of a cluster are from a target.

    With N_i the residents of member i and T the target, a cluster costs

    ``price · |Σ_i N_i − T| / T``

    in £m: one that has a tenth more or a tenth fewer than the target costs a tenth of the price.
    Each cluster pays it, a council alone too. As a rule, `PopulationBounds` draws a line.

    Parameters
    ----------
    target
        T: the residents that a cluster should have, above 0.
    price
        £m of present value that it is worth to have the target, and not to be off by as much
        again. There is no default: it is a judgement.
    population
        The column with the residents, or with what else is to be summed over the members.
    name
        The column of the term in a plan's tables.

    Examples
    --------
    Camden and Islington have 396,315 residents, which is 20.7% below half a million:

    >>> import clusterer as cl
    >>> pair = cl.datasets.london().query("name in ['Camden', 'Islington']")
    >>> problem = cl.Problem(pair, [cl.PopulationTarget(500_000, price=10.0)])
    >>> round(problem.evaluate({"Camden": "a", "Islington": "a"}).objective, 2)
    2.07
    """

    target: float
    price: float = field(kw_only=True)
    population: str = field(default="population", kw_only=True)
    name: str = field(default="population target", kw_only=True)

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("population target", self.target, above=0, divides=True)
        check_number("price of the population target", self.price, at_least=0)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        residents = candidates.sum(self._residents(candidates.councils))
        return self.price * np.abs(residents / self.target - 1.0)

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that nobody pays it: it is a price on a judgement."""
        return Timing.not_cash()

    def mip_form(self, councils: Councils) -> MIPForm:
        """Return the greater of two lines: what is lacking, and what is too much."""
        slope = self.price / self.target
        lines = ((self.price, -slope), (-self.price, slope))
        return MIPForm(curves=(Curve(self._residents(councils), lines),))

    def _residents(self, councils: Councils) -> NDArray[np.float64]:
        return councils.compared(self.population, self.target, "the population target")
