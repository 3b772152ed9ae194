"""HiGHS in a thread of its own, so that Ctrl-C and the clock reach a long run.

What the solver tells on the way is noted by its thread and read by the caller's: whoever
listens is called in the thread that solves, as at all other times.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from clusterer._support.interrupts import raise_if_noted
from clusterer.search.binary_program import Lines

_EVERY = 0.2
"""Seconds between two looks at a run."""

_PATIENCE = 5.0
"""Seconds that a solver may take to stop; then Ctrl-C leaves it behind."""

_LONG = 3_000
"""With so many columns a linear program may take long; one of fewer ends before a thread begins."""

_FINEST, _ROUGHEST = 1e-6, 1e-2
"""Between these are the tolerances of an interior point."""


@dataclass
class Noted:
    """What the solver has told so far, in the units of its model.

    Attributes
    ----------
    bound
        What no solution is below; -infinite before the first.
    values
        The columns of the best solution so far; None before the first.
    """

    bound: float = -highspy.kHighsInf
    values: NDArray[np.float64] | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def listen(self, model: highspy.Highs) -> None:
        """Have the solver tell, and ask it to stop once `stop` is set."""
        model.cbMipImprovingSolution.subscribe(self._take_solution)
        model.cbMipInterrupt.subscribe(self._take_bound)
        model.cbSimplexInterrupt.subscribe(self._ask_to_stop)
        model.cbIpmInterrupt.subscribe(self._ask_to_stop)

    def ignore(self, model: highspy.Highs) -> None:
        """Have the solver tell no more."""
        model.cbMipImprovingSolution.unsubscribe(self._take_solution)
        model.cbMipInterrupt.unsubscribe(self._take_bound)
        model.cbSimplexInterrupt.unsubscribe(self._ask_to_stop)
        model.cbIpmInterrupt.unsubscribe(self._ask_to_stop)

    def _take_solution(self, event: highspy.HighsCallbackEvent) -> None:
        self.values = np.array(event.data_out.mip_solution)  # The solver's own goes away.

    def _take_bound(self, event: highspy.HighsCallbackEvent) -> None:
        self.bound = max(self.bound, event.data_out.mip_dual_bound)
        self._ask_to_stop(event)

    def _ask_to_stop(self, event: highspy.HighsCallbackEvent) -> None:
        if self.stop.is_set():
            event.interrupt()


def run_interruptibly(model: highspy.Highs, look: Callable[[Noted], None]) -> bool:
    """Run a model; return whether Ctrl-C ended the run.

    Parameters
    ----------
    model
        The model.
    look
        Is called a few times a second with what the solver has told. If it raises, the run is
        ended, and the exception goes on, unless it is a KeyboardInterrupt.

    Raises
    ------
    KeyboardInterrupt
        If the solver does not stop; then its model must not be touched any more.
    """
    noted = Noted()
    noted.listen(model)
    # Not by joining the thread: Python 3.11 takes one for ended whose join Ctrl-C struck.
    ended = threading.Event()
    threading.Thread(target=_run, args=(model, ended), daemon=True).start()
    interrupted = False
    try:
        while not ended.wait(_EVERY):
            raise_if_noted()
            look(noted)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        noted.stop.set()
        _await(ended)
    noted.ignore(model)
    return interrupted


def _run(model: highspy.Highs, ended: threading.Event) -> None:
    try:
        model.run()
        # As highspy does in threads of its own: threads left idle could block the program's end.
        highspy.Highs.resetGlobalScheduler(False)
    finally:
        ended.set()


def _await(ended: threading.Event) -> None:
    """Wait until a run that was told to stop has ended, whatever keys are pressed meanwhile."""
    until = time.monotonic() + _PATIENCE
    while not ended.is_set() and time.monotonic() < until:
        try:
            ended.wait(_EVERY)
        except KeyboardInterrupt:
            continue
    if not ended.is_set():
        raise KeyboardInterrupt


def linear_program() -> highspy.Highs:
    """Return an empty linear program that is to be solved again and again, and tightly."""
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)  # Its simplex uses no more; idle ones cost.
    model.setOptionValue("primal_feasibility_tolerance", 1e-9)
    model.setOptionValue("dual_feasibility_tolerance", 1e-9)
    return model


def add_lines(model: highspy.Highs, lines: Lines) -> None:
    """Add rows to a program."""
    model.addRows(
        lines.low.size,
        np.maximum(lines.low, -highspy.kHighsInf),
        np.minimum(lines.high, highspy.kHighsInf),
        lines.index.size,
        lines.starts[:-1].astype(np.int32),
        lines.index.astype(np.int32),
        lines.amounts,
    )


def interior_program() -> highspy.Highs:
    """Return an empty linear program that is to be solved roughly, by an interior-point method.

    With thousands of rows that takes seconds where the simplex method takes minutes, and there is
    no basis to find.
    """
    model = linear_program()
    model.setOptionValue("solver", "ipm")
    model.setOptionValue("run_crossover", "off")
    return model


def set_tolerance(model: highspy.Highs, tolerance: float) -> None:
    """Set how far from the optimum an interior point may be, as a part of it."""
    tolerance = min(max(tolerance, _FINEST), _ROUGHEST)
    model.setOptionValue("ipm_optimality_tolerance", tolerance)


def solve_linear(
    model: highspy.Highs, remaining: Callable[[], float]
) -> highspy.HighsSolution | None:
    """Solve a linear program from its last basis, if it has one; None if the time ran out first.

    Parameters
    ----------
    model
        What to solve.
    remaining
        Tells the seconds left. In long runs it is asked a few times a second.
    """

    def look(_: Noted) -> None:
        remaining()

    # HiGHS adds up its time over the runs of one model.
    allowed = model.getRunTime() + max(remaining(), 0.0)
    model.setOptionValue("time_limit", min(allowed, highspy.kHighsInf))
    if model.getNumCol() < _LONG:
        if model.run() == highspy.HighsStatus.kError:
            # It refuses another number of threads than a program of the user's has begun with.
            highspy.Highs.resetGlobalScheduler(True)
            model.run()
    elif run_interruptibly(model, look):
        raise KeyboardInterrupt
    good = [highspy.HighsModelStatus.kOptimal]
    if model.getOptionValue("solver")[1] == "ipm":
        good.append(highspy.HighsModelStatus.kUnknown)  # It came near, but not to its tolerance.
    if model.getModelStatus() not in good:
        return None
    solution: highspy.HighsSolution = model.getSolution()
    return solution
