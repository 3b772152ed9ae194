"""Run the benchmarks: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import fnmatch
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from benchmarks.instances import INSTANCES
from benchmarks.methods import METHODS

RESULTS = Path(__file__).parent / "results"
OURS = "set-partition"
PACKAGES = ("clusterer", "highspy", "pulp", "numba", "numpy", "shapely", "geopandas")


def main() -> None:
    """Run what the command line asks for; write a table and what it was measured on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--instances", default="*", help="a pattern: 'london-*'")
    parser.add_argument("--methods", default=OURS, help=f"a pattern: {', '.join(METHODS)}")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for one run")
    parser.add_argument("--repeats", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--name", default="latest", help="of the files in benchmarks/results")
    args = parser.parse_args()
    pairs = [
        (instance, method)
        for instance in fnmatch.filter(INSTANCES, args.instances)
        for method in fnmatch.filter(METHODS, args.methods)
    ]
    if not pairs:
        parser.error("no instance or no method fits the patterns")
    rows = []
    for instance, method in pairs:
        runs = pd.DataFrame([run(instance, method, args.time_limit) for _ in range(args.repeats)])
        row = {"instance": instance, "method": method, **runs.iloc[0].to_dict()}
        row |= {"seconds": runs["seconds"].median(), "gib": runs["gib"].max()}
        rows.append(row)
        print(f"{instance:<32} {method:<16} {row['status']:<9} {row['seconds']:9.2f} s", flush=True)
    table = with_ratios(pd.DataFrame(rows))
    RESULTS.mkdir(exist_ok=True)
    table.to_csv(RESULTS / f"{args.name}.csv", index=False, float_format="%.6g")
    about = {**machine(), "time_limit": args.time_limit, "repeats": args.repeats}
    (RESULTS / f"{args.name}.json").write_text(json.dumps(about, indent=2) + "\n")
    print(table.to_string(index=False, float_format="{:,.4g}".format))


def run(instance: str, method: str, time_limit: float) -> dict[str, object]:
    """Run one method on one instance in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", instance, method, str(time_limit)],
        check=True,
        capture_output=True,
        text=True,
    )
    outcome: dict[str, object] = json.loads(answer.stdout.splitlines()[-1])
    return outcome


def with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Add how many times as long as ours each method took on the same instance."""
    ours = table[table["method"] == OURS].set_index("instance")["seconds"]
    table["times_ours"] = table["seconds"] / table["instance"].map(ours)
    return table


def machine() -> dict[str, object]:
    """Return what the figures were measured on."""
    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }


if __name__ == "__main__":
    main()
