"""The business case of a plan, laid out from the present values of its terms."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clusterer.assumptions import in_one_line
from clusterer.business_case.case import SUMS, BusinessCase
from clusterer.business_case.indicators import net_present_value
from clusterer.business_case.inputs import checked_rate
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.evaluation import Evaluation
from clusterer.labelled import as_vector
from clusterer.posts import posts_by_council
from clusterer.problem import Problem
from clusterer.terms import Term
from clusterer.terms.timing import Timing
from clusterer.wording import separator

Floats = NDArray[np.float64]

_ROUNDING = 1e-12
"""As a part of what was subtracted, what is no saving but rounding."""

_NAMED = 6
"""How many members of a cluster are named in a title."""


def business_case(
    plan: Evaluation,
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
        A plan, or what `Problem.evaluate` returns.
    cluster
        The label of the one cluster whose case it shall be.
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
    if not isinstance(plan, Evaluation):
        raise InputError(
            f"business_case(...) takes a plan or an evaluation, got {type(plan).__name__}; "
            "problem.evaluate(...) makes one of an assignment, BusinessCase.from_flows(...) a case "
            "of yearly figures"
        )
    rate = checked_rate(discount_rate)
    weights, rows, subject = _scope(plan, cluster, council, share_by)
    clusters = plan.parts()["clusters"].values()
    chosen = Candidates.of(plan.councils, clusters)
    saved = _saved(plan)

    cash: dict[str, Floats] = {}
    benefits = np.zeros(1)
    one_off, not_cash, last_year, own_value = [], {}, {}, 0.0
    for term in plan.problem.terms:
        timing = _timing(term, chosen)
        worth = float(weights @ saved[term.name])
        if not timing.is_cash:
            not_cash[term.name] = worth
            continue
        flows = timing.flows(saved[term.name])
        cash[term.name] = weights @ flows
        benefits = _added(benefits, weights @ np.maximum(flows, 0.0))
        own_value += worth
        if timing.kind == "one-off":
            one_off.append(term.name)
        else:
            last_year[term.name] = flows.shape[1] - 1
    years = benefits.size
    table = pd.DataFrame(
        {name: _added(np.zeros(years), flow) for name, flow in cash.items()},
        index=pd.RangeIndex(years, name="year"),
    )
    rate_effect = own_value - net_present_value(table.sum(axis=1), rate)
    posts: pd.DataFrame | str
    try:
        posts = posts_by_council(plan).iloc[rows]
    except InputError as error:
        posts = str(error)
    return BusinessCase(
        cash=table,
        one_off=tuple(one_off),
        benefits=pd.Series(benefits, index=table.index),
        discount_rate=rate,
        subject=subject,
        not_cash=pd.Series(not_cash, dtype=np.float64),
        rate_effect=0.0 if abs(rate_effect) <= 1e-9 * abs(own_value) else rate_effect,
        posts_or_why_not=posts,
        assumptions=_assumptions(plan.problem, last_year),
    )


def _scope(
    plan: Evaluation,
    cluster: Hashable | None,
    council: Hashable | None,
    share_by: str | ArrayLike | None,
) -> tuple[Floats, list[int], str]:
    """Return what part of each cluster counts, the row numbers of the councils, and a name."""
    clusters = plan.parts()["clusters"]
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
    if share_by is None:
        read = (getattr(term, "population", None) for term in plan.problem.terms)
        share_by = next((column for column in read if isinstance(column, str)), "population")
    driver = as_vector(plan.councils, share_by)[rows]
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
    clusters = plan.parts()["clusters"].values()
    together = plan.parts()["costs"].drop(columns="host")
    singles = Candidates.of(plan.councils, ([i] for i in range(len(plan.councils))))
    alone = plan.problem.cost_table(singles).drop(columns="host").to_numpy()
    apart = np.array([alone[rows].sum(axis=0) for rows in clusters]).reshape(together.shape)
    saved = apart - together.to_numpy()
    rounding = np.abs(saved) <= _ROUNDING * np.maximum(np.abs(apart), np.abs(together))
    return pd.DataFrame(np.where(rounding, 0.0, saved), columns=together.columns)


def _assumptions(problem: Problem, last_year: dict[str, int]) -> str:
    """Return what the figures rest on; with the horizons, if terms stop in different years."""
    money = "£m in real terms"
    if len(set(last_year.values())) > 1:
        until = ", ".join(f"{name} to year {year}" for name, year in last_year.items())
        money += f", not all counted for as long: {until}"
    return in_one_line(problem.terms, problem.rules, problem.limits, money=money)


def _timing(term: Term, chosen: Candidates) -> Timing:
    if term.name in SUMS:
        raise InputError(
            f"a term may not be called {term.name!r}, a column of every business case; give it "
            "another name"
        )
    timing = term.when(chosen)
    if timing is None:
        raise InputError(
            f"term {term.name!r} does not say when its money falls; give FunctionTerm(..., "
            "timing=...), or a term of your own the method `when`: Timing.yearly(), Timing.once(), "
            "or Timing.not_cash() for a price that nobody pays"
        )
    return timing


def _added(flows: Floats, more: Floats) -> Floats:
    """Return the sum of two rows of years, as long as the longer one."""
    total = np.zeros(max(flows.size, more.size))
    total[: flows.size] += flows
    total[: more.size] += more
    return total
