"""The one place that runs PuLP's solvers, and finds out what a solver really said.

The two models, in `binary_program` and `compact`, are written with what PuLP 3.3 and PuLP 4
share; all in which they differ is here: what `LpProblem.solve` returns, and how a proof of
optimality is told from an incumbent at a time limit. PuLP 3 reports a run that its time
limit stopped as "Optimal", so `status` is never read alone.
"""

from __future__ import annotations

import copy
import dataclasses
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import highspy
import pulp

from clusterer._support import threads
from clusterer._support.interrupts import at_once
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.search.highs_run import Noted, run_interruptibly
from clusterer.search.solver_answers import said_by_highs, said_through_pulp

Solver: TypeAlias = str | pulp.LpSolver | None


@dataclass(frozen=True)
class Outcome:
    """What a solver said of a minimisation.

    Attributes
    ----------
    values
        The value of each variable in the best solution found, or None.
    bound
        What the solver proved that no solution is below; -inf if it does not tell.
    proven
        Whether it proved that the solution is optimal, within its own tolerances.
    infeasible
        Whether it proved that there is no solution.
    interrupted
        Whether Ctrl-C ended the run.
    failed
        What went wrong, in words, if it ended with neither an answer nor for want of time; else
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


_SCALE = 1e3
"""The objective goes to the solver in thousands of pounds.

