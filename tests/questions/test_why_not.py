"""What wishes cost: the same as going through all partitions finds, or as a solve finds."""

from __future__ import annotations

import itertools
import math
import pickle
from signal import SIGINT, raise_signal
from unittest.mock import patch

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import cases, complete, facts_of, graph, table
from maps import grid
from truth import Truth, preset

import clusterer as cl
from clusterer.model.figures import LINEAR, PUBLISHED, figures_of
from clusterer.questions import granting
from clusterer.questions.moves import moves_between

WISHES = ("together", "apart")

HAIR = 1e-6
"""£m within which costs are the same."""


def best_with(truth, grants):
    """Return the £m of the cheapest plan of all partitions that grants a wish; None if none."""
    totals = (sum(truth.costs[c] for c in plan) for plan in truth.plans() if grants(plan))
    return min(totals, default=None)


def together(group):
    return lambda plan: any({*group} <= {*cluster} for cluster in plan)


def apart(group):
    return lambda plan: all(len({*group} & {*cluster}) <= 1 for cluster in plan)


def alone(group):
    return lambda plan: all((i,) in plan for i in group)


def check(answer, case, expected):
    """Assert that an answer is what going through all partitions found."""
    assert answer.proved
    if expected is None:
        assert answer.price == answer.price_bound == math.inf
        assert answer.plan is None
        assert answer.reason
        return
    assert answer.reason is None
    assert answer.price == answer.price_bound
    assert answer.price == pytest.approx(expected - case.truth.best, abs=2 * HAIR)
    assert answer.plan.status == "optimal"
    assert answer.plan.objective == pytest.approx(expected, abs=HAIR)
    assert case.problem.evaluate(answer.plan.assignment).feasible
    assert answer.by_term.loc["total", "more"] == pytest.approx(answer.price, abs=2 * HAIR)
    assert answer.by_region["more"].sum() == pytest.approx(answer.price, abs=2 * HAIR)
    assert list(answer.by_council.index) == list(answer.plan.compare(answer.of).moved.index)


def sets_of(evaluation):
    return [
        {*evaluation.councils.positions(evaluation.members(label))}
        for label in evaluation.clusters.index
    ]


@settings(max_examples=40)
@given(case=cases(), data=st.data())
def test_a_wish_costs_what_brute_force_says(case, data):
    if case.truth.best is None:
        return
    plan = cl.solve(case.problem)
    ids, n = list(case.problem.councils.ids), len(case.problem.councils)
    order = data.draw(st.permutations(range(n)))
    kinds = {"together": together, "apart": apart, "alone": alone}
    what = data.draw(st.sampled_from(sorted(kinds)))
    group = order[: data.draw(st.integers(1 if what == "alone" else 2, min(3, n)))]
    answer = cl.why_not(plan, **{what: [ids[i] for i in group]})
    check(answer, case, best_with(case.truth, kinds[what](group)))
    if answer.plan is not None:
        assert kinds[what](group)([tuple(sorted(c)) for c in sets_of(answer.plan)])


@settings(max_examples=25)
@given(case=cases(), data=st.data())
def test_several_wishes_at_once_cost_what_brute_force_says(case, data):
    n = len(case.problem.councils)
    if case.truth.best is None or n < 5:
        return
    ids = list(case.problem.councils.ids)
    a, b, c, d, e, *_ = data.draw(st.permutations(range(n)))
    plan = cl.solve(case.problem)
    answer = cl.why_not(plan, together=[ids[a], ids[b]], apart=[ids[c], ids[d]], alone=ids[e])
    wishes = (together([a, b]), apart([c, d]), alone([e]))
    check(answer, case, best_with(case.truth, lambda plan: all(wish(plan) for wish in wishes)))


@settings(max_examples=25)
@given(case=cases())
def test_all_pairs_cost_what_brute_force_says_cheapest_first(case):
    if case.truth.best is None:
        return
    plan = cl.solve(case.problem)
    prices = cl.why_not(plan)
    position = case.problem.councils.position
    assert len(prices.table) == len({frozenset(e) for e in case.problem.adjacency.edges})
    for row in prices.table.itertuples():
        pair = [position(row.council), position(row.partner)]
        shares = plan.cluster_of(row.council) == plan.cluster_of(row.partner)
        assert row.wish == ("apart" if shares else "together")
        expected = best_with(case.truth, (apart if shares else together)(pair))
        check(prices.answer(row.council, row.partner), case, expected)
        assert bool(row.reason) == (row.price == math.inf)
    assert list(prices.table["price"]) == sorted(prices.table["price"])


