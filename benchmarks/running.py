"""Runs in processes of their own: what they tell, and what is told of those that do not."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.instances import INSTANCES

ROOT = Path(__file__).parents[1]


def run(instance: str, method: str, time_limit: float, seed: int) -> dict[str, object]:
    """Run one method on one instance in a process of its own; return it as a row.

    A process that is killed, since it went far over its time or out of memory, or that fails
    otherwise, is a row too, with the status "no answer" and the reason.
    """
    row: dict[str, object] = {
        "group": INSTANCES[instance].group,
        "instance": instance,
        "method": method,
        "time_limit": time_limit,
        "seed": seed,
    }
    command = ["-m", "benchmarks.child", instance, method, str(time_limit), str(seed)]
    return row | answer([sys.executable, *command])


def answer(command: list[str]) -> dict[str, object]:
    """Return the JSON object on the last line that a command prints, or why there is none."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        # A session of its own, so that a solver which it called ends with it.
        process = subprocess.Popen(
            command, stdout=out, stderr=err, text=True, cwd=ROOT, start_new_session=True
        )
        try:
            code = process.wait()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        out.seek(0)
        err.seek(0)
        lines, complaints = out.read().splitlines(), err.read()
    if code == 0 and lines:
        told: dict[str, object] = json.loads(lines[-1])
        return told
    if complaints.startswith("Timeout") or "\nTimeout (" in complaints:
        why = "killed, far over its time limit"
    elif code < 0:
        why = f"ended by {signal.Signals(-code).name}"
    else:
        why = (complaints.strip().splitlines() or [f"ended with code {code}"])[-1]
    return {"status": "no answer", "seconds": time.perf_counter() - began, "detail": why}
