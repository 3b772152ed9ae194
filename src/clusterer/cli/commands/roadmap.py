"""`clusterer roadmap`: from today to the plan, year by year."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

import clusterer as cl
from clusterer.cli.budgets import amounts_of
from clusterer.cli.folder import picture, table
from clusterer.cli.options.question import (
    OUTPUT,
    Budget,
    Out,
    Partly,
    PlanColumn,
    PlanFile,
    TimeLimit,
)
from clusterer.cli.problems import Stated
from clusterer.cli.result import as_table, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map


@examples(
    "clusterer roadmap london --years 3 --budget 40 --max-size 3",
    "clusterer roadmap districts.gpkg --population residents --today partnership --most-moves 2",
    "clusterer roadmap districts.gpkg --population residents --index code --plan plan.csv "
    "--budget '0, 5, 5, 20'",
)
@takes_a_map
def roadmap(
    stated: Stated,
    years: Annotated[
        int,
        typer.Option(
            min=1, metavar="N", help="In how many years councils move: in 4, the years 0 to 3."
        ),
    ] = 4,
    budget: Budget = None,
    most_moves: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many councils may move in a year.")
    ] = None,
    each_step_pays: Annotated[
        bool,
        typer.Option(
            "--each-step-pays", help="The steps of each year must be worth it by themselves."
        ),
    ] = False,
    partly: Partly = False,
    plan: PlanFile = None,
    column: PlanColumn = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """How do we get there? Say who moves in which year, within a budget.

    For when the plan is agreed. Starts from the partnerships that exist, if --today names their
    column, or from all alone. Prints a row a year: who moves, what is spent, what it is worth.
    Writes who moves when (.roadmap.csv), cash by year (.roadmap.cash.csv, .roadmap.cash.png), and a
    map a year (.roadmap.png).
    """
    amounts = amounts_of(budget)

    def ask(problem: cl.Problem, run: Run) -> cl.Roadmap:
        subject = run.plan(problem, plan, column)
        return cl.roadmap(
            subject,
            years=years,
            budget=amounts,
            most_moves=most_moves,
            each_step_pays=each_step_pays,
            whole=not partly,
            time_limit=run.left,
        )

    answer(
        stated,
        out,
        {
            "roadmap.csv": table(lambda found: found.table, "council"),
            "roadmap.cash.csv": table(lambda found: found.cash),
            "roadmap.png": picture(cl.Roadmap.plot_years),
            "roadmap.cash.png": picture(cl.Roadmap.plot_cash),
        },
        ask,
        _print,
        time_limit=time_limit,
        then=("sweep", "for how sure the plan is"),
        sources=[plan],
    )


def _print(found: cl.Roadmap, console: Console) -> None:
    who = found.table.groupby("year")["name"].apply(", ".join)
    moves = [f"year {year}: {names}" for year, names in who.items()]
    broken = [f"breaks at its end: {fault}" for fault in found.years[-1].broken]
    note = "\n".join([*moves, *broken, f"spent and worth in £m; {found.conditions}"])
    print_table(as_table(f"{found.headline}.", found.steps, note), console)