@settings(max_examples=25)
@given(case=cases(), data=st.data())
def test_a_grouping_is_priced_and_what_it_breaks_is_named(case, data):
    if case.truth.best is None:
        return
    plan = cl.solve(case.problem)
    ids, n = list(case.problem.councils.ids), len(case.problem.councils)
    labels = data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    grouping = dict(zip(ids, labels, strict=True))
    evaluation = case.problem.evaluate(grouping)
    for given_as in (grouping, pd.Series(grouping), evaluation):
        answer = cl.why_not(plan, grouping=given_as)
        assert answer.price == pytest.approx(evaluation.objective - plan.objective, abs=HAIR)
        assert answer.evaluation.costs.to_numpy() == pytest.approx(evaluation.costs.to_numpy())
        assert (answer.plan is None) == bool(evaluation.broken) == bool(answer.reason)
        assert len(answer.evaluation.broken) == len(evaluation.broken)


@settings(max_examples=30)
@given(case=cases(), data=st.data())
def test_around_a_part_of_a_grouping_all_others_are_as_is_best(case, data):
    if case.truth.best is None:
        return
    plan = cl.solve(case.problem)
    ids, n = list(case.problem.councils.ids), len(case.problem.councils)
    group = data.draw(st.permutations(range(n)))[: data.draw(st.integers(1, max(1, n - 1)))]
    cluster = tuple(sorted(group))
    answer = cl.why_not(plan, grouping={ids[i]: "x" for i in group})
    if cluster in case.truth.costs:
        check(answer, case, best_with(case.truth, lambda plan: cluster in plan))
        return
    # As if it were allowed.
    truth = case.truth
    rest = Truth(truth.n, truth.edges, truth.terms, truth.rules, truth.limits)
    rest.costs = {**truth.costs, cluster: truth.cost(cluster)}
    expected = best_with(rest, lambda plan: cluster in plan)
    assert answer.plan is None
    assert answer.reason
    if expected is None:
        assert answer.price == math.inf
    else:
        assert answer.price == pytest.approx(expected - truth.best, abs=2 * HAIR)


@settings(max_examples=25)
@given(case=cases(), data=st.data())
def test_those_who_move_are_the_fewest(case, data):
    if case.truth.best is None:
        return
    plan = cl.solve(case.problem)
    ids = list(case.problem.councils.ids)
    labels = data.draw(st.lists(st.integers(0, 3), min_size=len(ids), max_size=len(ids)))
    answer = cl.why_not(plan, grouping=dict(zip(ids, labels, strict=True)))
    mine, yours = (pd.factorize(one.assignment)[0] for one in (plan, answer.evaluation))
    movers = answer.by_council.index[answer.by_council["moves"]]
    assert len(movers) == moves_between(mine, yours)
    # Who stays has, of all who stay, the same with it before and after.
    stay = [i for i, label in enumerate(ids) if label not in {*movers}]
    for i, j in itertools.combinations(stay, 2):
        assert (mine[i] == mine[j]) == (yours[i] == yours[j])


def test_the_named_move_rather_than_others():
    """A pair is parted: one of the two must move, and it is the one who is to be alone."""
    problem = cl.Problem(grid(1, 2), cl.preset("central"))
    plan = cl.solve(problem)
    assert len(plan.clusters) == 1
    for council in ("r0c0", "r0c1"):
        answer = cl.why_not(plan, alone=council)
        assert list(answer.by_council.index[answer.by_council["moves"]]) == [council]
        assert answer.moved == []
    assert cl.why_not(plan, apart=["R0C0", "R0C1"]).moved == []


def test_each_pair_of_london_costs_what_a_solve_under_a_rule_finds(london, thames_crossings):
    borders = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], adjacency=borders)
    plan = cl.solve(problem)
    prices = cl.why_not(plan)
    assert len(prices.table) == 71
    assert prices.complete
    for row in prices.table.iloc[::12].itertuples():
        rule = (cl.Together if row.wish == "together" else cl.Apart)(row.council, row.partner)
        other = cl.solve(problem.replace(rules=[*problem.rules, rule]))
        assert row.price == pytest.approx(other.objective - plan.objective, abs=1e-5)
        assert prices.answer(row.partner, row.council).plan.objective == pytest.approx(
            other.objective, abs=1e-5
        )


