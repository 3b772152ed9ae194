"""Under a key: what forms, who leaves, and what grants buy, as going through everything finds."""

from __future__ import annotations

import itertools
import math
from functools import partial

import hypothesis
import pytest
from hypothesis import Phase, assume, given
from hypothesis import strategies as st
from instances import cases
from keyed_truth import KEYS, MIXTURES, as_partition, of_case

import clusterer as cl

# To shrink an example takes minutes.
settings = partial(hypothesis.settings, phases=[Phase.generate])

SMALL = st.sampled_from([2, 3, 4, 5, 5, 6])
ROUNDING = 1e-5
"""£m within which sums that are rounded otherwise are the same."""


def usable(truth, key):
    """Tell whether a key can be charged by."""
    by_alone = key == "alone" or (isinstance(key, dict) and "alone" in key)
    return not by_alone or min(truth.alone) > 0


@settings(max_examples=50)
@given(
    case=cases(SMALL),
    key=st.sampled_from([*KEYS, *MIXTURES]),
    flat=st.sampled_from([0.0, 0.0, 0.1, 2.0, 50.0]),
)
def test_what_forms_is_what_no_cluster_blocks(case, key, flat):
    truth = of_case(case, key, [flat] * case.truth.n)
    if not usable(truth, key):
        with pytest.raises(cl.InputError, match="alone"):
            cl.voluntary(case.problem, key, flat)
        return
    if not truth.stable:
        assert key in MIXTURES
        with pytest.raises(cl.InfeasibleError, match="no partition holds"):
            cl.voluntary(case.problem, key, flat)
        return
    outcome = cl.voluntary(case.problem, key, flat)
    first = as_partition(outcome)
    assert first in truth.stable
    others = {as_partition(other) for other in outcome.others}
    assert first not in others
    assert others < truth.stable
    if outcome.all_others:
        assert others | {first} == truth.stable
    assert outcome.unique is (len(truth.stable) == 1)
    assert outcome.margin == pytest.approx(truth.margin(first), abs=ROUNDING)
    joined = sum(len(cluster) for cluster in first if len(cluster) > 1)
    assert outcome.paid == pytest.approx(flat * joined)


@settings(max_examples=25)
@given(case=cases(SMALL), key=st.sampled_from(KEYS), data=st.data())
def test_grants_by_council_change_what_forms_as_by_hand(case, key, data):
    ids = list(case.problem.councils.ids)
    some = st.sampled_from([0.0, 0.5, 5.0, 100.0])
    grants = [data.draw(some) for _ in ids]
    truth = of_case(case, key, grants)
    assume(usable(truth, key))
    outcome = cl.voluntary(case.problem, key, dict(zip(ids, grants, strict=True)))
    assert as_partition(outcome) in truth.stable


@settings(max_examples=35)
@given(case=cases(SMALL), key=st.sampled_from([*KEYS, *MIXTURES]), data=st.data())
def test_who_leaves_and_what_keeps_them_is_as_by_hand(case, key, data):
    truth = of_case(case, key)
    assume(usable(truth, key))
    # Any partition: drawn options may break rules, or not be connected.
    labels = [data.draw(st.integers(0, 2)) for _ in range(truth.n)]
    evaluation = case.problem.evaluate(dict(zip(case.problem.councils.ids, labels, strict=True)))
    partition = as_partition(evaluation)
    every = {**truth.costs, **{c: case.truth.cost(c) for c in partition}}
    now = {i: truth_of(truth, every).charge(i, c) for c in partition for i in c}
    blocking = {}
    for cluster in truth.costs:
        gains = [now[i] - truth.charge(i, cluster) for i in cluster]
        if min(gains) > 1e-6:
            blocking[cluster] = gains
    answer = cl.consent(evaluation, key)
    assert answer.holds is (not blocking)
    assert len(answer.blocking) == len(blocking)
    for k in answer.blocking.index:
        gains = answer.gains(k)
        members = tuple(sorted(evaluation.councils.positions(gains.index)))
        expected = dict(zip(members, blocking[members], strict=True))
        found = dict(zip(evaluation.councils.positions(gains.index), gains["gain"], strict=True))
        assert found == pytest.approx(expected, abs=ROUNDING)
    fee = max((min(gains) for gains in blocking.values()), default=0.0)
    assert answer.exit_fee == pytest.approx(fee, abs=ROUNDING)
    best = dict.fromkeys(range(truth.n), 0.0)
    for cluster, gains in blocking.items():
        for i, gain in zip(cluster, gains, strict=True):
            best[i] = max(best[i], gain)
    assert list(answer.table["gain"]) == pytest.approx(
        [best[i] for i in range(truth.n)], abs=ROUNDING
    )
    truth.blocking = lambda _: blocking
    least = truth.staying(partition)
    assert answer.subsidy == pytest.approx(least, abs=ROUNDING)
    assert answer.subsidy_bound == pytest.approx(answer.subsidy, abs=ROUNDING)
    keeps = {
        cluster: any(
            answer.table["paid"].iloc[i] >= g - ROUNDING
            for i, g in zip(cluster, gains, strict=True)
        )
        for cluster, gains in blocking.items()
    }
    assert all(keeps.values())
    shared = {i for cluster in partition for i in cluster if len(cluster) > 1}
    least = truth.staying(partition, shared)
    assert answer.subsidy_shared == pytest.approx(least, abs=ROUNDING)
    assert bool(answer.why_shared) is math.isinf(least)
    kept = cl.least_grants(case.problem, key, plan=evaluation)
    assert kept.total == pytest.approx(answer.subsidy, abs=ROUNDING)
    assert kept.proved


