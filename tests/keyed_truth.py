"""Keys, worked out by hand: who pays what, and who would leave, in plain Python."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from functools import cached_property

from truth import partitions

POUND = 1e-6
"""£m: a gain that is no larger than this is none."""

KEYS = ("equal", "population", "alone", "saving")
MIXTURES = (
    {"equal": 0.5, "population": 0.5},
    {"saving": 0.3, "population": 0.7},
    {"equal": 0.25, "alone": 0.25, "saving": 0.5},
)


class KeyedTruth:
    """A game under a key, by hand.

    Parameters
    ----------
    n
        How many councils there are.
    costs
        £m of each cluster that is allowed, by the row numbers of its members, ascending.
    alone
        £m of each council alone, allowed or not.
    residents
        The residents of each.
    key
        The key: a name, or a mixture.
    grants
        What each gets for joining any shared cluster.
    """

    def __init__(self, n, costs, alone, residents, key, grants=None):
        self.n, self.costs, self.alone, self.residents = n, costs, alone, residents
        self.key = key
        self.grants = [0.0] * n if grants is None else grants

    def charge(self, i, cluster, key=None):
        """Return what a member pays of a cluster."""
        key = self.key if key is None else key
        if isinstance(key, Mapping):
            return sum(part * self.charge(i, cluster, name) for name, part in key.items())
        cost = self.costs[cluster] if cluster in self.costs else self.alone[cluster[0]]
        if key == "saving":
            saved = sum(self.alone[j] for j in cluster) - cost
            return self.alone[i] - saved / len(cluster)
        weight = {"equal": [1] * self.n, "population": self.residents, "alone": self.alone}[key]
        return cost * weight[i] / sum(weight[j] for j in cluster)

    def pays(self, i, cluster):
        """Return the same after the grant; infinitely much where it may not be alone."""
        if len(cluster) == 1:
            return self.alone[i] if cluster in self.costs else math.inf
        return self.charge(i, cluster) - self.grants[i]

    def gains(self, partition):
        """Return for each cluster that could form what each member gains."""
        now = {i: self.pays(i, cluster) for cluster in partition for i in cluster}
        return {
            cluster: [now[i] - self.pays(i, cluster) for i in cluster]
            for cluster in self.costs
            if cluster not in partition
        }

    def blocking(self, partition):
        """Return the clusters that would leave, with what each member gains."""
        return {
            cluster: gains for cluster, gains in self.gains(partition).items() if min(gains) > POUND
        }

    @cached_property
    def partitions(self):
        """All ways to divide the councils into clusters that are allowed, or what is left over."""
        return [
            tuple(sorted(partition))
            for partition in partitions(range(self.n))
            if all(len(cluster) == 1 or cluster in self.costs for cluster in partition)
        ]

    @cached_property
    def stable(self):
        """All partitions that nobody leaves."""
        return {one for one in self.partitions if not self.blocking(one)}

    def margin(self, partition):
        """Return by how much the nearest other cluster fails to form."""
        return -max((min(gains) for gains in self.gains(partition).values()), default=-math.inf)

    def staying(self, partition, payable=None):
        """Return the least sum of grants for staying in a partition, trying all ways to pay."""
        leavers = list(self.blocking(partition).items())
        payable = set(range(self.n)) if payable is None else payable
        best = math.inf

        def pay(given, spent):
            nonlocal best
            if spent >= best:
                return
            for cluster, gains in leavers:
                if all(given.get(i, 0.0) < v - 1e-9 for i, v in zip(cluster, gains, strict=True)):
                    for i, v in zip(cluster, gains, strict=True):
                        if i in payable:
                            pay({**given, i: v}, spent + v - given.get(i, 0.0))
                    return
            best = spent

        pay({}, 0.0)
        return best

    def joining(self, saving, keeps=lambda partition: True):
        """Return the least sum of grants for joining that save so much, over all partitions."""
        best = math.inf
        for partition in self.partitions:
            if not all(cluster in self.costs for cluster in partition) or not keeps(partition):
                continue
            if sum(self.alone) - sum(self.costs[c] for c in partition) < saving - POUND / 2:
                continue
            grants = [0.0] * self.n
            for cluster in partition:
                for i in cluster if len(cluster) > 1 else ():
                    if (i,) in self.costs:
                        grants[i] = max(0.0, self.charge(i, cluster) - self.alone[i])
            paid = KeyedTruth(self.n, self.costs, self.alone, self.residents, self.key, grants)
            if sum(grants) < best and not paid.blocking(partition):
                best = sum(grants)
        return best


def as_partition(evaluation):
    """Return the clusters of an evaluation by row numbers, ascending."""
    positions = evaluation.councils.positions
    return tuple(
        sorted(
            tuple(sorted(positions(evaluation.members(label))))
            for label in evaluation.clusters.index
        )
    )


def of_case(case, key, grants=None):
    """Return the truth of a random problem under a key."""
    alone = [case.truth.cost((i,)) for i in range(case.truth.n)]
    residents = [int(x) for x in case.problem.councils.frame["population"]]
    return KeyedTruth(case.truth.n, case.truth.costs, alone, residents, key, grants)


def of_problem(problem, key, grants=None):
    """Return the truth of a problem, with the costs that the library gives."""
    candidates = problem.candidates()
    costs = {
        tuple(int(i) for i in candidates.positions(k)): float(cost)
        for k, cost in enumerate(problem.costs(candidates))
    }
    alone = [float(x) for x in problem.standalone_costs]
    residents = [int(x) for x in problem.councils.frame["population"]]
    return KeyedTruth(len(alone), costs, alone, residents, key, grants)


def all_coalitions(n):
    """Return all sets of councils but the empty one."""
    return [c for size in range(1, n + 1) for c in itertools.combinations(range(n), size)]