@pytest.mark.parametrize(
    "wish",
    [
        {"together": ["R0C0", "R2C2"]},
        {"apart": ["R0C0", "R0C1", "R1C0"]},
        {"alone": ["R1C1"]},
        {"grouping": {"R0C0": 1, "R0C1": 1, "R1C1": 2}},
    ],
)
def test_where_candidates_are_too_many_to_list_the_answer_is_the_same(wish, monkeypatch):
    problem = cl.Problem(grid(3, 3), cl.preset("business-case"))
    plan = cl.solve(problem)
    listed = cl.why_not(plan, **wish)
    monkeypatch.setattr(granting, "_LISTED_GIB", 1e-9)
    solved = cl.why_not(plan, **wish)
    assert solved.proved
    assert solved.price == pytest.approx(listed.price, abs=HAIR)


def test_the_rule_that_forbids_a_wish_is_named(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2), cl.MaxDistance(20)])
    plan = cl.solve(problem)
    three = cl.why_not(plan, together=["Camden", "Islington", "Hackney"])
    assert three.reason.startswith(
        "no plan keeps MaxSize(2) and Together('Camden', 'Hackney', 'Islington') together"
    )
    assert "MaxSize(2)" in three.headline
    far = cl.why_not(plan, together=["Havering", "Hillingdon"])
    assert "MaxDistance(20 km)" in far.reason or "MaxSize(2)" in far.reason
    count = problem.replace(rules=[cl.MaxSize(2)], limits=[cl.ClusterCount(at_most=16)])
    one = cl.why_not(cl.solve(count), alone="Croydon")
    assert one.plan is None
    assert "Alone('Croydon') and ClusterCount(at most 16)" in one.reason


def test_what_nothing_joins_is_said():
    councils = grid(2, 2)
    a, b, c, d = councils.index
    borders = nx.Graph([(a, b), (c, d)])
    plan = cl.solve(cl.Problem(councils, cl.preset("central"), adjacency=borders))
    answer = cl.why_not(plan, together=[a, d])
    assert answer.price == math.inf
    assert "would not be connected" in answer.reason


def test_a_wish_that_the_plan_has_already_costs_nothing(london):
    plan = cl.solve(cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)]))
    pair = next(plan.members(k) for k in plan.clusters.index if len(plan.members(k)) == 2)
    answer = cl.why_not(plan, together=pair)
    assert answer.price == 0
    assert answer.headline.endswith("the plan has that already")
    assert answer.moved == []
    assert answer.by_council.empty


def test_a_plan_that_is_not_the_best_may_cost_more_than_one_with_the_wish(london):
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(2)])
    drawn = problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    answer = cl.why_not(drawn, together=["Camden", "Islington"])
    assert answer.price < 0
    assert "less" in answer.headline
    prices = cl.why_not(drawn)
    least = -prices.table["price"].iloc[0]
    assert f"it is £{least:,.3f}m less" in prices.headline
    assert "£-" not in prices.headline


# Switching values


def priced(theta, grants, parameter):
    """Return what a wish costs among five councils at a value of a figure, by brute force."""
    value = round(theta) if parameter == "horizon" else theta
    truth = Truth(FACTS.n, FACTS.edges, preset(FACTS, "central", **{parameter: value}))
    return best_with(truth, grants) - truth.best


FACTS = facts_of(
    [90_000, 160_000, 240_000, 120_000, 200_000],
    complete(5),
    at=[(0, 0), (11, 3), (2, 14), (14, 15), (23, 2)],
)


@pytest.fixture(scope="module")
def five():
    return cl.solve(cl.Problem(table(FACTS), cl.preset("central"), adjacency=graph(FACTS)))


