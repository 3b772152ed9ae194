"""The headline of a frontier."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clusterer.questions.criterion import Criterion

ENOUGH = 0.9
"""Points with this part of the saving are marked, and named."""

_FEW = 5
"""More numbers that are not settled are counted, and not named."""


def by_number_in_words(
    table: pd.DataFrame, best: int, impossible: Sequence[int], open_ones: Sequence[int]
) -> str:
    """Say what matters most of the best plans with each number of clusters.

    Parameters
    ----------
    table
        As `Frontier.table`.
    best
        The number of the cheapest.
    impossible, open_ones
        The numbers that no plan has, and those that are not settled.
    """
    proved = "cheapest" if table["proved"][best] else "cheapest found"
    # A plan distinguishes the two, as "13 shared clusters and 3 councils alone".
    made_of = f"{table['shared'][best]} shared and {table['alone'][best]} councils alone"
    words = [f"{proved} with {_clusters([best])}, {made_of}: £{table['cost'][best]:,.1f}m"]
    if len(table) > 2 and not open_ones:
        enough = [int(k) for k in table.index[table["saved"] >= ENOUGH]]
        words.append(f"nine tenths of the saving with {_clusters(enough)}")
    if impossible:
        words.append(f"no plan has {_clusters(impossible)}")
    if open_ones:
        few = len(open_ones) <= _FEW
        many = _clusters(open_ones) if few else f"{len(open_ones)} numbers of clusters"
        words.append(f"not settled: {many}")
    return "; ".join(words)


def in_words(
    criterion: Criterion, table: pd.DataFrame, best: float, total: float, *, complete: bool
) -> str:
    """Say what matters most of a frontier by anything else.

    Parameters
    ----------
    criterion
        What is set against the cost.
    table
        As `Frontier.table`.
    best, total
        The criterion of the cheapest plan, and its £m, all terms together.
    complete
        Whether there is no other point.
    """
    cost = "cost" if criterion.others is None else "all other terms"
    many = f"{len(table):,} points" if len(table) > 1 else "one point"
    others = ", and there is no other"
    if not complete:
        others = ", and others may lie between" if table["proved"].all() else ", not proved"
    words = [
        f"{many} of {cost} against {criterion.name}{others}",
        f"cheapest at {criterion.said(best)}: £{total:,.1f}m",
    ]
    if len(table) > 2:
        enough = table.index[table["saved"] >= ENOUGH]
        end = float(enough.max() if criterion.more else enough.min())
        words.append(f"nine tenths of the saving at {criterion.said(end)}")
    return "; ".join(words)


def _clusters(numbers: Sequence[int]) -> str:
    """Write numbers of clusters, with those that follow each other as a range.

    Examples
    --------
    >>> _clusters([1]), _clusters([1, 2, 3, 7])
    ('1 cluster', '1 to 3 and 7 clusters')
    """
    runs: list[list[int]] = []
    for k in sorted(numbers):
        if runs and k == runs[-1][-1] + 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    words = [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    *most, last = words
    joined = f"{', '.join(most)} and {last}" if most else last
    return f"{joined} {'cluster' if joined == '1' else 'clusters'}"
