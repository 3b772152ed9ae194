"""A cap on the posts that a whole plan displaces."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.limits.base import Limit
from clusterer.terms.posts import check_posts, displaced_posts
from clusterer.terms.services import Service, back_office


@dataclass(frozen=True, kw_only=True)
class PostsDisplaced(Limit):
    """Limit the posts that a plan displaces, each cluster under the host that displaces fewest.

    That is the member with most posts in scope, so a cluster adds ``share · (Σ_i q_i − max_i q_i)``
    for the posts q_i of `Staff`. A limit knows nothing of costs: the host of a plan is the
    cheapest over all terms, and where terms other than `Staff` pull it elsewhere, the plan may
    displace more.

    Parameters
    ----------
    at_most
        The most posts displaced in all.
    share
        The share of a member's posts in scope that are displaced, as in `Staff`.
    services
        What is shared; the bundle of eight back-office services unless given.
    population
        The column with the residents.

    Examples
    --------
    A tenth of the posts are displaced, 300 at most: five shared clusters instead of 13.

    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(3)],
    ...     limits=[cl.PostsDisplaced(at_most=300, share=0.1)],
    ... )
    >>> plan = cl.solve(problem)
    >>> plan.status, int((plan.clusters["size"] > 1).sum())
    ('optimal', 5)
    """

    at_most: float
    share: float
    services: tuple[Service, ...] = field(default_factory=back_office)
    population: str = "population"
    interval: Interval = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("PostsDisplaced at_most", self.at_most, at_least=0)
        check_posts(self.share, self.services)
        interval = Interval.stated("PostsDisplaced", at_most=self.at_most)
        object.__setattr__(self, "interval", interval)

    def __repr__(self) -> str:
        return f"PostsDisplaced({self.interval}, share={self.share:g})"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        return f"posts displaced {self.interval}, {100 * self.share:g}% of those in scope"

    def amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the posts that each candidate displaces."""
        posts = displaced_posts(candidates.councils, self.share, self.services, self.population)
        return candidates.sum(posts) - candidates.max(posts)