def truth_of(truth, costs):
    """Return the same truth with other costs."""
    return type(truth)(truth.n, costs, truth.alone, truth.residents, truth.key)


@settings(max_examples=35)
@given(
    case=cases(SMALL),
    key=st.sampled_from([*KEYS, MIXTURES[0]]),
    portion=st.sampled_from([0.0, 0.5, 0.9, 1.0]),
)
def test_the_least_grants_for_a_saving_are_those_of_brute_force(case, key, portion):
    truth = of_case(case, key)
    assume(usable(truth, key))
    if case.truth.best is None:
        return
    # Not at the saving of a partition itself, which is rounded one way or the other.
    saving = portion * (sum(truth.alone) - case.truth.best) - 1e-4
    least = truth.joining(saving, lambda partition: case.truth.keeps_limits(list(partition)))
    if math.isinf(least):
        with pytest.raises(cl.InfeasibleError, match="whatever is paid"):
            cl.least_grants(case.problem, key, saving=saving)
        return
    found = cl.least_grants(case.problem, key, saving=saving)
    assert found.total == pytest.approx(least, abs=ROUNDING)
    assert found.proved
    assert found.evaluation.feasible
    assert found.saving >= saving - 1e-6
    again = of_case(case, key, list(found.grants))
    assert as_partition(found.evaluation) in again.stable


@settings(max_examples=25)
@given(case=cases(SMALL), key=st.sampled_from(KEYS), data=st.data())
def test_the_steps_of_a_flat_grant_are_all_there(case, key, data):
    truth = of_case(case, key)
    assume(usable(truth, key))
    curve = cl.grants_curve(case.problem, key)
    grants = list(curve.table["grant"])
    assert grants[0] == 0.0
    assert grants == sorted(set(grants))
    outcomes = [as_partition(curve.outcome(k)) for k in range(len(curve))]
    assert all(a != b for a, b in itertools.pairwise(outcomes))
    # At each step, half way to the next, and just before it.
    ends = [*grants[1:], grants[-1] + 1e4]
    for low, high, outcome in zip(grants, ends, outcomes, strict=True):
        for grant in (low, (low + high) / 2, max(low, high - 1e-5)):
            assert outcome in of_case(case, key, [grant] * truth.n).stable
    drawn = data.draw(st.floats(0.0, 2 * grants[-1] + 1.0))
    there = outcomes[sum(grant <= drawn for grant in grants) - 1]
    assert as_partition(curve.at(drawn)) == there
    assert as_partition(cl.voluntary(case.problem, key, drawn)) == there
    savings = [sum(truth.alone) - sum(cost_of(truth, c) for c in one) for one in outcomes]
    assert list(curve.table["saving"]) == pytest.approx(savings, abs=ROUNDING)


def cost_of(truth, cluster):
    return truth.costs.get(cluster, truth.alone[cluster[0]])


@settings(max_examples=25)
@given(case=cases(SMALL), key=st.sampled_from([*KEYS, *MIXTURES]))
def test_rules_about_charges_allow_what_they_allow_by_hand(case, key):
    truth = of_case(case, key)
    assume(usable(truth, key))
    fair = case.problem.replace(rules=[*case.problem.rules, cl.NobodyWorse(key)])
    content = {c: [truth.charge(i, c) <= truth.alone[i] + 1e-6 for i in c] for c in truth.costs}
    assert clusters_of(fair) == {c for c in truth.costs if len(c) == 1 or all(content[c])}
    majority = case.problem.replace(rules=[*case.problem.rules, cl.Majority(key)])

    def carries(cluster):
        for_it = [i for i, yes in zip(cluster, content[cluster], strict=True) if yes]
        residents = sum(truth.residents[i] for i in for_it)
        of_all = sum(truth.residents[i] for i in cluster)
        return 2 * len(for_it) > len(cluster) and 2 * residents > of_all

    assert clusters_of(majority) == {c for c in truth.costs if len(c) == 1 or carries(c)}


def clusters_of(problem):
    candidates = problem.candidates()
    return {tuple(int(i) for i in candidates.positions(k)) for k in range(len(candidates))}


@settings(max_examples=12)
@given(case=cases(st.sampled_from([3, 4, 5])), key=st.sampled_from([*KEYS, *MIXTURES]))
def test_a_mandate_is_worth_what_it_is_by_hand(case, key):
    truth = of_case(case, key)
    assume(usable(truth, key))
    if case.truth.best is None:
        with pytest.raises(cl.InfeasibleError):
            cl.mandate(case.problem, key)
        return
    answer = cl.mandate(case.problem, key)
    table = answer.table
    assert table.loc["best plan", "cost"] == pytest.approx(case.truth.best, abs=ROUNDING)
    fair = [
        sum(truth.costs[c] for c in plan)
        for plan in case.truth.plans()
        if all(len(c) == 1 or truth.charge(i, c) <= truth.alone[i] + 1e-6 for c in plan for i in c)
    ]
    assert math.isnan(table.loc["nobody worse off", "cost"]) is (not fair)
    if fair:
        assert table.loc["nobody worse off", "cost"] == pytest.approx(min(fair), abs=ROUNDING)
    assert math.isnan(table.loc["by itself", "cost"]) is (not truth.stable)
    if truth.stable and answer.by_itself.all_others and isinstance(key, dict):
        costs = [sum(cost_of(truth, c) for c in one) for one in truth.stable]
        assert table.loc["by itself", "bound"] == pytest.approx(min(costs), abs=ROUNDING)
