"""The rows that a table of a partition shows: what `text` and `html` have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

BROKEN = "Rules and limits broken"
"""The heading of the list of them."""

_NO_TERMS = ("members", "size", "host", "total", "standalone", "saving")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    label
        The label of the cluster, or "" for a row that sums up several.
    members
        The names, or what the row sums up.
    size, host
        How many members, and which is the host; "" where several clusters are summed up.
    figures
        £m by column: each term, total, standalone, saving.
    """

    label: str
    members: str
    size: int
    host: str
    figures: pd.Series


@dataclass(frozen=True)
class Summary:
    """The rows of a table, and how to write its figures.

    Attributes
    ----------
    shared
        The shared clusters that are shown.
    rest
        What the shared clusters that are not shown come to; None if all are.
    alone
        What the councils that stand alone come to; None if there are none.
    alone_names
        Their names.
    total
        All together.
    terms
        The columns of the figures that are terms.
    decimals
        How many decimals distinguish the figures.
    """

    shared: tuple[Row, ...]
    rest: Row | None
    alone: Row | None
    alone_names: tuple[str, ...]
    total: Row
    terms: tuple[str, ...]
    decimals: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the figures, in order."""
        return (*self.terms, "total", "standalone", "saving")

    @property
    def rows(self) -> Iterator[Row]:
        """Go through all rows but the total."""
        yield from self.shared
        if self.rest is not None:
            yield self.rest
        if self.alone is not None:
            yield self.alone

    def figure(self, row: Row, column: str) -> str:
        """Write a figure of a row."""
        # Adding zero makes nothing of minus nothing.
        return f"{round(float(row.figures[column]), self.decimals) + 0.0:,.{self.decimals}f}"


def summarise(clusters: pd.DataFrame, most: int) -> Summary:
    """Choose and sum up the rows of a table: shared clusters first, at most so many.

    Parameters
    ----------
    clusters
        A row a cluster, by its label: members, size, host, a column a term in £m, total,
        standalone, saving.
    most
        How many shared clusters to show.
    """
    terms = [column for column in clusters.columns if column not in _NO_TERMS]
    figures = clusters[[*terms, "total", "standalone", "saving"]].rename(columns=str)
    sizes = clusters["size"].to_numpy()
    together, alone = np.flatnonzero(sizes > 1), np.flatnonzero(sizes == 1)
    shown, rest = together[:most], together[most:]

    def summed(rows: np.ndarray, members: str) -> Row:
        return Row("", members, int(sizes[rows].sum()), "", figures.iloc[rows].sum())

    return Summary(
        shared=tuple(
            Row(
                str(clusters.index[k]),
                str(clusters["members"].iloc[k]),
                int(sizes[k]),
                str(clusters["host"].iloc[k]),
                figures.iloc[k],
            )
            for k in shown
        ),
        rest=summed(rest, f"… and {len(rest)} more") if rest.size else None,
        alone=summed(alone, f"{_councils(len(alone))} alone") if alone.size else None,
        alone_names=tuple(map(str, clusters["members"].iloc[alone])),
        total=summed(np.arange(len(clusters)), "all councils"),
        terms=tuple(map(str, terms)),
        decimals=_decimals(figures),
    )


def _councils(number: int) -> str:
    return "1 council" if number == 1 else f"{number:,} councils"


def _decimals(figures: pd.DataFrame) -> int:
    """Return 1 where clusters cost tens of £m, as services of councils do; more for less."""
    typical = float(figures["total"].abs().median()) if len(figures) else 0.0
    return 1 if typical >= 10 else 2 if typical >= 1 else 3
