"""The services that a cluster shares, and what they cost a resident."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer import datasets
from clusterer._support.checks import check_number, check_text, make_plain
from clusterer._support.wording import shown
from clusterer.errors import InputError

REFERENCE_RESIDENTS = 237_000
"""N0: the size at which unit costs and fixed shares are stated, the mean London borough."""

CostForm = Literal["affine", "power"]
"""How the cost of a service grows with its residents."""

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

_FIGURES = (
    "unit_cost",
    "fixed_share",
    "minimum_efficient_scale",
    "power_exponent",
    "posts_per_gbp_m",
)
"""What of the table makes a `Service`, in the order of its parameters."""


@dataclass(frozen=True)
class Service:
    """One service and how its cost grows with the residents served.

    The figures have no defaults. `services` reads those of eleven services, or your own, from a
    table; `clusterer.datasets.services` has that of the library, with the ranges of unit cost
    and fixed share, the source of each row, and a mark that tells what was read in it (V) from
    what is assumed (A). The exponents, which only the power form uses, have no mark there.

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
        scale have not ended by then; 0 or more.
    fixed_share
        φ: the part of that cost which does not grow with the residents, from 0 to 1.
    minimum_efficient_scale
        M: residents from which the average cost falls no further, above 0; ``math.inf`` if it
        always does.
    power_exponent
        β of the power-law form, above 0 and up to 1. The affine form does not use it.
    posts_per_gbp_m
        Posts for each £m a year that it costs, 0 or more. Only what counts posts needs it.
    """

    name: str
    unit_cost: float
    fixed_share: float
    minimum_efficient_scale: float
    power_exponent: float
    posts_per_gbp_m: float | None = None

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_text("name of a service", self.name)
        of = f"of service {self.name!r}"
        check_number(f"unit_cost {of}", self.unit_cost, at_least=0)
        check_number(f"fixed_share {of}", self.fixed_share, at_least=0, at_most=1)
        enough = self.minimum_efficient_scale
        check_number(f"minimum_efficient_scale {of}", enough, above=0, finite=False, divides=True)
        check_number(f"power_exponent {of}", self.power_exponent, above=0, at_most=1)
        if self.posts_per_gbp_m is not None:
            check_number(f"posts_per_gbp_m {of}", self.posts_per_gbp_m, at_least=0)

    def annual_cost(
        self, residents: NDArray[np.float64], *, form: CostForm = "affine", exhaustion: bool = True
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
            f"services = {shown(services)} must be a list of services; write services=[...], or "
            "cl.services(name, ...) for those of the shipped table"
        )
    for service in services:
        if not isinstance(service, Service):
            remedy = (
                f"write cl.services({service!r}, ...) for those of the shipped table"
                if isinstance(service, str)
                else "make one with Service(name, unit_cost, ...)"
            )
            raise InputError(f"services holds {shown(service)}, which is no Service; {remedy}")


def services(*names: str, table: pd.DataFrame | None = None) -> tuple[Service, ...]:
    """Return services with the figures of a table: that of the library, or your own copy of it.

    Parameters
    ----------
    *names
        Which services; the bundle of eight back-office services unless given.
    table
        A row a service, with the columns ``unit_cost``, ``fixed_share``,
        ``minimum_efficient_scale``, ``power_exponent`` and ``posts_per_gbp_m``; what
        `clusterer.datasets.services` returns, unless given.

    Raises
    ------
    InputError
        If the table lacks a service, a column or a figure, or has one that makes no sense.

    Examples
    --------
    >>> import clusterer as cl
    >>> [service.unit_cost for service in cl.services("it", "legal")]
    [45.0, 10.0]

    The same bundle, but IT at the £52 a resident that Socitm found instead of the £45 of the
    library:

    >>> table = cl.datasets.services()
    >>> table.loc["it", "unit_cost"] = 52
    >>> terms = cl.preset("central", services=cl.services(table=table))
    >>> sum(service.unit_cost for service in terms[0].services)
    148.0
    """
    figures = datasets.services() if table is None else table
    if not isinstance(figures, pd.DataFrame):
        raise InputError(
            f"table must be a DataFrame with a row a service, not {type(figures).__name__}; "
            "change a copy of clusterer.datasets.services()"
        )
    chosen = names or BACK_OFFICE
    for name in chosen:
        if not isinstance(name, str):
            raise InputError(
                f"services has {shown(name)}, which is no name of a service; name them one by "
                "one, or write services(*names)"
            )
        if chosen.count(name) > 1:
            raise InputError(f"services has {name!r} twice; name each service once")
    return tuple(
        Service(name, *(_figure(figures, name, column) for column in _FIGURES)) for name in chosen
    )


def _figure(table: pd.DataFrame, service: str, column: str) -> float:
    """Return one figure of a table of services, if it is a number."""
    rows = int((table.index == service).sum())
    if rows == 0:
        remedy = f"there are {', '.join(map(str, table.index))}"
        if "service" in table.columns:
            remedy = "make the names its index with table.set_index('service')"
        raise InputError(f"there is no service {service!r} in the table; {remedy}")
    if rows > 1:
        raise InputError(f"service {service!r} stands in {rows} rows of the table; keep one")
    if column not in table.columns:
        raise InputError(
            f"the table of services has no column {column!r}; it needs {', '.join(_FIGURES)}"
        )
    value: Any = table.at[service, column]
    if value is None or value is pd.NA or value != value:
        raise InputError(f"{column} of service {service!r} is missing in the table; fill it in")
    check_number(f"{column} of service {service!r}", value, finite=False)
    return float(value)


@cache
def back_office() -> tuple[Service, ...]:
    """Return the bundle of eight back-office services with its central figures.

    Sources, ranges and quality marks: `clusterer.datasets.services`.

    Examples
    --------
    >>> sum(service.unit_cost for service in back_office())
    141.0
    """
    return services()
