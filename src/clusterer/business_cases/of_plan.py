"""The business case of a plan, laid out from the present values of its terms."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clusterer._support.wording import separator
from clusterer.business_cases.case import BusinessCase
from clusterer.business_cases.flows import Flows
from clusterer.business_cases.inputs import checked_rate
from clusterer.candidates import Candidates
from clusterer.councils.labelled import as_vector
from clusterer.errors import InputError
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.posts import posts_by_council
from clusterer.model.problem import Evaluation

Floats = NDArray[np.float64]

_ROUNDING = 1e-12
"""As a part of what was subtracted, what is no saving but rounding."""

_MONEY = "£m in real terms"

_NAMED = 6
"""How many members of a cluster are named in a title."""


def business_case(
    plan: Evaluation | PortfolioEvaluation,
    *,
    cluster: Hashable | None = None,
    council: Hashable | None = None,
    discount_rate: float | None = None,
    share_by: str | ArrayLike | None = None,
) -> BusinessCase:
    """Lay out a plan's change against all standing alone as cash by year.

    Each term says in which years its money falls (`Timing`): set-up, systems and redundancy now,
    the saving of scale over its ramp, coordination, travel and the exits to be expected year by
    year. Terms that are prices and not cash, `Politics` and `LossOfControl`, are told apart and
    are in no indicator; `BusinessCase.reconciliation` leads from the cash to the plan's saving.

    All is in real terms, at the prices of the figures of the terms: those that are shipped are of
    2007 (``price_base`` in `clusterer.datasets.model_parameters`). Optimism bias is in set-up, and
    of the savings planned only the part that is realised is counted, as `Scale` says.

    Parameters
    ----------
    plan
        A plan, or what `Problem.evaluate` returns; or the plan of a `Portfolio`, whose case is
        that of all services and of what partnerships pay once. That of one service is
        ``business_case(plan.services[name])``, without the latter.
    cluster
        The label of the one cluster whose case it shall be; not of a portfolio.
    council
        The one council whose case it shall be, by index label or name: its share of all that its
        cluster saves and spends.
    discount_rate
        Real rate a year for the indicators; the Green Book's 3.5% unless given. The terms keep
        the rates that they were made with.
    share_by
        By what the members of a cluster share all of its flows, one-off ones too: a column, a
        Series or a value for each council; unless given by residents, from the column that the
        terms read. Real partnerships take another driver for each service, such as headcount for
        personnel or rated properties for taxes: see `clusterer.datasets.cost_sharing`.

    Returns
    -------
    BusinessCase
        Flows, indicators, posts, charts.

    Raises
    ------
    InputError
        If both a cluster and a council are given, there is none of that name, a term does not
        say when its money falls, or the shares are not usable.

    References
    ----------
    HM Treasury, *The Green Book: central government guidance on appraisal and evaluation*, 2022.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [*cl.preset("central"), cl.Politics(1.0)])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> case = cl.business_case(pair)
    >>> case.reconciliation.round(3)
    net present value of the cash              12.738
    more at the discount rates of the terms     0.000
    politics, a price and not cash             -0.275
    saving as the plan counts it               12.463
    Name: £m, dtype: float64
    >>> round(pair.saving, 3)
    12.463

    Camden has 53% of the residents of the two, and so of the cash:

    >>> round(cl.business_case(pair, council="Camden").npv, 3)
    6.783
    """
    if not isinstance(plan, (Evaluation, PortfolioEvaluation)):
        raise InputError(
            f"business_case(...) takes a plan or an evaluation, got {type(plan).__name__}; "
            "problem.evaluate(...) makes one of an assignment, BusinessCase.from_flows(...) a case "
            "of yearly figures"
        )
    rate = checked_rate(discount_rate)
    flows = Flows()
    if isinstance(plan, PortfolioEvaluation):
        if cluster is not None:
            raise InputError(
                "a portfolio has clusters for each service; give business_case(...) the plan of "
                "one, plan.services[name], and its cluster"
            )
        rows, subject = _add_portfolio(flows, plan, council, share_by)
        posts = _posts_or_why_not(lambda: plan.posts.iloc[rows])
    else:
        weights, rows, subject = _scope(plan, cluster, council, share_by)
        _add_services(flows, plan, weights)
        posts = _posts_or_why_not(lambda: posts_by_council(plan).iloc[rows])
    assumptions = plan.assumptions_about(flows.horizons_in_words(_MONEY))
    if plan.broken:
        one = len(plan.broken) == 1
        assumptions += f"; breaks {'a rule' if one else f'{len(plan.broken)} rules'}, see broken"
    return BusinessCase(
        cash=flows.cash,
        one_off=flows.one_off,
        benefits=flows.benefits,
        discount_rate=rate,
        subject=subject,
        not_cash=flows.not_cash,
        rate_effect=flows.rate_effect(rate),
        posts_or_why_not=posts,
        assumptions=assumptions,
    )


def _add_services(flows: Flows, plan: Evaluation, weights: Floats) -> None:
    """Add what a plan saves in each of its terms."""
    chosen = Candidates.of(plan.councils, plan.arguments()["clusters"].values())
    saved = _saved(plan)
    for term in plan.problem.terms:
        flows.add(term, chosen, saved[term.name].to_numpy(), weights)


def _add_portfolio(
    flows: Flows,
    plan: PortfolioEvaluation,
    council: Hashable | None,
    share_by: str | ArrayLike | None,
) -> tuple[list[int], str]:
    """Add what all services save, and what partnerships pay once; return the rows and a name."""
    councils = plan.portfolio.councils
    rows, subject = list(range(len(councils))), plan.what
    for one in plan.services.values():
        weights, in_scope, name = _scope(one, None, council, share_by)
        if council is not None:
            rows, subject = in_scope, name
        _add_services(flows, one, weights)
    partnerships = Candidates.of(councils, plan.groups)
    weights = np.ones(len(partnerships))
    if council is not None:
        first = next(iter(plan.services.values()))
        driver = as_vector(councils, _driver(first, share_by))
        mine, of_all = partnerships.contains(council), partnerships.sum(driver)
        weights = np.divide(driver[rows[0]], of_all, out=weights * 0.0, where=mine & (of_all > 0))
    paid = plan.portfolio.governance_costs(partnerships)
    for term in plan.portfolio.governance:
        flows.add(term, partnerships, -paid[term.name].to_numpy(), weights)
    return rows, subject


def _posts_or_why_not(posts: Callable[[], pd.DataFrame]) -> pd.DataFrame | str:
    try:
        return posts()
    except InputError as error:
        return str(error)


def _scope(
    plan: Evaluation,
    cluster: Hashable | None,
    council: Hashable | None,
    share_by: str | ArrayLike | None,
) -> tuple[Floats, list[int], str]:
    """Return what part of each cluster counts, the row numbers of the councils, and a name."""
    clusters = plan.arguments()["clusters"]
    labels = list(clusters)
    if cluster is not None and council is not None:
        raise InputError("give business_case(...) a cluster or a council, not both")
    if cluster is not None:
        plan.members(cluster)  # Refuses one that is not there.
        weights = np.array([float(label == cluster) for label in labels])
        names = [plan.councils.names[row] for row in clusters[cluster]]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        named = separator(names).join(names[:_NAMED])
        return weights, clusters[cluster], f"cluster {cluster} ({named}{more})"
    if council is None:
        shared = sum(len(rows) > 1 for rows in clusters.values())
        subject = f"{shared} shared cluster{'' if shared == 1 else 's'}"
        return np.ones(len(labels)), list(range(len(plan.councils))), subject
    position = plan.councils.position(council)
    label = plan.cluster_of(council)
    rows = clusters[label]
    driver = as_vector(plan.councils, _driver(plan, share_by))[rows]
    if len(rows) == 1 and driver[0] == 0:
        driver = np.ones(1)  # Alone it has all, also if nobody lives there.
    if (driver < 0).any() or driver.sum() <= 0:
        raise InputError(
            f"share_by = {driver.tolist()} for {plan.councils.describe(rows)}: give figures of 0 "
            "or more, and above 0 for at least one member"
        )
    share = driver[rows.index(position)] / driver.sum()
    weights = np.array([share if other == label else 0.0 for other in labels])
    return weights, [position], plan.councils.names[position]


def _saved(plan: Evaluation) -> pd.DataFrame:
    """Return the £m of present value that each cluster (rows) saves in each term (columns)."""
    clusters = plan.arguments()["clusters"].values()
    together = plan.arguments()["costs"].drop(columns="host")
    singles = Candidates.of(plan.councils, ([i] for i in range(len(plan.councils))))
    alone = plan.problem.cost_table(singles).drop(columns="host").to_numpy()
    apart = np.array([alone[rows].sum(axis=0) for rows in clusters]).reshape(together.shape)
    saved = apart - together.to_numpy()
    rounding = np.abs(saved) <= _ROUNDING * np.maximum(np.abs(apart), np.abs(together))
    return pd.DataFrame(np.where(rounding, 0.0, saved), columns=together.columns)


def _driver(plan: Evaluation, share_by: str | ArrayLike | None) -> str | ArrayLike:
    """Return by what members share: what is given, or else the residents that the terms read."""
    if share_by is not None:
        return share_by
    read = (getattr(term, "population", None) for term in plan.problem.terms)
    return next((column for column in read if isinstance(column, str)), "population")
