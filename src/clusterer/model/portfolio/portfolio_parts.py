"""The services that a portfolio is given: a problem each, all over the same councils."""

from __future__ import annotations

from collections.abc import Mapping

from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.portfolio.costed_partitions import CostedPartitions
from clusterer.model.problem import Problem


def checked_services(services: Mapping[str, Problem]) -> dict[str, Problem]:
    """Return the problems by name, if they are usable together.

    Raises
    ------
    InputError
        If they are not: none at all, one that is no problem, or problems of different councils.
    """
    if not isinstance(services, Mapping):
        raise InputError(
            "services must be a mapping from the name of each service to its Problem, not "
            f"{type(services).__name__}; Portfolio.from_services(...) makes the problems"
        )
    if not services:
        raise InputError("services is empty; a portfolio has at least one")
    first: Problem | None = None
    for name, problem in services.items():
        if not isinstance(name, str) or not name:
            raise InputError(f"service {shown(name)} needs a text for a name")
        if name in CostedPartitions.SUMS:
            raise InputError(
                f"a service may not be called {name!r}, a row of every plan's table; give it "
                "another name"
            )
        if not isinstance(problem, Problem):
            raise InputError(
                f"service {name!r} must have a Problem, not {type(problem).__name__}; "
                "Portfolio.from_services(...) makes problems of services"
            )
        first = problem if first is None else first
        if not problem.councils.ids.equals(first.councils.ids):
            raise InputError(
                f"service {name!r} has other councils than {next(iter(services))!r}, or in another "
                "order; give all problems the same table"
            )
    return dict(services)
