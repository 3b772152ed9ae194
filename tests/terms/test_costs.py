"""Each term against its formula in plain Python, on random maps and figures."""

from __future__ import annotations

import pandas as pd
import pytest
import truth
from costing import annuity, clusters_of, costs, councils_of, form_costs, true_costs
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import (
    CHANGES,
    CONTROL,
    COORDINATION,
    LASTING,
    RISK,
    SCALE,
    SERVICES,
    SET_UP,
    STAFF,
    SYSTEMS,
    TRAVEL,
    facts_of,
    fractions,
    maps,
    priced,
    systems,
    table_term,
)

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
    if figures["form"] == "affine":
        assert form_costs(facts, term) == alike(expected)
    else:
        assert term.linear_form(cl.Councils.validated(cl.datasets.london())) is None


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
@given(councils, SYSTEMS)
def test_systems(drawn, figures):
    facts, _ = drawn
    term = systems(**figures)
    expected = true_costs(facts, truth.systems(facts, **figures))
    assert costs(facts, term) == alike(expected)
    if figures["settle"] == "host":
        assert form_costs(facts, term) == alike(expected)
    else:
        assert term.linear_form(councils_of(facts)) is None


@few
@given(councils, STAFF)
def test_staff(drawn, figures):
    facts, _ = drawn
    term = cl.Staff(**figures)
    expected = true_costs(facts, truth.staff(facts, **figures))
    assert costs(facts, term) == alike(expected)
    assert form_costs(facts, term) == alike(expected)


@few
@given(councils, RISK, st.booleans())
def test_risk(drawn, figures, lasting):
    facts, _ = drawn
    figures = figures | (LASTING if lasting else {})
    term = cl.Risk(**figures)
    expected = true_costs(facts, truth.risk(facts, **figures))
    assert costs(facts, term) == alike(expected)
    if figures["size_growth"] or figures["politics_growth"]:
        assert term.linear_form(councils_of(facts)) is None
    else:
        assert form_costs(facts, term) == alike(expected)


@few
@given(councils, fractions(0.0, 2.0), CONTROL)
def test_loss_of_control(drawn, price, figures):
    facts, _ = drawn
    term = cl.LossOfControl(price, **figures)
    expected = true_costs(facts, truth.loss_of_control(facts, price=price, **figures))
    assert costs(facts, term) == alike(expected)
    assert term.linear_form(councils_of(facts)) is None


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


def test_a_cluster_settles_on_the_system_that_is_cheapest_to_settle_on():
    # The two on A are many, the one on B is large.
    facts = facts_of([237_000, 237_000, 948_000], system="AAB")
    assert costs(facts, cl.Systems())[-1] == pytest.approx(0.75)
    assert costs(facts, cl.Systems(population="population"))[-1] == pytest.approx(2 * 0.75)


def test_a_host_that_other_terms_ask_for_may_bring_a_dearer_system():
    # a and b are on A; c, on B, is so much the best to travel to that it hosts.
    facts = facts_of([1, 1, 1], at=[(0, 0), (200, 0), (100, 0)], system="AAB")
    near = cl.Travel(1.0, horizon=1, discount_rate=0)
    assert costs(facts, near, cl.Systems())[-1] == pytest.approx(200 + 0.75)
    assert costs(facts, near, cl.Systems(settle="host"))[-1] == pytest.approx(200 + 2 * 0.75)


def test_posts_are_displaced_at_all_but_the_host():
    # £20 a resident at 50 posts a £m: 100 and 300 posts, of which a fifth is displaced.
    service = cl.Service("it", 20, 0.3, 500_000, 0.8, posts_per_gbp_m=50)
    facts = facts_of([100_000, 300_000])
    term = cl.Staff(share=0.2, per_post=10_000, services=[service])
    assert costs(facts, term) == pytest.approx([0, 0, 0.2 * 100 * 0.01])


def test_a_cluster_can_dissolve_only_once():
    # Half of the clusters of two end in the first year, a quarter in the second.
    term = cl.Risk(hazard=0.5, exit_cost=3, horizon=2, discount_rate=0)
    assert costs(facts_of([1, 1]), term) == pytest.approx([0, 0, 2 * 3 * 0.75])


def test_a_hazard_grows_with_the_size_and_with_unlike_seats():
    facts = facts_of([1, 1, 1], seats=[(1, 0, 0), (1, 0, 0), (0, 1, 0)])
    figures = {"hazard": 0.1, "exit_cost": 1, "horizon": 1, "discount_rate": 0}
    by_size = cl.Risk(size_growth=0.5, **figures)
    assert costs(facts, by_size)[3:] == pytest.approx([0.2, 0.2, 0.2, 3 * 0.15])
    # Two of the three pairs have no party in common.
    by_seats = cl.Risk(politics_growth=0.6, **figures)
    assert costs(facts, by_seats)[3:] == pytest.approx([0.2, 0.32, 0.32, 3 * 0.14])
    own = cl.Risk(
        politics_growth=0.6, columns=["seats_red", "seats_green", "seats_blue"], **figures
    )
    assert costs(facts, own) == pytest.approx(costs(facts, by_seats))


def test_a_hazard_grows_to_certainty_at_most():
    term = cl.Risk(hazard=0.5, size_growth=9, exit_cost=1, horizon=1, discount_rate=0)
    assert costs(facts_of([1, 1, 1]), term)[-1] == pytest.approx(3)


def test_by_share_two_equals_lose_half_of_their_control():
    facts = facts_of([237_000, 237_000])
    assert costs(facts, cl.LossOfControl(3.0)) == pytest.approx([0, 0, 3.0])


def test_by_power_the_smaller_of_two_loses_all_control_and_the_larger_none():
    facts = facts_of([237_000, 474_000])
    assert costs(facts, cl.LossOfControl(3.0, "power")) == pytest.approx([0, 0, 3.0])


def test_control_may_hang_on_other_votes_than_the_residents():
    facts = facts_of([237_000, 474_000], seats=[(1, 1, 3), (1, 1, 1)])
    by_seats = cl.LossOfControl(4.0, votes="seats_green")
    # A quarter of one, three quarters of two.
    assert costs(facts, by_seats)[-1] == pytest.approx(4 * (0.25 + 2 * 0.75))


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
