"""Travel between the members of a cluster and its host."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.councils.labelled import as_matrix
from clusterer.geography import centroid_km
from clusterer.terms.base import Term
from clusterer.terms.defaults import central
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.present_value import annuity
from clusterer.terms.timing import Timing


@dataclass(frozen=True, eq=False, repr=False)
class Travel(Term):
    """The cost of journeys of members to the host, which is chosen to keep it low.

    ``A · price · (1 − remote) · min_h Σ_i km_ih`` over the members i and h of a cluster, ``A``
    the annuity of the horizon; where other terms depend on the host too, one host serves them all.

    Parameters
    ----------
    price
        £m a year for each km between a member and its host. There is no default, since no
        figure is known: 500 return journeys a year at £0.30 a km are 0.0003.
    km
        How far it is from each council (rows) to each host (columns), labelled by the index
        of the councils: road distances, say. Centroid distances unless given.
    horizon
        Years that are counted.
    discount_rate
        Real rate a year.
    name
        The column of the term in a plan's tables.
    remote
        The share of the journeys that remote working saves, from 0 to 1. None are saved
        unless you say so, since no figure is known.

    Examples
    --------
    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> problem = cl.Problem(boroughs, [cl.Travel(0.01)])
    >>> trio = {"Camden": "a", "Islington": "a", "Hackney": "a"}
    >>> problem.evaluate(trio, rest_alone=True).clusters.loc["a", "host"]
    'Islington'

    With three journeys in four made by video, the same trio costs a quarter of it:

    >>> for remote in (0, 0.75):
    ...     by_video = problem.replace(terms=[cl.Travel(0.01, remote=remote)])
    ...     print(round(by_video.evaluate(trio, rest_alone=True).objective, 3))
    0.546
    0.136
    """

    price: float
    km: pd.DataFrame | None = None
    horizon: int = field(default_factory=lambda: int(central("horizon")))
    discount_rate: float = field(default_factory=lambda: central("discount_rate"))
    name: str = "travel"
    remote: float = field(default=0.0, kw_only=True)

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("price of travel", self.price, at_least=0)
        check_number("remote", self.remote, at_least=0, at_most=1)
        annuity(self.discount_rate, self.horizon)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        mine, theirs = (
            [getattr(one, field.name) for field in fields(self) if field.name != "km"]
            for one in (self, other)
        )
        # A table has no one truth value.
        return mine == theirs and pd.DataFrame(self.km).equals(pd.DataFrame(other.km))

    def __hash__(self) -> int:
        return hash((type(self), self.price, self.horizon, self.discount_rate, self.name))

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return nothing: all of the cost depends on the host."""
        return np.zeros(len(candidates))

    def host_cost(self, councils: Councils) -> NDArray[np.float64]:
        """Return the £m of the journeys of each council to each host."""
        km = centroid_km(councils) if self.km is None else as_matrix(councils, self.km)
        made = self.price * (1 - self.remote)
        return made * annuity(self.discount_rate, self.horizon) * km

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that it is paid each year."""
        return Timing.yearly(self.horizon, self.discount_rate)

    def mip_form(self, councils: Councils) -> MIPForm:  # noqa: ARG002 - nothing to tell
        """Return nothing: all of the cost depends on the host."""
        return MIPForm()
