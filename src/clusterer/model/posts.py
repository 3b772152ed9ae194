"""The posts that a plan moves, by council."""

from __future__ import annotations

import pandas as pd

from clusterer.model.posts_of_clusters import COLUMNS, posts_since
from clusterer.model.problem import Evaluation

__all__ = ["COLUMNS", "posts_by_council"]


def posts_by_council(plan: Evaluation) -> pd.DataFrame:
    """Return the posts of each council in the services that `Scale` shares, before and after.

    A council has ``now = p_s c_s N_i`` posts in service s, as `Staff` counts them. Of the posts
    of a cluster in a service the same part ends as of its cost, once the saving is in full:
    ``r (1 − C_s(Σ_i N_i) / Σ_i C_s(N_i))``, spread evenly over the members. All that is left goes
    to the host, and what a client side keeps at each member is not counted. If the problem starts
    from today's partnerships, ``now`` is what they have left, and the rest is what comes on top.

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
    today = plan.problem.status_quo
    table = posts_since(
        plan.councils,
        plan.problem.terms,
        plan.hosted,
        None if today is None else today.hosted,
    )
    table.insert(0, "name", plan.councils.names)
    table.insert(1, "cluster", plan.assignment)
    return table
