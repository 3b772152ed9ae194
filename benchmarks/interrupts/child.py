"""Solve what is asked for, line by line, and tell as JSON what came of it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback

import clusterer as cl
from benchmarks.interrupts.cases import WORK, Asked

_PATIENCE = 3.0
"""Seconds that a thread may take to end after a solve."""


def main() -> None:
    """Answer each line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        kind, case = json.loads(line)
        asked = WORK[kind][0](case)
        _say(_solved(asked) | {"threads": _threads_left()})


def _solved(asked: Asked) -> dict[str, object]:
    """Solve; say when it begins, and when the search is done."""
    problem, options = asked

    def tell(news: cl.Progress) -> None:
        if news.phase == "done":
            _say({"news": "done"})

    began = time.perf_counter()
    try:
        _say({"news": "begun"})
        signal.signal(signal.SIGINT, signal.default_int_handler)
        plan = cl.solve(problem, progress=tell, **options)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except BaseException as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return {
            "error": type(error).__name__,
            "inside": _is_inside(error),
            "trace": traceback.format_exc(),
        }
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "status": plan.status,
        "broken": list(plan.broken),
        "seconds": time.perf_counter() - began,
    }


def _is_inside(error: BaseException) -> bool:
    """Tell whether an error came of the solve: not a step before it began, or after its end."""
    names = {frame.name for frame in traceback.extract_tb(error.__traceback__)}
    return not isinstance(error, KeyboardInterrupt) or "_solve" in names


def _threads_left() -> list[str]:
    """Return the threads that a solve has left behind."""
    until = time.monotonic() + _PATIENCE
    while threading.active_count() > 1 and time.monotonic() < until:
        time.sleep(0.01)
    return [one.name for one in threading.enumerate() if one is not threading.main_thread()]


def _say(what: dict[str, object]) -> None:
    """Write a line at once, by one call that a signal does not cut short."""
    os.write(1, (json.dumps(what) + "\n").encode())


if __name__ == "__main__":
    main()
