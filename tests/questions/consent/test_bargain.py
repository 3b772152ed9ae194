"""Members bargain: known games, and all sets and all charges of small problems gone through."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from games import HAIR, InFull, of_costs, subsets, together
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from instances import cases

import clusterer as cl


@pytest.mark.parametrize(
    ("estate", "awards"),
    [(100, (100 / 3, 100 / 3, 100 / 3)), (200, (50, 75, 75)), (300, (50, 100, 150))],
)
def test_a_bankrupt_estate_is_shared_as_in_the_talmud(estate, awards):
    claims = 100, 200, 300
    # What a group is sure to get: all that the claims of the others leave.
    worth = lambda c: max(0, estate - sum(claims[i] for i in range(3) if i not in c))  # noqa: E731
    answer = cl.consent(together(of_costs(3, lambda c: -worth(c))))
    assert answer.holds
    assert -answer.fairest.to_numpy() == pytest.approx(awards)


def test_a_runway_is_paid_by_those_who_need_its_length():
    answer = cl.consent(together(of_costs(3, lambda c: 1.0 + max(c))))
    assert answer.fairest.to_numpy() == pytest.approx([0.5, 0.75, 1.75])
    assert answer.subsidy == answer.exit_fee == 0.0


def test_ferguson_has_a_game_of_three_players():
    worth = dict(zip(subsets(3), (-1, 0, 1, 3, 4, 2, 5), strict=True))
    answer = cl.consent(together(of_costs(3, lambda c: -worth[c])))
    assert -answer.fairest.to_numpy() == pytest.approx([8 / 3, 2 / 3, 5 / 3])


def test_three_hospitals_need_a_subsidy():
    cost = {1: 5.0, 2: 5.0, 3: 9.0}
    answer = cl.consent(together(of_costs(3, lambda c: cost[len(c)])))
    assert not answer.holds
    assert answer.subsidy == pytest.approx(1.5)
    assert answer.fairest.to_numpy() == pytest.approx([2.5, 2.5, 2.5])
    assert list(answer.because["weight"]) == [Fraction(1, 2)] * 3
    assert list(answer.because["members"]) == ["A, B", "A, C", "B, C"]
    # In full each pays 3, and each pair would save 1.
    assert answer.exit_fee == pytest.approx(1.0)
    assert answer.full_charges.to_numpy() == pytest.approx([3, 3, 3])
    assert list(answer.blocking["gain"]) == pytest.approx([1, 1, 1])
    assert answer.gains(0)["gain"].to_list() == pytest.approx([0.5, 0.5])
    assert answer.table["paid"].to_list() == pytest.approx([0.5, 0.5, 0.5])
    assert answer.headline.startswith("members bargain: 3 groups would leave")


SKANE = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98 AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK
22.96 HL 25.00 HM 37.89 HT 39.06 KL 26.79 KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41 AHK 40.74
AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81 AMT 61.36 HKL
27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01 KLT 48.77 KMT 50.32 LMT 51.46
AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72 AKMT
72.27 ALMT 73.41 HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61 AHKLM 69.76 AHKLT 70.93
AHKMT 77.42 AHLMT 83.00 AKLMT 73.97 HKLMT 66.46 AHKLMT 83.82
"""
"""Million Swedish crowns, after Young, Okada and Hashimoto (1979, IIASA WP-79-077).

Mark M: the single ones and the whole are in our facts; the others, and the nucleolus below, are
from memory. They fit each other, which is what is tested.
"""


def test_six_municipalities_in_skane_share_their_water():
    words = SKANE.split()
    costs = {
        tuple("AHKLMT".index(letter) for letter in who): float(cost)
        for who, cost in zip(words[::2], words[1::2], strict=True)
    }
    assert sorted(costs) == sorted(subsets(6))
    answer = cl.consent(together(of_costs(6, costs.__getitem__)))
    assert answer.holds
    # The nucleolus, as remembered.
    published = [20.35, 12.06, 5.00, 8.61, 18.32, 19.49]
    assert answer.fairest.to_numpy() == pytest.approx(published, abs=0.006)


@st.composite
def grouped(draw, sizes=(2, 3, 4, 5, 5, 6)):
    """Draw a case, and any partition of its councils: one that breaks rules as well."""
    case = draw(cases(st.sampled_from(sizes)))
    labels = draw(st.lists(st.integers(0, 3), min_size=case.truth.n, max_size=case.truth.n))
    if draw(st.booleans()) and case.truth.best is not None:
        plans = list(case.truth.plans())
        plan = min(plans, key=lambda p: sum(case.truth.costs[c] for c in p))
        labels = [next(k for k, c in enumerate(plan) if i in c) for i in range(case.truth.n)]
    return case, labels


