"""`clusterer consent`: who would leave a plan, and what keeps them."""

from __future__ import annotations

from rich.console import Console

import clusterer as cl
from clusterer.cli.folder import picture, table
from clusterer.cli.keys import key_of, words_in_file_names
from clusterer.cli.options.question import OUTPUT, By, Out, PlanColumn, PlanFile, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.result import as_table, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map
from clusterer.display.shown import more_rows

_LEAVERS = 10
"""Groups that would leave, on a terminal."""

_COLUMNS = {
    "alone": "what the council costs on its own",
    "charge": "what it pays in the plan",
    "saving": "alone less charge",
    "lowest": "the least it pays of all charges at which nobody leaves",
    "highest": "the most",
    "gain": "the most it gains by leaving, if nobody is paid",
    "paid": "what is paid to it so that nobody leaves",
}
"""What the columns of the table are."""


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
    council (.consent.csv), the groups that would leave (.consent.leaving.csv), a map of who would
    leave (.consent.png), and what is paid to whom (.consent.paid.png). With --by population the
    names begin with .consent.by-population, so that the answers under several keys are kept.
    """
    under = f"consent{words_in_file_names(by)}"

    def ask(problem: cl.Problem, run: Run) -> cl.Consent:
        key = None if by is None else key_of(by, problem.councils)
        subject = run.plan(problem, plan, column)
        return cl.consent(subject, key, time_limit=run.left)

    answer(
        stated,
        out,
        {
            f"{under}.csv": table(lambda found: found.table, "council"),
            f"{under}.leaving.csv": table(lambda found: found.blocking),
            f"{under}.png": picture(cl.Consent.plot),
            f"{under}.paid.png": picture(cl.Consent.plot_paid),
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
        words = "Groups that would leave if nobody is paid, and their gain in £m, the most first"
        rest = more_rows(found.blocking, _LEAVERS)
        note = "gain: of all its members together; least: of the member that gains least"
        more.append(as_table(words, leaving, "\n".join([*rest, note])))
    print_table(f"{found!r}\n{_explained(found)}", console, *more)


def _explained(found: cl.Consent) -> str:
    """Say what the columns are that are shown, each on a line."""
    keyed = found.table[["lowest", "highest"]].isna().all(axis=None)
    left_out = ("lowest", "highest") if keyed else ()
    return "\n".join(f"{name}: {words}" for name, words in _COLUMNS.items() if name not in left_out)
