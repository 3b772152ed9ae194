"""The options that say what is asked, how long it may take and where the answer goes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PlanFile = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="FILE",
        help="Ask about the plan in this table, in place of the cheapest: a row a council, by name "
        "or code in the first column, and its cluster in the column `cluster`, as `clusterer "
        "solve` writes it.",
    ),
]
PlanColumn = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar="COLUMN",
        help="The column of --plan with the cluster of each council, if it is not `cluster`.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="KEY",
        help="By which key members share the cost of their cluster: **equal**, **alone** (in "
        "proportion to what each costs alone), **saving** (each gains the same), a column such as "
        "`population`, or a mixture: `'equal 50%, population 50%'`.",
    ),
]
Budget = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="£M",
        help="£m that may be spent a year to get there: `20`, or one for each year, "
        "`'0, 10, 20'`, of which the last holds for later ones.",
    ),
]
Partly = Annotated[
    bool,
    typer.Option(
        "--partly",
        help="Go only as far as it is worth it within the years and the budget: councils may stay "
        "as they are.",
    ),
]
CouncilColumn = Annotated[
    str | None,
    typer.Option(
        "--council",
        metavar="COLUMN",
        help="The column of OPTIONS with the councils, if not the first.",
    ),
]
OptionColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="COLUMN",
        help="A column that is an option; all others. Repeatable.",
    ),
]
RestAlone = Annotated[
    bool,
    typer.Option(
        "--rest-alone",
        help="Let councils stand alone that have no row in OPTIONS, or an empty cell.",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS", help="Seconds after which the best that is known so far is taken."
    ),
]
Gap = Annotated[
    float,
    typer.Option(
        metavar="NUMBER",
        help="Stop once the plan is so near the best possible: 0.01 is 1%; 0 proves it.",
    ),
]
Out = Annotated[
    Path, typer.Option(metavar="FOLDER", help="The folder for all files; made if need be.")
]
Certificate = Annotated[
    bool,
    typer.Option(
        "--certificate",
        help="Also write a certificate (.certificate.json), for `clusterer verify` to check; "
        "--time-limit is its limit too, again.",
    ),
]

OUTPUT = Path("output")
"""The folder, unless --out names another."""
