"""`clusterer consent`: who would leave a plan, and what keeps them."""

from __future__ import annotations

from rich.console import Console

import clusterer as cl
from clusterer.cli.folder import picture, table
from clusterer.cli.keys import key_of
from clusterer.cli.options import OUTPUT, By, Out, PlanColumn, PlanFile, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.result import as_table, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map

_LEAVERS = 10
"""Clusters that would leave, on a terminal."""


@examples(
    "clusterer consent london --by population --max-size 4",
    "clusterer consent london --max-size 4",
    "clusterer consent districts.gpkg --population residents --by 'equal 50%, residents 50%'",
    "clusterer consent districts.gpkg --population residents --index code --plan plan.csv "
    "--by equal",
)
@takes_a_map
def consent(
    stated: Stated,
    by: By = None,
    plan: PlanFile = None,
    column: PlanColumn = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
) -> None:
    """Would they stay? Say who would leave the plan, and what keeps them.

    For the question after the plan: it saves money in all, but does each council gain? Prints what
    each pays and saves, what the best gain from leaving is, and what must be paid so that nobody
    leaves. Without --by there is no key: members bargain over any split. Writes the table by
    council (.consent.csv), the clusters that would leave (.consent.leaving.csv), a map of who would
    leave (.consent.png), and what is paid to whom (.consent.paid.png).
    """

    def ask(problem: cl.Problem, run: Run) -> cl.Consent:
        key = None if by is None else key_of(by, problem.councils)
        subject = run.plan(problem, plan, column)
        return cl.consent(subject, key, time_limit=run.left)

    answer(
        stated,
        out,
        {
            "consent.csv": table(lambda found: found.table, "council"),
            "consent.leaving.csv": table(lambda found: found.blocking),
            "consent.png": picture(cl.Consent.plot),
            "consent.paid.png": picture(cl.Consent.plot_paid),
        },
        ask,
        _print,
        time_limit=time_limit,
        then=("roadmap", "for who moves in which year"),
        sources=[plan],
    )


def _print(found: cl.Consent, console: Console) -> None:
    more = []
    if len(found.blocking):
        leaving = found.blocking.head(_LEAVERS).set_index("members")
        words = "Clusters that would leave if nobody is paid, and their gain in £m, the most first"
        more.append(as_table(words, leaving))
    print_table(repr(found), console, *more)