def in_full(case, labels):
    """Return the game of a partition by plain LPs."""
    truth = case.truth
    groups = sorted({tuple(i for i, x in enumerate(labels) if x == label) for label in labels})
    forbidden = {i: truth.cost((i,)) for i in range(truth.n) if (i,) not in truth.costs}
    return InFull(truth.costs, {c: truth.cost(c) for c in groups}, forbidden, truth.n)


def evaluated(case, labels):
    return case.problem.evaluate(dict(zip(case.problem.councils.ids, labels, strict=True)))


@settings(max_examples=60, phases=[Phase.generate])
@given(drawn=grouped())
def test_subsidy_fee_and_leavers_are_those_of_all_sets(drawn):
    case, labels = drawn
    answer = cl.consent(evaluated(case, labels))
    game = in_full(case, labels)
    size = max(1.0, abs(game.cost))
    assert answer.subsidy == pytest.approx(game.cost - game.raised(), abs=HAIR * size)
    fee = game.exit_fee()
    assert answer.exit_fee == pytest.approx(fee, abs=HAIR * size)
    assert answer.holds == answer.blocking.empty
    if fee > 3 * HAIR * size:
        assert not answer.holds
    # Stable charges, of which no cluster of the plan pays more than it costs.
    y = answer.fairest.to_numpy()
    assert (game.rows @ y <= game.costs + HAIR).all()
    assert answer.evaluation.objective - y.sum() == pytest.approx(answer.subsidy, abs=HAIR * size)
    full = answer.full_charges.to_numpy()
    assert game.in_plan @ full == pytest.approx(game.of_plan, abs=HAIR * size)
    leaving = {c: full[list(c)].sum() - cost for c, cost in case.truth.costs.items()}
    worst = sorted((gain for gain in leaving.values() if gain > 1e-6), reverse=True)
    clear = [gain for gain in worst if gain > 1e-5 * size]
    assert answer.blocking["gain"].to_list()[: len(clear)] == pytest.approx(clear, abs=HAIR * size)
    # The collection is balanced, and raises no more than the charges do.
    weights = answer.because["weight"]
    assert all(weight > 0 for weight in weights)
    cover = dict.fromkeys(case.problem.councils.names, Fraction(0))
    for members, weight in zip(answer.because["members"], weights, strict=True):
        for name in members.split(", "):
            cover[name] += weight
    assert set(cover.values()) == {Fraction(1)}
    raised = sum(float(w) * c for w, c in zip(weights, answer.because["cost"], strict=True))
    assert raised == pytest.approx(y.sum(), abs=HAIR * size)


@settings(max_examples=60, phases=[Phase.generate])
@given(drawn=grouped(sizes=(2, 3, 4, 5)))
def test_charges_are_the_fairest_and_reach_as_far_as_they_may(drawn):
    case, labels = drawn
    game = in_full(case, labels)
    assume(abs(game.cost) < 1e5)
    answer = cl.consent(evaluated(case, labels))
    raised = game.raised()
    assert answer.fairest.to_numpy() == pytest.approx(game.fairest(raised=raised), abs=1e-4)
    if answer.subsidy > 1e-4:
        full = game.fairest(fee=answer.exit_fee)
        assert answer.full_charges.to_numpy() == pytest.approx(full, abs=1e-4)
    ends = np.array([game.ends(i, raised) for i in range(game.n)])
    assert answer.table["lowest"].to_numpy() == pytest.approx(ends[:, 0], abs=1e-4)
    assert answer.table["highest"].to_numpy() == pytest.approx(ends[:, 1], abs=1e-4)


@settings(max_examples=40, phases=[Phase.generate])
@given(drawn=grouped())
def test_who_shares_alone_may_be_paid_or_it_is_said_why_not(drawn):
    case, labels = drawn
    answer = cl.consent(evaluated(case, labels))
    game = in_full(case, labels)
    size = max(1.0, abs(game.cost))
    alone = [k for k, row in enumerate(game.in_plan) if row.sum() == 1]
    raised = game.raised(alone)
    if answer.subsidy == 0.0:
        assert answer.subsidy_shared == 0.0
    elif raised == -math.inf:
        assert answer.subsidy_shared == math.inf
        assert "only a payment to them could prevent it" in answer.why_shared
    else:
        assert answer.subsidy_shared == pytest.approx(game.cost - raised, abs=HAIR * size)
        assert answer.why_shared == ""
