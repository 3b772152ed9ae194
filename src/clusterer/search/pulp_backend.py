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
from typing import TypeAlias

import pulp

from clusterer._support import threads
from clusterer._support.interrupts import at_once
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.search.highs_backend import (
    ABSOLUTE_GAP,
    LateError,
    Settings,
    in_pounds,
    run_in_time,
    settings_of,
)
from clusterer.search.highs_run import Noted
from clusterer.search.solver_answers import (
    NOTHING,
    SCALE,
    Heard,
    Outcome,
    said_by_highs,
    said_through_pulp,
)

Solver: TypeAlias = str | pulp.LpSolver | None


_NEAR_LIMIT = 0.9
"""A solver that does not tell its bound is not believed after this part of its time limit."""


class _InterruptibleHiGHS(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """HiGHS that Ctrl-C stops, with the incumbent kept, and that tells how far it is."""

    interrupted = False
    start: Sequence[float] | None = None
    hear: Callable[[Noted], None] | None = None

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 - PuLP's name
        limit = math.inf if self.timeLimit is None else self.timeLimit
        self.interrupted = run_in_time(lp.solverModel, limit, self.start, self.hear)


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
    chosen = _timed(_find_solver(solver), time_limit)
    if isinstance(chosen, pulp.HiGHS):
        settings = settings_of(gap=gap, seed=seed, tight=tight, presolve=presolve)
        _configure_highs(chosen, settings)
    else:
        _configure(chosen, gap)
    model.setObjective(SCALE * model.objective)
    if isinstance(chosen, _InterruptibleHiGHS):
        if start is not None:
            given = {variable.name: value for variable, value in zip(variables, start, strict=True)}
            chosen.start = [given[variable.name] for variable in model.variables()]
        if hear is not None:
            column = {variable.name: j for j, variable in enumerate(model.variables())}
            chosen.hear = in_pounds(hear, [column[variable.name] for variable in variables])
    began = time.monotonic()
    try:
        if isinstance(chosen, _InterruptibleHiGHS):
            answer = model.solve(chosen)
        else:
            with at_once():  # It asks nobody until it has ended.
                answer = model.solve(chosen)
    except LateError:
        return NOTHING
    except KeyboardInterrupt:
        # What the solver had is lost: it runs in another process, or does not stop.
        return dataclasses.replace(NOTHING, interrupted=True)
    except pulp.PulpSolverError as error:
        return dataclasses.replace(NOTHING, failed=f"it stopped with an error: {error}")
    own = isinstance(chosen, pulp.HiGHS)
    said = said_by_highs(model.solverModel) if own else said_through_pulp(model, answer)
    if not own and chosen.timeLimit is not None:
        # Some call "optimal" what they had when the time was up.
        in_time = time.monotonic() - began < _NEAR_LIMIT * chosen.timeLimit
        said = dataclasses.replace(
            said,
            proven=said.proven and in_time,
            infeasible=said.infeasible and in_time,
            failed=said.failed if in_time else "",
        )
    outcome = said.outcome(
        [variable.varValue for variable in variables],
        limited=chosen.timeLimit is not None,
        interrupted=getattr(chosen, "interrupted", False),
    )
    if outcome.proven and outcome.values is not None and not own:
        value = pulp.value(model.objective) or 0.0
        bound = value - gap * abs(value) - ABSOLUTE_GAP
        return dataclasses.replace(outcome, bound=bound / SCALE)
    return outcome


def is_default(solver: Solver) -> bool:
    """Tell whether a solver is the one that is taken where none is given."""
    return solver is None or type(_find_solver(solver)) is _InterruptibleHiGHS


def is_plain_highs(solver: Solver) -> bool:
    """Tell whether a solver is HiGHS by default or by name, so without settings of the user's."""
    return not isinstance(solver, pulp.LpSolver) and is_default(solver)


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


def _timed(chosen: pulp.LpSolver, time_limit: float) -> pulp.LpSolver:
    """Set the time limit, where the solver's own is not tighter."""
    limits = [limit for limit in (chosen.timeLimit, time_limit) if limit is not None]
    chosen.timeLimit = None if min(limits) == math.inf else max(min(limits), 0.01)
    return chosen


def _configure_highs(chosen: pulp.HiGHS, settings: Settings) -> None:
    """Set the gap, and the other settings where HiGHS is not given its own."""
    chosen.gapRel = chosen.gapAbs = None  # They are among the settings.
    chosen.optionsDict = {**settings, **chosen.optionsDict}
    if isinstance(chosen, _InterruptibleHiGHS) and chosen.threads is None:
        chosen.threads = threads.count()


def _configure(chosen: pulp.LpSolver, gap: float) -> None:
    """Set the gap of a solver other than HiGHS."""
    # Solvers take the gap in parts of the objective, the bound, or the larger of the two.
    # This much of either is at most `gap` of the objective. Some take 0 for no answer.
    options = {**chosen.optionsDict, "gapRel": max(gap / (1.0 + gap), 1e-9)}
    options.pop("gapAbs", None)
    chosen.optionsDict = options
