"""The next best plans: what each costs more, and who would be with whom."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure

from clusterer.candidates.shares import POUND
from clusterer.model.problem import Evaluation
from clusterer.questions.moves import moves_between
from clusterer.questions.ranked import Ranked
from clusterer.reports.document import Paragraph, Part, Picture, Section, Table
from clusterer.reports.formats import COUNT
from clusterer.reports.material import Material, grouping
from clusterer.reports.pictures import together_in_most
from clusterer.reports.words import counted, in_order, listed

_MOST_ROWS = 20

MOVES = (
    "As many councils move as must change cluster, at the least, so that one plan becomes the "
    "other; those whom they leave or join get other partners without a move."
)
"""What it means in a report that a council moves from a plan to another."""


def chapter(material: Material) -> Section | None:
    """Return the next best plans, if they are known."""
    ranked, plan = material.ranked, material.single
    if ranked is None or plan is None or not _others(ranked, plan):
        return None
    parts: list[Part] = [
        Paragraph(f"{next_best(material)} {_beyond(material, ranked)}".strip(), "lead"),
        _table(material, ranked, plan),
    ]
    if len(ranked) > 2:
        parts.append(_map(ranked))
    return Section("alternatives", "The next best plans", tuple(parts))


def next_best(material: Material) -> str:
    """Return in a sentence what the next best plan is; "" if that is not known."""
    ranked, plan = material.ranked, material.single
    if ranked is None or plan is None:
        return ""
    others = _others(ranked, plan)
    if not others:
        none = math.isinf(ranked.next_bound)
        return "There is no other plan that keeps the conditions." if none else ""
    _, second = others[0]
    more = second.objective - plan.objective
    moves = _moves(plan, second)
    who = f"in it {_instead(plan, second)}"
    if more < -POUND:
        return f"Another plan costs {material.amount(more)} less: {who}."
    if more <= POUND:
        return f"Another plan costs the same: {who}."
    # Of plans that were drawn, or chosen to differ, others that are not ranked may come before.
    is_next = second.objective <= ranked.next_bound + POUND
    return (
        f"{'The next best' if is_next else 'Another'} plan costs {material.amount(more)} more, and "
        f"{counted(moves, 'council moves', 'councils move')}: {who}."
    )


def next_option(material: Material) -> str:
    """Return in a sentence the next best of the options; "" if there are none."""
    appraisal, option = material.appraisal, material.option
    if appraisal is None or not option:
        return ""
    table = appraisal.table
    sound = table[(table["broken"] == 0) & (table.index != option)].sort_values(
        "cost", kind="stable"
    )
    if sound.empty:
        return ""
    more = float(sound["cost"].iloc[0] - table["cost"][option])
    if more < -POUND:
        return f"Another option, “{sound.index[0]}”, costs {material.amount(more)} less."
    return f"The next best option, “{sound.index[0]}”, costs {material.amount(more)} more."


def _others(ranked: Ranked, plan: Evaluation) -> list[tuple[int, Evaluation]]:
    """Return the ranked plans other than this one with their ranks, in order of cost."""
    mine = grouping(plan)
    first = enumerate(ranked[:_MOST_ROWS], start=1)
    return [(rank, one) for rank, one in first if grouping(one) != mine]


def _moves(plan: Evaluation, other: Evaluation) -> int:
    """Return how many councils must change cluster, at least, as `Ranked.table` counts them."""
    labels = (pd.factorize(one.assignment)[0] for one in (plan, other))
    return moves_between(*labels)


def _instead(plan: Evaluation, other: Evaluation) -> str:
    """Return who is together in another plan, of the clusters that this one does not have."""
    mine = grouping(plan)
    names = plan.councils.names
    new = sorted(sorted(rows) for rows in grouping(other) - mine)
    together = [listed(in_order(names[row] for row in rows)) for rows in new if len(rows) > 1]
    alone = in_order(names[rows[0]] for rows in new if len(rows) == 1)
    said = [f"{words} share" for words in together[:_NAMED]]
    if len(together) > _NAMED:
        said.append(counted(len(together) - _NAMED, "more new cluster", "more new clusters"))
    if alone:
        stays = "stays on its own" if len(alone) == 1 else "stay on their own"
        said.append(f"{listed(alone, most=_NAMED)} {stays}")
    return "; ".join(said)


_NAMED = 4
"""New clusters, or councils on their own, that are named."""


def _beyond(material: Material, ranked: Ranked) -> str:
    """Return what is known of all plans that are not in the table."""
    bound = ranked[_MOST_ROWS].objective if len(ranked) > _MOST_ROWS else ranked.next_bound
    if math.isinf(bound):
        return "There are no others."
    more = min(bound, ranked.next_bound) - ranked[0].objective
    if more <= POUND:
        return ""
    return (
        f"Every plan that is not in the table costs {material.amount(more)} or more above the best."
    )


def _table(material: Material, ranked: Ranked, plan: Evaluation) -> Table:
    rows, first = [], plan.objective
    for number, other in _others(ranked, plan):
        more = other.objective - first
        size = other.clusters["size"]
        rows.append(
            (
                str(number),
                0.0 if abs(more) <= POUND else more,
                float((size > 1).sum()),
                float(_moves(plan, other)),
                _instead(plan, other),
            )
        )
    headings = [
        "plan",
        "Costs more",
        "Shared clusters",
        "Councils that move",
        "Who is with whom instead",
    ]
    values = pd.DataFrame(rows, columns=headings).set_index("plan")
    formats = {
        "Costs more": material.change,
        "Shared clusters": COUNT,
        "Councils that move": COUNT,
    }
    return Table(
        values,
        "Other plans, in order of cost",
        formats,
        note=f"{_numbers(ranked, plan)} {MOVES}",
    )


def _numbers(ranked: Ranked, plan: Evaluation) -> str:
    """Return what the numbers of the plans are, and which is that of the report."""
    mine, by = grouping(plan), ranked.table.index.name
    said = "by cost" if by == "rank" else "as they were drawn"
    first = ranked[:_MOST_ROWS]
    at = next((k for k, one in enumerate(first, start=1) if grouping(one) == mine), None)
    its = "" if at is None else f", that of this report is {at}"
    return f"Plans are numbered {said}{its}. All is against the plan of this report."


def _map(ranked: Ranked) -> Picture:
    def draw() -> Figure:
        return together_in_most(ranked.problem, ranked.together)

    pairs = len(ranked.always)
    return Picture(
        draw,
        f"Map of what these plans have in common: {counted(pairs, 'pair', 'pairs')} of councils "
        "share in all of them; lines join neighbours that share in some.",
        f"What is settled and what is open in the {len(ranked)} best plans. Councils that share in "
        "all of them have a colour.",
    )
