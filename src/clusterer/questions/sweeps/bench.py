"""Where the problems of a sweep are solved, one after the other: in this process or in another.

What all solves have in common is made once on each bench: the candidates are listed, and what terms
cost them is remembered.
"""

from __future__ import annotations

import math
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support import interrupts, threads
from clusterer.errors import (
    InfeasibleError,
    InputError,
    NoPlanFoundError,
    TooManyCandidatesError,
)
from clusterer.model.problem import Problem
from clusterer.questions.sweeps.changes import Changes, Scenario, naming
from clusterer.questions.sweeps.solved import Solved
from clusterer.questions.sweeps.variant import Remembered, Variant
from clusterer.search.solution import OutOfTime, Progress, Watch
from clusterer.solving.solve import solve

_LISTED_GIB = 2.0
"""What the candidates may take; those of more are left to each solve."""

_SHORTEST = 1e-3
"""Seconds that a solve may take at least, where listing the candidates took all there were."""


@dataclass(frozen=True)
class Options:
    """How each problem is solved.

    Attributes
    ----------
    gap, seed
        As for `solve`.
    each
        Seconds that a solve may take; None for as long as it needs.
    until
        When all must end, in seconds since 1970; infinite for never.
    """

    gap: float
    seed: int
    each: float | None
    until: float

    @property
    def left(self) -> float:
        """Seconds until all must end."""
        return self.until - time.time()


class Bench:
    """Solves a problem with changes.

    Parameters
    ----------
    problem
        The problem.
    changes
        The changes.
    options
        How.
    """

    def __init__(self, problem: Problem, changes: Changes, options: Options) -> None:
        self._problem = problem
        self._changes = changes
        self._options = options
        self._remembered = Remembered()
        self._is_listed = False

    def solve(
        self, scenario: Scenario | None, tell: Callable[[Progress], None] | None = None
    ) -> Solved | None:
        """Return what a scenario comes to; None if the sweep was stopped before that was known.

        Parameters
        ----------
        scenario
            The scenario; None for the problem as it is.
        tell
            Is told how the solve goes.
        """
        options = self._options
        limit = min(math.inf if options.each is None else options.each, options.left)
        if limit <= 0:
            return None
        began = time.monotonic()
        try:
            self._list(Watch(limit, tell))
        except (OutOfTime, KeyboardInterrupt):
            return None
        spent = time.monotonic() - began
        found = self._solved(scenario, limit - spent, tell)
        # What the end of all cut short is no result of its own.
        cut = found.status in ("feasible", "none") and options.left <= 0
        return None if cut or interrupts.came() else found

    def _solved(
        self, scenario: Scenario | None, limit: float, tell: Callable[[Progress], None] | None
    ) -> Solved:
        options = self._options
        about: dict[str, Any] = {"scenario": None, "changed": "", "settings": {}}
        fields: dict[str, Any] = {}
        if scenario is not None:
            fields = self._changes.fields(scenario)
            about = {
                "scenario": scenario.name,
                "changed": self._changes.mark(scenario, self._problem),
                "settings": self._changes.told(scenario),
            }
        try:
            with naming(scenario):
                plan = solve(
                    Variant(self._problem, fields, self._remembered),
                    time_limit=None if limit == math.inf else max(limit, _SHORTEST),
                    gap=options.gap,
                    progress=tell,
                    seed=options.seed,
                )
        except InfeasibleError as error:
            return Solved(**about, status="infeasible", reason=str(error))
        except NoPlanFoundError as error:
            return Solved(**about, status="none", bound=-math.inf, reason=str(error))
        return Solved.of(plan, **about)

    def _list(self, watch: Watch) -> None:
        """List the candidates that all have, unless they are too many."""
        if self._is_listed:
            return
        with suppress(TooManyCandidatesError):
            self._problem.candidates(memory_gib=_LISTED_GIB, proceed=lambda _: watch.check())
        self._is_listed = True


@dataclass(frozen=True)
class Task:
    """What another process is told of a bench; the bench is made there once.

    Attributes
    ----------
    token
        Which bench it is.
    cores
        How many threads each solve may start.
    process
        The number of the process that gives the task.
    """

    token: str
    cores: int
    process: int


def packed(bench: Bench) -> NDArray[np.uint8]:
    """Return a bench as bytes, in an array, which joblib hands to a process once.

    Raises
    ------
    InputError
        If some term, rule or limit cannot be sent.
    """
    import joblib  # A tenth of the time to load the library, and nothing else needs it.

    try:
        sent = pickle.dumps(joblib.wrap_non_picklable_objects(bench, keep_wrapper=False))
    except Exception as error:  # Packing runs code of the user's terms, which may raise anything.
        raise InputError(
            f"the problem cannot be sent to other processes: {error}; define its functions at the "
            "top of a module, or take n_jobs=1"
        ) from error
    return np.frombuffer(sent, dtype=np.uint8)


def solve_elsewhere(
    task: Task, bench: NDArray[np.uint8], scenario: Scenario | None
) -> Solved | None:
    """Solve one scenario in another process or thread: the same as `Bench.solve`."""
    if os.getpid() != task.process:
        with suppress(ValueError):  # Where this is no main thread, no signal comes.
            # Ctrl-C is for the process that gives the tasks; it ends this one.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    with threads.at_most(task.cores):
        return _bench(task.token, bench).solve(scenario)


_lock = threading.Lock()
_benches: dict[str, Bench] = {}
"""The bench that was last worked at here, by its token."""


def _bench(token: str, sent: NDArray[np.uint8]) -> Bench:
    with _lock:
        if token not in _benches:
            _benches.clear()
            _benches[token] = pickle.loads(sent.tobytes())
        return _benches[token]
