"""Staff: what it costs that posts are displaced at all members but the host."""

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
from clusterer.terms.posts import check_posts, displaced_posts
from clusterer.terms.services import Service, back_office
from clusterer.terms.timing import Timing


@dataclass(frozen=True, kw_only=True, repr=False)
class Staff(Term):
    """The one-off cost of the posts that are displaced.

    A council has ``q_i = Σ_s p_s c_s N_i`` posts in scope, for p_s posts for each £ of the unit
    cost c_s; with host h a cluster pays, at £ρ a post,

    ``ρ / 1e6 · share · Σ_{i≠h} q_i``

    in £m; nothing for a council alone. Spent at once, so not discounted.

    The redundancy cost, its range and the posts of the services are assumptions (mark A): see
    ``redundancy_per_fte`` in `clusterer.datasets.model_parameters` and ``posts_per_gbp_m`` in
    `clusterer.datasets.services`. What displaced posts save is in `Scale`: this is what it costs
    to get there. To cap the posts that a council loses there is `MaxDisplaced`; that a plan
    loses, `PostsDisplaced`.

    Parameters
    ----------
    share
        The share of a member's posts in scope that are displaced, from 0 to 1. There is no
        default: no figure is known, and posts may move to the host instead.
    per_post
        ρ: £ for each post displaced.
    services
        What is shared; the bundle of eight back-office services unless given.
    population
        The column with the residents.
    name
        The column of the term in a plan's tables.

    Examples
    --------
    Islington has 185,283 residents, and 0.00243 posts for each: 450, of which 45 are displaced
    if Camden hosts.

    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [cl.Staff(share=0.1)])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> round(pair.objective, 3), pair.clusters.loc["a", "host"]
    (1.126, 'Camden')
    """

    share: float
    per_post: float = field(default_factory=lambda: central("redundancy_per_fte"))
    services: tuple[Service, ...] = field(default_factory=back_office)
    population: str = "population"
    name: str = "staff"

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_posts(self.share, self.services)
        check_number("per_post", self.per_post, at_least=0)

    def cost(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return nothing: all of the cost depends on the host."""
        return np.zeros(len(candidates))

    def host_cost(self, councils: Councils) -> NDArray[np.float64]:
        """Return the £m of the posts displaced at each council under each other host."""
        posts = displaced_posts(councils, self.share, self.services, self.population)
        matrix: NDArray[np.float64] = np.repeat(
            (self.per_post / 1e6 * posts)[:, None], len(councils), axis=1
        )
        np.fill_diagonal(matrix, 0.0)
        return matrix

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that it is spent at once."""
        return Timing.once()

    def mip_form(self, councils: Councils) -> MIPForm:  # noqa: ARG002 - nothing to tell
        """Return nothing: all of the cost depends on the host."""
        return MIPForm()
