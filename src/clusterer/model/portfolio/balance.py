"""A tie between services: each council hosts about as many posts as it gives up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.terms import Scale
from clusterer.terms.posts import check_posts, displaced_posts, posts_left


@dataclass(frozen=True, kw_only=True)
class PostsBalance:
    """Over all services, each council hosts about as many posts as it gives up.

    Of the posts of a shared cluster, those that sharing does not end go to the host (see
    `BusinessCase.posts`). A council gives up those that go from it to others, and hosts those that
    come to it from others; over all councils both come to the same. For every council

    ``| hosted − given up |  ≤  share · posts now``, or ``≤ posts``,

    where "now" are its posts in all services that `Scale` terms share. One service cannot be in
    balance, unless nobody shares it; several can, with hosts that take turns.

    Parameters
    ----------
    share
        How large the difference may be, as a share of the posts that a council has now.
    posts
        Or the same in posts. Give one of the two.

    Raises
    ------
    InputError
        If neither is given, or both, or a figure below 0.

    Examples
    --------
    >>> import clusterer as cl
    >>> cl.PostsBalance(share=0.1)
    PostsBalance(share=0.1)
    """

    share: float | None = None
    posts: float | None = None

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        if (self.share is None) == (self.posts is None):
            raise InputError(
                "PostsBalance needs one of share and posts: PostsBalance(share=0.1) for a "
                "difference of a tenth of a council's posts, PostsBalance(posts=50) for 50"
            )
        if self.share is not None:
            what = "PostsBalance share"
            check_number(what, self.share, kind="fraction", at_least=0, at_most=1)
        if self.posts is not None:
            check_number("PostsBalance posts", self.posts, at_least=0)

    def __repr__(self) -> str:
        given = f"share={self.share:g}" if self.posts is None else f"posts={self.posts:g}"
        return f"PostsBalance({given})"

    @property
    def in_words(self) -> str:
        """The tie in words."""
        within = (
            f"{100 * (self.share or 0.0):g}% of its posts"
            if self.posts is None
            else f"{self.posts:,g} posts"
        )
        return f"each council hosts as many posts as it gives up, within {within}"

    def allowance(self, problems: list[Problem]) -> NDArray[np.float64]:
        """Return shape (councils,): how large the difference of each council may be.

        Parameters
        ----------
        problems
            The problem of each service.
        """
        if self.posts is not None:
            return np.full(len(problems[0].councils), float(self.posts))
        now = np.zeros(len(problems[0].councils))
        for problem in problems:
            for scale in _scales(problem):
                now += displaced_posts(problem.councils, 1.0, scale.services, scale.population)
        return (self.share or 0.0) * now


def out_of_balance(
    difference: NDArray[np.float64], allowance: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell of which councils posts hosted and given up differ by more than is allowed."""
    return np.abs(difference) > widest(allowance)


def widest(allowance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the greatest difference that counts as within what is allowed, slack and all."""
    return np.array([Interval.up_to(most).highest for most in allowance.tolist()])


def posts_that_move(problem: Problem, candidates: Candidates) -> NDArray[np.float64]:
    """Return the posts of each member of each candidate that go to the host, if it is another.

    Returns
    -------
    numpy.ndarray
        A number for each member of each candidate, as `Candidates.flat` has them; none of a
        council alone.
    """
    _, members = candidates.flat()
    posts = np.zeros(members.size)
    for scale in _scales(problem):
        posts += posts_left(scale, candidates)
    return np.where(np.repeat(candidates.size, candidates.size) > 1, posts, 0.0)


def check_has_posts(name: str, problem: Problem) -> None:
    """Check that the posts of a service can be counted.

    Raises
    ------
    InputError
        If no term of its problem is a `Scale`, or one shares a service without posts.
    """
    scales = _scales(problem)
    if not scales:
        raise InputError(
            f"a balance of posts counts those of the services that Scale terms share, and service "
            f"{name!r} has no such term; add cl.Scale(services=...) to its terms"
        )
    for scale in scales:
        check_posts(1.0, scale.services)


def _scales(problem: Problem) -> list[Scale]:
    return [term for term in problem.terms if isinstance(term, Scale)]
