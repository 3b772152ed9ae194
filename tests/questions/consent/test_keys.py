"""Under a key: known games, London, and what is odd."""

from __future__ import annotations

import dataclasses
import math
import pickle

import numpy as np
import pandas as pd
import pytest
from keyed_truth import KEYS, MIXTURES, as_partition, of_problem
from maps import grid

import clusterer as cl
from clusterer.candidates.shares import Shares
from clusterer.questions.consent.keyed_game import KeyedGame
from clusterer.questions.consent.offers import Offers
from clusterer.questions.consent.stability_cuts import those_that_hold
from clusterer.questions.consent.voluntary import held_in
from clusterer.search.solution import Watch

EIGHT = [
    "Croydon",
    "Hounslow",
    "Kingston upon Thames",
    "Lambeth",
    "Merton",
    "Richmond upon Thames",
    "Sutton",
    "Wandsworth",
]
HALVES = {"equal": 0.5, "population": 0.5}


@pytest.fixture(scope="module")
def eight(london, thames_crossings):
    """Return a function that makes the problem of the eight boroughs of the south-west."""
    graph = cl.adjacency(london, crossings=thames_crossings)
    some = london[london["name"].isin(EIGHT)]

    def problem(preset="central", **changes):
        return cl.Problem(
            some,
            cl.preset(preset, **changes),
            [cl.MaxSize(5)],
            adjacency=graph.subgraph(some.index),
        )

    return problem


def game(costs, *, n, allowed=None, **columns):
    """Return a problem on the complete graph in which sets of row numbers cost what is stated."""

    def cost(candidates):
        sets = (tuple(map(int, candidates.positions(k))) for k in range(len(candidates)))
        return np.array([costs.get(one, 1e6) for one in sets])

    def listed(candidates):
        sets = (tuple(map(int, candidates.positions(k))) for k in range(len(candidates)))
        return np.array([one in costs if allowed is None else one in allowed for one in sets])

    councils = grid(1, n).assign(**columns)
    return cl.Problem(
        councils,
        [cl.FunctionTerm("cost", cost)],
        [cl.FunctionRule("listed", listed)],
        adjacency=cl.adjacency(councils, within_km=math.inf),
    )


@pytest.mark.parametrize("preset", ["central", "business-case", "null"])
@pytest.mark.parametrize("key", [*KEYS, *MIXTURES], ids=str)
def test_the_eight_boroughs_form_what_all_583_partitions_show(eight, preset, key):
    problem = eight(preset)
    truth = of_problem(problem, key)
    assert len(truth.partitions) == 583
    outcome = cl.voluntary(problem, key)
    found = {as_partition(one) for one in (outcome, *outcome.others)}
    assert found == truth.stable
    assert outcome.all_others
    assert outcome.margin == pytest.approx(truth.margin(as_partition(outcome)), abs=1e-7)
    plan = cl.solve(problem)
    answer = cl.consent(plan, key)
    blocking = truth.blocking(as_partition(plan))
    assert len(answer.blocking) == len(blocking)
    assert answer.subsidy == pytest.approx(truth.staying(as_partition(plan)), abs=1e-6)


def test_half_equal_and_half_per_head_has_two_partitions_that_hold(eight):
    outcome = cl.voluntary(eight(), HALVES)
    (other,) = outcome.others
    assert outcome.unique is False
    assert outcome.objective < other.objective
    assert "1 other would hold as well" in outcome.headline


@pytest.mark.parametrize("key", [*KEYS, *MIXTURES], ids=str)
def test_the_program_with_stability_cuts_finds_what_branching_finds(eight, key):
    problem = eight()
    keyed = KeyedGame.of(problem, Shares.of(problem.councils, key), np.zeros(8))
    held = those_that_hold(keyed, most=10, watch=Watch(), seed=0)
    outcome = cl.voluntary(problem, key)
    branched = {as_partition(one) for one in (outcome, *outcome.others)}
    assert held.complete
    assert {
        tuple(sorted(tuple(keyed.sets.positions(k).tolist()) for k in one))
        for one in held.partitions
    } == branched


