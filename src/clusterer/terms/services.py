"""The services that a cluster shares, and what they cost a resident."""

from __future__ import annotations

import math
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

_FIGURES = ("unit_cost", "fixed_share", "minimum_efficient_scale")
"""What of the table makes a `Service`, in the order of its parameters."""

_FIGURES_OF_SOME = ("power_exponent", "posts_per_gbp_m")
"""What follows them, which a table may lack: only some terms read it."""


@dataclass(frozen=True, repr=False)
class Service:
    """One service and how its cost grows with the residents served.

    `from_fixed` makes one of the two figures that a budget has: what it costs a resident, and what
    it costs to have it at all. `services` reads the figures of eleven services, or your own, from a
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
        β of the power-law form, above 0 and up to 1. Only ``Scale(form="power")`` needs it.
    posts_per_gbp_m
        Posts for each £m a year that it costs, 0 or more. Only what counts posts needs it.
    """

    name: str
    unit_cost: float
    fixed_share: float
    minimum_efficient_scale: float
    power_exponent: float | None = None
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
        if self.power_exponent is not None:
            check_number(f"power_exponent {of}", self.power_exponent, above=0, at_most=1)
        if self.posts_per_gbp_m is not None:
            check_number(f"posts_per_gbp_m {of}", self.posts_per_gbp_m, at_least=0)

    def __repr__(self) -> str:
        ends = self.minimum_efficient_scale
        until = f", gains to {ends:,.0f}" if math.isfinite(ends) else ""
        return (
            f"Service({self.name!r}, £{self.unit_cost:,.4g} a resident, {self.fixed_share:.3g} "
            f"fixed{until})"
        )

    @classmethod
    def from_fixed(
        cls,
        name: str,
        *,
        per_head: float,
        fixed: float,
        minimum_efficient_scale: float = math.inf,
        posts_per_gbp_m: float | None = None,
    ) -> Service:
        """Return a service with a fixed cost and a cost a resident.

        Serving N residents from one place costs ``fixed + per_head · N`` pounds a year. That is
        the affine form with the unit cost ``c = per_head + fixed / 237,000`` and the fixed share
        ``φ = fixed / (237,000 c)``; terms that go by the residents alone, such as `Coordination`
        and `Staff`, read that unit cost.

        Parameters
        ----------
        name
            What to call it.
        per_head
            £ a resident a year, without the fixed part; 0 or more.
        fixed
            £ a year for each place that it is run from: for each council alone, and once for a
            shared cluster; 0 or more.
        minimum_efficient_scale
            Residents from which the average cost falls no further; it always does unless given.
        posts_per_gbp_m
            Posts for each £m a year that it costs. Only what counts posts needs it.

        Examples
        --------
        £450,000 a year to have it, and £14 a resident: £3.25m for 200,000 residents.

        >>> import numpy as np
        >>> it = Service.from_fixed("it", per_head=14.0, fixed=450_000)
        >>> it.annual_cost(np.array([0.0, 200_000.0])).round(6)
        array([0.45, 3.25])
        """
        check_text("name of a service", name)
        check_number(f"per_head of service {name!r}", per_head, at_least=0)
        check_number(f"fixed of service {name!r}", fixed, at_least=0)
        spread = float(fixed) / REFERENCE_RESIDENTS
        unit_cost = float(per_head) + spread
        share = spread / unit_cost if unit_cost > 0 else 0.0
        return cls(name, unit_cost, share, minimum_efficient_scale, posts_per_gbp_m=posts_per_gbp_m)

    def annual_cost(
        self, residents: NDArray[np.float64], *, form: CostForm = "affine", exhaustion: bool = True
    ) -> NDArray[np.float64]:
        """Return the £m a year of serving a number of residents from one place.

        ``c (φ N0 + (1 − φ) N)`` in the affine form, ``c N0 (N / N0)^β`` in the power form;
        with exhaustion, from N = M on the average cost stays what it is at M. Without residents
        the fixed part is left, which the power form does not have.

        Raises
        ------
        InputError
            If the power form is asked of a service that has no exponent.

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
            exponent = _exponent(self)
            pounds = (
                self.unit_cost * REFERENCE_RESIDENTS * (priced / REFERENCE_RESIDENTS) ** exponent
            )
        beyond = np.maximum(residents / self.minimum_efficient_scale, 1.0) if exhaustion else 1.0
        return pounds * beyond / 1e6

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

    def power(self, *, exhaustion: bool = True) -> tuple[float, float, float]:
        """Return the power form as (£m a year of one resident, exponent, M).

        Raises
        ------
        InputError
            If it has no exponent.

        Examples
        --------
        >>> factor, exponent, until = back_office()[0].power()
        >>> round(factor * 474_000**exponent, 4)
        18.5688
        """
        exponent = _exponent(self)
        factor = self.unit_cost * REFERENCE_RESIDENTS ** (1.0 - exponent) / 1e6
        return factor, exponent, self.minimum_efficient_scale if exhaustion else math.inf


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


def check_exponents(services: Iterable[Service]) -> None:
    """Check that the power form has an exponent for each service.

    Raises
    ------
    InputError
        If one has none.
    """
    for service in services:
        _exponent(service)


def _exponent(service: Service) -> float:
    if service.power_exponent is None:
        raise InputError(
            f"service {service.name!r} has no power_exponent, which form='power' needs; give "
            "Service(..., power_exponent=...), or take form='affine'"
        )
    return service.power_exponent


def services(*names: str, table: pd.DataFrame | None = None) -> tuple[Service, ...]:
    """Return services with the figures of a table: that of the library, or your own copy of it.

    Parameters
    ----------
    *names
        Which services; the bundle of eight back-office services unless given.
    table
        A row a service, with the columns ``unit_cost``, ``fixed_share``,
        ``minimum_efficient_scale``, and ``power_exponent`` and ``posts_per_gbp_m`` where
        something reads them; what `clusterer.datasets.services` returns, unless given.

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
    return tuple(_of_table(figures, name) for name in chosen)


def _of_table(table: pd.DataFrame, name: str) -> Service:
    """Return one service of a table."""
    unit_cost, fixed_share, enough = (_figure(table, name, column) for column in _FIGURES)
    exponent, posts = (
        _figure(table, name, column)
        if column in table.columns and _given(table, name, column)
        else None
        for column in _FIGURES_OF_SOME
    )
    return Service(name, unit_cost, fixed_share, enough, exponent, posts)


def _given(table: pd.DataFrame, service: str, column: str) -> bool:
    """Tell whether a table has a figure of a service at all."""
    value: Any = table.at[service, column]
    return not (value is None or value is pd.NA or value != value)


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
    if not _given(table, service, column):
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
