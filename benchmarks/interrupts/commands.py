"""Interrupts of the command line: the code it ends with, what it says, and the files it leaves."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.interrupts.cases import COMMANDS, FILES
from benchmarks.running import ROOT

INTERRUPTED = 130
"""What a command ends with that has no plan yet."""

LOADED = 0.1
"""Seconds that Python itself takes to start; before that, Ctrl-C is its own affair."""


def run(case: int, delay: float | None, again: float | None) -> tuple[str, float, str]:
    """Run a command, press Ctrl-C, and judge; a word, the seconds in all, and what was said.

    Without a delay it is let run.
    """
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "_clusterer_command", *COMMANDS[case], "--out", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        ended = _ends(process, delay)
        if not ended:
            os.kill(process.pid, signal.SIGINT)
            if again is not None and not _ends(process, again):
                os.kill(process.pid, signal.SIGINT)
        try:
            out, err = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            return "hangs", time.monotonic() - began, process.communicate()[1]
        seconds = time.monotonic() - began
        written = [name for name in FILES if (Path(folder) / name).is_file()]
    if delay is not None and ended:
        return "ended before", seconds, err
    return _judged(process.returncode, written, out, err), seconds, f"{process.returncode} {err}"


def _ends(process: subprocess.Popen[str], seconds: float | None) -> bool:
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is not None


def _judged(code: int, written: list[str], out: str, err: str) -> str:
    if "Traceback" in err:
        return "traceback"
    if code == 0 and len(written) == len(FILES) and "Objective" in out:
        return "plan"
    if code == INTERRUPTED and not written and "interrupted" in err:
        return "no plan"
    return "lost"