def test_helsingborg_and_malmo_would_leave_under_the_key_per_head():
    """The Skåne water study: Young, Okada and Hashimoto (1979), IIASA WP-79-077."""
    alone = [21.95, 17.08, 10.91, 15.88, 20.81, 21.98]
    charged = [10.13, 21.00, 3.19, 8.22, 34.22, 7.07]
    names = ["Ängelholm", "Helsingborg", "Klippan", "Kävlinge", "Malmö", "Lund"]
    costs = {(i,): cost for i, cost in enumerate(alone)} | {tuple(range(6)): 83.82}
    problem = game(costs, n=6, name=names)
    together = problem.evaluate(dict.fromkeys(names, "all"))
    answer = cl.consent(together, charged)
    assert list(answer.full_charges) == pytest.approx(
        [x * 83.82 / sum(charged) for x in charged], abs=1e-9
    )
    assert list(answer.full_charges) == pytest.approx(charged, abs=0.02)
    assert set(answer.blocking["members"]) == {"Helsingborg", "Malmö"}
    assert answer.subsidy == pytest.approx((21.00 - 17.08) + (34.22 - 20.81), abs=0.02)
    outcome = cl.voluntary(problem, charged)
    assert set(outcome.clusters["size"]) == {1}


def test_a_cycle_of_wishes_leaves_nothing_that_holds():
    """Charges 4 and 6 of each pair, so that each is cheap with one and expensive with the other.

    No key gives such charges for all costs, but three keys each half of the cost do for these.
    """
    costs = {(i,): 10.0 for i in range(3)} | {(0, 1): 12.0, (1, 2): 12.0, (0, 2): 12.0}
    problem = game(costs, n=3)
    shares = Shares.of(problem.councils, HALVES)
    keyed = KeyedGame.of(problem, shares, np.zeros(3))
    better = {(0, 1): 0, (1, 2): 1, (0, 2): 2}
    charges = keyed.charges.copy()
    indptr, members = keyed.sets.flat()
    for k in range(len(keyed.sets)):
        rows = tuple(int(i) for i in keyed.sets.positions(k))
        if rows in better:
            cheap = members[indptr[k] : indptr[k + 1]] == better[rows]
            charges[indptr[k] : indptr[k + 1]] = np.where(cheap, 5.0, 7.0)
    odd = dataclasses.replace(keyed, charges=charges)
    with pytest.raises(cl.InfeasibleError, match="no partition holds"):
        held_in(odd, Watch(), 0)
    assert those_that_hold(odd, most=3, watch=Watch(), seed=0).partitions == ()


def test_a_larger_grant_may_save_less(london, thames_crossings):
    graph = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(7)], adjacency=graph)
    curve = cl.grants_curve(problem, "population")
    assert curve.complete
    saving = curve.table["saving"]
    assert (saving.diff().dropna() < -1e-6).any()
    best = saving.argmax()
    assert 0 < best < len(saving) - 1
    outcome = curve.at(float(curve.table["grant"].iloc[best]))
    assert outcome.saving == pytest.approx(saving.iloc[best])
    assert outcome.paid == pytest.approx(curve.table["paid"].iloc[best])
    # A pound less, and it does not form.
    before = curve.at(float(curve.table["grant"].iloc[best]) - 2e-6)
    assert before.saving != pytest.approx(saving.iloc[best], abs=1e-4)
    # What one council each would need is no more than a flat grant.
    least = cl.least_grants(problem, "population", saving=float(saving.iloc[best]) - 1e-3)
    assert least.proved
    assert least.total < outcome.paid
    assert least.word_of == ""


