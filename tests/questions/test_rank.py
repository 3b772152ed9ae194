"""Ranked plans: all of them are there, in order, as going through all partitions finds."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import cases, puzzle
from maps import grid

import clusterer as cl
from clusterer.questions import plan_lists
from clusterer.questions.moves import moves_between
from clusterer.questions.plan_lists import Scope
from clusterer.search import plans_below
from clusterer.search.columns import Columns
from clusterer.search.plan_graph import PlanGraph
from clusterer.search.solution import OutOfTime

_IN_FULL = 40
"""So many plans are looked at one by one."""

HAIR = 1e-6
"""£m within which costs are the same."""


def as_sets(problem, plan):
    """Return a plan as a set of sets of row numbers."""
    return frozenset(
        frozenset(problem.councils.positions(members))
        for members in plan.assignment.groupby(plan.assignment).groups.values()
    )


def by_hand(case):
    """Return (cost, plan) of all plans of a case, in order of cost."""
    plans = [
        (sum(case.truth.costs[c] for c in plan), frozenset(map(frozenset, plan)))
        for plan in case.truth.plans()
    ]
    return sorted(plans, key=lambda pair: pair[0])


def check_ranked(ranked, expected):
    """Assert that a list has the costs of the cheapest plans by hand, and nothing but plans."""
    costs = [cost for cost, _ in expected]
    assert list(ranked.table["cost"]) == pytest.approx(costs[: len(ranked)], abs=HAIR)
    known = {plan: cost for cost, plan in expected}
    # To cost a plan in full takes some milliseconds.
    found = [as_sets(ranked.problem, plan) for plan in ranked[:_IN_FULL]]
    assert len(set(found)) == len(found)
    for plan, cost in zip(found, ranked.table["cost"], strict=False):
        assert known[plan] == pytest.approx(cost, abs=HAIR)
    assert list(ranked.table["more"]) == pytest.approx(
        [cost - costs[0] for cost in costs[: len(ranked)]], abs=HAIR
    )


@settings(max_examples=80)
@given(case=cases(), n=st.integers(1, 30))
def test_the_n_best_are_those_of_brute_force(case, n):
    expected = by_hand(case)
    if not expected:
        with pytest.raises(cl.InfeasibleError):
            cl.rank(case.problem, n=n)
        return
    ranked = cl.rank(case.problem, n=n)
    assert len(ranked) == min(n, len(expected))
    check_ranked(ranked, expected)
    assert ranked.complete == (len(expected) <= n)
    following = expected[n][0] if len(expected) > n else math.inf
    assert ranked.next_bound == pytest.approx(following, abs=HAIR)


@settings(max_examples=40)
@given(case=cases(), within=st.sampled_from([0.0, 0.001, 0.02, 0.3]))
def test_all_within_a_tolerance_are_those_of_brute_force(case, within):
    expected = by_hand(case)
    if not expected:
        return
    best = expected[0][0]
    cutoff = best + within * abs(best)
    ranked = cl.rank(case.problem, within=within)
    sure = [pair for pair in expected if pair[0] <= cutoff - HAIR]
    perhaps = [pair for pair in expected if pair[0] <= cutoff + 2 * HAIR]
    assert len(sure) <= len(ranked) == ranked.n_plans <= len(perhaps)
    check_ranked(ranked, expected)
    assert ranked.complete
    assert all(cost >= ranked.next_bound - HAIR for cost, _ in expected[len(ranked) :])


@settings(max_examples=40)
@given(case=cases())
def test_every_plan_is_listed_and_counted(case):
    expected = by_hand(case)
    if not expected:
        return
    ranked = cl.rank(case.problem)
    assert len(ranked) == ranked.n_plans == len(expected)
    check_ranked(ranked, expected)
    assert ranked.complete
    assert ranked.next_bound == math.inf


@settings(max_examples=30)
@given(case=cases(), n=st.integers(1, 12))
def test_shares_and_positions_are_those_of_brute_force(case, n):
    expected = by_hand(case)
    if not expected:
        return
    ranked = cl.rank(case.problem, n=n)
    plans = [as_sets(ranked.problem, plan) for plan in ranked]
    ids = list(ranked.problem.councils.ids)
    for i, j in itertools.product(range(len(ids)), repeat=2):
        often = sum(any({i, j} <= cluster for cluster in plan) for plan in plans)
        assert ranked.together.iloc[i, j] == pytest.approx(often / len(plans))
    always = {
        (ids[i], ids[j])
        for i, j in itertools.combinations(range(len(ids)), 2)
        if all(any({i, j} <= cluster for cluster in plan) for plan in plans)
    }
    assert set(ranked.always) == always
    never = {
        frozenset((a, b))
        for a, b in ranked.problem.adjacency.edges
        if a != b and ranked.together.loc[a, b] == 0.0
    }
    assert {frozenset(pair) for pair in ranked.never} == never
    for cost, plan in expected[:: max(1, len(expected) // 5)]:
        labels = {ids[i]: k for k, cluster in enumerate(plan) for i in cluster}
        cheaper = sum(other < cost - HAIR for other in ranked.table["cost"])
        assert ranked.position(labels) == (cheaper, len(ranked))


@pytest.mark.parametrize("seed", range(12))
def test_ties_are_all_there_where_odd_cycles_abound(seed):
    """Costs are whole numbers, so most plans cost what others cost."""
    case = puzzle(seed, n=6)
    expected = by_hand(case)
    ranked = cl.rank(case.problem)
    check_ranked(ranked, expected)
    assert len(ranked) == len(expected)
    again = cl.rank(case.problem, n=5)
    assert [as_sets(again.problem, plan) for plan in again] == [
        as_sets(ranked.problem, plan) for plan in ranked[:5]
    ]


@settings(max_examples=25)
@given(case=cases(), k=st.integers(2, 5), moves=st.integers(1, 4))
def test_diverse_plans_are_the_cheapest_that_differ_enough(case, k, moves):
    expected = by_hand(case)
    if not expected or len({round(cost, 5) for cost, _ in expected}) < len(expected):
        return  # Ties may be taken in any order.
    ranked = cl.rank(case.problem, diverse=k, moves=moves)
    chosen = []
    for _, plan in expected:
        if all(moved(plan, other) >= moves for other in chosen):
            chosen.append(plan)
    listed = [as_sets(ranked.problem, plan) for plan in ranked]
    assert listed == chosen[:k]
    others = [cost for cost, plan in expected if plan not in listed]
    assert ranked.complete == (not others)
    # It need not be met: all that costs less than it was looked through, and not what comes next.
    assert ranked.next_bound <= min(others, default=math.inf) + HAIR
    passed = [cost for cost in others if cost < ranked.table["cost"].iloc[-1] - HAIR]
    assert not passed or ranked.next_bound == pytest.approx(min(passed), abs=HAIR)


def moved(this, other):
    """Return how many must move, trying all ways to match clusters."""
    these, those = list(this), list(other)
    if len(these) > len(those):
        these, those = those, these
    n = sum(map(len, these))
    return n - max(
        sum(len(a & b) for a, b in zip(these, order, strict=True))
        for order in itertools.permutations(those, len(these))
    )


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(*[st.lists(st.integers(0, n - 1), min_size=n, max_size=n)] * 3)
    )
)
def test_moves_are_a_distance(three):
    a, b, c = (np.unique(one, return_inverse=True)[1] for one in three)
    assert moves_between(a, b) == moves_between(b, a)
    assert (moves_between(a, b) == 0) == (
        len({*zip(a, b, strict=True)}) == a.max() + 1 == b.max() + 1
    )
    assert moves_between(a, c) <= moves_between(a, b) + moves_between(b, c)


def test_a_path_of_councils_has_as_many_plans_as_ways_to_cut_it():
    """N councils in a row, clusters of any size: each of n - 1 borders is cut or not."""
    councils = grid(1, 12)
    problem = cl.Problem(councils, cl.preset("central"))
    ranked = cl.rank(problem, most=100)
    assert ranked.n_plans == 2**11
    assert len(ranked) == 100
    assert not ranked.complete


def test_dominoes_on_a_chessboard_are_counted_without_going_through_them():
    """12,988,816 ways to cover 8 times 8 with dominoes (Kasteleyn and Fisher, 1961)."""
    councils = grid(8, 8)
    pairs = cl.FunctionRule("pairs", lambda c: c.size == 2)
    problem = cl.Problem(councils, cl.preset("central"), [cl.MaxSize(2), pairs])
    ranked = cl.rank(problem, most=50, seed=3)
    assert ranked.n_plans == 12_988_816
    assert len(ranked) == 50
    assert (ranked.table["shared"] == 32).all()
    again = cl.rank(problem, most=50, seed=3)
    assert again.table.equals(ranked.table)
    assert not cl.rank(problem, most=50, seed=4).table.equals(ranked.table)


def test_of_millions_of_ties_some_are_listed_at_once():
    """2^23 ways to cut a row of 24 councils, all at the same cost."""
    flat = cl.FunctionTerm("flat", lambda c: 1.0 * c.size)
    problem = cl.Problem(grid(1, 24), [flat])
    ranked = cl.rank(problem, n=3)
    assert list(ranked.table["cost"]) == pytest.approx([24.0] * 3)
    assert len({as_sets(problem, plan) for plan in ranked}) == 3
    assert ranked.next_bound == pytest.approx(24.0)
    assert not ranked.complete
    assert len(cl.rank(problem, diverse=3, moves=6, most=500)) == 3


@pytest.mark.parametrize("asked", [{"n": 3}, {"within": 0.001}, {"diverse": 2}, {}])
def test_where_time_is_up_while_plans_are_listed_the_best_one_is_kept(london, monkeypatch, asked):
    def stop(*_, **__):
        raise OutOfTime

    monkeypatch.setattr(PlanGraph, "count", stop)
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    ranked = cl.rank(problem, **asked, most=10)
    assert len(ranked) == 1 or not asked  # All plans are counted at once, without going through.
    assert not ranked.complete


@pytest.mark.parametrize(
    ("area", "plans"),
    [("ESS", 2737), ("KEN", 2660), ("LAN", 1372), ("DEV", 92), ("NFK", 29), ("SFK", 7)],
)
def test_counties_have_as_many_plans_as_were_counted_elsewhere(area, plans):
    """With 250,000 residents or more a council; counted before the library could do it."""
    districts = cl.datasets.england()
    county = districts[districts["lgr"] == area]
    problem = cl.Problem(county, [], [cl.PopulationBounds(at_least=250_000)])
    assert cl.rank(problem, most=1).n_plans == plans


def test_a_draw_is_even():
    """Each of 8 plans comes as often as the others, within four standard deviations."""
    problem = cl.Problem(grid(1, 4), cl.preset("central"))
    every = [as_sets(problem, plan) for plan in cl.rank(problem)]
    seen = dict.fromkeys(every, 0)
    for seed in range(400):
        (plan,) = cl.rank(problem, most=1, seed=seed)
        seen[as_sets(problem, plan)] += 1
    assert all(abs(often - 50) < 4 * math.sqrt(400 * (1 / 8) * (7 / 8)) for often in seen.values())


def test_london_central_has_30_plans_within_a_hundredth_of_a_per_cent(london, thames_crossings):
    borders = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(7)], adjacency=borders)
    ranked = cl.rank(problem, within=0.0001)
    # Each plan beside the best is found by a solve as well, without the pairs that it lacks.
    best = ranked[0]
    assert best.status == "optimal"
    assert ranked[1].status == "feasible"
    assert ranked[1].bound == pytest.approx(best.objective, abs=1e-5)
    second = min(
        cl.solve(problem.replace(rules=[*problem.rules, rule])).objective
        for rule in other_than(best)
    )
    assert ranked.table["cost"][2] == pytest.approx(second, abs=1e-5)


def other_than(plan):
    """Yield rules of which every other plan keeps at least one: some cluster is not there."""
    for members in plan.clusters.index:
        cluster = plan.members(members)
        if len(cluster) > 1:
            yield _without(plan.councils, cluster)


def _without(councils, cluster):
    rows = set(councils.positions(cluster))
    ones = np.array([float(i in rows) for i in range(len(councils))])

    def allowed(candidates):
        return (candidates.sum(ones) != len(rows)) | (candidates.size != len(rows))

    return cl.FunctionRule(f"not {sorted(rows)}", allowed)


def test_pictures_say_what_is_settled_and_what_is_open(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)])
    ranked = cl.rank(problem, n=4)
    ax = ranked.plot()
    some = next(line for line in ax.collections if line.get_gid() == "sometimes")
    shares = [ranked.together.loc[pair] for pair in problem.adjacency.edges]
    assert len(some.get_segments()) == sum(0 < share < 1 for share in shares)
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    some, open_ones = "together in some, thicker in more", "open"
    assert said == ["together in all plans", some, "alone in all plans", open_ones]
    (costs,) = [line for line in ranked.plot_costs().lines if line.get_gid() == "costs"]
    assert list(costs.get_ydata()) == list(ranked.table["more"])


def test_a_ranking_is_copied_as_it_is(london):
    import pickle

    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    ranked = cl.rank(problem, n=3)
    again = pickle.loads(pickle.dumps(ranked))
    assert again.table.equals(ranked.table)
    assert again.headline == ranked.headline


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({"n": 0}, "n = 0 must be a whole number from 1 to 1,000,000,000"),
        ({"within": -0.1}, "within = -0.1 must be a fraction from 0 to 1"),
        (
            {"n": 2, "diverse": 2},
            "give n, or diverse, and not both: diverse says how many plans to return",
        ),
        ({"moves": 2}, "moves says how far diverse plans are apart; give diverse=... too"),
    ],
)
def test_what_cannot_be_asked_is_said(london, ask, message):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    with pytest.raises(cl.InputError) as caught:
        cl.rank(problem, **ask)
    assert str(caught.value) == message


def test_a_portfolio_is_told_to_rank_a_service(london):
    portfolio = cl.Portfolio.from_services(london, cl.services("it"), rules=[cl.MaxSize(2)])
    with pytest.raises(cl.InputError, match=r"rank\(portfolio.services\[name\]\)"):
        cl.rank(portfolio)


def test_where_no_time_is_left_the_best_plan_is_ranked_with_its_bound(london):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(5)])
    ranked = cl.rank(problem, n=5, time_limit=1e-9)
    assert len(ranked) == 1
    assert not ranked.complete
    assert ranked.next_bound <= ranked[0].objective


def test_diverse_plans_are_given_up_between_two_plans_when_time_is_up(london, monkeypatch):
    """To compare a plan with those before takes long, and there may be 100,000 of them."""
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)])
    best = cl.solve(problem)
    compared = []

    def counted(this, other):
        compared.append(this)
        return moves_between(this, other)

    monkeypatch.setattr(plan_lists, "moves_between", counted)
    scope = Scope(
        Columns.of(problem, lambda _: None).possible(),
        best.objective,
        0.01,
        lambda: 0.0 if len(compared) >= 20 else 60.0,
    )
    found = plan_lists.diverse(scope, 5, 31, 5_000)
    assert len(compared) == 20
    assert not found.complete
    # What is said of the others holds all the same.
    chosen = {tuple(plan.tolist()) for plan in found.plans}
    others = [
        scope.columns.costs[plan].sum()
        for plan in plan_lists.cheapest(
            Scope(scope.columns, best.objective, 0.01, lambda: math.inf), 50
        ).plans
        if tuple(plan.tolist()) not in chosen
    ]
    assert min(others) >= found.next_bound - HAIR


def test_no_further_sweep_is_begun_when_time_is_up(london, monkeypatch):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(5)])
    best = cl.solve(problem).objective
    columns = Columns.of(problem, lambda _: None).possible()
    left, swept = [60.0], []
    whole = plans_below.PlanGraph.of

    def last_one(*args, **options):
        swept.append(args)
        left[0] = 0.0
        return whole(*args, **options)

    monkeypatch.setattr(plans_below.PlanGraph, "of", last_one)
    with pytest.raises(OutOfTime):
        plans_below.PlansBelow.of(columns, best + 10, lambda: left[0])
    assert len(swept) == 1


def test_plans_under_a_cap_on_their_number_alone_are_listed():
    """A cap on the number of clusters has no lower end, and nothing costs anything here."""
    problem = cl.Problem(grid(1, 2), [], limits=[cl.ClusterCount(at_most=1)])
    ranked = cl.rank(problem)
    assert [len(plan.clusters) for plan in ranked] == [1]
    assert ranked.complete
