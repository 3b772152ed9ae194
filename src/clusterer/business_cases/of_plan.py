"""The business case of a plan, laid out from the present values of its terms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import Literal, get_args

import numpy as np
import pandas as pd
import scipy.sparse
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import check_one_of
from clusterer._support.rounding import difference
from clusterer.business_cases.case import BusinessCase
from clusterer.business_cases.flows import Flows, checked_timing
from clusterer.business_cases.inputs import checked_rate
from clusterer.business_cases.scope import Scope, driver_of
from clusterer.candidates import Candidates
from clusterer.councils.labelled import as_vector
from clusterer.errors import InputError
from clusterer.model.council_table import summed
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.posts import posts_by_council
from clusterer.model.problem import Evaluation
from clusterer.terms.timing import TimingKind
from clusterer.terms.today import FromToday

Floats = NDArray[np.float64]

Against = Literal["today", "alone"]
"""What a case is set against."""

_MONEY = "£m in real terms"


def business_case(
    plan: Evaluation | PortfolioEvaluation,
    *,
    cluster: Hashable | None = None,
    council: Hashable | None = None,
    discount_rate: float | None = None,
    share_by: str | ArrayLike | None = None,
    against: Against = "today",
) -> BusinessCase:
    """Lay out a plan's change against going on as today as cash by year.

    Where the problem starts from today's partnerships, the baseline is that they go on: what they
    have spent is sunk, and what they save is no saving of the plan. Posts are counted from all
    standing alone. Where it does not, the baseline is that all stand alone.

    Each term says in which years its money falls (`Timing`): set-up, systems and redundancy now,
    the saving of scale over its ramp, coordination, travel and the exits to be expected year by
    year. Terms that are prices and not cash, `Politics` and `LossOfControl`, are kept apart and
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
        The label of the one cluster whose case it is; not of a portfolio.
    council
        The one council whose case it is, by index label or name: its share of all that its
        cluster saves and spends.
    discount_rate
        Real rate a year for the indicators; the Green Book's 3.5% unless given. The terms keep
        the rates that they were made with.
    share_by
        By what the members of a cluster share all of its flows, one-off ones too: a column, a
        Series or a value for each council; unless given by residents, from the column that the
        terms read. Real partnerships take another driver for each service, such as headcount for
        personnel or rated properties for taxes: see `clusterer.datasets.cost_sharing`.
    against
        The baseline: "today", or "alone" for all standing alone also where some share today. To
        stand alone costs these their exits: against it, ``exits`` is what those would come to, less
        the exits of the plan; against today it is the exits of the plan, below 0.

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
    check_one_of("against", against, get_args(Against))
    if isinstance(plan, PortfolioEvaluation):
        if cluster is not None:
            raise InputError(
                "a portfolio has clusters for each service; give business_case(...) the plan of "
                "one, plan.services[name], and its cluster"
            )
        rows, subject = _add_portfolio(flows, plan, council, share_by, against)
        posts = _posts_or_why_not(lambda: plan.posts.iloc[rows])
    else:
        before = _before(plan, against)
        scope = Scope.of(plan, before, cluster, council, share_by)
        rows, subject = scope.rows, scope.subject
        _add_services(flows, plan, before, scope)
        posts = _posts_or_why_not(lambda: posts_by_council(plan).iloc[rows])
    assumptions = plan.assumptions_about(flows.horizons_in_words(_MONEY))
    if plan.broken:
        one = len(plan.broken) == 1
        assumptions += f"; breaks {'a rule' if one else f'{len(plan.broken)} rules'}, see broken"
    return BusinessCase(
        cash=flows.cash,
        one_off=flows.one_off,
        benefits=flows.benefits_by_item.sum(axis=1),
        benefits_by_item=flows.benefits_by_item,
        discount_rate=rate,
        subject=subject,
        not_cash=flows.not_cash,
        rate_effect=flows.rate_effect(rate),
        posts_or_why_not=posts,
        assumptions=assumptions,
    )


