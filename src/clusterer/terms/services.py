"""The services that a cluster shares, and what they cost a resident."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from clusterer import datasets
from clusterer.checks import check_number
from clusterer.errors import InputError

REFERENCE_RESIDENTS = 237_000
"""N0: the size at which unit costs and fixed shares are stated, the mean London borough."""

BACK_OFFICE = (
    "it",
    "hr_payroll",
    "finance",
    "procurement_admin",
    "revs_bens",
    "customer_contact",
    "legal",
    "internal_audit_fraud",
)
"""The bundle of eight services that the presets share."""


@dataclass(frozen=True)
class Service:
    """One service and how its cost grows with the residents served.

    Where the gains of scale end below 237,000 residents, a service costs *more* than c there:
    a resident costs what it costs at M, which is before the fixed part has been spread over
    237,000. Of the bundle that is revenues and benefits, M = 60,000: £36.06 a resident from
    there on, not £25. Without exhaustion it is £25 at 237,000.

    Parameters
    ----------
    name
        What to call it.
    unit_cost
        c: £ a resident a year at the reference size of 237,000 residents, if the gains of
        scale have not ended by then.
    fixed_share
        φ: the part of that cost which does not grow with the residents, 0 to 1.
    minimum_efficient_scale
        M: residents from which the average cost falls no further.
    power_exponent
        β of the power-law form.
    posts_per_gbp_m
        Posts for each £m a year that it costs. Only what counts posts needs it.
    """

    name: str
    unit_cost: float
    fixed_share: float
    minimum_efficient_scale: float
    power_exponent: float
    posts_per_gbp_m: float | None = None

    def __post_init__(self) -> None:
        """Check the figures."""
        of = f"of service {self.name!r}"
        check_number(f"unit_cost {of}", self.unit_cost, at_least=0)
        check_number(f"fixed_share {of}", self.fixed_share, at_least=0, at_most=1)
        enough = self.minimum_efficient_scale
        check_number(f"minimum_efficient_scale {of}", enough, above=0, finite=False)
        check_number(f"power_exponent {of}", self.power_exponent, above=0, at_most=1)
        if self.posts_per_gbp_m is not None:
            check_number(f"posts_per_gbp_m {of}", self.posts_per_gbp_m, at_least=0)

    def annual_cost(
        self, residents: NDArray[np.float64], *, form: str = "affine", exhaustion: bool = True
    ) -> NDArray[np.float64]:
        """Return the £m a year of serving so many residents from one place.

        ``c (φ N0 + (1 − φ) N)`` in the affine form, ``c N0 (N / N0)^β`` in the power form;
        with exhaustion, from N = M on the average cost stays what it is at M.

        Examples
        --------
        >>> import numpy as np
        >>> it = back_office()[0]
        >>> it.annual_cost(np.array([237_000.0, 474_000.0])).round(2)
        array([10.66, 18.13])
        >>> taxes = back_office()[4]
        >>> for exhaustion in (False, True):
        ...     cost = taxes.annual_cost(np.array([237_000.0]), exhaustion=exhaustion)
        ...     print((cost * 1e6 / 237_000).round(2))
        [25.]
        [36.06]
        """
        priced = np.minimum(residents, self.minimum_efficient_scale) if exhaustion else residents
        if form == "affine":
            pounds = self.unit_cost * (
                self.fixed_share * REFERENCE_RESIDENTS + (1 - self.fixed_share) * priced
            )
        else:
            pounds = (
                self.unit_cost
                * REFERENCE_RESIDENTS
                * (priced / REFERENCE_RESIDENTS) ** self.power_exponent
            )
        return pounds * (residents / priced) / 1e6

    def lines(self, *, exhaustion: bool = True) -> tuple[tuple[float, float], ...]:
        """Return the affine form as lines (£m a year, £m a year a resident): it is their greatest.

        Examples
        --------
        >>> for fixed, slope in back_office()[0].lines():
        ...     print(f"{fixed:.4f}, {slope:.7f}")
        3.1995, 0.0000315
        0.0000, 0.0000379
        """
        fixed = self.unit_cost * self.fixed_share * REFERENCE_RESIDENTS / 1e6
        slope = self.unit_cost * (1 - self.fixed_share) / 1e6
        if not exhaustion:
            return ((fixed, slope),)
        return ((fixed, slope), (0.0, slope + fixed / self.minimum_efficient_scale))


def check_services(services: Iterable[Service]) -> None:
    """Check that what is shared is a list of services.

    Raises
    ------
    InputError
        If it is not.
    """
    if isinstance(services, (Service, str)) or not isinstance(services, Iterable):
        raise InputError(
            f"services = {services!r} must be a list of services; write services=[...]"
        )
    for service in services:
        if not isinstance(service, Service):
            raise InputError(
                f"services holds {service!r}, which is no Service; make one with "
                "Service(name, unit_cost, ...)"
            )


@cache
def back_office() -> tuple[Service, ...]:
    """Return the bundle of eight back-office services with its central figures.

    Sources, ranges and quality marks: `clusterer.datasets.services`.

    Examples
    --------
    >>> sum(service.unit_cost for service in back_office())
    141.0
    """
    columns = ["unit_cost", "fixed_share", "minimum_efficient_scale", "power_exponent"]
    table = datasets.services().loc[list(BACK_OFFICE), [*columns, "posts_per_gbp_m"]]
    return tuple(Service(name, *map(float, figures)) for name, *figures in table.itertuples())
