"""Systems: what it costs to move the members of a cluster to one computer system."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_one_of, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.base import Term
from clusterer.terms.defaults import central
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.services import REFERENCE_RESIDENTS
from clusterer.terms.timing import Timing

SettlesOn = Literal["cheapest", "host"]
"""Whose system a cluster settles on."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Systems(Term):
    """The one-off cost of migrating members to the system that their cluster settles on.

    With m_i the £m of moving council i, a cluster that settles on system s costs

    ``Σ_i m_i over the members i that are not on s``,

    and it settles on the system of one of its members: on the one that is cheapest to settle
    on, or on that of the host. A council alone moves nowhere and pays nothing. Spent at once,
    so not discounted. No optimism bias is added, and what a shared system saves later is not in
    this term.

    The default amount is an assumption (mark A) between what single schemes are read to have
    spent, with a range from £0.3m, one revenues and benefits system, to £2m: see
    ``migration_per_distinct_it_system`` in `clusterer.datasets.model_parameters`. Which
    council has which system is not in the shipped data, because little of it is known.

    Parameters
    ----------
    column
        The column that says which system a council has. Texts that differ are different
        systems; no council may lack one.
    per_council
        £m to move a council; with `population`, one of 237,000 residents.
    population
        The column with the residents, if what a council costs to move is in proportion to
        them: ``m_i = per_council · N_i / 237,000``. All cost the same unless given.
    settle
        "cheapest", or "host": the system of the host, who is chosen for all terms together.
        "host" never costs less; it has a MIP form, which "cheapest", being concave, has not.
    name
        The column of the term in a plan's tables.

    Examples
    --------
    Invented systems: one of three members is on another than the two, and moves:

    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london().assign(system="A")
    >>> boroughs.loc[boroughs["name"] == "Hackney", "system"] = "B"
    >>> problem = cl.Problem(boroughs, [cl.Systems()])
    >>> trio = {"Camden": "a", "Islington": "a", "Hackney": "a"}
    >>> problem.evaluate(trio, rest_alone=True).objective
    0.75
    """

    column: str = "system"
    per_council: float = field(default_factory=lambda: central("migration_per_distinct_it_system"))
    population: str | None = None
    settle: SettlesOn = "cheapest"
    name: str = "systems"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("per_council", self.per_council, at_least=0)
        check_one_of("settle", self.settle, get_args(SettlesOn))

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate, if what it settles on does not depend on the host."""
        if self.settle == "host":
            return np.zeros(len(candidates))
        # The cheapest system is that of some member, whoever hosts.
        return candidates.host_min(self._moves(candidates.councils))

    def host_cost(self, councils: Councils) -> NDArray[np.float64] | None:
        """Return what each council pays to move to the system of each host."""
        return self._moves(councils) if self.settle == "host" else None

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that it is spent at once."""
        return Timing.once()

    def mip_form(self, councils: Councils) -> MIPForm | None:  # noqa: ARG002 - as it settles
        """Return nothing if all of the cost depends on the host; the least of sums has no form."""
        return MIPForm() if self.settle == "host" else None

    def _moves(self, councils: Councils) -> NDArray[np.float64]:
        """Return the £m of moving each council (rows) to the system of each other (columns)."""
        system = councils.texts(self.column)
        if self.population is None:
            each = np.full(len(councils), float(self.per_council))
        else:
            residents = councils.residents(self.population)
            each = self.per_council * residents / REFERENCE_RESIDENTS
        differ: NDArray[np.bool_] = system[:, None] != system[None, :]
        return each[:, None] * differ
