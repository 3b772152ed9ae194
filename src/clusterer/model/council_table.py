"""What a plan is for each council: its charge by a key, what that saves it, its posts and cash.

With y_i(S) what the key charges member i of cluster S (`clusterer.candidates.shares`), and T its
partnership today, a council saves ``y_i(T) − y_i(S)``, or ``c_i − y_i(S)`` where no today is given.
As charges come to the cost of the cluster, the savings come to that of the plan. Its cash is the
same, term by term, in the years in which each term falls.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.rounding import difference
from clusterer.candidates import Candidates
from clusterer.candidates.shares import ALONE, EQUAL, Shares
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.terms import Term
from clusterer.terms.base import Part

Floats = NDArray[np.float64]

MONEY = "_gbp_m"
"""What ends the name of a column of £m in a file."""

CASH = "cash_year_"
"""What the name of a column of cash begins with, before the year."""

AMOUNTS = ("alone", "today", "governance", "share", "saving")
"""The columns of £m of a table by council that are of no one year."""


@dataclass(frozen=True, eq=False)
class Charges:
    """What the members of the clusters of a partition pay by a key.

    Parameters
    ----------
    shares
        The key.
    clusters
        The row numbers of the members of each cluster; each council is in one.
    costs
        Shape (clusters,): the £m of each.
    alone
        Shape (n,): the £m of each council alone.
    """

    shares: Shares
    clusters: Mapping[Hashable, Sequence[int]]
    costs: Floats
    alone: Floats

    @property
    def chosen(self) -> Candidates:
        """The clusters."""
        return Candidates.of(self.shares.councils, self.clusters.values())

    @property
    def by_council(self) -> Floats:
        """Shape (n,): the £m that each council pays."""
        return self._laid_out(self.shares.charges(self.chosen, self.costs, self.alone))

    def cash(self, parts: Sequence[Part], of_alone: Sequence[Part]) -> dict[str, Floats] | None:
        """Return shape (n, years) for each item: what each council saves by year against alone.

        Parameters
        ----------
        parts, of_alone
            The parts of the costs of the clusters, and of the councils alone.

        Returns
        -------
        dict or None
            In £m, by the column of the terms, without prices that are no cash; None if a term does
            not say when its money falls.
        """
        shares, chosen = weighed(self.shares, self.alone), self.chosen
        owner = np.empty(len(self.alone), dtype=np.intp)
        owner[chosen.flat()[1]] = np.repeat(np.arange(len(chosen)), chosen.size)
        found: dict[str, Floats] = {}
        for part, apart in zip(parts, of_alone, strict=True):
            if part.timing is None:
                return None
            if part.timing.is_cash:
                paid = self._laid_out(shares.charges(chosen, part.cost, apart.cost))
                flows = part.timing.take(owner).flows(difference(apart.cost, paid))
                before = found.get(part.column)
                found[part.column] = flows if before is None else summed(before, flows)
        return found

    def _laid_out(self, of_members: Floats) -> Floats:
        """Return in the order of the councils what is in that of the clusters."""
        laid_out = np.empty(len(self.alone))
        laid_out[self.chosen.flat()[1]] = of_members
        return laid_out


def weighed(shares: Shares, alone: Floats) -> Shares:
    """Return a key in which "alone" is by given costs, whatever part of the cost is charged."""
    parts = (
        dataclasses.replace(part, kind="weights", weights=alone) if part.kind == ALONE else part
        for part in shares.parts
    )
    return Shares(shares.councils, tuple(parts))


def default_shares(councils: Councils, terms: Iterable[Term]) -> Shares:
    """Return the key that is taken unless another is given.

    By the residents that the terms read; equal if they read none, or some council has none.
    """
    column = residents_column(terms)
    try:
        return Shares.of(councils, EQUAL if column is None else column)
    except InputError:
        return Shares.of(councils, EQUAL)


def residents_column(terms: Iterable[Term]) -> str | None:
    """Return the column of residents that the first of the terms reads which reads one."""
    read = (getattr(term, "population", None) for term in terms)
    return next((column for column in read if isinstance(column, str)), None)


def money_table(now: Charges, before: Charges | None) -> pd.DataFrame:
    """Return a row a council: £m ``alone``, perhaps ``today``, its ``share`` and its ``saving``."""
    share = now.by_council
    columns = {"alone": now.alone}
    if before is not None:
        columns["today"] = before.by_council
    columns["share"] = share
    columns["saving"] = difference(now.alone if before is None else columns["today"], share)
    return pd.DataFrame(columns, index=now.shares.councils.ids)


def summed(by_year: Floats, more: Floats) -> Floats:
    """Return the sum of two tables of years (columns), as long as the longer one."""
    years = max(by_year.shape[1], more.shape[1])
    first, second = (np.pad(one, ((0, 0), (0, years - one.shape[1]))) for one in (by_year, more))
    total: Floats = first + second
    return total


def with_units(table: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a table by council under names that say their unit, for a file."""
    names = [str(name) for name in table]
    money = [name for name in names if name in AMOUNTS]
    money += [name for name in names if name.startswith(CASH)]
    posts = [name for name in names if name.startswith("posts_")]
    return table[[*money, *posts]].rename(columns={name: f"{name}{MONEY}" for name in money})
