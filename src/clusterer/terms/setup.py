"""Set-up: what it costs once to found a cluster and to join it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.base import Term
from clusterer.terms.defaults import central
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.timing import Timing


@dataclass(frozen=True, kw_only=True, repr=False)
class SetUp(Term):
    """The one-off cost of founding a shared cluster, with its optimism bias.

    ``(1 + b) · (F + n f)`` for n ≥ 2 members, nothing for a council alone; spent at once, so
    not discounted. HM Treasury's supplementary guidance on optimism bias gives the range of
    the uplift b for equipment and development; the central b and the amounts are assumptions:
    see `clusterer.datasets.model_parameters`.

    The default amounts are for a cluster that shares several services. For a single one the
    table puts them at a quarter: ``SetUp(per_cluster=0.5, per_council=0.1875)``, or
    ``preset("central", services=[...], per_cluster=0.5, per_council=0.1875)``. They do not
    follow the list of services by themselves.

    Parameters
    ----------
    per_cluster
        F: £m a shared cluster.
    per_council
        f: £m a member.
    optimism_bias
        b: what business cases leave out, as a fraction of what they have.
    name
        The column of the term in a plan's tables.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [cl.SetUp()])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> pair.objective
    5.25
    """

    per_cluster: float = field(default_factory=lambda: central("setup_fixed_per_cluster"))
    per_council: float = field(default_factory=lambda: central("setup_per_council"))
    optimism_bias: float = field(default_factory=lambda: central("optimism_bias_setup"))
    name: str = "set-up"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        for what in ("per_cluster", "per_council", "optimism_bias"):
            check_number(what, getattr(self, what), at_least=0)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        once = self.per_cluster + float(self.per_council) * candidates.size
        return np.where(candidates.size > 1, (1 + self.optimism_bias) * once, 0.0)

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that it is spent at once."""
        return Timing.once()

    def mip_form(self, councils: Councils) -> MIPForm:
        """Return the cost of a shared cluster and of each member of it."""
        uplift = 1 + self.optimism_bias
        return MIPForm(
            sharing=np.full(len(councils), uplift * self.per_council),
            shared_cluster=uplift * self.per_cluster,
        )