@pytest.mark.parametrize("preset", ["central", "business-case"])
@pytest.mark.parametrize("key", KEYS)
def test_london_holds_by_itself_what_formed_by_itself(london, thames_crossings, preset, key):
    graph = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset(preset), [cl.MaxSize(5)], adjacency=graph)
    outcome = cl.voluntary(problem, key)
    answer = cl.consent(outcome, key)
    assert answer.holds
    assert answer.subsidy == answer.subsidy_bound == answer.exit_fee == 0.0
    assert outcome.unique
    # The nearest cluster is as near as is told.
    charges = outcome.charges["charge"].to_numpy()
    nearest = outcome.nearest.iloc[0]
    rows = problem.councils.positions(nearest["members"].split(", "))
    alike = problem.evaluate({problem.councils.ids[i]: 1 for i in rows}, rest_alone=True)
    there = Offers.of(alike).charges(Shares.of(problem.councils, key))
    assert max(there[i] - charges[i] for i in rows) == pytest.approx(outcome.margin, abs=1e-9)
    assert outcome.margin == nearest["short"] > 0


def test_a_gain_in_rates_that_is_money_counts_and_a_penny_does_not():
    """A billionth of £m a head is £237 for a borough of 237,000 residents."""
    people = [237_000, 237_000]

    def problem(saved):
        costs = {(0,): 300.0, (1,): 300.0, (0, 1): 600.0 - saved}
        return game(costs, n=2, population=people)

    heads = sum(people)
    one = cl.voluntary(problem(1e-9 * heads), "population")
    assert set(one.clusters["size"]) == {2}
    assert one.unique
    penny = cl.voluntary(problem(2e-8), "population")
    assert set(penny.clusters["size"]) == {1}
    assert penny.unique is False  # Together they would not part for a penny either.
    assert penny.margin == pytest.approx(0.0, abs=1e-6)
    assert "as well as not" in penny.headline


def test_equal_partitions_are_told_to_be_ties():
    """Three councils of which any two save the same: which two, nothing says."""
    costs = {(i,): 10.0 for i in range(3)} | dict.fromkeys(((0, 1), (1, 2), (0, 2)), 15.0)
    outcome = cl.voluntary(game(costs, n=3), "equal")
    assert len(outcome.others) == 2
    assert outcome.all_others
    assert outcome.unique is False


def test_many_ties_are_not_gone_through_for_ever():
    problem = cl.Problem(grid(3, 4), [cl.FunctionTerm("flat", lambda c: 1.0 * c.size)])
    outcome = cl.voluntary(problem, "equal")
    assert outcome.unique is False
    assert not outcome.all_others
    assert "at least 9 others" in outcome.headline


def test_who_may_not_stand_alone_joins_whoever_takes_it_and_is_left_over_otherwise():
    costs = {(0,): 10.0, (1,): 10.0, (2,): 10.0, (0, 1): 15.0, (1, 2): 30.0}
    allowed = {(0,), (1,), (0, 1), (1, 2)}
    outcome = cl.voluntary(game(costs, n=3, allowed=allowed), "equal")
    assert as_partition(outcome) == ((0, 1), (2,))
    assert any("listed" in fault for fault in outcome.broken)
    # A grant for the one that is asked buys its consent: it need not be paid to the other.
    least = cl.least_grants(game(costs, n=3, allowed={(0,), (1,), (1, 2)}), "equal", saving=-50.0)
    assert list(least.grants) == pytest.approx([0.0, 5.0, 0.0], abs=1e-5)


def test_limits_bind_plans_and_not_those_who_join():
    costs = {(0,): 10.0, (1,): 10.0, (0, 1): 15.0}
    problem = game(costs, n=2)
    limited = problem.replace(limits=[cl.ClusterCount(exactly=2)])
    outcome = cl.voluntary(limited, "equal")
    assert set(outcome.clusters["size"]) == {2}
    assert not outcome.feasible
    assert len(cl.consent(cl.solve(limited), "equal").blocking) == 1
    with pytest.raises(cl.InfeasibleError, match="whatever is paid"):
        cl.least_grants(limited, "equal", saving=1.0)


