"""`clusterer why-not`: what another choice costs, or what forbids it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console

import clusterer as cl
from clusterer.cli.councils import named_by
from clusterer.cli.folder import picture, table
from clusterer.cli.options.question import OUTPUT, Out, PlanColumn, PlanFile, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.result import as_table, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map

_ALL = "all"
"""What is said for all figures."""


@dataclass(frozen=True)
class _Answer:
    """What a wish costs, and the values of figures at which it would cost nothing."""

    why: cl.WhyNot
    switching: pd.DataFrame | None


@examples(
    "clusterer why-not london --together 'Camden, Islington'",
    "clusterer why-not london --alone Croydon --switching scale.benefit_realisation",
    "clusterer why-not districts.gpkg --population residents --name title "
    "--apart 'Ashby, Barrow' --rule-together 'Corby, Derwent'",
    "clusterer why-not districts.gpkg --population residents --max-size 3",
)
@takes_a_map
def why_not(
    stated: Stated,
    together: Annotated[
        str | None,
        typer.Option(
            metavar="COUNCILS",
            help="The wish: councils that share one cluster, `'Camden, Islington'`.",
        ),
    ] = None,
    apart: Annotated[
        str | None,
        typer.Option(
            metavar="COUNCILS", help="The wish: councils of which no two share, `'Camden, Barnet'`."
        ),
    ] = None,
    alone: Annotated[
        str | None,
        typer.Option(metavar="COUNCILS", help="The wish: councils that stand alone, `'Croydon'`."),
    ] = None,
    switching: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE",
            help="Find the nearest value of a figure at which the wish costs nothing, such as "
            "`scale.benefit_realisation`; **all** tries every figure, which takes a while. "
            "Repeatable.",
        ),
    ] = None,
    plan: PlanFile = None,
    column: PlanColumn = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """Why are these two not together? Say what a wish costs, who else moves, or what forbids it.

    For a council that asks for another partner, or for none. Prints what the best plan with the
    wish costs more, by term, and who moves; where a rule forbids the wish, it says which. Without a
    wish it prints what it costs to have each two neighbours otherwise. Writes who moves, or the
    prices (.why-not.csv), and maps of both plans, or the prices as bars (.why-not.png). Here
    --together, --apart and --alone are the wish; to have them as rules of the problem, as in all
    other commands, say --rule-together, --rule-apart and --rule-alone.
    """
    texts = {"together": together, "apart": apart, "alone": alone}
    given = {name: text for name, text in texts.items() if text is not None}
    if not given:
        _of_all_pairs(stated, switching, plan, column, time_limit, out)
        return

    def ask(problem: cl.Problem, run: Run) -> _Answer:
        wish: dict[str, Sequence[Hashable]] = {
            name: named_by(f"--{name}", text, problem.councils) for name, text in given.items()
        }
        subject = run.plan(problem, plan, column)
        why = cl.why_not(
            subject,
            together=wish.get("together"),
            apart=wish.get("apart"),
            alone=wish.get("alone"),
            time_limit=run.left,
            progress=run.bar,
        )
        return _Answer(why, _switched(why, switching or (), run))

    answer(
        stated,
        out,
        {
            "why-not.csv": table(lambda found: found.why.by_council, "council"),
            "why-not.png": picture(lambda found: found.why.plot()),
            **({"why-not.switching.csv": table(_values)} if switching else {}),
        },
        ask,
        _print,
        time_limit=time_limit,
        then=("consent", "for who would leave the plan, and what keeps them"),
        sources=[plan],
        # Where no plan has what is wished, nobody moves, and there is nothing to draw.
        nothing_in=lambda found: () if found.why.evaluation else ("why-not.csv", "why-not.png"),
    )


def _of_all_pairs(
    stated: Stated,
    switching: list[str] | None,
    plan: str | None,
    column: str | None,
    time_limit: float | None,
    out: Out,
) -> None:
    """Say what it costs to have each two neighbours otherwise."""
    if switching:
        raise cl.InputError(
            f"--switching {switching[0]!r} is about one wish; say which, with --together, --apart "
            "or --alone"
        )

    def ask(problem: cl.Problem, run: Run) -> cl.PairPrices:
        subject = run.plan(problem, plan, column)
        return cl.why_not(subject, time_limit=run.left, progress=run.bar)

    answer(
        stated,
        out,
        {
            "why-not.csv": table(lambda prices: prices.table, "pair"),
            "why-not.png": picture(cl.PairPrices.plot),
        },
        ask,
        lambda prices, console: print_table(repr(prices), console),
        time_limit=time_limit,
        then=("why-not", "with --together 'A, B', for one of them by itself"),
        sources=[plan],
    )


def _switched(why: cl.WhyNot, figures: Sequence[str], run: Run) -> pd.DataFrame | None:
    """Return the switching values that are asked for."""
    if not figures or why.evaluation is None:
        return None
    asked: list[str | None] = [None] if _ALL in figures else [*figures]
    return pd.concat([why.switching(one, time_limit=run.left, progress=run.bar) for one in asked])


def _values(found: _Answer) -> pd.DataFrame:
    return pd.DataFrame() if found.switching is None else found.switching


def _print(found: _Answer, console: Console) -> None:
    more = []
    moved = found.why.by_council
    if len(moved):
        columns = ["named", "moves", "gains", "loses", "region"]
        shown = moved.set_index("name")[columns].rename_axis("council")
        who = "whose cluster changes: named in the wish or not, and who moves"
        more.append(as_table(f"The councils {who}", shown))
    if found.switching is not None:
        values = found.switching[["now", "switching", "change", "proved", "range"]]
        words = "Where the wish would cost nothing: the nearest value of each figure"
        more.append(as_table(words, values, "empty where there is no such value in the range"))
    print_table(repr(found.why), console, *more)
