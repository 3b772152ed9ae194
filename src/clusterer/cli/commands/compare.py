"""`clusterer compare`: options that were drawn by hand, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

import clusterer as cl
from clusterer._support import interrupts
from clusterer.cli.drawn import read_options
from clusterer.cli.folder import picture, table
from clusterer.cli.options.question import (
    OUTPUT,
    CouncilColumn,
    OptionColumns,
    Out,
    RestAlone,
    TimeLimit,
)
from clusterer.cli.places import name_of, place
from clusterer.cli.problems import Stated
from clusterer.cli.result import print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map


@examples(
    "clusterer compare districts.gpkg options.csv --population residents --index code",
    "clusterer compare districts.gpkg options.csv --population residents --index code "
    "--rest-alone --out compared",
    "clusterer compare districts.gpkg options.csv --population residents --index code "
    "--do-minimum --criterion balance --criterion 'borders cut'",
)
@takes_a_map
def compare(
    stated: Stated,
    options: Annotated[
        str,
        typer.Argument(
            metavar="OPTIONS",
            help="A CSV or a spreadsheet, or its address: a row a council, by name or code in the "
            "first column; a column an option, with the label of the cluster of each council.",
        ),
    ],
    council: CouncilColumn = None,
    option: OptionColumns = None,
    rest_alone: RestAlone = False,
    do_minimum: Annotated[
        bool,
        typer.Option(
            "--do-minimum",
            help="Add the plan that keeps all rules and changes least against doing nothing.",
        ),
    ] = False,
    criterion: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="What counts beside money: **balance**, **'borders cut'**, **'worse off'** (see "
            "`appraise`), or a column, for its sum in the cluster that has most. Repeatable.",
        ),
    ] = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """Where do my own options stand? Put them side by side, with the best plan and doing nothing.

    For options that were drawn by hand. Prints what each costs and saves, what it breaks, and its
    rank; an option called `do nothing` stands in place of all councils alone. Writes maps side by
    side (.png) and the table (.csv), called as OPTIONS is, to the folder `output`, or to that of
    --out. Tables of `clusterer rank` and plans of `clusterer solve` are options, too: the files
    ending in .plans.csv, and .csv with `--option cluster`.
    """

    def ask(problem: cl.Problem, run: Run) -> cl.Appraisal:
        with interrupts.at_once():
            drawn = read_options(
                place(options),
                problem.councils,
                council=council,
                chosen=option or (),
                rest_alone=rest_alone,
            )
        return cl.appraise(
            problem,
            drawn,
            criteria=criterion,
            do_minimum=do_minimum,
            rest_alone=rest_alone,
            time_limit=run.left,
            progress=run.bar,
        )

    answer(
        stated,
        out,
        {"compared.png": picture(cl.Appraisal.plot), "compared.csv": table(_table, "option")},
        ask,
        lambda appraisal, console: print_table(repr(appraisal), console),
        time_limit=time_limit,
        then=("report", "with --options FILE, for a paper about them"),
        sources=[options],
        stem=Path(name_of(place(options))).stem,
        unanswered="interrupted before any plan was found",
    )


def _table(appraisal: cl.Appraisal) -> pd.DataFrame:
    """Return the table with all terms, and what each option breaks."""
    broken = {name: "; ".join(appraisal.broken.get(name, ())) for name in appraisal.names}
    found = appraisal.table.join(appraisal.by_term.add_prefix("term "))
    return found.assign(breaks=pd.Series(broken))
