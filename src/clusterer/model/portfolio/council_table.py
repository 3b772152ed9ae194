"""What a plan of several services is for each council: its charges, posts and cash in all of them.

A council pays its share in each service, and its share of what each of its partnerships pays once.
Both are by one key, so that the sum over the councils is what the plan costs. A key in proportion
to cost alone divides governance by the cost alone of all services; one with equal savings divides
it equally.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator
from clusterer.candidates import Candidates
from clusterer.candidates.shares import Shares, SharesLike
from clusterer.councils import Councils
from clusterer.model.council_table import CASH, default_shares, summed, weighed
from clusterer.model.problem import Evaluation
from clusterer.terms import Term

Floats = NDArray[np.float64]

POSTS = ("posts_before", "posts_after")
"""The columns of posts."""


def charged_in_all(
    services: Mapping[str, Evaluation],
    governance: Sequence[Term],
    partnerships: Candidates,
    paid: pd.DataFrame,
    shares: SharesLike | None,
) -> pd.DataFrame:
    """Return a row a council over all services, as `PortfolioEvaluation.charged` says.

    Parameters
    ----------
    services
        The partition of each service.
    governance
        The terms that a partnership pays once.
    partnerships, paid
        The partnerships, and the £m that each (row) pays in each of these terms (column).
    shares
        The key; the usual one if None.
    """
    councils = partnerships.councils
    tables = [one.charged(shares) for one in services.values()]
    table = pd.DataFrame({"name": councils.names}, index=councils.ids)
    table["host_of"] = _host_of(councils, services)
    alone = _sum(tables, "alone")
    table["alone"] = alone
    from_today = any("today" in one for one in tables)
    if from_today:
        table["today"] = np.sum([one.get("today", one["alone"]) for one in tables], axis=0)
    share, saving = _sum(tables, "share"), _sum(tables, "saving")
    cash = _cash(tables)
    words = dict.fromkeys(str(one.attrs["shares"]) for one in tables)
    if governance:
        key = key_of_partnerships(councils, services, alone, shares)
        words[key.words] = None
        total, gone = _of_partnerships(key, governance, partnerships, paid)
        table["governance"] = total
        share, saving = share + total, saving - total
        cash = None if cash is None or gone is None else summed(cash, gone)
    table["share"], table["saving"] = share, saving
    for column in POSTS:
        if all(column in one for one in tables):
            table[column] = _sum(tables, column)
    if cash is not None:
        years = [f"{CASH}{year}" for year in range(cash.shape[1])]
        table = table.join(pd.DataFrame(cash, index=table.index, columns=years))
    table.attrs["shares"] = "; ".join(words)
    return table


def _host_of(councils: Councils, services: Mapping[str, Evaluation]) -> list[str]:
    """Return for each council the services of which it is the host of a shared cluster."""
    found: list[list[str]] = [[] for _ in range(len(councils))]
    for name, one in services.items():
        for rows, host in zip(*one.hosted, strict=True):
            if len(rows) > 1:
                found[host].append(name)
    return [separator(services).join(names) for names in found]


def _sum(tables: Sequence[pd.DataFrame], column: str) -> Floats:
    total: Floats = np.sum([one[column].to_numpy(dtype=np.float64) for one in tables], axis=0)
    return total


def _cash(tables: Sequence[pd.DataFrame]) -> Floats | None:
    """Return shape (n, years): what each council saves by year in all; None if one has none."""
    total = np.zeros((len(tables[0]), 1))
    for one in tables:
        years = [column for column in one if str(column).startswith(CASH)]
        if not years:
            return None
        total = summed(total, one[years].to_numpy(dtype=np.float64))
    return total


def key_of_partnerships(
    councils: Councils,
    services: Mapping[str, Evaluation],
    alone: Floats,
    shares: SharesLike | None = None,
) -> Shares:
    """Return the key by which partnerships share what they pay once, given the costs alone."""
    if shares is not None:
        return weighed(Shares.of(councils, shares), alone)
    terms = [term for one in services.values() for term in one.problem.terms]
    return weighed(default_shares(councils, terms), alone)


def _of_partnerships(
    key: Shares, governance: Sequence[Term], partnerships: Candidates, paid: pd.DataFrame
) -> tuple[Floats, Floats | None]:
    """Return what each council pays of governance, and what it saves by year, below 0.

    The latter is None if a term does not say when its money falls.
    """
    n = len(partnerships.councils)
    _, members = partnerships.flat()
    total, cash, known = np.zeros(n), np.zeros((n, 1)), True
    for _, charges, flows in charged_to_members(key, governance, partnerships, paid):
        np.add.at(total, members, charges)
        if flows is None:
            known = False
        else:
            by_council = np.zeros((n, flows.shape[1]))
            np.add.at(by_council, members, flows)
            cash = summed(cash, by_council)
    return total, cash if known else None


def charged_to_members(
    key: Shares, governance: Sequence[Term], partnerships: Candidates, paid: pd.DataFrame
) -> Iterator[tuple[Term, Floats, Floats | None]]:
    """Yield for each term what the members of partnerships pay, and what they save by year.

    Rows are as the members in `Candidates.flat`. What is saved, below 0, has no years if the term
    is no cash; it is None if the term does not say when its money falls.
    """
    owner = np.repeat(np.arange(len(partnerships)), partnerships.size)
    for term in governance:
        charges = key.charges(
            partnerships, paid[term.name].to_numpy(), np.zeros(len(partnerships.councils))
        )
        timing = term.when(partnerships)
        flows: Floats | None = None
        if timing is not None:
            cash = timing.is_cash
            flows = timing.take(owner).flows(-charges) if cash else np.zeros((owner.size, 0))
        yield term, charges, flows
