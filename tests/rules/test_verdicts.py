"""Each rule against plain Python, on every cluster of random maps."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import truth
from costing import clusters_of, councils_of, problem_of
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import each, facts_of, maps, ruled, table

import clusterer as cl
from clusterer.candidates import Pruning
from clusterer.rules import Rule

few = settings(max_examples=60)
POPULATION = facts_of([100, 250, 400])


def verdicts(facts, rule) -> list[bool]:
    """Return what a rule says of every cluster, in the order of `clusters_of`."""
    candidates = cl.Candidates.of(councils_of(facts), clusters_of(facts.n))
    return rule.allows(candidates).tolist()


def allowed(facts, rule) -> list[str]:
    """Return the clusters that a rule allows, as words of one-letter labels."""
    words = ["".join(facts.labels[i] for i in cluster) for cluster in clusters_of(facts.n)]
    return [word for word, yes in zip(words, verdicts(facts, rule), strict=True) if yes]


def keeps_pruning(facts, pruning: Pruning, cluster) -> bool:
    """Tell whether a cluster is one that the enumeration would not cut."""
    return (
        (pruning.max_size is None or len(cluster) <= pruning.max_size)
        and all(sum(weights[i] for i in cluster) <= cap for weights, cap in pruning.caps)
        and not (
            pruning.conflict is not None
            and any(pruning.conflict[i, j] for i, j in combinations(cluster, 2))
        )
    )


def keeps_form(form, cluster) -> bool:
    """Tell whether a cluster keeps what a rule tells a MIP."""
    for within in form.sums:
        total = sum(within.weights[i] for i in cluster)
        exempt = within.alone and len(cluster) == 1
        if not exempt and not truth.within(total, within.interval.low, within.interval.high):
            return False
    if form.conflict is not None and any(form.conflict[i, j] for i, j in combinations(cluster, 2)):
        return False
    return all(len(set(cluster) & set(group)) in (0, len(group)) for group in form.together)


@few
@given(maps(st.integers(1, 6)), st.data())
def test_a_rule_allows_what_plain_python_allows(drawn, data):
    facts, _ = drawn
    for rule, allows in zip(*data.draw(ruled(facts)), strict=True):
        assert verdicts(facts, rule) == [bool(allows(c)) for c in clusters_of(facts.n)]


@few
@given(maps(st.integers(1, 6)), st.data())
def test_what_a_rule_lets_the_enumeration_cut_is_not_allowed(drawn, data):
    facts, _ = drawn
    for rule in data.draw(ruled(facts))[0]:
        pruning = rule.pruning(councils_of(facts))
        if pruning is not None:
            kept = [keeps_pruning(facts, pruning, c) for c in clusters_of(facts.n)]
            pairs = zip(kept, verdicts(facts, rule), strict=True)
            assert all(keep or not allows for keep, allows in pairs)


@few
@given(maps(st.integers(1, 6)), st.data())
def test_the_mip_form_of_a_rule_allows_the_same(drawn, data):
    facts, _ = drawn
    for rule in data.draw(ruled(facts, linear=True))[0]:
        form = rule.mip_form(councils_of(facts))
        kept = [keeps_form(form, c) for c in clusters_of(facts.n)]
        assert kept == verdicts(facts, rule)


# One by one, by hand.


def test_at_most_two_members():
    assert allowed(POPULATION, cl.MaxSize(2)) == ["a", "b", "c", "ab", "ac", "bc"]


def test_at_least_two_members():
    assert allowed(POPULATION, cl.MinSize(2)) == ["ab", "ac", "bc", "abc"]


def test_councils_alone_may_be_exempt_from_a_floor_on_the_size():
    assert allowed(POPULATION, cl.MinSize(3, alone=True)) == ["a", "b", "c", "abc"]


def test_bounds_on_residents_include_their_ends():
    rule = cl.PopulationBounds(at_least=350, at_most=650)
    assert allowed(POPULATION, rule) == ["c", "ab", "ac", "bc"]


def test_councils_alone_may_be_exempt_from_bounds():
    rule = cl.PopulationBounds(at_least=600, alone=True)
    assert allowed(POPULATION, rule) == ["a", "b", "c", "bc", "abc"]


def test_a_council_too_large_for_any_cluster_may_still_stand_alone():
    rule = cl.PopulationBounds(at_most=350, alone=True)
    candidates = problem_of(facts_of([100, 250, 400], [(0, 1), (1, 2)]), rules=[rule]).candidates()
    assert [candidates.members(k) for k in range(4)] == [("a",), ("a", "b"), ("b",), ("c",)]


def test_bounds_on_another_column():
    facts = facts_of([1, 1])
    frame = table(facts).assign(area=[-2, 3])
    rule = cl.PopulationBounds(at_most=1, population="area")
    problem = cl.Problem(frame, [], [rule])
    assert [problem.candidates().members(k) for k in range(2)] == [("a",), ("a", "b")]
    assert rule.pruning(problem.councils) is None  # A negative value can bring a sum back.


def test_together_allows_all_of_them_or_none():
    assert allowed(POPULATION, cl.Together("a", "c")) == ["b", "ac", "abc"]


def test_apart_allows_one_of_them_at_most():
    assert allowed(POPULATION, cl.Apart("a", "C")) == ["a", "b", "c", "ab", "bc"]


def test_who_stands_alone_is_with_nobody():
    assert allowed(POPULATION, cl.Alone("a")) == ["a", "b", "c", "bc"]
    assert allowed(POPULATION, cl.Alone("a", "C")) == ["a", "b", "c"]


def test_a_distance_is_from_centroid_to_centroid_and_includes_its_end():
    assert allowed(POPULATION, cl.MaxDistance(10)) == ["a", "b", "c", "ab", "bc"]
    assert allowed(POPULATION, cl.MaxDistance(9.99)) == ["a", "b", "c"]


def test_a_distance_in_seats_includes_its_end():
    # a and b differ in one seat of four, b and c in two, a and c in three.
    facts = facts_of([1, 1, 1], seats=[(4, 0, 0), (3, 1, 0), (1, 1, 2)])
    assert allowed(facts, cl.MaxPoliticalDistance(0.5)) == ["a", "b", "c", "ab", "bc"]
    assert allowed(facts, cl.MaxPoliticalDistance(0.49)) == ["a", "b", "c", "ab"]
    assert allowed(facts, cl.MaxPoliticalDistance(0.75))[-1] == "abc"
    reds = cl.MaxPoliticalDistance(0, columns=["seats_red", "seats_blue"])  # 1, ¾ and ½ are red.
    assert allowed(facts, reds) == ["a", "b", "c"]


def test_members_under_the_same_control():
    facts = facts_of([1, 1, 1], control=["red", "blue", "red"])
    rule = cl.MaxPoliticalDistance(0, "control")
    assert allowed(facts, rule) == ["a", "b", "c", "ac"]
    wards = cl.Problem(table(facts).rename(columns={"control": "party"}), [])
    named = cl.MaxPoliticalDistance(0, "control", control="party")
    assert named.pruning(wards.councils).conflict.sum() == 4
    with pytest.raises(cl.InputError, match="control"):
        wards.replace(rules=[rule])


def test_one_member_only_may_have_more_posts_than_the_cap_for_it_can_host():
    # At £20 a resident and 50 posts a £m: 0.1, 0.25 and 0.4 posts.
    service = cl.Service("it", 20, 0.3, 500_000, 0.8, posts_per_gbp_m=50)
    for cap, kept in (
        (0.25, ["a", "b", "c", "ab", "ac", "bc", "abc"]),
        (0.2, ["a", "b", "c", "ab", "ac"]),
        (0.05, ["a", "b", "c"]),
    ):
        rule = cl.MaxDisplaced(cap, share=1, services=[service])
        assert allowed(POPULATION, rule) == kept


def test_a_floor_below_the_share_of_each_member():
    # 100, 250 and 400: a has 2/7 with b, a fifth with c, and 2/15 of all.
    assert allowed(POPULATION, cl.MinControl(0.2)) == ["a", "b", "c", "ab", "ac", "bc"]
    assert allowed(POPULATION, cl.MinControl(0.25)) == ["a", "b", "c", "ab", "bc"]
    assert allowed(POPULATION, cl.MinControl(0)) == ["a", "b", "c", "ab", "ac", "bc", "abc"]


def test_a_cap_on_the_share_of_a_member_is_kept_by_adding_others():
    # c has 8/15 of all, and more with one of the others.
    assert allowed(POPULATION, cl.MaxControl(0.54)) == ["a", "b", "c", "abc"]


def test_power_can_come_back_as_a_cluster_grows():
    # Of two unlike members the larger has all power; of 250, 250 and 400 each has a third.
    facts = facts_of([250, 250, 400])
    a_third = ["a", "b", "c", "ab", "abc"]
    assert allowed(facts, cl.MinControl(1 / 3, "power")) == a_third
    assert allowed(facts, cl.MaxControl(0.5, "power")) == a_third


def test_a_function_of_the_candidates_is_a_rule():
    rule = cl.FunctionRule("odd", lambda c: c.size % 2 == 1)
    assert allowed(POPULATION, rule) == ["a", "b", "c", "abc"]
    assert rule.pruning(councils_of(POPULATION)) is None
    assert rule.mip_form(councils_of(POPULATION)) is None


def test_a_rule_of_ones_own_needs_no_more_than_allows():
    class NoPairs(Rule):
        def allows(self, candidates):
            return candidates.size != 2

    facts = facts_of([1, 1, 1], [(0, 1), (1, 2)])
    candidates = problem_of(facts, rules=[NoPairs()]).candidates()
    assert each(candidates, len).tolist() == [1, 3, 1, 1]


def test_pruning_and_no_pruning_leave_the_same_candidates(london):
    rules = [cl.MaxSize(4), cl.MaxDistance(9), cl.PopulationBounds(at_most=700_000)]
    unpruned = [cl.FunctionRule(repr(rule), rule.allows) for rule in rules[1:]]
    pruned = cl.Problem(london, [], rules).candidates()
    plain = cl.Problem(london, [], [cl.MaxSize(4), *unpruned]).candidates()
    assert 32 < len(pruned) < len(cl.Problem(london, [], [cl.MaxSize(4)]).candidates())
    assert all(np.array_equal(a, b) for a, b in zip(pruned.flat(), plain.flat(), strict=True))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (cl.MaxSize(4), "MaxSize(4)"),
        (cl.MinSize(4), "MinSize(4)"),
        (cl.MinSize(4, alone=True), "MinSize(4, or alone)"),
        (cl.MaxDistance(12.5), "MaxDistance(12.5 km)"),
        (cl.MinControl(0.1), "MinControl(0.1, by share of population)"),
        (cl.MaxControl(0.5, "power", "seats"), "MaxControl(0.5, by power of seats)"),
        (cl.MaxPoliticalDistance(0.25), "MaxPoliticalDistance(0.25, by seats)"),
        (cl.MaxDisplaced(40, share=0.125), "MaxDisplaced(40 posts, share=0.125)"),
        (cl.Together("Camden", "Barnet"), "Together('Camden', 'Barnet')"),
        (cl.Apart("Camden", "Barnet"), "Apart('Camden', 'Barnet')"),
        (cl.Alone("Camden"), "Alone('Camden')"),
        (
            cl.PopulationBounds(at_least=200_000, at_most=900_000, alone=True),
            "PopulationBounds(population: at least 200,000 and at most 900,000, or alone)",
        ),
        (
            cl.PopulationBounds(at_least=1_250_000),
            "PopulationBounds(population: at least 1,250,000)",
        ),
        (cl.FunctionRule("odd", len), "FunctionRule('odd')"),
    ],
)
def test_a_rule_reads_as_it_is_written(rule, text):
    assert repr(rule) == text
