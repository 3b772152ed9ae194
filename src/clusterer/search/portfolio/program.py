"""The program of a portfolio over the clusters that are left, which ends its search."""

from __future__ import annotations

import numpy as np

from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.prices import PortfolioPrices
from clusterer.search.portfolio.service_columns import Floats, Numbers


def program_of(
    columns: PortfolioColumns, numbers: Numbers, prices: PortfolioPrices, slack: Floats
) -> tuple[BinaryProgram, Floats, Floats]:
    """Return the program of some clusters, and what these and its partnerships pay above a bound.

    Parameters
    ----------
    columns
        All clusters.
    numbers
        Those that the program has, ascending.
    prices
        Repaired. Costs are less the duals of councils, so that they are small: a gap of a pound
        then stays well above a solver's rounding.
    slack
        Of all clusters, as `prices` tells it.
    """
    council_duals = prices.duals.councils
    n_services = len(columns.services)
    bounds = np.searchsorted(numbers, columns.offsets)
    costs, partnership, service_of = [], [], []
    covered: list[np.ndarray] = []
    sizes: list[np.ndarray] = []
    rows: list[Row] = []
    balance: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for s, service in enumerate(columns.services):
        places = numbers[bounds[s] : bounds[s + 1]] - columns.offsets[s]
        ks = service.owner[places]
        indptr, members = service.candidates.take(ks).flat()
        costs.append(
            service.columns.costs[ks]
            + service.by_host[places]
            - service.candidates.sum(council_duals[s])[ks]
        )
        partnership.append(service.partnership[ks])
        service_of.append(np.full(ks.size, s))
        # Councils first, then services: what a council gives up and hosts is soon settled.
        covered.append(members.astype(np.int64) * n_services + s)
        sizes.append(np.diff(indptr))
        for amounts, low, high in zip(
            service.columns.amounts, service.columns.low, service.columns.high, strict=True
        ):
            found = Row.dense(amounts[ks], float(low), float(high))
            rows.append(Row(found.index + bounds[s], found.amounts, found.low, found.high))
        if columns.allowance is not None:
            councils, moved = service.balances_of(places)
            owner = bounds[s] + np.repeat(np.arange(ks.size), np.diff(indptr))
            balance.append((councils, owner, moved))
    if columns.allowance is not None:
        rows += _balance_rows(columns.allowance, balance, n_services)
    of_all = np.concatenate(partnership)
    ties, tie_of, paying = _ties(of_all, np.concatenate(service_of), columns.governance)
    total = np.concatenate(costs)
    # A partnership that one service alone may have is paid for by its cluster, whichever it is.
    total += np.where(ties < 0, columns.governance[of_all], 0.0)
    program = BinaryProgram(
        costs=total,
        indptr=np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64),
        covered=np.concatenate(covered),
        n_items=columns.n * n_services,
        rows=tuple(rows),
        ties=ties,
        partnership=tie_of,
        paid=columns.governance[paying],
    )
    # What a partnership pays is in the slack of each of its clusters, but it pays once.
    weights = slack[numbers] - np.where(ties < 0, 0.0, prices.left_over[of_all])
    return program, weights, prices.left_over[paying]


def _balance_rows(
    most: Floats, balance: list[tuple[np.ndarray, np.ndarray, np.ndarray]], n_services: int
) -> list[Row]:
    """Return the row of each council's balance, charged to that council in each service."""
    councils, owner, moved = (np.concatenate(parts) for parts in zip(*balance, strict=True))
    some = np.flatnonzero(moved)
    councils, owner, moved = councils[some], owner[some], moved[some]
    order = np.argsort(councils, kind="stable")
    ends = np.searchsorted(councils[order], np.arange(1, most.size))
    return [
        Row(
            owner[part].astype(np.intp),
            moved[part],
            -float(most[i]),
            float(most[i]),
            charged=tuple(range(i * n_services, (i + 1) * n_services)),
        )
        for i, part in enumerate(np.split(order, ends))
    ]


def _ties(
    partnership: Numbers, service: Numbers, governance: Floats
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the tie of each column, or -1, the partnership of each tie, and what these number.

    A tie is a partnership in one service, where several services may share it and it pays.
    """
    n_services = int(service.max(initial=0)) + 1
    pairs, tie = np.unique(partnership * n_services + service, return_inverse=True)
    of_pair = pairs // n_services
    shared = (np.bincount(of_pair, minlength=governance.size) > 1) & (governance > 0.0)
    paying = np.flatnonzero(shared)
    tied = shared[of_pair]
    number = np.where(tied, np.cumsum(tied) - 1, -1)
    return number[tie.reshape(-1)], np.searchsorted(paying, of_pair[tied]), paying
