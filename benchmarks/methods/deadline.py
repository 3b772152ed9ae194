"""A clock for the methods that have none of their own."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from types import FrameType

AGAIN = 0.5
"""Seconds after which an alarm rings again, if nobody listened."""


class TimeUp(BaseException):
    """The time limit passed in the middle of a step.

    No `Exception`, so that no peer takes it for a failure of its own and goes on.
    """


class Deadline:
    """Tells how long a method has been running, and whether its time is up."""

    def __init__(self, seconds: float) -> None:
        self.limit = seconds
        self._began = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._began

    @property
    def left(self) -> float:
        """Seconds until the time is up, not below 0."""
        return max(self.limit - self.elapsed, 0.0)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.elapsed >= self.limit


def work_until(deadline: Deadline, work: Callable[[], None]) -> None:
    """Do some work until the time is up, at most: then it is left, quietly.

    An alarm interrupts plain Python wherever it is; a step of compiled code is waited for.
    """
    armed = True

    def ring(_number: int, _frame: FrameType | None) -> None:
        if armed:
            raise TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    try:
        # It rings again, since an exception may be lost, as in a destructor.
        signal.setitimer(signal.ITIMER_REAL, max(deadline.left, 1e-6), AGAIN)
        work()
    except TimeUp:
        armed = False
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