@pytest.mark.parametrize("parameter", ["kappa", "benefit_realisation", "per_cluster", "horizon"])
@pytest.mark.parametrize("group", [(0, 3), (1, 2, 4), (0, 4)])
def test_a_switching_value_is_confirmed_by_brute_force(five, parameter, group):
    ids = five.councils.ids
    shares = len({five.cluster_of(ids[i]) for i in group}) == 1
    what, grants = ("apart", apart(group)) if shares else ("together", together(group))
    answer = cl.why_not(five, **{what: [ids[i] for i in group]})
    row = answer.switching(parameter).loc[parameter]
    assert priced(row["now"], grants, parameter) == pytest.approx(answer.price, abs=HAIR)
    if math.isnan(row["switching"]):
        assert row["note"] == "it costs more in the whole range"
        for theta in np.linspace(row["low"], row["high"], 11):
            assert priced(theta, grants, parameter) > 0
        return
    there, still = row["switching"], row["still"]
    assert row["proved"]
    if parameter == "horizon":
        assert abs(there - still) == 1
    else:
        assert abs(there - still) <= 1.01e-4 * (row["high"] - row["low"])
    assert priced(there, grants, parameter) == pytest.approx(0, abs=5e-6)
    assert priced(still, grants, parameter) == pytest.approx(row["price_still"], abs=HAIR)
    assert row["price_still"] > 0
    # Nowhere nearer on both sides, as far as a grid tells.
    other = max(row["low"], min(row["high"], 2 * row["now"] - still))
    for theta in [*np.linspace(row["now"], still, 9), *np.linspace(row["now"], other, 9)]:
        if parameter != "horizon" or theta == round(theta):
            assert priced(theta, grants, parameter) > 0


def test_a_switching_value_between_the_steps_of_a_grid_is_found(london, thames_crossings):
    """It costs nothing from 0.00820 to below 0.0096, which eight steps on each side miss."""
    graph = cl.adjacency(london, crossings=thames_crossings)
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(4)], adjacency=graph)
    plan = cl.solve(problem)
    answer = cl.why_not(plan, together=["Wandsworth", "Merton"])
    row = answer.switching("coordination.kappa").loc["coordination.kappa"]
    assert row["switching"] == pytest.approx(0.008204, abs=1e-6)
    assert row["proved"]
    wish = cl.Together("Wandsworth", "Merton")
    for kappa, free in ((row["switching"], True), (row["still"], False)):
        terms = cl.preset("central", kappa=kappa)
        alike = problem.replace(terms=terms)
        more = cl.solve(alike.replace(rules=[*alike.rules, wish])).objective
        more -= cl.solve(alike).objective
        assert (more == pytest.approx(0, abs=2e-5)) if free else (more > 1e-4)


def test_all_figures_of_the_terms_are_tried():
    """Of two councils that share with each other only: whatever costs less for that is tried."""
    plan = cl.solve(cl.Problem(grid(1, 2), cl.preset("central")))
    assert len(plan.clusters) == 1
    found = cl.why_not(plan, alone="r0c0").switching()
    assert list(found.index) == [figure.name for figure in figures_of(plan.problem.terms)]
    assert {"horizon", "coordination.kappa", "set-up.per_cluster"} <= {*found.index}
    assert (found["range"] == "published").all()
    # By hand: without benefits nobody shares, so that being alone costs nothing more.
    least = found.loc["scale.benefit_realisation"]
    assert 0 < least["switching"] < least["still"] < least["now"]
    pair = plan.problem.evaluate({"r0c0": 1, "r0c1": 1})
    saving = pair.standalone_cost - pair.costs["scale"]
    other = pair.costs["coordination"] + pair.costs["set-up"]
    assert least["switching"] == pytest.approx(least["now"] * other / saving, rel=1e-4)


def test_a_range_is_the_published_one_or_a_factor_or_as_given(five):
    problem = five.problem.replace(terms=[*five.problem.terms, cl.Travel(0.001)])
    plan = cl.solve(problem)
    answer = cl.why_not(plan, apart=list(plan.members(1))[:2])
    row = answer.switching("travel.price").loc["travel.price"]
    assert (row["low"], row["high"]) == pytest.approx((0.00025, 0.004))
    row = answer.switching("travel.price", bounds=(0, 1)).loc["travel.price"]
    assert (row["low"], row["high"], row["range"]) == (0, 1, "as given")
    row = answer.switching("it.unit_cost").loc["it.unit_cost"]
    assert (row["now"], row["low"], row["high"]) == (45, 20, 70)
    with pytest.raises(cl.InputError, match="the terms have no figure 'cappa'; there are"):
        answer.switching("cappa")
    with pytest.raises(cl.InputError, match="must have the present value of travel"):
        answer.switching("travel.price", bounds=(5, 6))
    with pytest.raises(cl.InputError, match="bounds are those of one parameter"):
        answer.switching(bounds=(5, 6))


