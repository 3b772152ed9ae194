"""Governance: what a partnership pays once, however many services it shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.model.answers import checked_numbers
from clusterer.model.problem import Problem
from clusterer.terms import Term
from clusterer.terms.today import FromToday


def governance_costs(
    governance: Sequence[Term], candidates: Candidates, standing: FromToday | None = None
) -> pd.DataFrame:
    """Return the £m of each term of governance (columns) for each candidate (rows).

    What partnerships of today that go on in a candidate have paid is taken off.

    Raises
    ------
    InputError
        If a term does not give a number for each, or one below 0.
    """
    columns: dict[str, NDArray[np.float64]] = {}
    parts = [] if standing is None else standing.parts(candidates)
    behind = {part.column: part.cost for part in parts}
    for term in governance:
        cost = checked_numbers(term, candidates) + behind.get(term.name, 0.0)
        below = np.flatnonzero(cost < 0)
        if below.size:
            members = candidates.councils.describe(candidates.positions(below[0]))
            raise InputError(
                f"term {term.name!r} of governance gives £{cost[below[0]]:g}m for the partnership "
                f"of {members}; what is paid once must be 0 or more: a grant belongs in the "
                "problems of the services"
            )
        columns[term.name] = cost
    return pd.DataFrame(columns, index=pd.RangeIndex(len(candidates)))


def standing_partnerships(
    governance: Sequence[Term], problems: Iterable[Problem]
) -> FromToday | None:
    """Return the partnerships of today in any service, of which governance is paid; None if none.

    Those of different services may overlap. To leave one costs what its service says, and no
    governance.
    """
    starts = [term for problem in problems for term in problem.terms if isinstance(term, FromToday)]
    groups = dict.fromkeys(labels for term in starts for labels in term.partnerships)
    if not starts:
        return None
    none = tuple(tuple(0.0 for _ in labels) for labels in groups)
    return FromToday(tuple(groups), none, tuple(governance))


def check_governance(governance: Sequence[Term], councils: Councils) -> None:
    """Check that governance costs councils alone nothing, and knows of no host.

    Raises
    ------
    InputError
        If not, or if two terms have one name.
    """
    names = [term.name for term in governance]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two terms of governance are called {name!r}; rename one")
    alone = Candidates.of(councils, ([i] for i in range(len(councils))))
    for term, costs in zip(
        governance, governance_costs(governance, alone).T.to_numpy(), strict=True
    ):
        wrong = np.flatnonzero(costs != 0.0)
        if wrong.size:
            raise InputError(
                f"term {term.name!r} of governance costs {councils.describe(wrong[:1])} alone "
                f"£{costs[wrong[0]]:g}m; only what a partnership pays can be paid once: "
                "put the term into the problems of the services"
            )
        if term.host_cost(councils) is not None:
            raise InputError(
                f"term {term.name!r} of governance depends on the host, and the services of one "
                "partnership may have different hosts; put the term into the problems of the "
                "services (of Coordination, host_premium=0 leaves the rest)"
            )
