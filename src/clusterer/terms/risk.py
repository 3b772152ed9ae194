"""Risk: what it costs that a cluster may not last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.geography import seat_distance
from clusterer.terms.base import Term
from clusterer.terms.defaults import central
from clusterer.terms.mip_form import MIPForm
from clusterer.terms.present_value import annuity
from clusterer.terms.timing import Timing


@dataclass(frozen=True, kw_only=True, repr=False)
class Risk(Term):
    """The expected cost of leaving a shared cluster that dissolves.

    A cluster of n ≥ 2 members that has lasted until a year dissolves in it with probability λ;
    then each member pays e to leave. Over T years at the discount rate r that is

    ``n · e · Σ_{t=1…T} λ (1 − λ)^{t−1} / (1 + r)^t``

    in £m; nothing for a council alone. The hazard may grow with the size, and with d, the mean
    distance of seats over the pairs of members (see `Politics`):

    ``λ = min(1, λ₀ · (1 + γ (n − 2) + π d))``.

    λ₀ is derived (mark D) from some five exits in 97 years of London's listed schemes, most of
    which have two or three members; e was read (mark V) as what one council set aside: see
    ``dissolution_hazard`` and ``exit_cost_per_council`` in
    `clusterer.datasets.model_parameters`. The savings that end with the cluster, and the
    coordination that ends with it, are not in this term.

    Parameters
    ----------
    hazard
        λ₀: the probability that a cluster of two dissolves in a year, from 0 to 1.
    exit_cost
        e: £m for each member of a cluster that dissolves.
    size_growth
        γ: what each member beyond two adds to the hazard, as a share of it. None unless you
        say so, since no figure is known.
    politics_growth
        π: what a mean distance of seats of 1 adds to the hazard, as a share of it. None unless
        you say so, since no figure is known.
    columns
        The columns with seats by party, if `politics_growth` is not 0; those that begin with
        ``seats_``, except for ``seats_total``, unless given.
    horizon
        T: years that are counted.
    discount_rate
        r: real rate a year.
    name
        The column of the term in a plan's tables.

    Examples
    --------
    Over ten years a cluster dissolves with probability 0.40, worth 0.34 today; two members pay
    £1m each.

    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [cl.Risk()])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> round(pair.objective, 3)
    0.677
    """

    hazard: float = field(default_factory=lambda: central("dissolution_hazard"))
    exit_cost: float = field(default_factory=lambda: central("exit_cost_per_council"))
    size_growth: float = 0.0
    politics_growth: float = 0.0
    columns: Sequence[str] | None = field(default=None, hash=False)  # A list has none.
    horizon: int = field(default_factory=lambda: int(central("horizon")))
    discount_rate: float = field(default_factory=lambda: central("discount_rate"))
    name: str = "risk"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("hazard", self.hazard, at_least=0, at_most=1)
        for what in ("exit_cost", "size_growth", "politics_growth"):
            check_number(what, getattr(self, what), at_least=0)
        annuity(self.discount_rate, self.horizon)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the £m of each candidate."""
        n = candidates.size
        exits = self._exits(self._hazard(candidates))
        return np.where(n > 1, n * float(self.exit_cost) * exits, 0.0)

    def when(self, candidates: Candidates) -> Timing:
        """Return what is expected by year: the less the later, as fewer clusters are left."""
        lasting = 1.0 - self._hazard(candidates)[:, None]
        years = np.arange(1, self.horizon + 1)
        profile = np.hstack([np.zeros((len(candidates), 1)), lasting ** (years - 1)])
        return Timing("yearly", profile, self.discount_rate)

    def mip_form(self, councils: Councils) -> MIPForm | None:
        """Return the cost of each member, if the hazard is the same for all clusters."""
        if self.size_growth or self.politics_growth:
            return None
        each = self.exit_cost * self._exits(np.full(len(councils), float(self.hazard)))
        return MIPForm(sharing=each)

    def _hazard(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the probability of each candidate that it dissolves in a year."""
        n = candidates.size
        growth = 1.0 + float(self.size_growth) * np.maximum(n - 2, 0)
        if self.politics_growth:
            apart = candidates.pair_sum(seat_distance(candidates.councils, self.columns))
            growth += self.politics_growth * apart / np.maximum(n * (n - 1) / 2, 1)
        hazard: NDArray[np.float64] = np.minimum(self.hazard * growth, 1.0)
        return hazard

    def _exits(self, hazard: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the present value of £1 paid in the year in which a cluster dissolves."""
        total = np.zeros_like(hazard)
        lasting = np.ones_like(hazard)
        for year in range(1, self.horizon + 1):
            total += lasting * hazard / (1.0 + self.discount_rate) ** year
            lasting *= 1.0 - hazard
        return total
