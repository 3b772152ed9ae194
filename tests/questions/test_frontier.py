"""Frontiers: each point is one that going through all partitions finds, and none is missing."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import cases, complete, each, facts_of, graph, number, puzzle, table
from maps import grid

import clusterer as cl

HAIR = 1e-5
"""£m, or as much of a criterion, within which two are the same."""


def all_plans(case):
    """Return (cost, clusters) of all plans of a case."""
    return [
        (sum(case.truth.costs[cluster] for cluster in plan), plan) for plan in case.truth.plans()
    ]


def undominated(pairs):
    """Return the pairs (criterion, cost) that no other beats, by rising criterion.

    Those that are the same within a hair are one; so is one that another beats by a hair alone.
    """
    found = []
    for amount, cost in sorted(pairs):
        if not found or cost < found[-1][1] - HAIR:
            if found and amount <= found[-1][0] + HAIR:
                found.pop()
            found.append((amount, cost))
    return found


def points_of(frontier):
    return list(zip(frontier.table.index, frontier.table["cost"], strict=True))


def check_points(frontier, expected, *, more=False):
    """Assert that a frontier has all of some points, proved, and no others."""
    assert frontier.complete
    assert frontier.gaps.empty
    found = points_of(frontier)
    assert len(found) == len(expected)
    for (amount, cost), (wanted, least) in zip(found, expected, strict=True):
        assert amount == pytest.approx(wanted, abs=HAIR, rel=1e-6)
        assert cost == pytest.approx(least, abs=HAIR)
    assert all(plan.status == "optimal" for plan in frontier[:6])
    assert all(plan.feasible for plan in frontier[:6])
    assert frontier.table.index.is_monotonic_increasing
    assert more or frontier.table["cost"].is_monotonic_decreasing


@settings(max_examples=40)
@given(case=cases())
def test_each_number_of_clusters_has_the_best_plan_of_brute_force(case):
    best = {}
    for cost, plan in all_plans(case):
        best[len(plan)] = min(cost, best.get(len(plan), math.inf))
    if not best:
        with pytest.raises(cl.InfeasibleError):
            cl.frontier(case.problem)
        return
    frontier = cl.frontier(case.problem)
    assert frontier.complete
    assert list(frontier.table.index) == sorted(best)
    n = len(case.problem.councils)
    assert frontier.impossible == tuple(sorted({*range(1, n + 1)} - {*best}))
    for k, plan in zip(sorted(best), frontier, strict=True):
        assert frontier.table["cost"][k] == pytest.approx(best[k], abs=HAIR)
        assert plan.objective == pytest.approx(best[k], abs=HAIR)
        assert plan.status == "optimal"
        assert plan.feasible
        assert len(plan.clusters) == k
        dominated = any(best[j] <= best[k] for j in best if j < k) and any(
            best[j] <= best[k] for j in best if j > k
        )
        assert frontier.table["dominated"][k] == dominated


def whole(cluster):
    """Return a criterion that is a whole number, so that many plans have as much of it."""
    return (len(cluster) - 1) * (min(cluster) % 3) + len(cluster) // 3


def fine(cluster):
    return number("criterion", cluster, 0, 7) * (len(cluster) > 1)


def signed(cluster):
    return number("signed", cluster, -3, 2)


CRITERIA = {"whole": whole, "fine": fine, "signed": signed}


@settings(max_examples=60)
@given(
    case=cases(),
    which=st.sampled_from(sorted(CRITERIA)),
    kind=st.sampled_from(["sum", "more", "max", "min"]),
)
def test_no_point_is_dominated_and_none_is_missing(case, which, kind):
    f = CRITERIA[which]
    together = {"sum": sum, "more": sum, "max": max, "min": min}[kind]
    sign = -1 if kind in ("more", "min") else 1
    plans = all_plans(case)
    if not plans:
        return
    expected = undominated(
        (sign * together([f(cluster) for cluster in plan]), cost) for cost, plan in plans
    )
    frontier = cl.frontier(
        case.problem,
        by=lambda c: each(c, f),
        over="sum" if kind == "more" else kind,
        better="more" if kind == "more" else None,
        points=1000,
        name=which,
    )
    expected = sorted((sign * amount + 0.0, cost) for amount, cost in expected)
    check_points(frontier, expected, more=sign < 0)
    for plan, (amount, _) in zip(frontier[:6], expected, strict=False):
        rows = [
            tuple(sorted(int(i) for i in case.problem.councils.positions(plan.members(label))))
            for label in plan.clusters.index
        ]
        assert together([f(row) for row in rows]) == pytest.approx(amount, abs=HAIR)


@settings(max_examples=30)
@given(case=cases(), data=st.data())
def test_a_term_is_set_against_all_others(case, data):
    """Each cluster has one host, the cheapest over all terms, and pays each term under that."""
    terms = case.truth.terms
    plans = all_plans(case)
    if not plans or not terms:
        return
    chosen = data.draw(st.sampled_from(range(len(terms))))

    def parts(cluster):
        costs = [(sum(term(cluster, host) for term in terms), host) for host in cluster]
        least = min(costs)[0]
        shares = {round(terms[chosen](cluster, h), 9) for c, h in costs if c <= least + 1e-9}
        return least, shares

    known = {cluster: parts(cluster) for cluster in case.truth.costs}
    if any(len(shares) > 1 for _, shares in known.values()):
        return  # Hosts that cost the same: which one it is, the truth does not say.
    expected = undominated(
        (
            amount := sum(next(iter(known[cluster][1])) for cluster in plan),
            cost - amount,
        )
        for cost, plan in plans
    )
    frontier = cl.frontier(case.problem, by=case.problem.terms[chosen], points=1000)
    check_points(frontier, expected)
    totals = frontier.table.index + frontier.table["cost"]
    assert frontier.table["total"].to_numpy() == pytest.approx(totals.to_numpy())
    assert totals.min() == pytest.approx(min(cost for cost, _ in plans), abs=HAIR)


@pytest.mark.parametrize("seed", range(10))
def test_ties_do_not_hide_a_point(seed):
    """Costs and criterion are whole numbers: most plans cost what others cost."""
    case = puzzle(seed, n=7)

    def f(cluster):
        return (sum(cluster) * 7 + len(cluster) * seed) % 4

    expected = undominated((sum(map(f, plan)), cost) for cost, plan in all_plans(case))
    check_points(cl.frontier(case.problem, by=lambda c: each(c, f), points=1000), expected)


@pytest.mark.parametrize("seed", range(4))
def test_ties_that_are_too_many_to_list_hide_no_point_either(seed, monkeypatch):
    monkeypatch.setattr("clusterer.questions.tradeoff._MOST_TIES", 0)
    test_ties_do_not_hide_a_point(seed)


@settings(max_examples=20)
@given(case=cases(), most=st.integers(2, 5))
def test_a_few_points_are_on_the_frontier_with_its_ends_and_gaps_hold_the_rest(case, most):
    plans = all_plans(case)
    if not plans:
        return
    expected = undominated((sum(map(fine, plan)), cost) for cost, plan in plans)
    frontier = cl.frontier(case.problem, by=lambda c: each(c, fine), points=most)
    found = points_of(frontier)
    assert len(found) == min(len(expected), len(found)) <= max(most, 2)
    assert found[0] == pytest.approx(expected[0], abs=HAIR)
    assert found[-1] == pytest.approx(expected[-1], abs=HAIR)
    for point in expected:
        here = any(point == pytest.approx(one, abs=HAIR, rel=1e-6) for one in found)
        inside = any(
            gap["from"] < point[0] < gap["to"] and gap["least"] < point[1] < gap["most"]
            for _, gap in frontier.gaps.iterrows()
        )
        assert here != inside
    # A gap in which nothing was looked for may turn out to be empty.
    assert len(found) == len(expected) or not frontier.complete


def test_london_by_clusters_is_what_a_solve_for_each_number_finds(london, thames_crossings):
    borders = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(4)], adjacency=borders)
    frontier = cl.frontier(problem)
    assert frontier.complete
    assert frontier.impossible == tuple(range(1, 8))
    assert list(frontier.table.index) == list(range(8, 33))
    for k in (8, 9, 13, 16, 25, 32):
        solved = cl.solve(problem.replace(limits=[cl.ClusterCount(exactly=k)]))
        assert frontier.at(k).objective == pytest.approx(solved.objective, abs=1e-5)
    cheapest = frontier.table["cost"].idxmin()
    assert frontier.table["cost"].min() == pytest.approx(cl.solve(problem).objective, abs=1e-5)
    assert frontier.headline.startswith(f"cheapest with {cheapest} clusters, ")
    sizes = frontier.at(cheapest).clusters["size"]
    counted = f"{(sizes > 1).sum()} shared and {(sizes == 1).sum()} councils alone"
    assert counted in frontier.headline
    with pytest.raises(cl.InputError, match="no plan has 3 clusters"):
        frontier.at(3)


def test_without_a_cap_on_size_each_number_is_solved_by_itself(london):
    problem = cl.Problem(london, cl.preset("central"))
    frontier = cl.frontier(problem, points=4)
    assert {1, 32} < {*frontier.table.index}
    assert len(frontier) == 4
    assert frontier.table["proved"].all()
    assert frontier.impossible == ()
    assert len(frontier.gaps) == 28
    assert not frontier.complete
    (alone,) = (len(plan.clusters) for plan in frontier[:1])
    assert alone == 1


def test_the_largest_cluster_is_set_against_the_cost():
    """Councils in a row without a cost of their own: a cluster of k saves k - 1."""
    facts = facts_of([100_000] * 6, [(i, i + 1) for i in range(5)])
    shared = cl.FunctionTerm("by sharing", lambda c: 1.0 - c.size)
    frontier = cl.frontier(cl.Problem(table(facts), [shared], [], [], graph(facts)), by="largest")
    assert points_of(frontier) == [(1, 0), (2, -3), (3, -4), (6, -5)]
    assert frontier.complete
    assert frontier.at(5).objective == -4
    assert frontier.at(5).clusters["size"].max() == 3


def test_a_column_is_that_of_the_worst_cluster():
    problem = cl.Problem(grid(1, 3), [cl.SetUp()], [cl.MaxSize(2)])
    frontier = cl.frontier(problem, by="population", over="min")
    assert frontier.table.index[0] == 100_000
    assert frontier.by == "population"
    with pytest.raises(cl.InputError, match="is the same in every plan"):
        cl.frontier(problem, by="population", over="sum")


def test_points_are_plans_of_the_problem_with_a_limit_more(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)])
    frontier = cl.frontier(problem, by=cl.Politics(price=1.0), points=5)
    plan = frontier[2]
    assert plan.status == "optimal"
    assert str(plan.problem.limits[0]).startswith("FunctionLimit(politics")
    assert plan.objective == pytest.approx(frontier.table["cost"].iloc[2], abs=1e-6)
    again = cl.solve(plan.problem)
    assert again.objective == pytest.approx(plan.objective, abs=1e-5)
    largest = cl.frontier(problem, by="largest")
    assert cl.solve(largest[1].problem).objective == pytest.approx(largest[1].objective, abs=1e-5)


def test_a_frontier_is_copied_as_it_is(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    for frontier in (cl.frontier(problem), cl.frontier(problem, by="set-up", points=3)):
        again = pickle.loads(pickle.dumps(frontier))
        assert again.table.equals(frontier.table)
        assert again.headline == frontier.headline
        pickle.dumps(frontier[0])


def test_the_chart_marks_the_cheapest_what_is_impossible_and_where_nine_tenths_are_reached(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)])
    frontier = cl.frontier(problem)
    ax = frontier.plot()
    marks = {line.get_gid(): line for line in ax.lines if line.get_gid()}
    (best,) = marks["best"].get_xdata()
    assert best == frontier.table["cost"].idxmin()
    assert list(marks["impossible"].get_xdata()) == list(frontier.impossible)
    enough = frontier.table.index[frontier.table["saved"] >= 0.9]
    assert list(marks["enough"].get_xdata()) == list(enough)
    assert len(enough) + len(marks["others"].get_xdata()) == len(frontier)
    assert not [patch for patch in ax.patches if patch.get_gid() == "gap"]
    few = cl.frontier(problem, by=cl.Politics(price=1.0), points=3)
    gaps = [patch for patch in few.plot().patches if patch.get_gid() == "gap"]
    assert len(gaps) == len(few.gaps) > 0


def test_where_no_time_is_left_the_best_plan_so_far_is_told_as_not_proved(london):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(5)])
    for by in ("clusters", "largest", "scale"):
        frontier = cl.frontier(problem, by=by, time_limit=1e-9)
        assert len(frontier) == 1
        assert not frontier.table["proved"].any()
        assert not frontier.complete
        assert frontier[0].bound < frontier[0].objective
        assert len(frontier.gaps) > 0
        frontier.plot()


def test_where_the_time_is_up_on_the_way_what_was_found_is_proved(london, monkeypatch):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    every = points_of(cl.frontier(problem, by="set-up", points=6))
    searched, count = cl.questions.tradeoff.Tradeoff._search, iter(range(100))

    def until_the_fourth(self, *args, **options):
        if next(count) >= 4:
            raise cl.questions.tradeoff.OutOfTime
        return searched(self, *args, **options)

    monkeypatch.setattr("clusterer.questions.tradeoff.Tradeoff._search", until_the_fourth)
    part = cl.frontier(problem, by="set-up", points=6)
    assert 0 < len(part) < len(every) == 6
    assert part.table["proved"].all()
    assert not part.complete
    for point in points_of(part):
        assert any(point == pytest.approx(one, abs=HAIR) for one in every)


def test_one_council_has_one_plan():
    facts = facts_of([100_000], complete(1))
    problem = cl.Problem(table(facts), [cl.SetUp()], [], [], graph(facts))
    for by in ("clusters", "largest", "set-up", "population"):
        frontier = cl.frontier(problem, by=by)
        assert len(frontier) == 1
        assert frontier.complete
        frontier.plot()
        repr(frontier)


def test_a_criterion_that_looks_at_the_other_candidates_is_refused():
    problem = cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(2)])
    with pytest.raises(cl.InputError, match="must depend on its members alone"):
        cl.frontier(problem, by=lambda c: c.size / len(c), points=3)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({"points": 1}, "points = 1 must be a whole number, 2 or more"),
        (
            {"by": "savings"},
            (
                "by = 'savings' is neither 'clusters' nor 'largest', nor the name of a term "
                "('scale', 'coordination', 'set-up'), nor a column of the councils"
            ),
        ),
        (
            {"by": "largets"},
            (
                "by = 'largets' is neither 'clusters' nor 'largest', nor the name of a term "
                "('scale', 'coordination', 'set-up'), nor a column of the councils; did you mean "
                "'largest'?"
            ),
        ),
        (
            {"by": 3},
            (
                "by = 3 must be 'clusters', 'largest', a term or its name, a function that takes "
                "Candidates, or the name of a column"
            ),
        ),
        ({"by": "largest", "over": "mean"}, "over = 'mean' must be 'sum' or 'max' or 'min'"),
        (
            {"by": "largest", "better": "more"},
            "over = 'max' goes with better = 'less': the worst cluster is what counts",
        ),
        ({"over": "max"}, "over, better and name are for other criteria than 'clusters'"),
    ],
)
def test_what_cannot_be_asked_is_said(london, ask, message):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    with pytest.raises(cl.InputError) as caught:
        cl.frontier(problem, **ask)
    assert str(caught.value) == message


def test_a_portfolio_is_told_to_ask_for_that_of_a_service(london):
    portfolio = cl.Portfolio.from_services(london, cl.services("it"), rules=[cl.MaxSize(2)])
    with pytest.raises(cl.InputError, match=r"frontier\(portfolio.services\[name\]\)"):
        cl.frontier(portfolio)


def test_where_one_number_is_not_settled_the_others_are_kept(london, monkeypatch):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    every = cl.frontier(problem)
    searched, count = cl.questions.by_number._searched, iter(range(100))

    def until_the_fourth(*args):
        return searched(*args) if next(count) < 4 else cl.questions.by_number.UNKNOWN

    monkeypatch.setattr("clusterer.questions.by_number._searched", until_the_fourth)
    part = cl.frontier(problem)
    assert 0 < len(part) < len(every)
    assert part.table["proved"].all()
    assert (part.table["cost"] == every.table["cost"][part.table.index]).all()
    assert len(part.table) + len(part.gaps) + len(part.impossible) == 32
    assert part.headline.endswith("numbers of clusters")
    part.plot()


def test_what_all_plans_have_alike_hides_no_point():
    """Sums of 2,000,000 and a little differ by 0.4: three points, and not one."""
    cost = cl.FunctionTerm("cost", lambda c: np.where(c.size == 1, 10.0, 9.0 * c.size))
    problem = cl.Problem(grid(1, 4), [cost], [cl.MaxSize(2)])
    found = cl.frontier(problem, by=lambda c: 500_000.5 * c.size + 0.4 * (c.size == 2))
    assert sorted(found.table["cost"]) == pytest.approx([36.0, 38.0, 40.0])
    assert found.complete
