"""What a plan is for each council: of one problem, or of all services of a portfolio together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.council_table import default_shares
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.result import Consent
from clusterer.reports.charges import charged_as

Partition = Evaluation | PortfolioEvaluation
"""What a report is about, unless it is about a business case alone."""


def by_council(plan: Partition, consents: Sequence[Consent] = ()) -> pd.DataFrame:
    """Return a row a council, as `Evaluation.by_council` has them, charged as consents say.

    Of a portfolio it is the sum over its services, without clusters and cash. What a partnership
    pays once is shared by residents, or in equal parts where they are not known.

    Examples
    --------
    >>> import clusterer as cl
    >>> portfolio = cl.Portfolio.from_services(
    ...     cl.datasets.london(), cl.services("it", "finance"), rules=[cl.MaxSize(2)]
    ... )
    >>> pair = {"Camden": 1, "Islington": 1}
    >>> plan = portfolio.evaluate({"it": pair, "finance": pair}, rest_alone=True)
    >>> table = by_council(plan)
    >>> bool(abs(table["saving"].sum() - plan.saving) < 1e-9)
    True
    """
    if not isinstance(plan, PortfolioEvaluation):
        return charged_as(plan, consents)
    tables = [one.by_council for one in plan.services.values()]
    first = tables[0]
    today = any("today" in table for table in tables)
    found = pd.DataFrame({"name": first["name"], "alone": sum(table["alone"] for table in tables)})
    if today:
        found["today"] = sum(table.get("today", table["alone"]) for table in tables)
    found["share"] = sum(table["share"] for table in tables) + _governance(plan)
    found["saving"] = found["today" if today else "alone"] - found["share"]
    try:
        posts = plan.posts
    except InputError:
        pass  # Then there are none to tell of.
    else:
        found["posts_before"], found["posts_after"] = posts["now"], posts["after"]
    found.attrs["shares"] = first.attrs["shares"]
    return found


def _governance(plan: PortfolioEvaluation) -> NDArray[np.float64]:
    """Return shape (n,): the £m of governance that each council pays."""
    councils = plan.portfolio.councils
    paid = np.zeros(len(councils))
    groups = Candidates.of(councils, plan.groups)
    if not len(groups):
        return paid
    terms = [term for one in plan.services.values() for term in one.problem.terms]
    costs = plan.portfolio.governance_costs(groups).to_numpy().sum(axis=1)
    charges = default_shares(councils, terms).charges(groups, costs, paid)
    np.add.at(paid, groups.flat()[1], charges)
    return paid
