"""The posts that sharing moves, by council: where they end, and where they go."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.errors import InputError
from clusterer.evaluation import Evaluation
from clusterer.terms import Scale, Service, Staff
from clusterer.terms.posts import check_posts, displaced_posts

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
    parts = plan.parts()
    now, ended, redundancies, moved_in = np.zeros((4, len(plan.councils)))
    hosts = np.zeros(len(plan.councils), dtype=np.bool_)
    for scale in scales:
        residents = plan.councils.values(scale.population, minimum=1.0)
        for service in scale.services:
            posts = displaced_posts(plan.councils, 1.0, [service], scale.population)
            now += posts
            for rows in parts["clusters"].values():
                ended[rows] += posts[rows] * _part_saved(scale, service, residents[rows])
    for rows, host in zip(parts["clusters"].values(), parts["costs"]["host"], strict=True):
        others = [row for row in rows if row != host]
        hosts[host] = True
        moved_in[host] = (now - ended)[others].sum()
        for staff in plan.problem.terms:
            if isinstance(staff, Staff):
                redundancies[others] += displaced_posts(
                    plan.councils, staff.share, staff.services, staff.population
                )[others]
    moved_out = np.where(hosts, 0.0, now - ended)
    after = now - ended - moved_out + moved_in
    figures = (now, ended, moved_out, moved_in, after, after - now, redundancies)
    return pd.DataFrame(
        {"name": plan.councils.names, "cluster": plan.assignment, "host": hosts}
        | dict(zip(COLUMNS, figures, strict=True)),
        index=plan.councils.ids,
    )


def _part_saved(scale: Scale, service: Service, residents: NDArray[np.float64]) -> float:
    """Return the part of the yearly cost of a service that is saved, once it is in full."""
    if len(residents) == 1:
        return 0.0

    def cost(served: NDArray[np.float64]) -> float:
        yearly = service.annual_cost(served, form=scale.form, exhaustion=scale.exhaustion)
        return float(yearly.sum())

    alone, together = cost(residents), cost(residents.sum(keepdims=True))
    # The power form may be concave so little that rounding makes a saving of less than nothing.
    return scale.benefit_realisation * max(0.0, 1.0 - together / alone) if alone else 0.0
