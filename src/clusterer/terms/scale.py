"""Economies of scale: what it costs to serve the residents of a cluster together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_flag, check_number, check_one_of, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.base import Already, Term
from clusterer.terms.defaults import central
from clusterer.terms.mip_form import Curve, MIPForm, Power
from clusterer.terms.present_value import annuity
from clusterer.terms.services import (
    CostForm,
    Service,
    back_office,
    check_exponents,
    check_services,
)
from clusterer.terms.timing import Timing


@dataclass(frozen=True, kw_only=True, repr=False)
class Scale(Term):
    """The cost of running the services, with what sharing saves of it.

    A council alone costs ``C_i = Σ_s C_s(N_i)``; a cluster plans to cost
    ``Σ_s C_s(Σ_i N_i)`` (see `Service.annual_cost`), and of the saving planned a share
    ``r`` is realised, growing to its full size over the ramp:

    ``A · Σ_i C_i − r · A_ramp · (Σ_i C_i − Σ_s C_s(Σ_i N_i))``

    where ``A`` and ``A_ramp`` are the annuities of `annuity`. The default figures are
    illustrative; the best panel studies of English councils find no saving at all, which
    is ``benefit_realisation=0``.

    Parameters
    ----------
    services
        What is shared; the bundle of eight back-office services unless given.
    benefit_realisation
        r: the share of the planned saving that comes about, from 0 to 1.
    exhaustion
        Whether the average cost stops falling at the minimum efficient scale.
    form
        "affine" (a fixed and a proportional part) or "power".
    ramp_years
        The year in which the full saving is reached.
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
    >>> problem = cl.Problem(boroughs, [cl.Scale()], rules=[cl.MaxSize(2)])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> round(pair.saving, 1)
    26.6
    """

    services: tuple[Service, ...] = field(default_factory=back_office)
    benefit_realisation: float = field(default_factory=lambda: central("benefit_realisation"))
    exhaustion: bool = True
    form: CostForm = "affine"
    ramp_years: int = field(default_factory=lambda: int(central("ramp_years")))
    horizon: int = field(default_factory=lambda: int(central("horizon")))
    discount_rate: float = field(default_factory=lambda: central("discount_rate"))
    population: str = "population"
    name: str = "scale"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_services(self.services)
        check_number("benefit_realisation", self.benefit_realisation, at_least=0, at_most=1)
        check_flag("exhaustion", self.exhaustion)
        check_one_of("form", self.form, get_args(CostForm))
        if self.form == "power":
            check_exponents(self.services)
        annuity(self.discount_rate, self.horizon, ramp_years=self.ramp_years)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        residents = candidates.councils.residents(self.population)
        alone = candidates.sum(self._annual(residents))
        planned = self._annual(candidates.sum(residents))
        return (self._paid - self._realised) * alone + self._realised * planned

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that the saving falls each year, growing over the ramp."""
        return Timing.yearly(self.horizon, self.discount_rate, ramp_years=self.ramp_years)

    def already(self, candidates: Candidates) -> Already | None:
        """Return what the ramp would take of the saving, which a cluster that stands has reached.

        ``r · (A − A_ramp) · (Σ_i C_i − Σ_s C_s(Σ_i N_i))``, in the years of the ramp.
        """
        if self.ramp_years == 1:
            return None
        residents = candidates.councils.residents(self.population)
        saved = candidates.sum(self._annual(residents)) - self._annual(candidates.sum(residents))
        ramp = self.benefit_realisation * self._paid - self._realised
        years = np.arange(self.horizon + 1)
        missing = np.where(years > 0, np.maximum(1.0 - years / self.ramp_years, 0.0), 0.0)
        timing = Timing("yearly", missing, self.discount_rate)
        return Already(ramp * np.maximum(saved, 0.0), timing)

    def mip_form(self, councils: Councils) -> MIPForm:
        """Return the part that does not change, and a curve for each service.

        Affine cost with exhaustion is the greater of two lines: up to M the one with the fixed
        cost, from there on the one through the origin. The power form is concave up to M.
        """
        residents = councils.residents(self.population)
        unchanged = (self._paid - self._realised) * self._annual(residents)
        if self.form == "power":
            powers = (service.power(exhaustion=self.exhaustion) for service in self.services)
            return MIPForm(
                councils=unchanged,
                powers=tuple(
                    Power(residents, self._realised * factor, exponent, until)
                    for factor, exponent, until in powers
                ),
            )
        return MIPForm(
            councils=unchanged,
            curves=tuple(
                Curve(
                    residents,
                    tuple(
                        (self._realised * fixed, self._realised * slope)
                        for fixed, slope in service.lines(exhaustion=self.exhaustion)
                    ),
                )
                for service in self.services
            ),
        )

    @property
    def _paid(self) -> float:
        """What £1 a year is worth."""
        return annuity(self.discount_rate, self.horizon)

    @property
    def _realised(self) -> float:
        """What £1 a year of planned saving is worth."""
        return self.benefit_realisation * annuity(
            self.discount_rate, self.horizon, ramp_years=self.ramp_years
        )

    def _annual(self, residents: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.zeros_like(residents)
        for service in self.services:
            total += service.annual_cost(residents, form=self.form, exhaustion=self.exhaustion)
        return total
