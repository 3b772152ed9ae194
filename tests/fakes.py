"""Solvers that say what they are told to say, whatever the model."""

from __future__ import annotations

import time
from collections.abc import Callable

import pulp

Values = Callable[[list[pulp.LpVariable]], list[float | None]]


class FakeSolver(pulp.LpSolver):
    """A solver that gives one answer to all models.

    Parameters
    ----------
    status
        The name of a status: "Optimal", "Infeasible", "Unbounded", "Undefined", "NotSolved".
    values
        Makes the values of the variables; None for no solution.
    """

    name = "FAKE"

    def __init__(self, status: str = "Optimal", values: Values | None = None) -> None:
        super().__init__(msg=False)
        self.status = status
        self.values = values
        self.calls = [0]

    def available(self) -> bool:
        return True

    def actualSolve(self, lp, **kwargs):  # noqa: N802 - PuLP's name
        self.calls[0] += 1
        variables = lp.variables()
        if self.values is not None:
            for variable, value in zip(variables, self.values(variables), strict=True):
                variable.varValue = value
        if hasattr(self, "buildStats"):  # PuLP 4
            status = pulp.LpSolveStatus[self.status]
            now = (time.monotonic(), time.process_time())
            return self.buildStats(lp, status, self.values is not None, start=now)
        status = getattr(pulp, f"LpStatus{self.status}")
        lp.assignStatus(status, None if self.values is None else pulp.LpSolutionOptimal)
        return status


class RaisingSolver(FakeSolver):
    """A solver that ends with an error."""

    def actualSolve(self, lp, **kwargs):  # noqa: N802 - PuLP's name
        self.calls[0] += 1
        raise pulp.PulpSolverError("the licence has expired")
