"""What a rule or limit says of itself is not inherited by a class with another verdict.

Each subclass is held against all partitions of six towns, tried one by one.
"""

from __future__ import annotations

import re

import networkx as nx
import numpy as np
import pytest

import clusterer as cl

TOWNS = cl.datasets.synthetic(6, seed=1)
FIRST, SECOND, *_ = TOWNS.index


class NoPairs(cl.MaxSize):
    """Forbids more than the cap."""

    def allows(self, candidates):
        return super().allows(candidates) & (candidates.size != 2)


class LargeWithFirst(cl.MaxSize):
    """Allows more than the cap, which would prune it."""

    def allows(self, candidates):
        return super().allows(candidates) | candidates.contains(FIRST)


class TogetherOrAlone(cl.Together):
    """Allows more than its form would say."""

    def allows(self, candidates):
        return super().allows(candidates) | (candidates.size == 1)


class OfferedOrThree(cl.OnlyClusters):
    """Allows more than it would list."""

    def allows(self, candidates):
        return super().allows(candidates) | (candidates.size == 3)


class Unpaired(cl.PopulationBounds):
    """Bounds that are wide, so that nothing caps a cluster, and no pairs."""

    def allows(self, candidates):
        return super().allows(candidates) & (candidates.size != 2)


class SharedCount(cl.ClusterCount):
    """Counts shared clusters only."""

    def amounts(self, candidates):
        return 1.0 * (candidates.size > 1)


def is_small_or_has(cluster, n):
    return len(cluster) <= n or FIRST in cluster


CASES = {
    "forbids more": (NoPairs(3), lambda c: len(c) in (1, 3)),
    "allows larger": (LargeWithFirst(2), lambda c: is_small_or_has(c, 2)),
    "allows apart": (
        TogetherOrAlone(FIRST, SECOND),
        lambda c: len(c) == 1 or (FIRST in c) == (SECOND in c),
    ),
    "allows what is not listed": (
        OfferedOrThree([[FIRST, SECOND]]),
        lambda c: len(c) in (1, 3) or set(c) == {FIRST, SECOND},
    ),
    "no cap": (Unpaired(at_most=1e9), lambda c: len(c) != 2),
}


def partitions(items):
    """Yield all partitions of a list."""
    if not items:
        yield []
        return
    first, *rest = items
    for partition in partitions(rest):
        yield [[first], *partition]
        for k, cluster in enumerate(partition):
            yield [*partition[:k], [first, *cluster], *partition[k + 1 :]]


def cheapest(problem, good):
    """Return the £m of the cheapest partition into connected clusters, all partitions tried."""
    costs = []
    for partition in partitions(list(TOWNS.index)):
        connected = all(nx.is_connected(problem.adjacency.subgraph(c)) for c in partition)
        if connected and good(partition):
            grouping = {town: k for k, cluster in enumerate(partition) for town in cluster}
            costs.append(problem.evaluate(grouping).objective)
    return min(costs)


def with_terms(preset, **parts):
    return cl.Problem(TOWNS, cl.preset(preset), **parts)


@pytest.mark.parametrize("preset", ["central", "business-case"])
@pytest.mark.parametrize("case", CASES)
def test_a_rule_with_a_verdict_of_its_own_is_kept_to(case, preset):
    rule, good = CASES[case]
    problem = with_terms(preset, rules=[rule])
    wanted = cheapest(with_terms(preset), lambda partition: all(map(good, partition)))
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(wanted, abs=1e-6)
    assert all(good(plan.members(label)) for label in plan.clusters.index)


@pytest.mark.parametrize("case", CASES)
def test_a_rule_with_a_verdict_of_its_own_is_refused_by_the_compact_model(case):
    rule, _ = CASES[case]
    with pytest.raises(cl.InputError, match=f"rule {re.escape(repr(rule))}"):
        cl.solve(with_terms("central", rules=[rule]), formulation="compact")


def test_a_form_that_is_stated_again_is_kept_to_by_the_compact_model():
    class OnlyThree(NoPairs):
        def mip_form(self, councils):
            within = cl.PopulationBounds(population="one", at_least=3, at_most=3, alone=True)
            return within.mip_form(councils)

    towns = TOWNS.assign(one=1)
    problem = cl.Problem(towns, cl.preset("central"), rules=[OnlyThree(3)])
    wanted = cheapest(with_terms("central"), lambda p: all(len(c) in (1, 3) for c in p))
    assert cl.solve(problem, formulation="compact").objective == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("formulation", ["auto", "compact"])
def test_a_limit_with_amounts_of_its_own_is_kept_to_or_refused(formulation):
    problem = with_terms("central", limits=[SharedCount(exactly=2)])
    if formulation == "compact":
        with pytest.raises(cl.InputError, match="ClusterCount"):
            cl.solve(problem, formulation=formulation)
        return
    wanted = cheapest(with_terms("central"), lambda p: sum(len(c) > 1 for c in p) == 2)
    plan = cl.solve(problem, formulation=formulation)
    assert plan.objective == pytest.approx(wanted, abs=1e-6)


def test_what_a_rule_says_again_is_believed():
    class Again(NoPairs):
        pruning = cl.MaxSize.pruning

    councils = with_terms("central").councils
    assert NoPairs(3).pruning(councils) is None
    assert Again(3).pruning(councils).max_size == 3
    nested = cl.Nested("county", whole=True)
    towns = TOWNS.assign(county=np.repeat(["A", "B"], 3))
    inherited = cl.Problem(towns, []).councils
    assert nested.pruning(inherited).conflict.sum() == 18
