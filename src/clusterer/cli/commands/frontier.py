"""`clusterer frontier`: the best plan with each number of clusters, or with less of anything."""

from __future__ import annotations

from typing import Annotated

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
    "clusterer frontier london --max-size 3",
    "clusterer frontier districts.gpkg --population residents --by largest",
    "clusterer frontier districts.gpkg --population residents --by coordination --points 5",
)
@takes_a_map
def frontier(
    stated: Stated,
    by: Annotated[
        str,
        typer.Option(
            metavar="WHAT",
            help="What is set against the cost: **clusters**, their number; **largest**, the "
            "members of the largest; a term of the costs, such as `coordination`; or a column, for "
            "its sum in the cluster that has most.",
        ),
    ] = "clusters",
    points: Annotated[
        int | None,
        typer.Option(
            min=2,
            metavar="N",
            help="How many points at most; 20 unless given, and all by clusters.",
        ),
    ] = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """How much does less of something else cost? Find the best plan at each point of the trade-off.

    For when fewer clusters, or smaller ones, are worth money. Prints a row a point, none of which
    another plan beats in both; by clusters, the best plan with each number. Writes the table
    (.frontier.csv) and the curve (.frontier.png).
    """

    def ask(problem: cl.Problem, run: Run) -> cl.Frontier:
        return cl.frontier(problem, by, points, time_limit=run.left, progress=run.bar)

    answer(
        stated,
        out,
        {
            "frontier.csv": table(lambda found: found.table, by),
            "frontier.png": picture(cl.Frontier.plot),
        },
        ask,
        _print,
        time_limit=time_limit,
        then=("solve", "with --at-most N, for one of these plans"),
    )


def _print(found: cl.Frontier, console: Console) -> None:
    note = (
        "cost in £m, and how much more that is than the least; saved: the part of the saving of "
        "the cheapest plan; shared clusters, councils alone, members of the largest"
    )
    print_table(as_table(f"{found.headline}.", found.table, note), console)
