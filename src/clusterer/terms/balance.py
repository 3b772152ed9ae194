"""Balance: a price on clusters that have more or less of something than an equal share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_text, check_whole, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.terms.base import Term
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.population_target import PopulationTarget
from clusterer.terms.timing import Timing


@dataclass(frozen=True, repr=False)
class Balance(Term):
    """A price on how far a column of a cluster is from an equal share of it.

    With v_i the value of member i, V the sum over all councils and k the number of clusters, a
    cluster costs

    ``price · |Σ_i v_i − V / k| / (V / k)``

    in £m: one that has a tenth more or a tenth less than its share costs a tenth of the price.
    It is a `PopulationTarget` of which the target is the equal share. A plan may have another
    number of clusters all the same, unless ``ClusterCount(exactly=k)`` says that it has not.

    Parameters
    ----------
    column
        What is to be balanced, such as ``"population"`` or the tax base. Its sum is above 0.
    clusters
        k: the number of clusters that share it.
    price
        £m of present value that it is worth to have the share, and not to be off by as much
        again. There is no default: it is a judgement.
    name
        The column of the term in a plan's tables. Two of them need two names.

    Examples
    --------
    Three councils for Greater Essex, as equal in residents as can be:

    >>> import clusterer as cl
    >>> districts = cl.datasets.england()
    >>> essex = districts[districts["lgr"] == "ESS"]
    >>> equal = cl.Balance("population", clusters=3, price=10)
    >>> three = cl.ClusterCount(exactly=3)
    >>> plan = cl.solve(cl.Problem(essex, [equal], limits=[three]))
    >>> plan.status, essex["population"].groupby(plan.assignment).sum().tolist()
    ('optimal', [629274, 636386, 590403])
    """

    column: str
    clusters: int = field(kw_only=True)
    price: float = field(kw_only=True)
    name: str = field(default="balance", kw_only=True)

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_text("column of the balance", self.column)
        check_whole("clusters of the balance", self.clusters, at_least=1)
        check_number("price of the balance", self.price, at_least=0)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        return self._target(candidates.councils).cost(candidates)

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that nobody pays it: it is a price on a judgement."""
        return Timing.not_cash()

    def mip_form(self, councils: Councils) -> MIPForm:
        """Return the greater of two lines: what is lacking, and what is too much."""
        return self._target(councils).mip_form(councils)

    def _target(self, councils: Councils) -> PopulationTarget:
        """Return the target that is the equal share."""
        total = float(councils.values(self.column).sum())
        if not total > 0:
            raise InputError(
                f"column {self.column!r} has a sum of {total:g}, of which no share can be equal; "
                "Balance needs one above 0"
            )
        return PopulationTarget(total / self.clusters, price=self.price, population=self.column)
