"""The walk finds what a list of all candidates has below a threshold, and no more."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import cases, complete, facts_of, graph, table, thorough

import clusterer as cl
from clusterer.search.bounded_walk import BoundedWalk
from clusterer.search.closed_form import ClosedForm
from clusterer.search.solution import OutOfTime
from clusterer.terms import Curve, MIPForm
from clusterer.terms.mip_form import Power

ALL = 10**6


def forever() -> float:
    return math.inf


def walk_of(problem: cl.Problem) -> BoundedWalk:
    form = ClosedForm.of(problem)
    assert form is not None
    return BoundedWalk(problem, form)


def members(candidates: cl.Candidates) -> list[tuple]:
    return sorted(candidates.members(k) for k in range(len(candidates)))


def assert_the_same(problem: cl.Problem, duals, limit_duals, threshold, max_size=None) -> None:
    """Assert that the walk finds what is below the threshold among all candidates."""
    found = walk_of(problem).below(
        duals, limit_duals, threshold, remaining=forever, most_a_root=ALL, max_size=max_size
    )
    listed = problem.candidates()
    reduced = problem.costs(listed) - listed.sum(duals)
    reduced -= limit_duals @ problem.limit_amounts(listed)
    below = reduced <= threshold
    if max_size is not None:
        below &= listed.size <= max_size
    assert found.complete
    assert members(found.columns.candidates) == members(listed.take(below))
    assert found.columns.costs == pytest.approx(problem.costs(found.columns.candidates))


@thorough
@given(
    cases(linear=True, powers=True),
    st.integers(0, 10_000),
    st.sampled_from([-3.0, 0.0, 2.0, 20.0, 500.0]),
)
def test_it_finds_all_that_is_below_the_threshold(case, seed, threshold):
    problem = case.problem
    random = np.random.default_rng(seed)
    alone = problem.standalone_costs
    duals = alone * random.uniform(0.6, 1.2, alone.size) + random.uniform(-1, 1, alone.size)
    limit_duals = random.uniform(-5, 5, len(problem.limits))
    # Off any round number, so that no candidate is at the threshold itself.
    assert_the_same(problem, duals, limit_duals, threshold + 0.012345)


@dataclass(frozen=True)
class AnyForm(cl.Term):
    """A term with parts of either sign, which the walk may not take for granted."""

    seed: int
    n: int
    name: str = "any form"

    def _parts(self):
        random = np.random.default_rng(self.seed)
        pairs = random.uniform(-3, 3, (self.n, self.n))
        return (
            random.uniform(-2, 5, self.n),
            random.uniform(0, 2, self.n),
            float(random.uniform(0, 4)),
            pairs + pairs.T,
            random.uniform(-1, 2, self.n),
            ((0.0, 0.5), (-1.0, 2.0), (-0.5, -1.0)),
            self._powers(random),
            random.uniform(-3, 3, (self.n, self.n)),
        )

    def _powers(self, random):
        """Return costs that grow ever more slowly, the second up to a sum of 2."""
        return tuple(
            Power(
                random.uniform(0, 2, self.n) * random.integers(0, 2, self.n),
                random.uniform(0, 6),
                random.uniform(0.1, 1),
                until,
            )
            for until in (math.inf, 2.0)
        )

    def cost(self, candidates):
        councils, sharing, shared, pairs, weights, lines, powers, _ = self._parts()
        shares = candidates.size > 1
        total = candidates.sum(weights)
        curve = np.max([a + b * total for a, b in lines], axis=0)
        alone = candidates.sum(councils) + curve
        for power in powers:
            sums = candidates.sum(power.weights)
            below = power.factor * np.minimum(sums, power.until) ** power.exponent
            alone += below * np.maximum(sums / power.until, 1.0)
        return alone + candidates.pair_sum(pairs) + shares * (candidates.sum(sharing) + shared)

    def host_cost(self, councils):
        return self._parts()[-1]

    def mip_form(self, councils):
        member, sharing, shared, pairs, weights, lines, powers, _ = self._parts()
        return MIPForm(
            councils=member,
            sharing=sharing,
            shared_cluster=shared,
            pairs=pairs,
            curves=(Curve(weights, lines),),
            powers=powers,
        )


@pytest.mark.parametrize("seed", range(60))
def test_pairs_hosts_and_curves_may_be_worth_something_too(seed):
    random = Random(seed)
    n = random.randint(3, 8)
    facts = facts_of(
        [random.randint(10_000, 90_000) for _ in range(n)],
        [pair for pair in complete(n) if random.random() < 0.5],
    )
    problem = cl.Problem(table(facts), [AnyForm(seed, n)], adjacency=graph(facts))
    duals = np.random.default_rng(seed).uniform(-6, 6, n)
    for threshold in (-4.0, 0.0, 3.0):
        assert_the_same(problem, duals, np.zeros(0), threshold)


@dataclass(frozen=True)
class Friends(cl.Term):
    """All pairs are worth £1m, so that only a large cluster pays for what its members cost."""

    name: str = "friends"

    def cost(self, candidates):
        return candidates.size * 2.4 - candidates.pair_sum(self._pairs(candidates.councils))

    def mip_form(self, councils):
        return MIPForm(councils=np.full(len(councils), 2.4), pairs=-self._pairs(councils))

    def _pairs(self, councils):
        return np.ones((len(councils), len(councils))) - np.eye(len(councils))


@pytest.mark.parametrize("until", [math.inf, 6.0, 3.0])
def test_a_power_is_worth_while_only_when_all_are_together(until):
    # Of k the square root of k, up to `until` and in proportion from there; all six are charged it.
    facts = facts_of([100_000] * 6, complete(6))
    power = Power(np.ones(6), 1.0, 0.5, until)

    class Root(cl.Term):
        name = "root"

        def cost(self, candidates):
            return power(candidates.size.astype(float))

        def mip_form(self, councils):
            return MIPForm(powers=(power,))

    problem = cl.Problem(table(facts), [Root()], adjacency=graph(facts))
    least = min(power(np.arange(1.0, 7.0)) / np.arange(1.0, 7.0))
    found = walk_of(problem).below(
        np.full(6, least), np.zeros(0), 1e-9, remaining=forever, most_a_root=ALL
    )
    wanted = {math.inf: {6}, 6.0: {6}, 3.0: {3, 4, 5, 6}}[until]
    assert set(found.columns.candidates.size.tolist()) == wanted
    assert len(found.columns) == sum(math.comb(6, size) for size in wanted)


def test_what_pairs_gain_is_not_cut_off_before_all_are_together():
    facts = facts_of([10_000] * 6, complete(6))
    problem = cl.Problem(table(facts), [Friends()], adjacency=graph(facts))
    found = walk_of(problem).below(
        np.zeros(6), np.zeros(0), -0.5, remaining=forever, most_a_root=ALL
    )
    assert members(found.columns.candidates) == [tuple(facts.labels)]  # 6 · 2.4 − 15 < −0.5


def test_a_sum_at_its_cap_is_within_it_in_whatever_order_it_is_added_up():
    for order in itertools.permutations([0.1, 0.2, 0.3]):
        facts = facts_of([10_000] * 3, complete(3))
        councils = table(facts).assign(weight=order)
        rule = cl.PopulationBounds(at_most=0.1 + 0.2 + 0.3, population="weight", alone=True)
        problem = cl.Problem(councils, cl.preset("null"), [rule], adjacency=graph(facts))
        assert_the_same(problem, 2 * problem.standalone_costs, np.zeros(0), 0.0)


def test_a_cap_on_size_can_be_narrower_than_that_of_the_rules():
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(5)])
    duals = problem.standalone_costs
    for size in (1, 2, 4, 9):
        assert_the_same(problem, duals, np.zeros(0), 1.0, max_size=size)


def test_what_it_may_not_find_all_of_it_calls_incomplete():
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(4)])
    walk = walk_of(problem)
    duals = 2 * problem.standalone_costs  # All candidates have a reduced cost below nothing.
    listed = len(problem.candidates())
    whole = walk.below(duals, np.zeros(0), 0.0, remaining=forever, most_a_root=ALL)
    few = walk.below(duals, np.zeros(0), 0.0, remaining=forever, most_a_root=10)
    half = walk.below(duals, np.zeros(0), 0.0, remaining=forever, most_a_root=ALL, most=listed // 2)
    assert whole.complete
    assert len(whole.columns) == listed
    assert not few.complete
    assert 32 <= len(few.columns) <= 32 * 11
    assert not half.complete
    assert listed // 2 < len(half.columns) <= listed


def test_it_ends_when_the_time_is_up():
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    duals = 2 * problem.standalone_costs  # Nothing can be cut off: hundreds of millions of sets.
    with pytest.raises(OutOfTime):
        walk_of(problem).below(duals, np.zeros(0), 0.0, remaining=lambda: 0.0, most_a_root=2**60)
