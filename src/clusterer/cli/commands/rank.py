"""`clusterer rank`: the next best plans."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
import typer
from rich.console import Console

import clusterer as cl
from clusterer import display
from clusterer.cli.folder import picture, table
from clusterer.cli.options.question import OUTPUT, Out, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.result import as_table, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map

_USUAL = 10
"""So many plans, unless told otherwise."""

_MOST_MAPS = 6
_MOST_COLUMNS = 100
"""Of so many plans are there maps, and columns in the table of who is with whom."""


@examples(
    "clusterer rank london",
    "clusterer rank london --within 0.0001 --max-size 3",
    "clusterer rank districts.gpkg --population residents --diverse 4 --out ranked",
)
@takes_a_map
def rank(
    stated: Stated,
    n: Annotated[
        int | None,
        typer.Option(
            "--n",
            min=1,
            metavar="N",
            help=f"How many plans; {_USUAL} unless given, and no limit with --within.",
        ),
    ] = None,
    within: Annotated[
        float | None,
        typer.Option(
            metavar="NUMBER",
            help="All plans that cost no more than this part above the best: 0.001 is 0.1%.",
        ),
    ] = None,
    diverse: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="So many plans that differ, the cheapest such, in place of --n.",
        ),
    ] = None,
    moves: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="How many councils change cluster, at least, between any two of the --diverse "
            "plans; a quarter of all unless given.",
        ),
    ] = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """How much better is the best plan than the next? List the plans that are nearly as good.

    For when the cheapest plan meets an objection: others may cost hardly more. Prints a row a plan,
    the cheapest first, and what every plan that is not listed costs at least. Writes the table
    (.ranked.csv); who is with whom in each plan (.ranked.plans.csv), which `clusterer compare` and
    --plan read; a map of what all plans share (.ranked.png), and one of each of the first plans
    (.ranked.maps.png).
    """
    most = _USUAL if n is None and within is None and diverse is None else n

    def ask(problem: cl.Problem, run: Run) -> cl.Ranked:
        return cl.rank(
            problem,
            most,
            within,
            diverse=diverse,
            moves=moves,
            time_limit=run.left,
            progress=run.bar,
        )

    answer(
        stated,
        out,
        {
            "ranked.csv": table(lambda ranked: ranked.table),
            "ranked.plans.csv": table(_plans, "council"),
            "ranked.png": picture(cl.Ranked.plot),
            "ranked.maps.png": picture(_maps),
        },
        ask,
        _print,
        time_limit=time_limit,
        then=("why-not", "for what another choice costs"),
    )


def _print(ranked: cl.Ranked, console: Console) -> None:
    note = (
        "cost in £m, and how much more that is than the best; shared clusters, councils alone, "
        "members of the largest; moves: councils that change cluster, against the best"
    )
    print_table(as_table(f"{ranked.headline}.", ranked.table, note), console)


def _plans(ranked: cl.Ranked) -> pd.DataFrame:
    """Return the cluster of each council in each plan, a column a plan."""
    plans = {f"plan {k}": plan.assignment for k, plan in enumerate(ranked[:_MOST_COLUMNS], 1)}
    councils, table = ranked.problem.councils, pd.DataFrame(plans)
    if "name" in councils.frame.columns:
        table.insert(0, "name", list(councils.names))
    return table


def _maps(ranked: cl.Ranked) -> None:
    """Draw the first plans side by side."""
    plans = ranked[:_MOST_MAPS]
    more = ranked.table["more"]
    frames = {
        f"plan {k}: £{extra:,.3f}m more" if extra else f"plan {k}": plan.to_geodataframe()
        for k, (plan, extra) in enumerate(zip(plans, more, strict=False), 1)
    }
    display.draw_maps(frames, title=ranked.headline, subtitle=plans[0].assumptions)
