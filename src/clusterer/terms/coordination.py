"""Coordination: what it costs the members of a cluster to agree and to be served."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.councils.labelled import as_matrix
from clusterer.geography import Between, km_between
from clusterer.terms.base import Term
from clusterer.terms.defaults import central
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.present_value import annuity
from clusterer.terms.services import Service, back_office, check_services
from clusterer.terms.timing import Timing


@dataclass(frozen=True, kw_only=True, repr=False)
class Coordination(Term):
    """The cost of working together, growing with the pairs of members.

    With in-scope cost ``c_i = Σ_s c_s N_i`` of a member and host h, a year costs

    ``κ · Σ_{i<j} (c_i + c_j) / 2 · (1 + δ · km_ij / 10)  +  σ · Σ c_i  +  η · Σ_{i≠h} c_i``

    for pairs, for the client side that each member keeps, and for the premium that those
    pay who do not host; nothing for a council alone. Without distance the first part is
    ``κ · mean(c_i) · n(n − 1)/2`` for n members; and where scale gains do not run out either,
    the best size is ``√(2 φ r / κ)``: six with the default κ. The figures are derived or
    assumed: see `clusterer.datasets.model_parameters`.

    Parameters
    ----------
    kappa
        κ: share of one member's in-scope cost a pair a year.
    distance_decay
        δ: how much more a pair costs for each 10 km between centroids.
    client_side
        σ: share of its in-scope cost that a member keeps spending to be a client.
    host_premium
        η: share of its in-scope cost that a member pays for being hosted by another.
    services
        What is shared; the bundle of eight back-office services unless given.
    horizon
        Years that are counted.
    discount_rate
        Real rate a year.
    population
        The column with the residents.
    name
        The column of the term in a plan's tables.

    Examples
    --------
    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> problem = cl.Problem(boroughs, [cl.Coordination(distance_decay=0)])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> round(pair.objective, 2)
    8.45
    """

    kappa: float = field(default_factory=lambda: central("coordination_pairwise_kappa"))
    distance_decay: float = field(default_factory=lambda: central("distance_decay"))
    client_side: float = field(default_factory=lambda: central("client_side_per_council"))
    host_premium: float = field(default_factory=lambda: central("host_premium"))
    services: tuple[Service, ...] = field(default_factory=back_office)
    horizon: int = field(default_factory=lambda: int(central("horizon")))
    discount_rate: float = field(default_factory=lambda: central("discount_rate"))
    population: str = "population"
    name: str = "coordination"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_services(self.services)
        check_number("distance_decay", self.distance_decay, at_least=0)
        for what in ("kappa", "client_side"):
            check_number(what, getattr(self, what), kind="fraction", at_least=0, at_most=1)
        check_number("host_premium", self.host_premium, kind="fraction", at_least=-1, at_most=1)
        annuity(self.discount_rate, self.horizon)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate, without the host premium."""
        councils = candidates.councils
        client = self.client_side * candidates.sum(self._in_scope(councils))
        return candidates.pair_sum(self._between(councils)) + np.where(
            candidates.size > 1, client, 0
        )

    def host_cost(self, councils: Councils) -> NDArray[np.float64] | None:
        """Return the premium of each member under each other host."""
        if self.host_premium == 0:
            return None
        premium = self.host_premium * self._in_scope(councils)
        matrix: NDArray[np.float64] = np.repeat(premium[:, None], len(councils), axis=1)
        np.fill_diagonal(matrix, 0.0)
        return matrix

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that it is paid each year."""
        return Timing.yearly(self.horizon, self.discount_rate)

    def mip_form(self, councils: Councils) -> MIPForm:
        """Return the cost of each pair, and of each member of a shared cluster."""
        return MIPForm(
            sharing=self.client_side * self._in_scope(councils),
            pairs=as_matrix(councils, self._between(councils)),
        )

    def _between(self, councils: Councils) -> Between:
        """Return what gives the £m of pairs of members."""
        in_scope, km = self._in_scope(councils), km_between(councils)

        def between(i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.float64]:
            mean = (in_scope[i] + in_scope[j]) / 2
            return self.kappa * mean * (1.0 + self.distance_decay / 10.0 * km(i, j))

        return between

    def _in_scope(self, councils: Councils) -> NDArray[np.float64]:
        """Return the present value of each council's in-scope cost, in £m."""
        unit_cost = sum(service.unit_cost for service in self.services)
        residents = councils.residents(self.population)
        return unit_cost * residents / 1e6 * annuity(self.discount_rate, self.horizon)