Solvers take objectives for equal that differ by some 1e-5 or 1e-6, CBC in its cutoffs for
one; so that is a penny, where in £m it would be £10.
"""

_ABSOLUTE_GAP = 1e-4
"""A gap that counts as none, in the units of the solver."""

_TIGHT = 1e-9
"""The tolerance of rows and whole numbers, if they are to be kept closely."""

_GRACE = 2.0
"""Seconds after its time limit at which HiGHS, some steps of which heed none, is given up."""

_NEAR_LIMIT = 0.9
"""A solver that does not tell its bound is not believed after this part of its time limit."""


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


class _LateError(Exception):
    """A solver is past its time limit by more than the grace."""


class _InterruptibleHiGHS(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """HiGHS that Ctrl-C stops, with the incumbent kept, and that tells how far it is."""

    interrupted = False
    late = False
    start: Sequence[float] | None = None
    hear: Callable[[Noted], None] | None = None

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 - PuLP's name
        model = lp.solverModel
        if self.start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = list(self.start)
            model.setSolution(solution)
        limit = math.inf if self.timeLimit is None else self.timeLimit
        deadline = time.monotonic() + limit + _GRACE

        def look(noted: Noted) -> None:
            if time.monotonic() > deadline:
                self.late = True
                raise _LateError
            if self.hear is not None:
                self.hear(noted)

        self.interrupted = run_interruptibly(model, look)


def check_solver(solver: Solver) -> None:
    """Check that a solver can be used.

    Raises
    ------
    InputError
        If PuLP knows no such solver, or it is not installed.
    """
    chosen = _find_solver(solver)
    if not chosen.available():
        usable = ", ".join(pulp.listSolvers(onlyAvailable=True))
        raise InputError(f"solver {chosen.name} is not installed here; there are {usable}")


def minimise(
    model: pulp.LpProblem,
    variables: Sequence[pulp.LpVariable],
    *,
    solver: Solver = None,
    time_limit: float = math.inf,
    gap: float = 0.0,
    seed: int = 0,
    start: Sequence[float] | None = None,
    hear: Callable[[Heard], None] | None = None,
    tight: bool = False,
    presolve: bool = True,
) -> Outcome:
    """Minimise a model, in £m, with any PuLP solver.

    Parameters
    ----------
    model
        A PuLP problem, for this once: its objective is changed to other units.
    variables
        Its variables, in the order in which their values are wanted.
    solver
        A PuLP solver or the name of one; HiGHS if None.
    time_limit
        Seconds.
    gap
        Relative gap at which the solver may stop.
    seed
        For the random choices of HiGHS.
    start
        A feasible value of each of `variables`, for HiGHS to start from.
    hear
        Is called a few times a second, in this thread, with what HiGHS tells. What it raises
        ends the run; a KeyboardInterrupt as Ctrl-C does.
    tight
        Have HiGHS keep rows and whole numbers to a billionth, where a millionth is its habit.
    presolve
        Whether HiGHS may simplify the model first.
    """
    chosen = _configured(_find_solver(solver), time_limit, gap, seed)
    if isinstance(chosen, pulp.HiGHS):
        if tight:
            for option in ("primal_feasibility_tolerance", "mip_feasibility_tolerance"):
                chosen.optionsDict.setdefault(option, _TIGHT)
        if not presolve:
            chosen.optionsDict.setdefault("presolve", "off")
    model.setObjective(_SCALE * model.objective)
    if isinstance(chosen, _InterruptibleHiGHS):
        if start is not None:
            given = {variable.name: value for variable, value in zip(variables, start, strict=True)}
            chosen.start = [given[variable.name] for variable in model.variables()]
        if hear is not None:
            chosen.hear = _in_pounds(model, variables, hear)
    began = time.monotonic()
    try:
        if isinstance(chosen, _InterruptibleHiGHS):
            answer = model.solve(chosen)
        else:
            with at_once():  # It asks nobody until it has ended.
                answer = model.solve(chosen)
    except (KeyboardInterrupt, _LateError):
        # What the solver had is lost: it runs in another process, or does not stop.
        return dataclasses.replace(NOTHING, interrupted=not getattr(chosen, "late", False))
    except pulp.PulpSolverError as error:
        return dataclasses.replace(NOTHING, failed=f"it stopped with an error: {error}")
    own = isinstance(chosen, pulp.HiGHS)
    said = said_by_highs(model) if own else said_through_pulp(model, answer)
    if not own and chosen.timeLimit is not None:
        # Some call "optimal" what they had when the time was up.
        in_time = time.monotonic() - began < _NEAR_LIMIT * chosen.timeLimit
        said = dataclasses.replace(
            said,
            proven=said.proven and in_time,
            infeasible=said.infeasible and in_time,
            failed=said.failed if in_time else "",
        )
    values, bound, failed = None, said.bound, said.failed
    interrupted = getattr(chosen, "interrupted", False)
    if (
        not interrupted
        and chosen.timeLimit is None
        and not (said.proven or said.infeasible or said.has_solution)
    ):
        failed = failed or "it ended without an answer, and had no time limit"
    if said.has_solution:
        told = [variable.varValue for variable in variables]
        if any(value is None or not math.isfinite(value) for value in told):
            failed = failed or "it has a solution without a value of each variable"
        else:
            values = tuple(map(float, told))
    if said.proven and values is not None and not own:
        value = pulp.value(model.objective) or 0.0
        bound = value - gap * abs(value) - _ABSOLUTE_GAP
    return Outcome(
        values,
        bound / _SCALE,
        said.proven and not failed,
        said.infeasible and not failed,
        interrupted,
        failed,
    )


def _in_pounds(
    model: pulp.LpProblem, variables: Sequence[pulp.LpVariable], hear: Callable[[Heard], None]
) -> Callable[[Noted], None]:
    """Return what takes notes in the units and columns of HiGHS, and tells them in ours."""
    column = {variable.name: j for j, variable in enumerate(model.variables())}
    columns = [column[variable.name] for variable in variables]

    def look(noted: Noted) -> None:
        values = noted.values
        bound = noted.bound if noted.bound > -highspy.kHighsInf else -math.inf
        hear(Heard(bound / _SCALE, None if values is None else tuple(values[columns].tolist())))

    return look


def is_default(solver: Solver) -> bool:
    """Tell whether a solver is the one that is taken where none is given."""
    return solver is None or type(_find_solver(solver)) is _InterruptibleHiGHS


def name_of(solver: Solver) -> str:
    """Return the name of a solver."""
    return str(_find_solver(solver).name)


def _find_solver(solver: Solver) -> pulp.LpSolver:
    """Return the solver meant, HiGHS as one that Ctrl-C can stop."""
    if solver is None:
        return _InterruptibleHiGHS(msg=False)
    if isinstance(solver, pulp.LpSolver):
        own = copy.copy(solver)
        if type(own) is pulp.HiGHS and own.callbackTuple is None:
            own.__class__ = _InterruptibleHiGHS
        return own
    if not isinstance(solver, str):
        raise InputError(f"solver = {shown(solver)} must be a PuLP solver or the name of one")
    names = {name.lower(): name for name in pulp.listSolvers()}
    aliases = {"cbc": "pulp_cbc_cmd" if "pulp_cbc_cmd" in names else "coin_cmd"}
    name = names.get(aliases.get(solver.lower(), solver.lower()))
    if name is None:
        raise InputError(
            f"PuLP has no solver {solver!r}; it has {', '.join(sorted(names.values()))}"
        )
    return _InterruptibleHiGHS(msg=False) if name == "HiGHS" else pulp.getSolver(name, msg=False)


def _configured(chosen: pulp.LpSolver, time_limit: float, gap: float, seed: int) -> pulp.LpSolver:
    """Set time limit, seed and gap, where the solver's own say is not tighter."""
    limits = [limit for limit in (chosen.timeLimit, time_limit) if limit is not None]
    chosen.timeLimit = None if min(limits) == math.inf else max(min(limits), 0.01)
    chosen.optionsDict = dict(chosen.optionsDict)
    if isinstance(chosen, pulp.HiGHS):
        chosen.gapRel, chosen.gapAbs = gap, _ABSOLUTE_GAP
        chosen.optionsDict.setdefault("random_seed", seed)
        # Costs of real maps have none, and the search for it heeds no time limit.
        chosen.optionsDict.setdefault("mip_detect_symmetry", False)
        if isinstance(chosen, _InterruptibleHiGHS) and chosen.threads is None:
            chosen.threads = threads.count()
    else:
        # Solvers take the gap in parts of the objective, the bound, or the larger of the two.
        # This much of either is at most `gap` of the objective. Some take 0 for no answer.
        chosen.optionsDict["gapRel"] = max(gap / (1.0 + gap), 1e-9)
        chosen.optionsDict.pop("gapAbs", None)
    return chosen
