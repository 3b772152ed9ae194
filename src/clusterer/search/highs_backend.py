"""HiGHS as it decides an integer program: its settings, its run, and what it says.

A `binary_program` is handed to it in arrays. Through PuLP that takes a hundred times as long.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

import highspy
import numpy as np

from clusterer._support import threads
from clusterer.search.binary_program import BinaryProgram, Lines
from clusterer.search.highs_run import Noted, add_lines, run_interruptibly
from clusterer.search.solver_answers import NOTHING, SCALE, Heard, Outcome, said_by_highs

Settings: TypeAlias = dict[str, float | bool | str]

ABSOLUTE_GAP = 1e-4
"""A gap that counts as none, in the units of the solver."""

_TIGHT = 1e-9
"""The tolerance of rows and whole numbers, if they are to be kept closely."""

_GRACE = 2.0
"""Seconds after its time limit at which HiGHS, some steps of which ask for none, is given up."""


class LateError(Exception):
    """HiGHS is past its time limit by more than the grace."""


def minimise(
    program: BinaryProgram,
    *,
    time_limit: float = math.inf,
    gap: float = 0.0,
    seed: int = 0,
    start: Sequence[float] | None = None,
    hear: Callable[[Heard], None] | None = None,
    tight: bool = False,
    presolve: bool = True,
) -> Outcome:
    """Minimise a program, in £m.

    Parameters
    ----------
    program
        The program.
    time_limit
        Seconds.
    gap, seed, start, hear, tight, presolve
        As for `pulp_backend.minimise`.

    Examples
    --------
    Two councils, apart at 1 and 2, or together at 5:

    >>> program = BinaryProgram(
    ...     costs=np.array([1.0, 2.0, 5.0]),
    ...     indptr=np.array([0, 1, 2, 4]),
    ...     covered=np.array([0, 1, 0, 1]),
    ...     n_items=2,
    ... )
    >>> outcome = minimise(program)
    >>> outcome.values, outcome.bound, outcome.proven
    ((1.0, 1.0, 0.0), 3.0, True)
    """
    model = _model(program)
    settings = settings_of(gap=gap, seed=seed, tight=tight, presolve=presolve)
    for name, value in {"threads": threads.count(), **settings}.items():
        model.setOptionValue(name, value)
    limit = max(time_limit, 0.01)
    model.setOptionValue("time_limit", min(limit, highspy.kHighsInf))
    try:
        look = None if hear is None else in_pounds(hear)
        interrupted = run_in_time(model, limit, start, look)
    except LateError:
        return NOTHING
    except KeyboardInterrupt:  # It does not stop: what it had is lost.
        return dataclasses.replace(NOTHING, interrupted=True)
    values = model.getSolution().col_value
    return said_by_highs(model).outcome(
        values, limited=time_limit < math.inf, interrupted=interrupted
    )


def settings_of(*, gap: float, seed: int, tight: bool, presolve: bool) -> Settings:
    """Return the options of HiGHS and their values; see `pulp_backend.minimise`."""
    settings: Settings = {
        "mip_rel_gap": gap,
        "mip_abs_gap": ABSOLUTE_GAP,
        "random_seed": seed,
        # Costs of real maps have none, and the search for it keeps to no time limit.
        "mip_detect_symmetry": False,
    }
    if tight:
        settings |= {"primal_feasibility_tolerance": _TIGHT, "mip_feasibility_tolerance": _TIGHT}
    if not presolve:
        settings["presolve"] = "off"
    return settings


def run_in_time(
    model: highspy.Highs,
    time_limit: float,
    start: Sequence[float] | None,
    hear: Callable[[Noted], None] | None,
) -> bool:
    """Run a model that has its options, time limit and all; return whether Ctrl-C ended the run.

    Parameters
    ----------
    model
        The model.
    time_limit
        Its time limit, in seconds.
    start
        A feasible value of each column, to start from.
    hear
        Is called a few times a second with what HiGHS has told.

    Raises
    ------
    LateError
        If the run goes on for long after its time limit.
    KeyboardInterrupt
        If it does not stop at Ctrl-C. After either, the model must not be touched any more.
    """
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        model.setSolution(solution)
    deadline = time.monotonic() + time_limit + _GRACE
    late = False

    def look(noted: Noted) -> None:
        nonlocal late
        if time.monotonic() > deadline:
            late = True
            raise LateError
        if hear is not None:
            hear(noted)

    try:
        return run_interruptibly(model, look)
    except KeyboardInterrupt:
        if late:  # And it did not stop when told to.
            raise LateError from None
        raise


def in_pounds(
    hear: Callable[[Heard], None], columns: Sequence[int] | None = None
) -> Callable[[Noted], None]:
    """Return what takes notes in the units of HiGHS, and tells them in £m.

    Parameters
    ----------
    hear
        Is told.
    columns
        The columns whose values are wanted, in this order; all, in theirs, if None.
    """
    wanted = slice(None) if columns is None else columns

    def look(noted: Noted) -> None:
        values = noted.values
        bound = noted.bound if noted.bound > -highspy.kHighsInf else -math.inf
        hear(Heard(bound / SCALE, None if values is None else tuple(values[wanted].tolist())))

    return look


def _model(program: BinaryProgram) -> highspy.Highs:
    """Return a program as a model of HiGHS, its costs in the units of the solver."""
    n, n_whole = len(program), len(program) - program.continuous.size
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    none = np.zeros(0, dtype=np.int32)
    costs = SCALE * program.costs
    model.addCols(n, costs, np.zeros(n), program.upper, 0, none, none, np.zeros(0))
    model.changeColsIntegrality(
        n_whole,
        np.arange(n_whole, dtype=np.int32),
        np.full(n_whole, highspy.HighsVarType.kInteger.value, dtype=np.uint8),
    )
    add_lines(model, Lines.of(program.all_rows))
    return model
