"""The cash of a plan in the parts that a workbook adds up: an amount by item, cluster and council.

All cash on the sheets is a sum of these amounts, so that one that a reader changes moves every
total that it is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from clusterer.business_cases import BusinessCase
from clusterer.business_cases.scope import Scope
from clusterer.candidates import Candidates
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.portfolio.council_table import charged_to_members, key_of_partnerships
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.result import Consent
from clusterer.reports.charges import cash_charged_as
from clusterer.reports.plain_names import clusters_called, service_called

Floats = NDArray[np.float64]

_NOTHING = 5e-10
"""£m: what is less, £0.0005, is rounding."""


@dataclass(frozen=True, eq=False)
class Amount:
    """What one item saves by year for one council in one cluster.

    Attributes
    ----------
    item
        The item of the business case.
    cluster
        The cluster, and of several services the service; "" if it is of all.
    council
        The row number of the council; None if it is of all.
    flows
        £m by year, below 0 what is spent.
    """

    item: str
    cluster: str
    council: int | None
    flows: Floats


@dataclass(frozen=True, eq=False)
class Amounts:
    """The amounts of a business case.

    Attributes
    ----------
    case
        The business case, whose cash they come to.
    rows
        The amounts: those of an item together, and within it those of a cluster.
    """

    case: BusinessCase
    rows: tuple[Amount, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The items, in the order of the business case."""
        return tuple(map(str, self.case.cash.columns))

    @property
    def by_council(self) -> bool:
        """Whether it is known whose they are."""
        return all(row.council is not None for row in self.rows)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The runs of amounts of the same item and cluster, in order."""
        found, first = [], 0
        for (item, cluster), some in groupby(self.rows, lambda row: (row.item, row.cluster)):
            rows = list(some)
            flows = np.sum([row.flows for row in rows], axis=0)
            found.append(Block(item, cluster, first, first + len(rows) - 1, flows))
            first += len(rows)
        return tuple(found)

    @cached_property
    def netted(self) -> dict[str, Floats]:
        """For each item, £m by year saved in one place and spent in another within one block.

        Both count in the ratio of benefits to costs. Items of which that is nothing are left out:
        all, where the blocks are clusters, within which the business case adds up too.
        """
        saved = dict.fromkeys(self.items, np.zeros(len(self.case.cash)))
        for block in self.blocks:
            saved[block.item] = saved[block.item] + np.maximum(block.flows, 0.0)
        by_item = self.case.benefits_by_item
        if by_item is None:  # Of whose they are no more is known than the sum.
            more = self.case.benefits.to_numpy(dtype=np.float64) - sum(saved.values())
            found = dict.fromkeys(self.items, more / max(len(self.items), 1))
        else:
            found = {
                item: by_item[item].to_numpy(dtype=np.float64) - saved[item] for item in self.items
            }
        some = {item: np.where(np.abs(more) < _NOTHING, 0.0, more) for item, more in found.items()}
        return {item: more for item, more in some.items() if more.any()}


@dataclass(frozen=True, eq=False)
class Block:
    """Amounts that stand one below the other: the councils of a cluster, for an item.

    Attributes
    ----------
    item, cluster
        As of its amounts.
    first, last
        The numbers of its first and its last amount.
    flows
        £m by year of all of them.
    """

    item: str
    cluster: str
    first: int
    last: int
    flows: Floats


def amounts_of(
    case: BusinessCase,
    plan: Evaluation | PortfolioEvaluation | None,
    consents: Sequence[Consent] = (),
) -> Amounts:
    """Return the amounts of a business case: by council if it is the case of the whole plan.

    Councils share them by the key of the report, that of the consents. A case of one cluster, or of
    one council, or against another baseline is not made of what the plan says of each council; its
    items stand as a whole.
    """
    years = len(case.cash)
    if plan is not None:
        rows = _by_council(plan, consents, years)
        if rows is not None and _comes_to(rows, case):
            order = {str(item): k for k, item in enumerate(case.cash.columns)}
            rows.sort(key=lambda row: order[row.item])  # Clusters stay in their order.
            return Amounts(case, tuple(rows))
    whole = [
        Amount(str(item), "", None, flows.to_numpy(dtype=np.float64))
        for item, flows in case.cash.items()
    ]
    return Amounts(case, tuple(whole))


def _by_council(
    plan: Evaluation | PortfolioEvaluation, consents: Sequence[Consent], years: int
) -> list[Amount] | None:
    """Return the amounts of each council; None if they are not known."""
    if isinstance(plan, Evaluation):
        return _of_clusters(plan, cash_charged_as(plan, consents), "", years)
    found: list[Amount] = []
    for name, one in plan.services.items():
        rows = _of_clusters(one, one.cash_by_item(), f"{service_called(name)}: ", years)
        if rows is None:
            return None
        found += rows
    return [*found, *_of_partnerships(plan, years)]


def _of_clusters(
    plan: Evaluation, cash: Mapping[str, Floats] | None, before: str, years: int
) -> list[Amount] | None:
    """Return the amounts of one problem, without clusters in which nothing changes."""
    if cash is None:
        return None
    found: list[Amount] = []
    for label, members in _groups(plan):
        if all((np.abs(flows[members]) < _NOTHING).all() for flows in cash.values()):
            continue
        for item, flows in cash.items():
            laid_out = _laid_out(flows, years)
            if laid_out is None:
                return None
            found += [Amount(str(item), f"{before}{label}", row, laid_out[row]) for row in members]
    return found


def _groups(plan: Evaluation) -> list[tuple[str, list[int]]]:
    """Return the fewest groups that split no cluster, of the plan and of today.

    Each has the labels of its clusters, and the row numbers of its councils; they stand in the
    order of the clusters of the plan.
    """
    group = Scope.of(plan, plan.problem.status_quo, None, None, None).group
    clusters, called = plan.arguments()["clusters"], clusters_called(plan)
    found: dict[int, list[str]] = {}
    for label, rows in clusters.items():
        found.setdefault(int(group[rows[0]]), []).append(called[label])
    return [
        (", ".join(labels), np.flatnonzero(group == number).tolist())
        for number, labels in found.items()
    ]


def _of_partnerships(plan: PortfolioEvaluation, years: int) -> list[Amount]:
    """Return what partnerships pay once, shared as `PortfolioEvaluation.by_council` has it."""
    portfolio = plan.portfolio
    partnerships = Candidates.of(portfolio.councils, plan.groups)
    alone = plan.by_council["alone"].to_numpy(dtype=np.float64)
    key = key_of_partnerships(portfolio.councils, plan.services, alone)
    paid = portfolio.governance_costs(partnerships)
    owner = np.repeat(np.arange(len(partnerships)), partnerships.size)
    members = partnerships.flat()[1]
    found: list[Amount] = []
    for term, _, flows in charged_to_members(key, portfolio.governance, partnerships, paid):
        if flows is None or not flows.shape[1]:
            continue
        found += [
            Amount(term.name, f"partnership {number + 1}", int(row), one)
            for number, row, one in zip(owner, members, _padded(flows, years), strict=True)
        ]
    return found


def _laid_out(flows: Floats, years: int) -> Floats | None:
    """Return flows in all years that are counted; None if there are more of them."""
    if flows.shape[1] > years and np.abs(flows[:, years:]).max(initial=0.0) > _NOTHING:
        return None
    return _padded(flows[:, :years], years)


def _padded(flows: Floats, years: int) -> Floats:
    padded: Floats = np.pad(flows, ((0, 0), (0, max(0, years - flows.shape[1]))))
    return np.where(np.abs(padded) < 1e-15, 0.0, padded)


def _comes_to(rows: Sequence[Amount], case: BusinessCase) -> bool:
    """Tell whether amounts come to the cash of a business case, item by item and year by year."""
    totals = {str(item): -flows.to_numpy(dtype=np.float64) for item, flows in case.cash.items()}
    for row in rows:
        if row.item not in totals:
            return False
        totals[row.item] = totals[row.item] + row.flows
    return all(bool((np.abs(flows) < 1e-6).all()) for flows in totals.values())
