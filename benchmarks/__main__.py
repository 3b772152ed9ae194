"""Run the benchmarks, or write their page: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import csv
import json
import os
from pathlib import Path

import pandas as pd

from benchmarks.instances import INSTANCES
from benchmarks.machine import installed, machine
from benchmarks.methods import METHODS, NEEDS, OURS
from benchmarks.page import MAIN, SHAPES, write_page
from benchmarks.running import run
from benchmarks.suites import SUITES, Block, Run, longest
from benchmarks.table import summary
from benchmarks.versions import keep

RESULTS = Path(__file__).parent / "results"

COLUMNS = (
    *("group", "instance", "method", "time_limit", "seed", "status", "objective", "bound"),
    *("standalone", "clusters", "candidates", "listed_at", "seconds", "best_at"),
    *("gib", "gib_before", "detail"),
)
"""Of the file with a row a run."""


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="name the instances, methods and suites")
    listing.set_defaults(act=lambda _: print_names())
    running = commands.add_parser("run", help="run a suite, or what fits two patterns")
    running.add_argument("--suite", choices=SUITES, help="instead of the patterns")
    running.add_argument("--instances", default="london-*", help="patterns: 'london-* england-*'")
    running.add_argument("--methods", default=OURS, help="patterns, likewise")
    running.add_argument("--time-limit", type=float, help="seconds a run, whatever the suite says")
    running.add_argument("--repeats", type=int, help="runs of each, whatever the suite says")
    running.add_argument("--name", help="of the files in results; the suite's, or 'latest'")
    running.add_argument("--resume", action="store_true", help="keep what --name has already")
    running.add_argument("--note", default="", help="what else to record, such as other work")
    running.add_argument("--no-page", action="store_true", help="leave the pages as they are")
    running.set_defaults(act=lambda args: run_suite(args, parser))
    page = commands.add_parser("page", help="write the pages in docs and their plots from results")
    page.add_argument("--name", default=MAIN, help="of the files in benchmarks/results")
    page.set_defaults(act=lambda args: write_page(RESULTS, args.name))
    keeping = commands.add_parser("keep", help="add a run to the table of versions of our search")
    keeping.add_argument("version", help="what the version is called, such as a commit")
    keeping.add_argument("--name", default=MAIN, help="of the files in benchmarks/results")
    keeping.set_defaults(act=lambda args: keep(RESULTS, args.name, args.version))
    args = parser.parse_args(arguments)
    args.act(args)


def print_names() -> None:
    """Print what there is to run."""
    print("instances:", *INSTANCES, sep="\n  ")
    print("methods:", *METHODS, sep="\n  ")
    for name, blocks in SUITES.items():
        print(f"suite {name}: {sum(len(list(b.runs())) for b in blocks)} runs, {budget(blocks)}")


def budget(blocks: list[Block]) -> str:
    """Say how long a suite can take."""
    return f"{longest(blocks) / 60:.0f} minutes if every run took all its time"


def run_suite(args: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Run, write each run as it ends, then the table, what it was measured on, and the page."""
    blocks = SUITES[args.suite] if args.suite else [Block(args.instances, args.methods)]
    changes = {"time_limit": args.time_limit, "repeats": args.repeats}
    changes = {name: value for name, value in changes.items() if value is not None}
    blocks = [Block(**vars(block) | changes) for block in blocks]
    runs = [run for block in blocks for run in block.runs()]
    if not runs:
        parser.error("no instance or no method fits the patterns; python -m benchmarks list")
    missing = {
        package
        for start, package in NEEDS.items()
        if any(run.method.startswith(start) for run in runs) and installed(package) is None
    }
    if missing:
        parser.error(f"not installed: {', '.join(sorted(missing))}; pip install -e '.[benchmarks]'")
    name = args.name or args.suite or "latest"
    about = {**machine(), "note": args.note, "suite": args.suite or ""}
    print(f"{len(runs)} runs, {budget(blocks)}")
    measure(runs, RESULTS / f"{name}-runs.csv", resume=args.resume)
    about["load_after"] = round(os.getloadavg()[0], 2)
    table = summary(pd.read_csv(RESULTS / f"{name}-runs.csv"))
    table.to_csv(RESULTS / f"{name}.csv", index=False, float_format="%.9g")
    text = json.dumps(about, indent=2) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    if not args.no_page:
        write_page(RESULTS, MAIN if name == SHAPES else name)


def measure(runs: list[Run], file: Path, *, resume: bool) -> None:
    """Do the runs, and add each to a file as soon as it has ended."""
    done: set[tuple[str, str, float, int]] = set()
    if resume and file.is_file():
        before = pd.read_csv(file)
        keys = before[["instance", "method", "time_limit", "seed"]]
        done = set(keys.itertuples(index=False, name=None))
    file.parent.mkdir(exist_ok=True)
    with file.open("a" if done else "w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        if not done:
            writer.writeheader()
        for number, one in enumerate(runs, start=1):
            if (one.instance, one.method, one.time_limit, one.seed) in done:
                continue
            row = run(one.instance, one.method, one.time_limit, one.seed)
            writer.writerow(row)
            stream.flush()
            objective = row.get("objective")
            print(
                f"{number:4}/{len(runs)}  {one.instance:<30} {one.method:<21}"
                f" {row['status']:<9} {'' if objective is None else f'{objective:14,.3f}':>14}"
                f" {row['seconds']:8.2f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
