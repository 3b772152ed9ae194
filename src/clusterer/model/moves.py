"""Who leaves whom for whom, on the way from today's partnerships to a plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from clusterer._support.wording import separator
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.today import FromToday

LEAVES, CHANGES, JOINS, MERGES = "leaves", "changes", "joins", "merges"
"""What a council that moves does."""


def moves_from_today(
    councils: Councils,
    today: Mapping[Hashable, Sequence[int]],
    term: FromToday | None,
    clusters: Mapping[Hashable, Sequence[int]],
) -> pd.DataFrame:
    """Return a row a council that moves.

    Parameters
    ----------
    councils
        The councils.
    today
        The row numbers of the members of each partnership of two or more.
    term
        The term of the problem that says where partnerships go on, in the same order; None if
        there are none.
    clusters
        The row numbers of the members of each cluster of the plan.

    Returns
    -------
    pandas.DataFrame
        By index label: ``name``; what it does, its ``move``; its partnership today, ``from``, and
        its cluster, ``to``, each missing if it stands alone; those whom it ``leaves`` and those
        whom it ``joins``, by name; and its ``exit`` in £m.
    """
    chosen = Candidates.of(councils, clusters.values())
    goes_on = [] if term is None else term.goes_on(chosen)
    centre = np.full(len(chosen), -1) if term is None else term.centre(chosen)
    labels = list(today)
    partnership = {row: k for k, rows in enumerate(today.values()) for row in rows}
    exits = {} if term is None else term.exits_by_row(councils)
    between, rows_of_table = separator(councils.names), {}

    def named(rows: Iterable[int]) -> str:
        return between.join(councils.names[row] for row in sorted(rows))

    for c, (label, members) in enumerate(clusters.items()):
        for row in members:
            k = partnership.get(row)
            before = {row} if k is None else {*today[labels[k]]}
            left = k is not None and not goes_on[k][c]
            if left:
                move = CHANGES if len(members) > 1 else LEAVES
            elif k is None and len(members) > 1:
                move = JOINS
            elif k is not None and centre[c] != k:
                move = MERGES
            else:
                continue
            rows_of_table[row] = {
                "name": councils.names[row],
                "move": move,
                "from": None if k is None else labels[k],
                "to": label if len(members) > 1 else None,
                "leaves": named(before - {*members}),
                "joins": named({*members} - before),
                "exit": exits[row] if left else 0.0,
            }
    order = sorted(rows_of_table)
    columns = ["name", "move", "from", "to", "leaves", "joins", "exit"]
    table = pd.DataFrame([rows_of_table[row] for row in order], columns=columns)
    table.index = councils.ids[order]
    return table.astype({"exit": "float64"})
