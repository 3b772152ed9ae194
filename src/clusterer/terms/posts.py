"""The posts that a council loses if another member of its cluster hosts it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.terms.scale import Scale
from clusterer.terms.services import Service, check_services


def check_posts(share: float, services: Iterable[Service]) -> None:
    """Check the share of the posts that are displaced, and that each service has posts.

    Raises
    ------
    InputError
        If the share is none, or a service does not say how many posts it has.
    """
    check_number("share of posts displaced", share, at_least=0, at_most=1, divides=True)
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
    return share * a_resident * councils.residents(population)


def posts_left(scale: Scale, candidates: Candidates) -> NDArray[np.float64]:
    """Return the posts of each member of each candidate that sharing does not end.

    A member has ``q = p_s c_s N_i`` posts in service s. Once the saving is in full, the same part
    of them ends as of the cost of the service, the same for all members, and there are left

    ``Σ_s q_is · (1 − r (1 − C_s(Σ_i N_i) / Σ_i C_s(N_i)))``

    with r the share of the planned saving that is realised.

    Parameters
    ----------
    scale
        The term that says which services are shared, and what that saves.
    candidates
        The clusters.

    Returns
    -------
    numpy.ndarray
        A number for each member of each candidate, as `Candidates.flat` has them.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> pair = cl.Candidates.of(councils, [councils.positions(["Camden", "Islington"])])
    >>> posts_left(cl.terms.Scale(), pair).round(1)
    array([484.7, 425.6])
    """
    _, members = candidates.flat()
    residents = candidates.councils.residents(scale.population)
    together = candidates.sum(residents)
    left = np.zeros(members.size)
    for service in scale.services:
        alone = service.annual_cost(residents, form=scale.form, exhaustion=scale.exhaustion)
        planned = service.annual_cost(together, form=scale.form, exhaustion=scale.exhaustion)
        # A service that costs nothing saves nothing; and where the power form is concave by less
        # than rounding, a saving of less than nothing is none.
        apart = candidates.sum(alone)
        saved = np.maximum(0.0, 1.0 - planned / np.where(apart > 0, apart, 1.0))
        saved[(apart <= 0) | (candidates.size == 1)] = 0.0
        posts = displaced_posts(candidates.councils, 1.0, [service], scale.population)
        kept = 1.0 - scale.benefit_realisation * saved
        left += posts[members] * np.repeat(kept, candidates.size)
    return left
