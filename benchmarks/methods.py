"""The methods: a name for each, and how it solves a problem within a time limit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import clusterer as cl

METHODS: dict[str, Callable[[cl.Problem, float], cl.Plan]] = {
    "set-partition": lambda problem, limit: cl.solve(problem, time_limit=limit),
    **{
        f"compact-{solver.lower()}": partial(
            lambda problem, limit, solver: cl.solve(
                problem, formulation="compact", solver=solver, time_limit=limit
            ),
            solver=solver,
        )
        for solver in ("HiGHS", "CBC")
    },
}
