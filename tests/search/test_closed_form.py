"""The closed form costs every cluster what the terms cost it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import cases, thorough
from truth import partitions

import clusterer as cl
from clusterer.search.closed_form import ClosedForm, added_up
from clusterer.terms import Curve


def cost_of(form: ClosedForm, cluster: list[int]) -> float:
    """Return what a cluster costs by the formula, in plain Python."""
    if len(cluster) == 1:
        return float(form.alone[cluster[0]])
    total = form.shared + sum(form.member[i] for i in cluster)
    total += sum(form.pairs[i, j] for i in cluster for j in cluster if i < j)
    for c, weights in enumerate(form.weights):
        sum_of_weights = sum(weights[i] for i in cluster)
        lines = range(form.first_line[c], form.first_line[c + 1])
        total += max(form.height[k] + form.slope[k] * sum_of_weights for k in lines)
    for power in form.powers:
        sum_of_weights = sum(power.weights[i] for i in cluster)
        below = power.factor * min(sum_of_weights, power.until) ** power.exponent
        total += below * max(1.0, sum_of_weights / power.until)
    return float(total + min(sum(form.host[i, h] for i in cluster) for h in cluster))


@thorough
@given(cases(linear=True, powers=True))
def test_it_costs_clusters_as_the_terms_do(case):
    form = ClosedForm.of(case.problem)
    assert form is not None
    candidates = case.problem.candidates()
    worked_out = [cost_of(form, candidates.positions(k).tolist()) for k in range(len(candidates))]
    assert worked_out == pytest.approx(case.problem.costs(candidates), rel=1e-9, abs=1e-9)
    assert form.costs(candidates) == pytest.approx(worked_out, rel=1e-9, abs=1e-9)


@thorough
@given(cases(st.integers(2, 6), linear=True, powers=True))
def test_no_plan_costs_more_than_the_costliest(case):
    form = ClosedForm.of(case.problem)
    assert form is not None
    most = max(
        sum(cost_of(form, list(cluster)) for cluster in partition)
        for partition in partitions(range(case.truth.n))
    )
    assert most <= form.costliest + 1e-9 * abs(form.costliest)


@thorough
@given(cases(st.integers(2, 6), linear=True, powers=True))
def test_no_partition_costs_less_than_the_least(case):
    form = ClosedForm.of(case.problem)
    assert form is not None
    cheapest = min(
        sum(cost_of(form, list(cluster)) for cluster in partition)
        for partition in partitions(range(case.truth.n))
    )
    assert form.least <= cheapest + 1e-9 * abs(cheapest) + 1e-9


def test_a_term_or_limit_that_cannot_tell_leaves_none():
    boroughs = cl.datasets.london()
    anything = cl.FunctionTerm("anything", lambda c: c.size * 1.0)
    few = cl.FunctionLimit("shared", lambda c: c.size > 1, at_most=3)
    assert ClosedForm.of(cl.Problem(boroughs, [*cl.preset("central"), anything])) is None
    assert ClosedForm.of(cl.Problem(boroughs, [cl.Risk(size_growth=0.1)])) is None
    assert ClosedForm.of(cl.Problem(boroughs, cl.preset("central"), limits=[few])) is None
    small = cl.FunctionRule("small", lambda c: c.size < 4)
    assert ClosedForm.of(cl.Problem(boroughs, cl.preset("central"), [small])) is None
    assert ClosedForm.of(cl.Problem(boroughs, cl.preset("central"))) is not None


lines = st.tuples(st.integers(-9, 9).map(float), st.integers(-5, 5).map(float))


@thorough
@given(st.lists(st.lists(lines, min_size=1, max_size=4), min_size=1, max_size=4))
def test_curves_of_the_same_weights_add_up_to_one(groups):
    weights = np.ones(2)
    (total,) = added_up([Curve(weights, tuple(group)) for group in groups])
    for x in np.linspace(-40, 40, 321):
        worked_out = sum(max(a + b * x for a, b in group) for group in groups)
        assert math.isclose(max(a + b * x for a, b in total.lines), worked_out, abs_tol=1e-9)


def test_curves_of_other_weights_stay_apart():
    curves = [Curve(np.ones(2), ((0.0, 1.0),)), Curve(np.array([1.0, 2.0]), ((1.0, 1.0),))]
    assert [curve.lines for curve in added_up(curves)] == [((0.0, 1.0),), ((1.0, 1.0),)]
