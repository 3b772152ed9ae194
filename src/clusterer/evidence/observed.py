"""A table of who shares with whom, read and checked: what councils did, not what a plan says."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.councils.labelled import check_filled
from clusterer.errors import InputError

_COLUMNS = ("scheme", "cluster", "council")
"""What the table must have."""


@dataclass(frozen=True, eq=False)
class Observed:
    """Clusters that were observed, scheme by scheme.

    A scheme puts a council into one cluster at most; schemes may overlap, as those of different
    services or years do.

    Attributes
    ----------
    councils
        The councils.
    schemes
        For each scheme, its clusters by label, each a list of row numbers of the councils.
    """

    councils: Councils
    schemes: Mapping[Hashable, Mapping[Hashable, list[int]]]

    @classmethod
    def read(cls, councils: Councils, table: pd.DataFrame) -> Observed:
        """Read a table with a row a council and scheme.

        Parameters
        ----------
        councils
            The councils.
        table
            Columns ``scheme``, ``cluster`` and ``council`` (index label or name); others are
            not read.

        Raises
        ------
        InputError
            If it has no rows or lacks a column or a value, if a council is unknown, or in a
            scheme twice.

        Examples
        --------
        >>> import clusterer as cl
        >>> councils = cl.Councils.validated(cl.datasets.london())
        >>> observed = Observed.read(councils, cl.datasets.real_clusters("sts_2017"))
        >>> [councils.describe(rows) for rows in observed.schemes["sts_2017"].values()]
        ['Brent (E09000005), Lewisham (E09000023), Southwark (E09000028)']
        """
        _check(table)
        schemes: dict[Hashable, dict[Hashable, list[int]]] = {}
        placed: set[tuple[Hashable, int]] = set()
        for scheme, cluster, council in table[list(_COLUMNS)].itertuples(index=False, name=None):
            try:
                position = councils.position(council)
            except InputError as error:
                raise InputError(f"observed, scheme {shown(scheme)}: {error}") from None
            if (scheme, position) in placed:
                raise InputError(
                    f"observed: {councils.describe([position])} stands twice in scheme "
                    f"{shown(scheme)}; what overlaps, in services or in years, is two schemes"
                )
            placed.add((scheme, position))
            schemes.setdefault(scheme, {}).setdefault(cluster, []).append(position)
        return cls(councils, schemes)

    @cached_property
    def times_together(self) -> NDArray[np.int64]:
        """Shape (n, n): in how many schemes each pair of councils shares a cluster."""
        times = np.zeros((len(self.councils), len(self.councils)), dtype=np.int64)
        for clusters in self.schemes.values():
            for rows in clusters.values():
                times[np.ix_(rows, rows)] += 1
        np.fill_diagonal(times, 0)
        return times


def _check(table: pd.DataFrame) -> None:
    """Check that the table has what is read, row by row."""
    if not isinstance(table, pd.DataFrame):
        raise InputError(
            f"observed must be a DataFrame with the columns {', '.join(_COLUMNS)}, such as "
            f"datasets.real_clusters(), not {type(table).__name__}"
        )
    for column in _COLUMNS:
        if column not in table.columns:
            close = difflib.get_close_matches(column, map(str, table.columns), n=1, cutoff=0.5)
            hint = f"; is it {close[0]!r}? rename(columns=...)" if close else ""
            raise InputError(
                f"observed has no column {column!r}, of {', '.join(_COLUMNS)}, which tell a row "
                f"a council who shares with whom{hint}"
            )
        check_filled("observed", table, column)
    if table.empty:
        raise InputError("observed is an empty table; it needs a row a council and scheme")
