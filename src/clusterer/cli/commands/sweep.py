"""`clusterer sweep`: how the plan changes with the figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console

import clusterer as cl
from clusterer.cli.folder import picture, table
from clusterer.cli.options.question import OUTPUT, Out, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.result import as_table, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map


@examples(
    "clusterer sweep london --draws 5 --max-size 3",
    "clusterer sweep london --figure coordination.kappa --figure scale.benefit_realisation "
    "--max-size 3",
    "clusterer sweep districts.gpkg --population residents --draws 20 --jobs 1 "
    "--record sweep.jsonl",
)
@takes_a_map
def sweep(
    stated: Stated,
    draws: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Draw all figures at once from their ranges, so many times. Without it, each "
            "figure is put to the low and to the high end of its range, one at a time.",
        ),
    ] = None,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE",
            help="Only this figure, such as `coordination.kappa`; all with a published range "
            "unless given. Repeatable.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives other draws.")] = 0,
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many solves go on side by side; -1 for all cores."),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep what each solve found in this file (.jsonl), so that a run that was stopped "
            "goes on where it was.",
        ),
    ] = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """How sure is the plan? Solve it again and again with other figures.

    For when somebody doubts a figure. Prints how often each plan wins, and what it costs at most
    more than the best. Writes a row a scenario (.sweep.csv), a row a plan (.sweep.plans.csv), a map
    of who shares in all scenarios (.sweep.png), and how much each figure matters
    (.sweep.figures.png), or, with --draws, how much one may regret each plan (.sweep.regret.png).
    """
    drawn = draws is not None

    def ask(problem: cl.Problem, run: Run) -> cl.Sweep:
        changes = (
            cl.ends(problem, figures=figure)
            if draws is None
            else cl.draws(problem, draws, figures=figure, seed=seed)
        )
        return cl.sweep(problem, changes, jobs, file=record, time_limit=run.left, progress=run.bar)

    second = (
        {"sweep.regret.png": picture(cl.Sweep.plot_regret)}
        if drawn
        else {"sweep.figures.png": picture(cl.Sweep.plot_tornado)}
    )
    answer(
        stated,
        out,
        {
            "sweep.csv": table(lambda found: found.table),
            "sweep.plans.csv": table(lambda found: found.plans),
            "sweep.png": picture(cl.Sweep.plot),
            **second,
        },
        ask,
        _print,
        time_limit=time_limit,
        then=("report", "for a paper with all of it"),
        sources=[record],
        nothing_in=_empty,
    )


def _empty(found: cl.Sweep) -> list[str]:
    """Return the pictures that cannot be drawn of a sweep that was stopped early."""
    if not found.base or not found.plans["wins"].any():
        return ["sweep.png", "sweep.regret.png", "sweep.figures.png"]
    return ["sweep.figures.png"] if found.ends.empty else []


def _print(found: cl.Sweep, console: Console) -> None:
    plans = found.plans.reset_index(drop=True)
    plans.index = pd.Index(
        [key[:_KEY] + (" (as it is)" if key == found.base else "") for key in found.plans.index],
        name="plan",
    )
    note = (
        "wins: in how many scenarios the plan is the best; moves: councils that change cluster, "
        "against the plan of the figures as they are; regret: £m more than the best"
    )
    print_table(as_table(f"{found.headline}.", plans.drop(columns="forbidden"), note), console)


_KEY = 8
"""Characters of the key of a plan, on a terminal."""
