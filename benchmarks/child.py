"""One run of one method on one instance, in a process of its own; tells it as JSON."""

from __future__ import annotations

import faulthandler
import json
import math
import resource
import sys
import time
from collections.abc import Hashable, Mapping

import pandas as pd

import clusterer as cl
from benchmarks.case import AnyCase, Case, PortfolioCase
from benchmarks.instances import INSTANCES
from benchmarks.instances.london import london
from benchmarks.instances.regions import regions
from benchmarks.methods import solved
from benchmarks.methods.outcome import Clusters, Outcome

SET_UP = 900.0
"""Seconds that an instance may take to be built."""

GRACE = 60.0
"""Seconds over its time limit after which a run is killed. A plan that comes later is none."""


def main(instance: str, method: str, time_limit: float, seed: int) -> None:
    """Run, and print a JSON object on the last line."""
    # A thread that needs no interpreter ends the process, whatever it is stuck in.
    faulthandler.dump_traceback_later(SET_UP, exit=True)
    case = INSTANCES[instance].build()
    row: dict[str, object] = {}
    began = time.perf_counter()
    try:
        warm_up(method, case)
        row["gib_before"] = peak_gib()
        faulthandler.dump_traceback_later(time_limit + GRACE, exit=True)
        began = time.perf_counter()
        outcome = solved(method, case, time_limit, seed)
        row["seconds"] = time.perf_counter() - began
        faulthandler.cancel_dump_traceback_later()
        row |= {"gib": peak_gib(), **described(outcome, case)}
    except Exception as error:
        row.setdefault("seconds", time.perf_counter() - began)
        row |= {"status": "error", "gib": peak_gib()}
        row["detail"] = f"{type(error).__name__}: {error}".splitlines()[0]
    print(json.dumps(row))


def warm_up(method: str, case: AnyCase) -> None:
    """Solve a small case, so that kernels are compiled and modules loaded before the clock.

    It is a portfolio, or has a number of clusters, if that to be solved is one, or has one.
    """
    small: AnyCase
    if isinstance(case, PortfolioCase):
        small = PortfolioCase(cl.Portfolio({"all": london("central", 2).problem}))
    else:
        small = london("central", 2) if case.count is None else regions(20, 3)
    solved(method, small, 5.0, 0)


def described(outcome: Outcome, case: AnyCase) -> dict[str, object]:
    """Return an outcome as a row, judged by the problem itself and not by the method."""
    row: dict[str, object] = {
        "status": "no plan",
        "bound": outcome.bound if math.isfinite(outcome.bound) else None,
        "candidates": outcome.candidates,
        "listed_at": None if math.isnan(outcome.listed_at) else outcome.listed_at,
        "detail": outcome.detail,
    }
    if outcome.clusters is None:
        return row
    evaluation = judged(outcome.clusters, case)
    status = "optimal" if outcome.proved else "feasible"
    row |= {
        "status": status if evaluation.feasible else "broken",
        "objective": evaluation.objective,
        "standalone": evaluation.standalone_cost,
        "clusters": n_clusters(evaluation),
        "best_at": outcome.best_at,
    }
    if not evaluation.feasible:
        row["detail"] = evaluation.broken[0]
    return row


def judged(
    plan: Clusters | Mapping[str, Clusters], case: AnyCase
) -> cl.Evaluation | cl.PortfolioEvaluation:
    """Cost a plan by the terms of the case, and see whether it keeps the rules."""
    if isinstance(case, PortfolioCase) and isinstance(plan, Mapping):
        ids = case.portfolio.councils.ids
        return case.portfolio.evaluate({name: assignment(plan[name], ids) for name in plan})
    if isinstance(case, Case) and not isinstance(plan, Mapping):
        return case.problem.evaluate(assignment(plan, case.problem.councils.ids))
    raise TypeError("a plan of one service for a portfolio, or the other way round")


def n_clusters(evaluation: cl.Evaluation | cl.PortfolioEvaluation) -> int:
    """Return how many clusters there are, over all services."""
    if isinstance(evaluation, cl.PortfolioEvaluation):
        return sum(len(one.clusters) for one in evaluation.services.values())
    return len(evaluation.clusters)


def assignment(clusters: Clusters, ids: pd.Index) -> dict[Hashable, int]:
    """Return the number of the cluster of each council."""
    return {ids[i]: number for number, cluster in enumerate(clusters) for i in cluster}


def peak_gib() -> float:
    """Return the most memory that this process has taken, and a solver that it called."""
    # Linux counts it in kB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    own, called = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(resource.getrusage(who).ru_maxrss for who in (own, called)) * unit / 2**30


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
