"""Loss of control: what it is worth to a council to decide for itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_one_of, make_plain
from clusterer.candidates import Candidates
from clusterer.terms.base import Term
from clusterer.terms.control import CONTROL_MEASURES, ControlMeasure, votes_of
from clusterer.terms.services import REFERENCE_RESIDENTS
from clusterer.terms.timing import Timing


@dataclass(frozen=True, repr=False)
class LossOfControl(Term):
    """A price on the control that members give up, weighed by residents.

    With a_i the control that member i has of its cluster, a cluster costs

    ``price · Σ_i (N_i / 237,000) · (1 − a_i)``

    in £m; a council alone has all control, ``a = 1``, and costs nothing. Control is the
    member's share of the cluster's residents, or its Banzhaf power: of all cases in which one
    member makes a coalition of members win, the part in which it is that member, where a
    coalition wins with more than half of the votes. Both sum to 1 over a cluster, so unweighted
    the losses of n members would always sum to n − 1, whatever their sizes.
    So they are weighted by residents.

    By power, the larger of two unequal members has all control and the smaller none; three, none of
    whom has half of the votes, have a third each.

    Parameters
    ----------
    price
        £m of present value that it is worth to 237,000 residents not to lose all control.
        There is no default: it is a judgement.
    measure
        "share" or "power". Power is counted over all coalitions, in clusters of up to 20
        members: add a rule `MaxSize`.
    votes
        The column with what each member's weight is in the cluster: the residents unless
        given; seats, say, or a column of ones for a vote each. For power, whole numbers.
    population
        The column with the residents.
    name
        The column of the term in a plan's tables.

    References
    ----------
    J. F. Banzhaf, Weighted voting doesn't work: a mathematical analysis, *Rutgers Law Review*
    19 (1965), 317–343.

    Examples
    --------
    Of three boroughs of 165,000, 175,000 and 223,000 residents none has half, so each has a third
    of the power, and two thirds of the control of 563,000 residents is lost:

    >>> import clusterer as cl
    >>> tri_borough = dict.fromkeys(
    ...     ["Hammersmith and Fulham", "Kensington and Chelsea", "Westminster"], "a"
    ... )
    >>> for measure in ("power", "share"):
    ...     problem = cl.Problem(cl.datasets.london(), [cl.LossOfControl(1.0, measure)])
    ...     print(round(problem.evaluate(tri_borough, rest_alone=True).objective, 3))
    1.583
    1.569
    """

    price: float
    measure: ControlMeasure = "share"
    votes: str = "population"
    population: str = "population"
    name: str = "loss of control"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("price of control", self.price, at_least=0)
        check_one_of("measure", self.measure, CONTROL_MEASURES)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        votes = votes_of(candidates.councils, self.votes, f"term {self.name!r}")
        residents = candidates.councils.residents(self.population)
        if self.measure == "power":
            kept = candidates.power_sum(votes, residents)
        else:
            kept = candidates.sum(votes * residents) / candidates.sum(votes)
        lost = (candidates.sum(residents) - kept) / REFERENCE_RESIDENTS
        # Alone, what is kept is all except for rounding.
        return np.where(candidates.size > 1, self.price * lost, 0.0)

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that nobody pays it: it is a price on a judgement."""
        return Timing.not_cash()