def test_a_council_that_costs_nothing_alone_has_no_share_in_proportion_to_that():
    costs = {(0,): 10.0, (1,): 0.0, (0, 1): 5.0}
    problem = game(costs, n=2)
    for ask in (
        lambda: cl.voluntary(problem, "alone"),
        lambda: cl.consent(problem.evaluate({}, rest_alone=True), "alone"),
        lambda: cl.least_grants(problem, "alone", saving=1.0),
        lambda: cl.grants_curve(problem, "alone"),
        lambda: problem.replace(rules=[cl.NobodyWorse("alone")]),
    ):
        with pytest.raises(cl.InputError, match=r"R0C1|r0c1.*costs £0m alone"):
            ask()
    assert set(cl.voluntary(problem, "saving").clusters["size"]) == {2}


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ("popluation", "no column 'popluation'; did you mean 'population'"),
        ("name", "is not a number"),
        ("empty", "has 0, by which nothing can be charged"),
        ({"equal": 0.5, "population": 0.6}, "come to 1.1; make them come to 1"),
        ({"equal": 1.5, "population": -0.5}, "portion of 'equal'"),
        ({"equal": 0.5, "popluation": 0.5}, "did you mean 'population'"),
        ({"R0C0": 1.0}, "no number for R0C1"),
        ({"R0C0": 1.0, "R0C1": -2.0}, r"R0C1 \(r0c1\) has -2, by which nothing"),
        ({"R0C0": 1.0, "r0c0": 2.0, "R0C1": 1.0}, "twice; keep one"),
        (pd.Series({"r0c0": 1.0, "r0c1": math.nan}), "has no number; give it one"),
        ({"R0C0": 1.0, "London": 2.0}, "no council 'London'"),
        ([1.0], "shape"),
        ([], "shape"),
        ({}, "shares is empty"),
        (3, "is no key"),
        (None, "is no key"),
        ({"equal": "half"}, "which is no number"),
    ],
    ids=str,
)
def test_what_is_no_key_is_refused_in_words(shares, message):
    problem = cl.Problem(grid(1, 2).assign(empty=[1, 0]), cl.preset("central"))
    with pytest.raises(cl.InputError, match=message):
        cl.voluntary(problem, shares)
    with pytest.raises(cl.InputError, match=message):
        problem.replace(rules=[cl.NobodyWorse(shares)])


def test_numbers_by_council_are_read_by_label_by_name_and_in_order():
    problem = cl.Problem(grid(1, 3), cl.preset("central"))
    ways = [
        [3, 1, 2],
        np.array([3, 1, 2]),
        {"R0C1": 1, "R0C0": 3, "R0C2": 2},
        pd.Series({"r0c2": 2, "r0c1": 1, "r0c0": 3}),
    ]
    found = [Shares.of(problem.councils, way).parts[0].weights.tolist() for way in ways]
    assert found == [[3.0, 1.0, 2.0]] * 4


def test_a_rule_about_charges_takes_the_terms_of_whichever_problem_it_stands_in():
    """It must not go stale where a copy has other terms."""
    rule = cl.NobodyWorse("equal")
    councils = grid(1, 2).assign(population=[100_000, 120_000])
    problem = cl.Problem(councils, cl.preset("null"), [rule])
    assert len(problem.candidates()) == 2
    other = problem.replace(terms=cl.preset("business-case"))
    assert len(other.candidates()) == len(
        cl.Problem(councils, cl.preset("business-case"), [rule]).candidates()
    )
    assert len(other.candidates()) == 3
    assert len(other.replace(terms=problem.terms).candidates()) == 2
    assert len(pickle.loads(pickle.dumps(other)).candidates()) == 3
    assert rule in other.rules
    own = cl.NobodyWorse("equal", terms=cl.preset("null"))
    assert len(other.replace(rules=[own]).candidates()) == 2
    assert "loss" not in repr(own)
    with pytest.raises(cl.InputError, match="stands in no problem"):
        rule.allows(problem.candidates())


