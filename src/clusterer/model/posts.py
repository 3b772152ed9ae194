"""The posts that sharing moves, by council: where they end, and where they go."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.terms import Scale, Staff
from clusterer.terms.posts import check_posts, displaced_posts, posts_left

COLUMNS = ("now", "ended", "moved_out", "moved_in", "after", "change", "redundancies")
"""The columns of the table that are posts."""


def posts_by_council(plan: Evaluation) -> pd.DataFrame:
    """Return the posts of each council in the services that `Scale` shares, before and after.

    A council has ``now = p_s c_s N_i`` posts in service s, as `Staff` counts them. Of the posts
    of a cluster in a service the same part ends as of its cost, once the saving is in full:
    ``r (1 − C_s(Σ_i N_i) / Σ_i C_s(N_i))``, spread evenly over the members. All that is left goes
    to the host, and what a client side keeps at each member is not counted.

    Returns
    -------
    pandas.DataFrame
        A row a council: name, cluster, whether it is ``host``; posts ``now``, ``ended``,
        ``moved_out`` to the host, ``moved_in`` to the host, ``after``, ``change``; and
        ``redundancies``, those that the terms `Staff` pay for, 0 without one.

    Raises
    ------
    InputError
        If no term is a `Scale`, or a service of one does not say how many posts it has.
    """
    scales = [term for term in plan.problem.terms if isinstance(term, Scale)]
    if not scales:
        raise InputError(
            "posts are those of the services that a Scale term shares, and there is none among "
            "the terms; add cl.Scale(services=...)"
        )
    for scale in scales:
        check_posts(1.0, scale.services)
    clusters = plan.arguments()["clusters"].values()
    chosen = Candidates.of(plan.councils, clusters)
    _, members = chosen.flat()
    now, left, redundancies, moved_in = np.zeros((4, len(plan.councils)))
    for scale in scales:
        now += displaced_posts(plan.councils, 1.0, scale.services, scale.population)
        left[members] += posts_left(scale, chosen)
    hosts = np.zeros(len(plan.councils), dtype=np.bool_)
    for rows, host in zip(clusters, plan.arguments()["costs"]["host"], strict=True):
        others = [row for row in rows if row != host]
        hosts[host] = True
        moved_in[host] = left[others].sum()
        for staff in plan.problem.terms:
            if isinstance(staff, Staff):
                redundancies[others] += displaced_posts(
                    plan.councils, staff.share, staff.services, staff.population
                )[others]
    moved_out = np.where(hosts, 0.0, left)
    after = left - moved_out + moved_in
    figures = (now, now - left, moved_out, moved_in, after, after - now, redundancies)
    return pd.DataFrame(
        {"name": plan.councils.names, "cluster": plan.assignment, "host": hosts}
        | dict(zip(COLUMNS, figures, strict=True)),
        index=plan.councils.ids,
    )
