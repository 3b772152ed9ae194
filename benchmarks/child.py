"""One run of one method on one instance, in a process of its own; tells it as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time

import clusterer as cl
from benchmarks.instances import INSTANCES, london
from benchmarks.methods import METHODS


def main(instance: str, method: str, time_limit: float) -> None:
    """Run, and print a JSON object."""
    solve = METHODS[method]
    solve(london("central", 2), 10.0)  # Kernels are compiled, modules are loaded.
    problem = INSTANCES[instance]()
    began = time.perf_counter()
    outcome: dict[str, object] = {}
    try:
        plan = solve(problem, time_limit)
        outcome |= {"status": plan.status, "objective": plan.objective, "bound": plan.bound}
        outcome |= {"gap": plan.gap, "candidates": plan.candidates}
    except cl.NoPlanFoundError:
        outcome |= {"status": "no plan"}
    outcome["seconds"] = time.perf_counter() - began
    # Linux counts it in kB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    outcome["gib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
    print(json.dumps(outcome))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