@pytest.mark.parametrize("rule", [cl.NobodyWorse(HALVES), cl.Majority("equal")], ids=repr)
def test_a_plan_under_a_rule_about_charges_is_verified(london, rule):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3), rule])
    plan = cl.solve(problem)
    cl.verify(problem, plan.certificate())
    worse = cl.solve(problem.replace(rules=[cl.MaxSize(3)]))
    assert worse.objective < plan.objective
    assert problem.evaluate(worse.assignment).broken


def test_where_candidates_are_too_many_to_list_it_is_said_which_rule_would_help(london):
    problem = cl.Problem(london, cl.preset("central"))
    fair = problem.replace(rules=[cl.NobodyWorse("equal")])
    with pytest.raises(cl.TooManyCandidatesError, match=r"NobodyWorse.*MaxSize"):
        cl.solve(fair)
    with pytest.raises(cl.TooManyCandidatesError, match="MaxSize"):
        cl.voluntary(problem, "equal")


def test_a_portfolio_is_refused_with_what_to_ask_instead(london):
    portfolio = cl.Portfolio.from_services(london, cl.services("it"), rules=[cl.MaxSize(2)])
    for ask in (cl.voluntary, cl.grants_curve, cl.mandate):
        with pytest.raises(cl.InputError, match="each service"):
            ask(portfolio, "equal")


def test_nobody_worse_off_is_not_what_holds():
    """Three in pairs at 15, 14 and 13: two that gain, and one would leave all the same."""
    costs = {(i,): 10.0 for i in range(3)} | {(0, 1): 15.0, (1, 2): 14.0, (0, 2): 13.0}
    problem = game(costs, n=3)
    pair = problem.evaluate({"r0c0": 1, "r0c1": 1}, rest_alone=True)
    fair = problem.replace(rules=[*problem.rules, cl.NobodyWorse("equal")])
    assert fair.evaluate(pair.assignment).feasible
    assert not cl.consent(pair, "equal").holds


def test_what_keeps_members_bargaining_does_not_bound_what_keeps_them_under_a_key(eight):
    plan = cl.solve(eight())
    bargained, keyed = cl.consent(plan), cl.consent(plan, "equal")
    assert bargained.game == "members bargain"
    assert keyed.game == "shares equal"
    assert keyed.subsidy > bargained.subsidy
    assert keyed.because is None
    assert keyed.fairest is None


def test_a_plan_with_a_gap_is_asked_about_like_any_other(london):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(5)])
    plan = cl.solve(problem, time_limit=0.05)
    answer = cl.consent(plan, "population", time_limit=10)
    assert answer.subsidy >= answer.subsidy_bound - 1e-9
    assert answer.subsidy > 0


def test_a_subsidy_that_is_stopped_has_a_bound_that_holds(london, thames_crossings):
    graph = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(7)], adjacency=graph)
    plan = cl.solve(problem)
    stopped = cl.least_grants(problem, "population", plan=plan, time_limit=2.0)
    assert 0 < stopped.bound <= stopped.total
    assert stopped.gap == pytest.approx(1 - stopped.bound / stopped.total) or stopped.proved
    # The grants keep everybody, proved or not.
    answer = cl.consent(plan, "population", time_limit=2.0)
    paid = stopped.grants
    kept = (
        answer.leavers["gain"]
        <= paid.reindex(answer.leavers.index.get_level_values("council")).to_numpy() + 1e-6
    )
    assert kept.groupby(level="blocking").any().all()


def test_results_tell_their_figures_in_words(eight):
    problem = eight()
    for found in (
        cl.voluntary(problem, "population", grants={"Croydon": 5.0}),
        cl.least_grants(problem, "population", plan=cl.solve(problem)),
        cl.grants_curve(problem, "population"),
        cl.mandate(problem, "population"),
    ):
        assert "by population" in found.headline
        assert found.headline.split(":")[0] in repr(found).replace("\n", " ")
        assert "<" in found._repr_html_()