def _before(plan: Evaluation, against: Against) -> Evaluation | None:
    """Return the partition against which a plan is set; None for all alone."""
    return plan.problem.status_quo if against == "today" else None


def _add_services(flows: Flows, plan: Evaluation, before: Evaluation | None, scope: Scope) -> None:
    """Add what a plan saves in each of its terms, against another partition or all alone."""
    paid: set[str] = set()
    if before is not None:
        # To go on as today costs no exits. Each cluster is charged with those of its own members,
        # and not with a part, by the key, of what standing alone would cost a partnership.
        paid = {term.name for term in plan.problem.terms if isinstance(term, FromToday)}
    saved = _saved_by_year(plan, scope.weights(plan), paid)
    if before is not None:
        gone = _saved_by_year(before, scope.weights(before), paid)
        for name, (kind, lost, worth) in gone.items():
            _, gained, whole = saved[name]
            saved[name] = kind, summed(gained, -lost), whole - worth
    for name, (kind, by_year, worth) in saved.items():
        flows.add(name, kind, by_year, worth)


def _saved_by_year(
    plan: Evaluation, weights: scipy.sparse.csr_array, paid: Collection[str]
) -> dict[str, tuple[TimingKind, Floats, float]]:
    """Return for each column its kind, what groups save by year against all alone, and its worth.

    Parameters
    ----------
    plan
        The plan.
    weights
        Shape (groups, clusters): what part of each cluster is each group's.
    paid
        The columns that are set against nothing, and not against standing alone.
    """
    made = plan.arguments()
    clusters, n = list(made["clusters"].values()), len(plan.councils)
    hosts = made["costs"]["host"].to_numpy(dtype=np.int64)
    together = plan.problem.cost_parts(Candidates.of(plan.councils, clusters), hosts)
    singles = Candidates.of(plan.councils, ([i] for i in range(n)))
    alone = plan.problem.cost_parts(singles, np.arange(n))
    found: dict[str, tuple[TimingKind, Floats, float]] = {}
    for part, of_single in zip(together, alone, strict=True):
        timing = checked_timing(part.column, part.timing)
        apart = np.array([of_single.cost[rows].sum() for rows in clusters])
        if part.column in paid:
            apart = np.zeros(len(clusters))
        saved = difference(apart, part.cost)
        by_year, worth = weights @ timing.flows(saved), float((weights @ saved).sum())
        _, before, worth_before = found.get(part.column, (timing.kind, np.zeros((1, 1)), 0.0))
        found[part.column] = timing.kind, summed(before, by_year), worth_before + worth
    return found


def _add_portfolio(
    flows: Flows,
    plan: PortfolioEvaluation,
    council: Hashable | None,
    share_by: str | ArrayLike | None,
    against: Against,
) -> tuple[list[int], str]:
    """Add what all services save, and what partnerships pay once; return the rows and a name."""
    councils = plan.portfolio.councils
    rows, subject = list(range(len(councils))), plan.what
    for one in plan.services.values():
        before = _before(one, against)
        scope = Scope.of(one, before, None, council, share_by)
        if council is not None:
            rows, subject = scope.rows, scope.subject
        _add_services(flows, one, before, scope)
    partnerships = Candidates.of(councils, plan.groups)
    weights = np.ones(len(partnerships))
    if council is not None:
        first = next(iter(plan.services.values()))
        driver = as_vector(councils, driver_of(first, share_by))
        mine, of_all = partnerships.contains(council), partnerships.sum(driver)
        weights = np.divide(driver[rows[0]], of_all, out=weights * 0.0, where=mine & (of_all > 0))
    paid = plan.portfolio.governance_costs(partnerships)
    for term in plan.portfolio.governance:
        timing = checked_timing(term.name, term.when(partnerships))
        worth = -weights * paid[term.name].to_numpy()
        flows.add(term.name, timing.kind, timing.flows(worth), float(worth.sum()))
    return rows, subject


def _posts_or_why_not(posts: Callable[[], pd.DataFrame]) -> pd.DataFrame | str:
    try:
        return posts()
    except InputError as error:
        return str(error)
