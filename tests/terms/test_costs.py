"""Each term against its formula in plain Python, on random maps and figures."""

from __future__ import annotations

import pandas as pd
import pytest
import truth
from costing import annuity, clusters_of, costs, form_costs, true_costs
from figures import (
    BALANCE,
    CHANGES,
    COORDINATION,
    SCALE,
    SERVICES,
    SET_UP,
    TARGET,
    TRAVEL,
    fractions,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps, priced, table, table_term

import clusterer as cl

councils = maps(st.integers(1, 5))
few = settings(max_examples=40)


def alike(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


@few
@given(councils, SCALE)
def test_scale(drawn, figures):
    facts, _ = drawn
    term = cl.Scale(services=SERVICES, **figures)
    expected = true_costs(facts, truth.scale(facts, services=SERVICES, **figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, COORDINATION)
def test_coordination(drawn, figures):
    facts, _ = drawn
    term = cl.Coordination(services=SERVICES, **figures)
    expected = true_costs(facts, truth.coordination(facts, services=SERVICES, **figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, SET_UP)
def test_set_up(drawn, figures):
    facts, _ = drawn
    term = cl.SetUp(**figures)
    expected = true_costs(facts, truth.set_up(**figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, TRAVEL, st.integers(1, 12), fractions(0.0, 0.035))
def test_travel(drawn, figures, horizon, rate):
    facts, _ = drawn
    term = cl.Travel(**figures, horizon=horizon, discount_rate=rate)
    cost = truth.travel(facts, **figures, horizon=horizon, discount_rate=rate)
    assert costs(facts, term) == alike(true_costs(facts, cost))
    assert form_costs(facts, term) == alike(true_costs(facts, cost))


@few
@given(councils, fractions(0.0, 0.5, 5.0), st.sampled_from(["seats", "control"]))
def test_politics(drawn, price, measure):
    facts, _ = drawn
    term = cl.Politics(price, measure)
    expected = true_costs(facts, truth.politics(facts, price=price, measure=measure))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, TARGET)
def test_population_target(drawn, figures):
    facts, _ = drawn
    term = cl.PopulationTarget(**figures)
    expected = true_costs(facts, truth.population_target(facts, **figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, BALANCE)
def test_balance(drawn, figures):
    facts, _ = drawn
    term = cl.Balance("population", **figures)
    expected = true_costs(facts, truth.balance(facts, **figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, st.sampled_from(sorted(truth.PRESETS)), CHANGES)
def test_presets(drawn, name, changes):
    facts, _ = drawn
    expected = true_costs(facts, *truth.preset(facts, name, **changes))
    assert costs(facts, *cl.preset(name, **changes)) == alike(expected)


@few
@given(councils, st.data())
def test_terms_together_share_one_host(drawn, data):
    facts, _ = drawn
    terms, plain = data.draw(priced(facts))
    expected = true_costs(facts, *plain) if plain else [0.0] * len(clusters_of(facts.n))
    assert costs(facts, *terms) == alike(expected)


# By hand.


def test_camden_and_islington_save_27_million_by_scale(london):
    # 211,032 and 185,283 residents in 2006. Of £141 a head, £30.20 are fixed, for 237,000
    # residents: £7.1m a year; but taxes, £3.75 of it, have nothing left to gain. Legal and
    # customer contact reach their scale at 300,000.
    affine = {"it": 13.5, "hr": 3.6, "finance": 4.0, "procurement": 1.5, "audit": 0.6}
    fixed = sum(affine.values()) * 237_000 / 1e6
    both, enough = 211_032 + 185_283, 300_000
    for unit, share in ((15, 0.15), (10, 0.10)):
        part = unit * share * 237_000 / 1e6
        fixed += 2 * part - part * both / enough
    ramp = sum(min(t / 3, 1) / 1.035**t for t in range(1, 11))
    pair = cl.Problem(london, [cl.Scale()]).evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    assert pair.saving == pytest.approx(0.6 * ramp * fixed)


def test_without_realised_benefits_scale_saves_nothing(london):
    problem = cl.Problem(london, [cl.Scale(benefit_realisation=0)])
    all_in_one = problem.evaluate(dict.fromkeys(london.index, "all"))
    assert all_in_one.saving == pytest.approx(0, abs=1e-9)


def test_coordination_of_equals_grows_with_their_pairs():
    facts = facts_of([100_000] * 4)
    term = cl.Coordination(distance_decay=0, client_side=0, host_premium=0, horizon=1)
    pair_cost = 0.007 * 14.1 / 1.035
    expected = [pair_cost * len(c) * (len(c) - 1) / 2 for c in clusters_of(4)]
    assert costs(facts, term) == pytest.approx(expected)


def test_a_premium_below_nothing_rewards_members_for_being_hosted():
    facts = facts_of([100_000, 300_000])
    term = cl.Coordination(kappa=0, client_side=0, host_premium=-0.02, horizon=1, discount_rate=0)
    # The smaller council hosts, so that the larger one earns the reward.
    assert costs(facts, term) == pytest.approx([0, 0, -0.02 * 141 * 0.3])


def test_a_shared_cluster_of_three_costs_six_million_and_a_half_to_set_up():
    assert costs(facts_of([1, 1, 1]), cl.SetUp())[-1] == pytest.approx(1.5 * (2 + 3 * 0.75))


def test_a_tenth_more_or_fewer_than_the_target_costs_a_tenth_of_the_price():
    facts = facts_of([90_000, 20_000])
    assert costs(facts, cl.PopulationTarget(100_000, price=5)) == pytest.approx([0.5, 4.0, 0.5])


def test_a_target_may_be_one_of_another_column():
    area = cl.PopulationTarget(40, price=1, population="area")
    problem = cl.Problem(table(facts_of([1, 1])).assign(area=[10, 30]), [area])
    assert problem.evaluate({"a": 1, "b": 1}).objective == 0
    assert problem.standalone_costs.tolist() == pytest.approx([0.75, 0.25])


def test_any_column_is_balanced_over_so_many_clusters():
    councils = table(facts_of([1, 1, 1])).assign(base=[10, 20, 30])
    problem = cl.Problem(councils, [cl.Balance("base", clusters=2, price=3)])
    # A half is 30: the first two have it together, and the third alone.
    assert problem.evaluate({"a": 1, "b": 1, "c": 2}).objective == 0
    assert problem.evaluate({"a": 1, "b": 2, "c": 2}).objective == pytest.approx(3 * (2 + 2) / 3)
    assert problem.standalone_costs.tolist() == pytest.approx([2, 1, 0])


def test_distances_of_ones_own_may_differ_each_way():
    facts = facts_of([1, 1, 1])
    roads = pd.DataFrame([[0, 5, 2], [1, 0, 9], [4, 3, 0]], list("abc"), list("abc"))
    term = cl.Travel(2.0, km=roads.iloc[::-1, [1, 0, 2]], horizon=1, discount_rate=0)
    # To a: 1 + 4; to b: 5 + 3; to c: 2 + 9.
    assert costs(facts, term) == pytest.approx([0, 0, 0, 2 * 1, 2 * 2, 2 * 3, 2 * 5])


def test_remote_working_takes_its_share_off_the_journeys():
    facts = facts_of([1, 1])
    term = cl.Travel(2.0, horizon=1, discount_rate=0, remote=0.75)
    assert costs(facts, term) == pytest.approx([0, 0, 2 * 10 / 4])


def test_politics_by_columns_of_ones_own():
    facts = facts_of([1, 1], seats=[(30, 10, 0), (10, 30, 60)])
    term = cl.Politics(4.0, columns=["seats_red", "seats_blue"])
    assert costs(facts, term) == pytest.approx([0, 0, 4 * 0.5])


def test_a_function_of_the_candidates_is_a_term():
    facts = facts_of([3, 5, 7])
    term, cost = table_term(lambda cluster: len(cluster) ** 2 - cluster[0])
    assert costs(facts, term) == true_costs(facts, cost)


def test_the_best_size_without_exhaustion_and_distance_is_six():
    # n* = √(2 φ r / κ), with the mean fixed share of the bundle and full, immediate savings.
    facts = facts_of([237_000] * 10)
    terms = cl.preset(
        "central",
        exhaustion=False,
        ramp_years=1,
        distance_decay=0,
        client_side=0,
        host_premium=0,
        per_cluster=0,
        per_council=0,
    )
    found = costs(facts, *terms)
    each = {len(c): cost / len(c) for c, cost in zip(clusters_of(10), found, strict=True)}
    assert min(each, key=each.get) == 6


def test_annuities_agree_with_the_closed_form():
    facts = facts_of([100_000, 200_000])
    term = cl.Coordination(distance_decay=0, client_side=0, host_premium=0)
    assert costs(facts, term)[-1] == pytest.approx(0.007 * 141 * 0.15 * annuity(0.035, 10))
