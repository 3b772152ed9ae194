"""Solve London under draws of its figures, for the page "How sure?".

    python -m benchmarks.draws                 # 500 draws, some minutes
    python -m benchmarks.draws --jobs 2        # the same rows, in half the time

The rows go to results/london-draws.jsonl, in the format of `clusterer.sweep`. What is there
already is not solved again, so that a run that was stopped goes on. If the file belongs to a
problem that has changed since, say ``--from-start``.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import clusterer as cl

FILE = Path(__file__).parent / "results" / "london-draws.jsonl"
SEED = 0


def london() -> cl.Problem:
    """Return London by the central figures, in clusters of up to seven, as on the page."""
    boroughs = cl.datasets.london()
    graph = cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings())
    return cl.Problem(boroughs, cl.preset("central"), [cl.MaxSize(7)], adjacency=graph)


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.draws", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many draws")
    parser.add_argument("--jobs", type=int, default=1, help="how many solves side by side")
    parser.add_argument("--file", type=Path, default=FILE, help="where the rows go")
    parser.add_argument("--from-start", action="store_true", help="drop what is there")
    given = parser.parse_args(arguments)
    if given.from_start:
        given.file.unlink(missing_ok=True)
    problem = london()
    began, load = time.perf_counter(), os.getloadavg()[0]
    draws = cl.draws(problem, given.count, seed=SEED)
    found = cl.sweep(problem, draws, given.jobs, file=given.file, progress=True)
    seconds = time.perf_counter() - began
    print(found.headline)
    print(f"{seconds:.0f} s with {given.jobs} jobs, at a load of {load:.1f} before they began")


if __name__ == "__main__":
    main()
