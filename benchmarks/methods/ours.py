"""The library itself: the search over candidates, and its compact model by two solvers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import clusterer as cl
from benchmarks.case import Case, PortfolioCase
from benchmarks.methods.deadline import Deadline
from benchmarks.methods.outcome import Clusters, Outcome
from clusterer.solving.solve import Formulation


def set_partition(case: Case, time_limit: float, seed: int) -> Outcome:
    """Solve with `cl.solve`, all settings default, for each instance."""
    return _solved(case, time_limit, seed, formulation="auto", solver=None)


def compact_highs(case: Case, time_limit: float, seed: int) -> Outcome:
    """Solve the compact assignment model, with contiguity by flow, by HiGHS, settings default."""
    return _solved(case, time_limit, seed, formulation="compact", solver="HiGHS")


def compact_cbc(case: Case, time_limit: float, seed: int) -> Outcome:
    """Solve the compact assignment model by the CBC that comes with PuLP, settings default."""
    return _solved(case, time_limit, seed, formulation="compact", solver="CBC")


def portfolio(case: PortfolioCase, time_limit: float, seed: int) -> Outcome:
    """Solve several services at once as `cl.solve` does by default."""
    watch = _Watch(time_limit)
    try:
        plan = cl.solve(case.portfolio, time_limit=time_limit, seed=seed, progress=watch)
    except cl.NoPlanFoundError as error:
        return Outcome(bound=watch.bound, detail=str(error))
    clusters = {name: _row_numbers(one) for name, one in plan.services.items()}
    return watch.outcome(plan, clusters)


def _solved(
    case: Case, time_limit: float, seed: int, *, formulation: Formulation, solver: str | None
) -> Outcome:
    watch = _Watch(time_limit)
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
        return Outcome(bound=watch.bound, detail=str(error))
    outcome = watch.outcome(plan, _row_numbers(plan))
    return outcome if formulation == "auto" else replace(outcome, listed_at=math.nan)


class _Watch:
    """Keeps of the news of a search when its best plan was in hand, and what was proved."""

    def __init__(self, time_limit: float) -> None:
        self.bound = -math.inf
        self._deadline = Deadline(time_limit)
        self._best = math.inf
        self._best_at = math.nan
        self._listed_at = math.nan

    def __call__(self, news: cl.Progress) -> None:
        """Take note."""
        if math.isnan(self._listed_at) and news.phase != "candidates":
            self._listed_at = self._deadline.elapsed
        self.bound = max(self.bound, news.bound)
        if news.incumbent < self._best:
            self._best, self._best_at = news.incumbent, self._deadline.elapsed

    def outcome(
        self, plan: cl.Plan | cl.PortfolioPlan, clusters: Clusters | Mapping[str, Clusters]
    ) -> Outcome:
        """Return what the search ended with, as the other methods tell it."""
        return Outcome(
            clusters,
            bound=plan.bound,
            proved=plan.status == "optimal",
            best_at=self._best_at if math.isfinite(self._best_at) else self._deadline.elapsed,
            candidates=plan.n_candidates,
            listed_at=self._listed_at,
        )


def _row_numbers(plan: cl.Evaluation) -> Clusters:
    """Return the clusters of one service as row numbers."""
    row = {council: i for i, council in enumerate(plan.councils.ids)}
    return [frozenset(row[council] for council in plan.members(k)) for k in plan.clusters.index]
