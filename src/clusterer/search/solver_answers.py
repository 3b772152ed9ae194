"""What a solver said as a run ended, told from what PuLP 3, PuLP 4 and HiGHS keep of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import highspy
import pulp


@dataclass(frozen=True)
class Said:
    """What a solver said, in the units of the model: see `pulp_backend.Outcome`."""

    has_solution: bool
    proven: bool
    infeasible: bool
    bound: float
    failed: str


_STOPPED = (
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kInterrupt,
    highspy.HighsModelStatus.kIterationLimit,
    highspy.HighsModelStatus.kSolutionLimit,
    highspy.HighsModelStatus.kObjectiveBound,
    highspy.HighsModelStatus.kObjectiveTarget,
)
"""How HiGHS ends a run that a limit or Ctrl-C stopped: no answer, and no fault."""

_NO_PLAN = (
    highspy.HighsModelStatus.kInfeasible,
    # No cost is so negative that a model could be unbounded.
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def said_by_highs(model: pulp.LpProblem) -> Said:
    """Return what HiGHS said: it is asked itself, as PuLP says less."""
    highs = model.solverModel
    status, info = highs.getModelStatus(), highs.getInfo()
    proven = status == highspy.HighsModelStatus.kOptimal
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    known = proven or status in _NO_PLAN or status in _STOPPED
    return Said(
        has_solution=info.primal_solution_status == feasible.value,
        proven=proven,
        infeasible=status in _NO_PLAN,
        bound=info.mip_dual_bound if info.mip_dual_bound > -highspy.kHighsInf else -math.inf,
        failed="" if known else f"it ended with {highs.modelStatusToString(status)!r}",
    )


def said_through_pulp(model: pulp.LpProblem, answer: Any) -> Said:
    """Return what another solver said, through PuLP."""
    if isinstance(answer, int):  # PuLP 3
        solved = (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
        fault = model.status in (pulp.LpStatusUndefined, pulp.LpStatusUnbounded)
        return Said(
            has_solution=model.sol_status in solved,
            proven=model.sol_status == pulp.LpSolutionOptimal,
            infeasible=model.status == pulp.LpStatusInfeasible,
            bound=-math.inf,
            failed=f"it ended with {pulp.LpStatus[model.status]!r}" if fault else "",
        )
    status = answer.status
    best_bound = answer.best_bound
    stopped = status.value == 0 or status.name.endswith("Limit")
    known = stopped or status.name in ("Optimal", "Infeasible", "Interrupted", "Stopped")
    return Said(
        has_solution=answer.has_solution,
        proven=status == pulp.LpSolveStatus.Optimal,
        infeasible=status == pulp.LpSolveStatus.Infeasible,
        bound=-math.inf if best_bound is None else best_bound,
        failed="" if known else f"it ended with {status.name!r}",
    )
