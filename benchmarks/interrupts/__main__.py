"""Press Ctrl-C at random moments, and count what comes of it: `--help` tells the options."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random

from benchmarks.interrupts import __doc__ as about
from benchmarks.interrupts import commands, solving
from benchmarks.interrupts.cases import COMMANDS, WORK

SOUND = ("plan", "optimal", "no plan")
"""What an interrupt may come to. "beside" is a signal before the solve began or after its end."""

_A_PROCESS = 50
"""Draws to a process, which then has to end by itself."""

COLUMNS = ("kind", "case", "moment", "delay", "again", "verdict", "after")

Row = dict[str, object]


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; return 1 if an interrupt came to what it may not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interrupts", description=about)
    parser.add_argument("--count", type=int, default=1_000, help="interrupts in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="*", default=[*WORK, "command"], help="of what")
    parser.add_argument("--rows", type=Path, help="a CSV file for a row an interrupt")
    args = parser.parse_args(arguments)
    rows = []
    for row in interrupts(args.kinds, args.count, args.seed):
        rows.append(row)
        if row["verdict"] not in SOUND:
            print(row, flush=True)
        elif len(rows) % 50 == 0:
            print(f"{len(rows)} of {args.count}", file=sys.stderr, flush=True)
    if args.rows:
        with args.rows.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    print(summary(rows))
    return 0 if all(row["verdict"] in (*SOUND, "beside") for row in rows) else 1


def interrupts(kinds: list[str], count: int, seed: int) -> Iterator[Row]:
    """Yield a row an interrupt, as many of each kind."""
    for place, kind in enumerate(kinds):
        share = count // len(kinds) + (place < count % len(kinds))
        random = Random(f"{seed} {kind}")
        if kind == "command":
            yield from _of_commands(random, share)
        else:
            yield from _of_solves(random, kind, share)


def _of_solves(random: Random, kind: str, count: int) -> Iterator[Row]:
    cases = range(min(count, WORK[kind][1]))
    truth: dict[int, dict[str, float]] = {}
    done = 0
    while done < count:
        with solving.solver() as one:
            for case in sorted(set(cases) - truth.keys()):
                one.ask(kind, case)
                told = one.answer(solving.LONGEST)
                if told is None or told.get("status") != "optimal":
                    raise RuntimeError(f"{kind} {case} is not solved: {told}")
                truth[case] = told
            until = min(count, done + _A_PROCESS)
            for case in cycle(cases):
                if done == until:
                    break
                moment, delay, again = solving.draw(random, truth[case]["seconds"])
                told = solving.interrupted(one, kind, case, moment, delay, again)
                if told is None:
                    continue  # It had ended before.
                done += 1
                verdict = solving.judged(told, kind, case, truth[case]["objective"])
                drawn = {"moment": moment, "delay": delay, "again": again}
                yield {"kind": kind, "case": case, "verdict": verdict} | drawn | told
                if told.get("error") == "it hangs":
                    raise RuntimeError("a solve hangs")


def _of_commands(random: Random, count: int) -> Iterator[Row]:
    longest = []
    for case in range(len(COMMANDS)):
        verdict, seconds, said = commands.run(case, None, None)
        if verdict != "plan":
            raise RuntimeError(f"{COMMANDS[case]}: {said}")
        longest.append(seconds)
    done = 0
    for case in cycle(range(len(COMMANDS))):
        if done == count:
            break
        delay = random.uniform(commands.LOADED, longest[case])
        again = random.uniform(0.0, 0.05) if random.random() < solving.TWICE else None
        began = time.monotonic()
        verdict, _, said = commands.run(case, delay, again)
        if verdict == "ended before":
            continue
        done += 1
        after = time.monotonic() - began - delay
        drawn = {"moment": "any", "delay": delay, "again": again}
        told = {"verdict": verdict, "after": after, "trace": said}
        yield {"kind": "command", "case": case} | drawn | told


def summary(rows: list[Row]) -> str:
    """Return a line a kind: what its interrupts came to, and the longest that one took to end."""
    lines = []
    for kind in dict.fromkeys(row["kind"] for row in rows):
        some = [row for row in rows if row["kind"] == kind]
        verdicts = Counter(str(row["verdict"]) for row in some)
        told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
        slowest = max(float(str(row["after"])) for row in some)
        lines.append(f"{kind:<10} {len(some):5}: {told}; ended within {slowest:.1f} s")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
