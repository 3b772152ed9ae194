"""What a solver says of a minimisation, told from what PuLP 3, PuLP 4 and HiGHS keep of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import pulp

SCALE = 1e3
"""The objective goes to the solver in thousands of pounds.

Solvers take objectives for equal that differ by some 1e-5 or 1e-6, CBC in its cutoffs for
one; so that is a penny, where in £m it would be £10.
"""


@dataclass(frozen=True)
class Outcome:
    """What a solver said of a minimisation.

    Attributes
    ----------
    values
        The value of each variable in the best solution found, or None.
    bound
        What the solver proved that no solution is below, in £m; -inf if it does not tell.
    proven
        Whether it proved that the solution is optimal, within its own tolerances.
    infeasible
        Whether it proved that there is no solution.
    interrupted
        Whether Ctrl-C ended the run.
    failed
        What went wrong, in words, if it ended with neither an answer nor by the time limit; else
        empty.
    """

    values: tuple[float, ...] | None
    bound: float
    proven: bool
    infeasible: bool
    interrupted: bool
    failed: str = ""


NOTHING = Outcome(None, -math.inf, proven=False, infeasible=False, interrupted=False)
"""What a solver says that had no time."""


@dataclass(frozen=True)
class Heard:
    """What a solver tells in the middle of a run.

    Attributes
    ----------
    bound
        What it has proved that no solution is below, in £m; -infinite before it tells.
    values
        The value of each variable in its best solution so far; None before the first.
    """

    bound: float
    values: tuple[float, ...] | None


@dataclass(frozen=True)
class Said:
    """What a solver said as its run ended, in the units of the model: see `Outcome`."""

    has_solution: bool
    proven: bool
    infeasible: bool
    bound: float
    failed: str

    def outcome(
        self, values: Sequence[float | None], *, limited: bool, interrupted: bool
    ) -> Outcome:
        """Return what it comes to.

        Parameters
        ----------
        values
            What the solver keeps as the value of each variable, if it has a solution.
        limited
            Whether its time was limited.
        interrupted
            Whether Ctrl-C ended the run.
        """
        failed, known = self.failed, None
        answered = self.proven or self.infeasible or self.has_solution
        if not (answered or limited or interrupted):
            failed = failed or "it ended without an answer, and had no time limit"
        if self.has_solution:
            known = _complete(values)
            if known is None:
                failed = failed or "it has a solution without a value of each variable"
        return Outcome(
            known,
            self.bound / SCALE,
            self.proven and not failed,
            self.infeasible and not failed,
            interrupted,
            failed,
        )


def _complete(values: Sequence[float | None]) -> tuple[float, ...] | None:
    """Return the values if each is there, and a number."""
    known = tuple(float(one) for one in values if one is not None and math.isfinite(one))
    return known if len(known) == len(values) else None


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


def said_by_highs(model: highspy.Highs) -> Said:
    """Return what HiGHS said: it is asked itself, as PuLP says less."""
    status, info = model.getModelStatus(), model.getInfo()
    proven = status == highspy.HighsModelStatus.kOptimal
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    known = proven or status in _NO_PLAN or status in _STOPPED
    return Said(
        has_solution=info.primal_solution_status == feasible.value,
        proven=proven,
        infeasible=status in _NO_PLAN,
        bound=info.mip_dual_bound if info.mip_dual_bound > -highspy.kHighsInf else -math.inf,
        failed="" if known else f"it ended with {model.modelStatusToString(status)!r}",
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
