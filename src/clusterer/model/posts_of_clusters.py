"""The posts that sharing moves, by council: where they end, and where they go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.terms import Scale, Staff, Term
from clusterer.terms.posts import check_posts, displaced_posts, posts_left

COLUMNS = ("now", "ended", "moved_out", "moved_in", "after", "change", "redundancies")
"""The columns of the table that are posts."""


Hosted: TypeAlias = tuple[Sequence[list[int]], Sequence[int]]
"""The row numbers of the members of each cluster, and of its host."""


def posts_since(
    councils: Councils, terms: Iterable[Term], plan: Hosted, today: Hosted | None
) -> pd.DataFrame:
    """Return the posts of each council, now and after; ``now`` is today, if that is given.

    What has ended and moved by today is behind. Of what moves between two hosts the balance is
    told, in or out.
    """
    after = posts_of_clusters(councils, terms, *plan)
    if today is None:
        return after
    before = posts_of_clusters(councils, terms, *today)
    change, ended = after["after"] - before["after"], after["ended"] - before["ended"]
    moved = change + ended
    return after.assign(
        now=before["after"],
        ended=ended,
        moved_out=(-moved).clip(lower=0.0),
        moved_in=moved.clip(lower=0.0),
        change=change,
        redundancies=(after["redundancies"] - before["redundancies"]).clip(lower=0.0),
    )


def posts_of_clusters(
    councils: Councils, terms: Iterable[Term], clusters: Sequence[list[int]], hosts: Iterable[int]
) -> pd.DataFrame:
    """Return the posts of each council, before and after; `posts_by_council` says what they are.

    Parameters
    ----------
    councils
        The councils.
    terms
        The terms of the problem.
    clusters, hosts
        The row numbers of the members of each cluster, and of its host.

    Returns
    -------
    pandas.DataFrame
        A row a council: whether it is ``host``, and the posts.

    Raises
    ------
    InputError
        If no term is a `Scale`, or a service of one does not say how many posts it has.
    """
    terms = tuple(terms)
    scales = [term for term in terms if isinstance(term, Scale)]
    if not scales:
        raise InputError(
            "posts are those of the services that a Scale term shares, and there is none among "
            "the terms; add cl.Scale(services=...)"
        )
    for scale in scales:
        check_posts(1.0, scale.services)
    chosen = Candidates.of(councils, clusters)
    _, members = chosen.flat()
    now, left, redundancies, moved_in = np.zeros((4, len(councils)))
    for scale in scales:
        now += displaced_posts(councils, 1.0, scale.services, scale.population)
        left[members] += posts_left(scale, chosen)
    hosting = np.zeros(len(councils), dtype=np.bool_)
    for rows, host in zip(clusters, hosts, strict=True):
        others = [row for row in rows if row != host]
        hosting[host] = True
        moved_in[host] = left[others].sum()
        for staff in terms:
            if isinstance(staff, Staff):
                redundancies[others] += displaced_posts(
                    councils, staff.share, staff.services, staff.population
                )[others]
    moved_out = np.where(hosting, 0.0, left)
    after = left - moved_out + moved_in
    figures = (now, now - left, moved_out, moved_in, after, after - now, redundancies)
    return pd.DataFrame(
        {"host": hosting} | dict(zip(COLUMNS, figures, strict=True)), index=councils.ids
    )