def test_a_figure_that_a_term_refuses_at_some_values_is_tried_at_the_others():
    """A quarter of a share to four times it is more than one."""
    councils = grid(2, 2)
    problem = cl.Problem(councils, [*cl.preset("central"), cl.Staff(share=0.5)])
    plan = cl.solve(problem)
    pair = list(councils.index[:2])
    shares = plan.cluster_of(pair[0]) == plan.cluster_of(pair[1])
    answer = cl.why_not(plan, **{"apart" if shares else "together": pair})
    row = answer.switching("staff.share").loc["staff.share"]
    assert row["range"] == "a quarter to four times"
    assert not row["switching"] > 1


def test_without_a_plan_there_is_no_switching_value(five):
    ids = list(five.councils.ids)
    plan = cl.solve(five.problem.replace(rules=[cl.MaxSize(2)]))
    found = cl.why_not(plan, together=ids[:3]).switching("coordination.kappa")
    assert found["switching"].isna().all()
    assert found["note"].item() == "no plan grants the wish"


LINES = [(term, field) for term, fields in LINEAR.items() for field in sorted(fields)]


@pytest.mark.parametrize(("term", "field"), LINES)
def test_the_figures_that_are_called_linear_are_so_with_the_hosts_settled(term, field):
    """Then a cluster costs the least of straight lines: concave; and with one host a line."""
    councils = grid(2, 3, side=9_000).assign(it=list("aabbca"), control=list("LLCCLN"))
    needed = {
        cl.Staff: {"share": 0.1},
        cl.Travel: {"price": 1.0},
        cl.Systems: {"column": "it"},
        cl.Politics: {"price": 1.0},
        cl.PopulationTarget: {"target": 300_000.0, "price": 1.0},
        cl.LossOfControl: {"price": 1.0},
    }
    given = needed.get(term, {})
    now = float(given.get(field, 0)) or 0.3
    values = [now / 2, now, now * 1.5]
    parts = []
    for value in values:
        problem = cl.Problem(councils, [term(**{**given, field: value})])
        candidates = problem.candidates()
        one = problem.terms[0]
        costs = one.cost(candidates)
        hosts = one.host_cost(problem.councils)
        parts.append((costs, 0.0 if hosts is None else hosts, problem.costs(candidates)))
    for low, middle, high in zip(*parts, strict=True):
        ends = (np.asarray(low) + np.asarray(high)) / 2
        assert (np.asarray(middle) >= ends - 1e-9 * (1 + np.abs(ends))).all()
    if term is not cl.Systems:  # Which settles on the cheapest system by itself.
        for low, middle, high in list(zip(*parts, strict=True))[:2]:
            assert np.asarray(middle) == pytest.approx((np.asarray(low) + np.asarray(high)) / 2)


@pytest.mark.parametrize(("key", "row"), PUBLISHED.items())
def test_a_published_range_belongs_to_the_figure(key, row):
    term, field = key
    arguments = {cl.Staff: {"share": 0.1}, cl.Travel: {"price": 1.0}}.get(term, {})
    central = cl.datasets.model_parameters().loc[row, "central"]
    assert getattr(term(**arguments), field) == pytest.approx(float(central))


# Stopped


def test_where_no_time_is_left_nothing_is_claimed(london):
    problem = cl.Problem(london, cl.preset("business-case"), [cl.MaxSize(5)])
    plan = cl.solve(problem)
    answer = cl.why_not(plan, together=["Camden", "Croydon"], time_limit=1e-9)
    assert not answer.proved
    assert math.isnan(answer.price)
    assert answer.price_bound <= 0
    prices = cl.why_not(plan, time_limit=1e-9)
    assert not prices.complete
    assert not prices.table["proved"].any()
    assert (prices.table["at_least"] <= 1e-5).all()
    assert "no price is known" in prices.headline
    found = answer.switching("kappa", time_limit=1e-9)
    assert found["note"].item() == "stopped before it was known"


