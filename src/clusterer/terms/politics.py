"""Politics: what it costs that councils of different colours work together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_one_of, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.base import Term
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.political_distance import (
    POLITICAL_MEASURES,
    PoliticalMeasure,
    political_distance,
)
from clusterer.terms.timing import Timing


@dataclass(frozen=True, repr=False)
class Politics(Term):
    """A price on political distance between the members of a cluster.

    ``price · Σ_{i<j} d_ij``, where ``d_ij`` is the total-variation distance between the
    shares of seats, ``½ Σ_party |p_i − p_j|``, from 0 (alike) to 1 (no party in common);
    or, by control, 1 where different parties are in control and 0 where the same is. As a rule,
    `MaxPoliticalDistance` caps it.

    Parameters
    ----------
    price
        £m of present value for a pair at distance 1. There is no default: it is a judgement.
    measure
        "seats" or "control".
    columns
        The columns with seats by party; those that begin with ``seats_``, except for
        ``seats_total``, unless given.
    control
        The column that says who is in control, for the measure "control".
    name
        The column of the term in a plan's tables.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [cl.Politics(1.0)])
    >>> pair = problem.evaluate({"Barking and Dagenham": "a", "Havering": "a"}, rest_alone=True)
    >>> round(pair.objective, 3)
    0.708
    """

    price: float
    measure: PoliticalMeasure = "seats"
    columns: Sequence[str] | None = field(default=None, hash=False)  # A list has none.
    control: str = "control"
    name: str = "politics"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("price of politics", self.price, at_least=0)
        check_one_of("measure", self.measure, POLITICAL_MEASURES)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        return candidates.pair_sum(self._pairs(candidates.councils))

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that nobody pays it: it is a price on a judgement."""
        return Timing.not_cash()

    def mip_form(self, councils: Councils) -> MIPForm:
        """Return the cost of each pair."""
        return MIPForm(pairs=self._pairs(councils))

    def _pairs(self, councils: Councils) -> NDArray[np.float64]:
        """Return the £m of each pair of members."""
        return self.price * political_distance(councils, self.measure, self.columns, self.control)
