"""How long it takes to say who would leave the best plan, and what keeps them.

``python -m benchmarks.consent`` solves each instance, and then asks for the consent of all. Times
are seconds of the processor, so that other work on the machine does not count. They are those of
`consent`: the solve before is not among them.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import clusterer as cl
from benchmarks.case import Case
from benchmarks.instances.london import PRESETS, london
from benchmarks.instances.synthetic import synthetic
from benchmarks.machine import machine

RESULTS = Path(__file__).parent / "results"

CASES: dict[str, Callable[[], Case]] = {
    **{
        f"london-{preset}-{cap}": partial(london, preset, cap)
        for preset in PRESETS
        for cap in range(4, 9)
    },
    "synthetic-326-central-5": partial(synthetic, 326, "central", 5),
}
"""London under all presets, with clusters of up to four to eight; and a country of 326 councils."""

COLUMNS = ("instance", "councils", "candidates", "subsidy", "exit_fee", "blocking", "cpu_seconds")


def measured(name: str) -> dict[str, object]:
    """Return what was found of an instance, and how long it took."""
    plan = cl.solve(CASES[name]().problem)
    began = time.process_time()
    answer = cl.consent(plan)
    seconds = time.process_time() - began
    return {
        "instance": name,
        "councils": len(plan.councils),
        "candidates": len(plan.problem.candidates()),
        "subsidy": f"{answer.subsidy:.6f}",
        "exit_fee": f"{answer.exit_fee:.6f}",
        "blocking": len(answer.blocking),
        "cpu_seconds": f"{seconds:.2f}",
    }


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.consent", description=__doc__)
    parser.add_argument("--instances", nargs="*", default=list(CASES), choices=list(CASES))
    parser.add_argument("--no-results", action="store_true", help="write no file")
    args = parser.parse_args(arguments)
    about = machine()
    rows = []
    for name in args.instances:
        rows.append(measured(name))
        print(*rows[-1].values(), flush=True)
    if not args.no_results:
        with (RESULTS / "consent.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        (RESULTS / "consent.json").write_text(json.dumps(about, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
