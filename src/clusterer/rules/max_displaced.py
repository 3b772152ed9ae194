"""A cap on the posts that one council may lose."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer._support.interval import Interval
from clusterer.councils import Councils
from clusterer.rules.pair_rule import PairRule
from clusterer.terms.posts import check_posts, displaced_posts
from clusterer.terms.services import Service, back_office


@dataclass(frozen=True)
class MaxDisplaced(PairRule):
    """Some member can host so that no other has more than a given number of posts displaced.

    That is the member with most posts in scope, so the rule comes to this: at most one member
    would have more displaced than the cap. A rule knows nothing of costs: the host of a plan
    is the cheapest over all terms, and where terms other than `Staff` pull it elsewhere, it
    may displace more than the cap.

    Parameters
    ----------
    posts
        The most posts displaced at a council.
    share
        The share of a member's posts in scope that are displaced, as in `Staff`.
    services
        What is shared; the bundle of eight back-office services unless given.
    population
        The column with the residents.

    Examples
    --------
    Of two neighbours that share, one has at most 550 posts in scope:

    >>> import clusterer as cl
    >>> rule = cl.MaxDisplaced(55, share=0.1)
    >>> problem = cl.Problem(cl.datasets.london(), [], rules=[cl.MaxSize(2), rule])
    >>> len(problem.candidates())
    71
    """

    posts: float
    share: float = field(kw_only=True)
    services: tuple[Service, ...] = field(default_factory=back_office, kw_only=True)
    population: str = field(default="population", kw_only=True)

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        check_number("MaxDisplaced posts", self.posts, at_least=0)
        check_posts(self.share, self.services)

    def __repr__(self) -> str:
        return f"MaxDisplaced({self.posts:g} posts, share={self.share:g})"

    @property
    def in_words(self) -> str:
        """The cap in words."""
        share = f"{100 * self.share:g}% of those in scope"
        return f"at most {self.posts:g} posts displaced at a council, {share}"

    def forbidden(self, councils: Councils) -> NDArray[np.bool_]:
        """Return the pairs of which both are over the cap."""
        posts = displaced_posts(councils, self.share, self.services, self.population)
        over = ~Interval.up_to(self.posts).holds(posts)
        both: NDArray[np.bool_] = over[:, None] & over[None, :]
        np.fill_diagonal(both, False)
        return both
