"""One run of one method on one instance, in a process of its own; tells it as JSON."""

from __future__ import annotations

import faulthandler
import json
import math
import resource
import sys
import time
from collections.abc import Iterable

from benchmarks.case import Case
from benchmarks.instances import INSTANCES
from benchmarks.instances.london import london
from benchmarks.instances.regions import regions
from benchmarks.methods import METHODS
from benchmarks.methods.outcome import Cluster, Outcome

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
        warm_up(method, fixed=case.count is not None)
        row["gib_before"] = peak_gib()
        faulthandler.dump_traceback_later(time_limit + GRACE, exit=True)
        began = time.perf_counter()
        outcome = METHODS[method](case, time_limit, seed)
        row["seconds"] = time.perf_counter() - began
        faulthandler.cancel_dump_traceback_later()
        row |= {"gib": peak_gib(), **described(outcome, case)}
    except Exception as error:
        row.setdefault("seconds", time.perf_counter() - began)
        row |= {"status": "error", "gib": peak_gib()}
        row["detail"] = f"{type(error).__name__}: {error}".splitlines()[0]
    print(json.dumps(row))


def warm_up(method: str, *, fixed: bool) -> None:
    """Solve a small case, so that kernels are compiled and modules loaded before the clock."""
    METHODS[method](regions(20, 3) if fixed else london("central", 2), 5.0, 0)


def described(outcome: Outcome, case: Case) -> dict[str, object]:
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
    evaluation = case.problem.evaluate(assignment(outcome.clusters, case))
    status = "optimal" if outcome.proved else "feasible"
    row |= {
        "status": status if evaluation.feasible else "broken",
        "objective": evaluation.objective,
        "standalone": evaluation.standalone_cost,
        "clusters": len(evaluation.clusters),
        "best_at": outcome.best_at,
    }
    if not evaluation.feasible:
        row["detail"] = evaluation.broken[0]
    return row


def assignment(clusters: Iterable[Cluster], case: Case) -> dict[object, int]:
    """Return the number of the cluster of each council."""
    ids = case.problem.councils.ids
    return {ids[i]: number for number, cluster in enumerate(clusters) for i in cluster}


def peak_gib() -> float:
    """Return the most memory that this process has taken, and a solver that it called."""
    # Linux counts it in kB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    own, called = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(resource.getrusage(who).ru_maxrss for who in (own, called)) * unit / 2**30


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
