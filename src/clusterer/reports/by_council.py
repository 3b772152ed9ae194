"""What a plan is for each council: of one problem, or of all services of a portfolio together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.result import Consent
from clusterer.reports.charges import charged_as

Partition = Evaluation | PortfolioEvaluation
"""What a report is about, unless it is about a business case alone."""


def by_council(plan: Partition, consents: Sequence[Consent] = ()) -> pd.DataFrame:
    """Return a row a council, as the plan's own ``by_council``, charged as consents say.

    Consents are about one problem; several services are charged by their usual keys.

    Examples
    --------
    >>> import clusterer as cl
    >>> portfolio = cl.Portfolio.from_services(
    ...     cl.datasets.london(), cl.services("it", "finance"), rules=[cl.MaxSize(2)]
    ... )
    >>> pair = {"Camden": 1, "Islington": 1}
    >>> plan = portfolio.evaluate({"it": pair, "finance": pair}, rest_alone=True)
    >>> by_council(plan).attrs["shares"]
    'by population'
    """
    return plan.by_council if isinstance(plan, PortfolioEvaluation) else charged_as(plan, consents)
