"""The posts that a council loses if another member of its cluster hosts it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clusterer.checks import check_number
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.terms.services import Service, check_services


def check_posts(share: float, services: Iterable[Service]) -> None:
    """Check the share of the posts that are displaced, and that each service has posts.

    Raises
    ------
    InputError
        If the share is none, or a service does not say how many posts it has.
    """
    check_number("share of posts displaced", share, at_least=0, at_most=1)
    check_services(services)
    for service in services:
        if service.posts_per_gbp_m is None:
            raise InputError(
                f"service {service.name!r} does not say how many posts it has; "
                "give Service(..., posts_per_gbp_m=...)"
            )


def displaced_posts(
    councils: Councils, share: float, services: Iterable[Service], population: str
) -> NDArray[np.float64]:
    """Return the posts of each council that are displaced if another hosts it.

    ``share · Σ_s p_s c_s N_i`` for p_s posts for each £ of the unit cost c_s and N_i residents.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> posts = displaced_posts(councils, 1.0, cl.terms.back_office(), "population")
    >>> float(posts[councils.position("Camden")].round(1))
    512.8
    """
    a_resident = sum(s.unit_cost * (s.posts_per_gbp_m or 0.0) for s in services) / 1e6
    return share * a_resident * councils.values(population, minimum=1.0)