def test_ctrl_c_keeps_the_pairs_that_are_done():
    problem = cl.Problem(grid(4, 4), cl.preset("business-case"), [cl.MaxSize(4)])
    plan = cl.solve(problem)
    whole = cl.why_not(plan).table.set_index(["council", "partner"])
    begun = []

    class Impatient(granting.Granting):
        def best(self, wish, *, watch=None, why=1.0):
            begun.append(wish)
            if len(begun) == 5:
                raise_signal(SIGINT)
            return super().best(wish, watch=watch, why=why)

    with patch("clusterer.questions.why_not.Granting", Impatient):
        prices = cl.why_not(plan)
    assert len(begun) == 5
    assert 4 <= prices.table["proved"].sum() <= 5
    for row in prices.table.itertuples():
        true = whole.loc[(row.council, row.partner), "price"]
        if row.proved:
            assert row.price == pytest.approx(true, abs=HAIR)
        assert row.at_least <= true + HAIR


# What is shown


@pytest.fixture(scope="module")
def prices():
    problem = cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)])
    return cl.why_not(cl.solve(problem))


def test_bars_are_prices_cheapest_at_the_top(prices):
    ax = prices.plot(most=4)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx(list(prices.table["price"][:4]))
    first = prices.table.iloc[0]
    assert ax.get_yticklabels()[0].get_text() == f"{first['name']} – {first['partner_name']}"
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert "3 more pairs" in ax.get_xlabel()


def test_a_map_has_a_line_for_each_pair(prices):
    ax = prices.plot_map()
    lines = {line.get_gid(): line for line in ax.collections if line.get_gid() in WISHES}
    counts = prices.table["wish"].value_counts()
    assert {gid: len(line.get_segments()) for gid, line in lines.items()} == {
        wish: counts.get(wish, 0) for wish in WISHES
    }
    thick = np.concatenate([lines[wish].get_linewidths() for wish in WISHES])
    price = np.concatenate([prices.table["price"][prices.table["wish"] == w] for w in WISHES])
    for (a, wide), (b, narrow) in itertools.combinations(zip(price, thick, strict=True), 2):
        assert a >= b or wide >= narrow


def test_both_plans_are_drawn_side_by_side(prices):
    first, second = prices.answers[0].plot().figure.axes
    assert [first.get_title(loc="left"), second.get_title(loc="left")] == [
        "the plan",
        "with the wish granted",
    ]


def test_answers_are_copied_as_they_are(prices):
    again = pickle.loads(pickle.dumps(prices))
    assert again.table.equals(prices.table)
    assert repr(again) == repr(prices)
    assert repr(again.answers[0]) == repr(prices.answers[0])
    assert again.headline in again._repr_html_()
    with pytest.raises(AttributeError):
        prices.answers[0].reason = "none"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({"together": ["R0C0"]}, "together = ['R0C0'] must have two councils or more"),
        ({"together": "R0C0"}, "together = 'R0C0' must be a list of councils"),
        ({"apart": ["R0C0", "R0C0"]}, "apart has R0C0 (r0c0) twice; name each council once"),
        ({"alone": []}, "alone = [] must have a council or more"),
        (
            {"together": ["R0C0", "R0C1"], "apart": ["R0C0", "R0C1", "R1C1"]},
            "R0C0 (r0c0), R0C1 (r0c1) cannot be together and apart; ask for one of them",
        ),
        (
            {"together": ["R0C0", "R0C1"], "alone": "R0C1"},
            "R0C1 (r0c1) cannot be together with others and alone; ask for one of them",
        ),
        (
            {"together": ["R0C0", "R0C1"], "grouping": {"R0C0": 1}},
            "give a grouping, or who is to be together, apart or alone, and not both",
        ),
        ({"grouping": {}}, "grouping has no council; give the clusters that it is about"),
    ],
)
def test_what_cannot_be_asked_is_said(prices, ask, message):
    with pytest.raises(cl.InputError) as caught:
        cl.why_not(prices.of, **ask)
    assert str(caught.value) == message


def test_only_plans_are_asked_about(prices):
    with pytest.raises(cl.InputError, match="why_not takes a plan, not Problem"):
        cl.why_not(prices.of.problem)
    with pytest.raises(cl.InputError, match="are no neighbours"):
        prices.answer("R0C0", "R1C2")
