"""What changes from one plan to another: who moves, and what the clusters that change cost.

A cluster has one cost, and only a key for sharing could split it among its members. So money is
told by region: the councils whose clusters change into each other. Clusters of a region before and
after have the same members, so that what each region costs more adds up to the whole.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd
import scipy

from clusterer._support.wording import separator
from clusterer.model.problem import Evaluation


@dataclass(frozen=True, eq=False)
class Regrouping:
    """What changes from one partition to another of the same councils.

    Parameters
    ----------
    before, after
        The partitions, costed alike.
    named
        Row numbers of councils that are taken to move rather than others.
    """

    before: Evaluation
    after: Evaluation
    named: Collection[int] = ()

    @property
    def movers(self) -> list[int]:
        """The row numbers of the fewest councils that must change cluster, ascending.

        Where several sets are as small, one with many of the councils named.
        """
        this, other = (pd.factorize(one.assignment)[0] for one in (self.before, self.after))
        n = this.size
        # The first to stay are many, and among those that are as many, not named.
        worth = np.full(n, n + 1)
        worth[list(self.named)] -= 1
        both = np.zeros((this.max() + 1, other.max() + 1), dtype=np.int64)
        np.add.at(both, (this, other), worth)
        matched = np.full(this.max() + 1, -1)
        rows, columns = scipy.optimize.linear_sum_assignment(both, maximize=True)
        matched[rows] = columns
        return np.flatnonzero(matched[this] != other).tolist()

    @property
    def regions(self) -> list[tuple[list[int], list[int]]]:
        """The numbers of the clusters before and after that each region is made of."""
        graph = nx.Graph()
        before, after = _as_sets(self.before), _as_sets(self.after)
        kept = {*before} & {*after}
        for side, clusters in enumerate((before, after)):
            for number, members in enumerate(clusters):
                if members not in kept:
                    graph.add_edges_from(((side, number), ("council", row)) for row in members)
        found = [
            (
                sorted(number for side, number in part if side == 0),
                sorted(number for side, number in part if side == 1),
            )
            for part in nx.connected_components(graph)
        ]
        return sorted(found)

    @property
    def by_region(self) -> pd.DataFrame:
        """A row a region, from 1 on.

        How many ``councils`` it has; its clusters ``before`` and ``after``, in words; what they
        cost, ``cost_before`` and ``cost_after`` in £m, and how much ``more`` that is.
        """
        told = [_Told.of(one) for one in (self.before, self.after)]
        rows = []
        for numbers in self.regions:
            words = [one.words(some) for one, some in zip(told, numbers, strict=True)]
            costs = [one.cost(some) for one, some in zip(told, numbers, strict=True)]
            rows.append(
                {
                    "councils": sum(len(told[0].rows[number]) for number in numbers[0]),
                    "before": words[0],
                    "after": words[1],
                    "cost_before": costs[0],
                    "cost_after": costs[1],
                    "more": costs[1] - costs[0],
                }
            )
        columns = ["councils", "before", "after", "cost_before", "cost_after", "more"]
        table = pd.DataFrame(rows, columns=columns)
        return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="region"))

    @property
    def by_council(self) -> pd.DataFrame:
        """A row a council whose cluster changes, by index label."""
        region_of = {
            row: number
            for number, (before, _) in enumerate(self.regions, start=1)
            for k in before
            for row in _rows(self.before)[k]
        }
        named, movers = {*self.named}, {*self.movers}
        councils = self.before.councils
        compared = self.after.compare(self.before).moved
        rows = councils.positions(compared.index)
        sizes = [one.assignment.map(one.clusters["size"]) for one in (self.before, self.after)]
        hosts = [one.assignment.map(one.clusters["host"]) for one in (self.before, self.after)]
        return pd.DataFrame(
            {
                "name": compared["name"],
                "named": np.array([row in named for row in rows], dtype=np.bool_),
                "moves": np.array([row in movers for row in rows], dtype=np.bool_),
                "gains": compared["only_in_this"],
                "loses": compared["only_in_other"],
                "size_before": sizes[0].loc[compared.index].astype(int),
                "size_after": sizes[1].loc[compared.index].astype(int),
                "host_before": hosts[0].loc[compared.index],
                "host_after": hosts[1].loc[compared.index],
                "region": np.array([region_of[row] for row in rows], dtype=np.intp),
            },
            index=compared.index,
        )


@dataclass(frozen=True, eq=False)
class _Told:
    """The clusters of a partition, by their numbers."""

    rows: list[list[int]]
    names: tuple[str, ...]
    totals: list[float]

    @classmethod
    def of(cls, evaluation: Evaluation) -> _Told:
        totals = evaluation.clusters["total"].tolist()
        return cls(_rows(evaluation), evaluation.councils.names, totals)

    def words(self, numbers: list[int]) -> str:
        between = separator(self.names)
        return " | ".join(between.join(self.names[row] for row in self.rows[k]) for k in numbers)

    def cost(self, numbers: list[int]) -> float:
        return sum(self.totals[k] for k in numbers)


def _rows(evaluation: Evaluation) -> list[list[int]]:
    """Return the row numbers of each cluster, in the order of the table of clusters."""
    return [
        list(evaluation.councils.positions(evaluation.members(label)))
        for label in evaluation.clusters.index
    ]


def _as_sets(evaluation: Evaluation) -> list[frozenset[int]]:
    return [frozenset(rows) for rows in _rows(evaluation)]
