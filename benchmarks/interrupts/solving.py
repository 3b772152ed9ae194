"""Interrupts of solves in a process of their own, and what they come to."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any

from benchmarks.interrupts.cases import NO_PLAN, is_sound
from benchmarks.running import ROOT

LONGEST = 120.0
"""Seconds after which a solve that was interrupted is taken to hang."""

_EARLY = 0.03
"""Seconds: the first moments of a solve."""

TWICE = 0.3
"""How many are struck twice in a row."""

MOMENTS = {"early": 0.25, "any": 0.45, "late": 0.1, "done": 0.2}
"""When a signal comes, and how often: in the first moments, at any time, about when the solve ends
by itself, or as soon as the search says that it is done."""


class Solver:
    """A process that solves what it is told to."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.interrupts.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._stdin, self._stdout = self.process.stdin, self.process.stdout
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._stdout, selectors.EVENT_READ)
        self._rest = b""

    def ask(self, kind: str, case: int) -> None:
        """Have it solve a case, and wait until it begins."""
        self._stdin.write((json.dumps([kind, case]) + "\n").encode())
        self._stdin.flush()
        self.hear(LONGEST)

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """Return the next line that it says; None if there is none in time."""
        until = time.monotonic() + seconds
        while b"\n" not in self._rest:
            if not self._ready.select(max(0.0, until - time.monotonic())):
                return None
            read = os.read(self._stdout.fileno(), 1 << 16)
            if not read:
                return {"error": f"the process ended with {self.process.wait()}", "inside": True}
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        return told

    def answer(self, seconds: float) -> dict[str, Any] | None:
        """Return how the solve ended; None if it has not in time."""
        until = time.monotonic() + seconds
        while (told := self.hear(until - time.monotonic())) is not None and "news" in told:
            pass
        return told

    def end(self) -> None:
        """Have it end by itself."""
        self._stdin.close()
        code = self.process.wait(10)
        if code != 0:
            raise RuntimeError(f"the process ended with {code}")

    def kill(self) -> None:
        """End it, if it has not ended."""
        self.process.kill()
        self.process.wait()
        self._ready.close()
        for pipe in (self._stdin, self._stdout):
            with suppress(BrokenPipeError):
                pipe.close()

    def strike(self) -> None:
        """Press Ctrl-C: the process alone hears of it, not what it has called."""
        os.kill(self.process.pid, signal.SIGINT)


@contextmanager
def solver() -> Iterator[Solver]:
    """Start a process; it has to end by itself once there is no more to do."""
    one = Solver()
    try:
        yield one
        one.end()
    finally:
        one.kill()


def draw(random: Random, seconds: float) -> tuple[str, float, float | None]:
    """Draw a moment, the seconds until then, and those until a second Ctrl-C, if there is one."""
    (moment,) = random.choices(list(MOMENTS), list(MOMENTS.values()))
    delay = {
        "early": random.uniform(0.0, _EARLY),
        "any": random.uniform(0.0, seconds),
        "late": random.uniform(0.9, 1.1) * seconds,
        "done": random.choice([0.0, random.uniform(0.0, 0.02)]),
    }[moment]
    again = random.uniform(0.0, 0.05) if random.random() < TWICE else None
    return moment, delay, again


def interrupted(
    one: Solver, kind: str, case: int, moment: str, delay: float, again: float | None
) -> dict[str, Any] | None:
    """Interrupt a solve; return how it ended, or None if it had ended before."""
    one.ask(kind, case)
    if moment == "done":
        told = one.hear(LONGEST)
        if told is None or "news" not in told:
            return None
        time.sleep(delay)
    elif one.answer(delay) is not None:
        return None
    began = time.monotonic()
    one.strike()
    if again is not None:
        time.sleep(again)
        one.strike()
    told = one.answer(LONGEST) or {"error": "it hangs", "inside": True}
    return told | {"after": time.monotonic() - began}


def judged(told: dict[str, Any], kind: str, case: int, best: float) -> str:
    """Say in a word what an interrupt came to; `__main__` tells which are sound."""
    if told.get("threads"):
        return "thread left"
    if "error" in told:
        if told["error"] == "NoPlanFoundError" and (kind, case) in NO_PLAN:
            return "no plan"
        return "lost" if told["inside"] else "beside"
    if told["broken"] or not is_sound(told["objective"], told["bound"], best):
        return "wrong"
    return "optimal" if told["status"] == "optimal" else "plan"
