"""The library itself: the search over candidates, and its compact model by two solvers."""

from __future__ import annotations

import math

import clusterer as cl
from benchmarks.case import Case
from benchmarks.methods.deadline import Deadline
from benchmarks.methods.outcome import Outcome
from clusterer.solving.solve import Formulation


def set_partition(case: Case, time_limit: float, seed: int) -> Outcome:
    """Solve as `cl.solve` does by default: no setting is changed for any instance."""
    return _solved(case, time_limit, seed, formulation="auto", solver=None)


def compact_highs(case: Case, time_limit: float, seed: int) -> Outcome:
    """Solve the compact assignment model, flow contiguity and all, by HiGHS, settings default."""
    return _solved(case, time_limit, seed, formulation="compact", solver="HiGHS")


def compact_cbc(case: Case, time_limit: float, seed: int) -> Outcome:
    """Solve the compact assignment model by the CBC that comes with PuLP, settings default."""
    return _solved(case, time_limit, seed, formulation="compact", solver="CBC")


def _solved(
    case: Case, time_limit: float, seed: int, *, formulation: Formulation, solver: str | None
) -> Outcome:
    deadline = Deadline(time_limit)
    best, best_at, bound, listed_at = math.inf, math.nan, -math.inf, math.nan

    def watch(news: cl.Progress) -> None:
        nonlocal best, best_at, bound, listed_at
        if math.isnan(listed_at) and news.phase != "candidates":
            listed_at = deadline.elapsed
        bound = max(bound, news.bound)
        if news.incumbent < best:
            best, best_at = news.incumbent, deadline.elapsed

    try:
        plan = cl.solve(
            case.problem,
            formulation=formulation,
            solver=solver,
            time_limit=time_limit,
            seed=seed,
            progress=watch,
        )
    except cl.NoPlanFoundError as error:
        return Outcome(bound=bound, detail=str(error))
    row = {council: i for i, council in enumerate(case.problem.councils.ids)}
    return Outcome(
        [frozenset(row[council] for council in plan.members(k)) for k in plan.clusters.index],
        bound=plan.bound,
        proved=plan.status == "optimal",
        best_at=best_at if math.isfinite(best_at) else deadline.elapsed,
        candidates=plan.n_candidates,
        listed_at=listed_at if formulation == "auto" else math.nan,
    )
