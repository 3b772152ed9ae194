"""Starting from today's partnerships, against all partitions costed in plain Python."""

from __future__ import annotations

import pandas as pd
import pytest
import truth
from figures import COORDINATION, RISK, SCALE, SERVICES, SET_UP, STAFF, SYSTEMS, fractions, systems
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import complete, facts_of, graph, limited, maps, ruled, table, thorough
from today_truth import FromToday
from truth import Truth

import clusterer as cl

some = settings(thorough, max_examples=50)


@st.composite
def from_today(draw, sizes=None, *, linear=False):
    """Draw a problem that starts from partnerships, and the truth about it."""
    facts, adjacency = draw(maps(st.integers(2, 7) if sizes is None else sizes))
    n = facts.n
    labels = draw(st.lists(st.integers(0, max(n // 2, 1)), min_size=n, max_size=n))
    groups = [[i for i in range(n) if labels[i] == label] for label in sorted(set(labels))]
    exits = draw(st.lists(fractions(0.0, 0.3, 1.0, 3.0), min_size=n, max_size=n))
    terms, costs, once, saving = [], [], [], []
    if draw(st.booleans()):
        figures = draw(SCALE) | ({"form": "affine"} if linear else {})
        terms.append(cl.Scale(services=SERVICES, **figures))
        ramped = truth.scale(facts, services=SERVICES, **figures)
        costs.append(ramped)
        saving.append(
            (ramped, truth.scale(facts, services=SERVICES, **figures | {"ramp_years": 1}))
        )
    if draw(st.booleans()):
        figures = draw(COORDINATION)
        terms.append(cl.Coordination(services=SERVICES, **figures))
        costs.append(truth.coordination(facts, services=SERVICES, **figures))
    if draw(st.booleans()):
        figures = draw(RISK) | ({"size_growth": 0.0, "politics_growth": 0.0} if linear else {})
        terms.append(cl.Risk(**figures))
        costs.append(truth.risk(facts, **figures))
    figures = draw(SET_UP)
    terms.append(cl.SetUp(**figures))
    once.append(truth.set_up(**figures))
    if draw(st.booleans()):
        figures = draw(STAFF)
        terms.append(cl.Staff(**figures))
        once.append(truth.staff(facts, **figures))
    if draw(st.booleans()):
        figures = draw(SYSTEMS) | ({"settle": "host"} if linear else {})
        terms.append(systems(**figures))
        once.append(truth.systems(facts, **figures))
    rules, verdicts = draw(ruled(facts, linear=linear))
    limits, stated = draw(limited(facts, linear=linear))
    today = cl.Today({facts.labels[i]: labels[i] for i in range(n)}, exit_cost=exits)
    problem = cl.Problem(table(facts), terms, rules, limits, adjacency, today=today)
    shared = [group for group in groups if len(group) > 1]
    added = FromToday(facts, shared, exits, once, saving)
    return problem, Truth(n, facts.edges, [*costs, *once, added], verdicts, stated), groups


@some
@given(from_today())
def test_each_partition_costs_what_plain_python_says(case):
    problem, told, groups = case
    assert problem.status_quo.objective == pytest.approx(
        sum(told.cost(tuple(group)) for group in groups), abs=1e-6
    )
    ids = problem.councils.ids
    for plan in list(truth.partitions(range(told.n)))[:60]:
        labels = {ids[i]: k for k, cluster in enumerate(plan) for i in cluster}
        found = problem.evaluate(labels)
        assert found.objective == pytest.approx(sum(map(told.cost, plan)), abs=1e-6)
        assert found.costs.sum() == pytest.approx(found.objective, abs=1e-9)


@some
@given(from_today())
def test_a_plan_from_today_is_the_cheapest_of_all_partitions(case):
    problem, told, _ = case
    if told.best is None:
        with pytest.raises(cl.InfeasibleError):
            cl.solve(problem)
        return
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(told.best, abs=1e-6)
    certificate = plan.certificate()
    assert certificate["status"] == "optimal"
    cl.verify(problem, certificate)


@some
@given(from_today(linear=True))
def test_without_a_list_the_same_plan_is_found(case):
    problem, told, _ = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clusterer.solving.solve._LISTED_GIB", 1e-9)
        if told.best is None:
            with pytest.raises(cl.InfeasibleError):
                cl.solve(problem)
            return
        plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(told.best, abs=1e-6)


@settings(some, max_examples=15)
@given(from_today(st.integers(2, 6), linear=True))
def test_the_compact_formulation_finds_the_same_plan(case):
    problem, told, _ = case
    if told.best is None:
        with pytest.raises(cl.InfeasibleError):
            cl.solve(problem, formulation="compact")
        return
    plan = cl.solve(problem, formulation="compact")
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(told.best, abs=2e-5)


def test_the_compact_formulation_refuses_a_partnership_of_too_many_parts():
    facts = facts_of([100_000] * 14, complete(14))
    problem = cl.Problem(
        table(facts), [cl.SetUp()], adjacency=graph(facts), today=[facts.labels[:13]]
    )
    with pytest.raises(cl.InputError, match="needs a MIP form, which term 'exits' cannot give"):
        cl.solve(problem, formulation="compact")


def five(**options) -> cl.Problem:
    """Five councils in a row, of which three share today, with set-up and nothing else."""
    facts = facts_of([100_000] * 5, complete(5))
    term = cl.SetUp(per_cluster=2.0, per_council=0.5, optimism_bias=0.0)
    return cl.Problem(
        table(facts),
        [term],
        adjacency=graph(facts),
        today=cl.Today([{"a", "b", "c"}], exit_cost=0.25, **options),
    )


def paid(problem: cl.Problem, *groups: str) -> tuple[float, float]:
    """Return the £m of set-up and of exits of a partition."""
    labels = {council: k for k, group in enumerate(groups) for council in group}
    costs = problem.evaluate(labels, rest_alone=True).costs
    return float(costs["set-up"]), float(costs["exits"])


@pytest.mark.parametrize(
    ("groups", "set_up", "exits"),
    [
        (["abc"], 0.0, 0.0),  # As it is.
        (["abcd"], 0.5, 0.0),  # One joins.
        (["ab"], 0.0, 0.25),  # One leaves; two of three go on.
        (["abd"], 0.5, 0.25),  # One leaves, another joins.
        (["ad"], 3.0, 0.75),  # It ends: one alone is no partnership that goes on.
        ([], 0.0, 0.75),  # All leave.
        (["ab", "cd"], 3.0, 0.25),  # One leaves for another.
        (["abc", "de"], 3.0, 0.0),  # What is new is paid in full.
    ],
)
def test_who_stays_pays_nothing_who_joins_pays_joining_who_leaves_an_exit(groups, set_up, exits):
    assert paid(five(), *groups) == pytest.approx((set_up, exits))


def test_half_of_a_partnership_is_not_enough_to_go_on():
    facts = facts_of([100_000] * 4, complete(4))
    problem = cl.Problem(
        table(facts), [cl.SetUp()], adjacency=graph(facts), today=[["a", "b", "c", "d"]]
    )
    assert problem.evaluate(dict(zip("abcd", "xxyy", strict=True))).costs["exits"] == 4.0


def test_of_two_that_merge_the_members_of_the_smaller_join_and_nobody_leaves():
    facts = facts_of([100_000] * 5, complete(5))
    term = cl.SetUp(per_cluster=2.0, per_council=0.5, optimism_bias=0.0)
    today = {"old": ["a", "b"], "older": ["c", "d", "e"]}
    problem = cl.Problem(table(facts), [term], adjacency=graph(facts), today=today)
    assert problem.evaluate(dict.fromkeys("abcde", 1)).costs.to_list() == [1.0, 0.0]


def test_a_partnership_of_more_than_fifty_goes_on():
    n = 120
    councils = cl.datasets.synthetic(n, seed=1)
    ids = list(councils.index)
    problem = cl.Problem(councils, [cl.SetUp()], today=[ids[:110]])
    joined = problem.evaluate(dict.fromkeys(ids[:112], 1), rest_alone=True)
    assert joined.costs.to_list() == pytest.approx([2 * 0.75 * 1.5, 0.0])
    left = problem.evaluate(dict.fromkeys([*ids[:60], ids[111]], 1), rest_alone=True)
    assert left.costs.to_list() == pytest.approx([0.75 * 1.5, 50.0])


@pytest.mark.parametrize(
    "today",
    [
        {"a": "x", "b": "x", "c": "x", "d": "y"},
        pd.Series({"a": "x", "b": "x", "c": "x"}),
        {"x": ["a", "b", "c"]},
        [("a", "b", "c"), ("d",)],
        ({"a", "b", "c"},),
        pd.DataFrame({"council": list("abc"), "partnership": "x"}),
        pd.DataFrame({"scheme": "s", "cluster": "x", "council": list("abc"), "service": "it"}),
        pd.DataFrame({"scheme": list("ssst"), "cluster": "x", "council": list("abcd")}),
    ],
)
def test_partnerships_are_read_from_all_usual_forms(today):
    assert paid(five().replace(today=today), "abc") == (0.0, 0.0)
    assert paid(five().replace(today=today)) == (0.0, 3.0)


@pytest.mark.parametrize(
    ("today", "message"),
    [
        (
            [["a", "b"], ["b", "c"]],
            "today: B (b) is in two partnerships, 1 and 2; a problem has one",
        ),
        ([["a", "a"]], "today: A (a) stands twice in partnership 1; name it once"),
        ([["a", "q"]], "today, partnership 1: there is no council 'q'"),
        ({"q": 1}, "today: there is no council 'q'"),
        ({"a": 1, "x": ["b"]}, "today has lists of councils beside single values"),
        ("ab", "today = 'ab' says of no council with whom it shares"),
        (["ab"], "today has the partnership 'ab', which is no list of councils"),
        (7, "today = 7 says of no council"),
        (pd.DataFrame({"council": ["a"]}), "today has no column 'partnership'"),
        (pd.DataFrame({"cluster": ["a"]}), "today has no column 'council'"),
        (
            pd.DataFrame({"council": ["a", None], "cluster": 1}),
            "today: the council is missing in row 1; fill it in",
        ),
        (
            pd.DataFrame({"council": ["a", "b"], "cluster": ["x", " "]}),
            "today: the cluster is missing in row 1; fill it in",
        ),
        ({"a": "", "b": ""}, "today: 'a' has the partnership '', which is blank; name it, or"),
        (
            pd.DataFrame({"council": ["a", "b"], "cluster": 1, "service": ["it", "hr"]}),
            "today has partnerships of several services, hr, it; a problem has one grouping",
        ),
        (cl.Today([["a", "b"]], exit_cost=-1), "exit_cost = -1 must be a number of £m, 0 or more"),
        (
            cl.Today([["a", "b"]], exit_cost=[0, 0, -2.0, 0, 0]),
            "exit_cost of C (c) is -2.0; give £m",
        ),
        (cl.Today([["a", "b"]], exit_cost="fee"), "column 'fee'"),
    ],
)
def test_what_cannot_be_today_is_refused(today, message):
    with pytest.raises(cl.InputError) as error:
        five().replace(today=today)
    assert message in str(error.value)


def test_the_exit_is_that_of_the_risk_term_if_none_is_given():
    problem = five().replace(
        terms=[cl.SetUp(), cl.Risk(hazard=0.0, exit_cost=3.0)], today=[["a", "b"]]
    )
    assert problem.evaluate({}, rest_alone=True).costs["exits"] == 6.0


def test_a_changed_term_changes_what_is_sunk():
    problem = five()
    costly = problem.replace(terms=[cl.SetUp(per_cluster=50.0, per_council=1.0, optimism_bias=0.0)])
    assert [term.name for term in costly.terms] == ["set-up", "exits"]
    assert paid(costly, "abcd") == (1.0, 0.0)
    assert paid(problem.replace(terms=costly.terms), "abcd") == (1.0, 0.0)
    assert [term.name for term in problem.replace(today=None).terms] == ["set-up"]
    without = problem.replace(today=None, terms=problem.terms)
    assert [term.name for term in without.terms] == ["set-up"]


def test_an_iterator_of_partnerships_is_read_once_and_kept():
    problem = five().replace(today=(group for group in ["abc"] for group in [set(group)]))
    assert paid(problem.replace(rules=[cl.MaxSize(3)]), "abc") == (0.0, 0.0)


def test_savings_that_are_reached_are_not_lost_to_the_ramp_again():
    facts = facts_of([200_000, 300_000], complete(2))
    problem = cl.Problem(
        table(facts), [cl.Scale(ramp_years=3)], adjacency=graph(facts), today=[["a", "b"]]
    )
    at_once = problem.replace(terms=[cl.Scale(ramp_years=1)])
    assert problem.status_quo.objective == pytest.approx(at_once.status_quo.objective)
    begins = problem.replace(today=cl.Today([["a", "b"]], full_saving=False))
    new = problem.replace(today=None).evaluate({"a": 1, "b": 1})
    assert begins.status_quo.objective == pytest.approx(new.objective)


def test_a_plan_saves_against_today_and_standing_alone_is_told_beside_it():
    facts = facts_of([200_000] * 4, complete(4))
    terms = [cl.Scale(ramp_years=1), cl.SetUp()]
    problem = cl.Problem(table(facts), terms, adjacency=graph(facts), today=[["a", "b"]])
    trio = problem.evaluate({"a": 1, "b": 1, "c": 1}, rest_alone=True)
    assert trio.saving == pytest.approx(problem.status_quo.objective - trio.objective)
    alone = problem.evaluate({}, rest_alone=True).objective
    assert trio.saving_against_alone == pytest.approx(alone - trio.objective)
    assert f"£{trio.saving:,.1f}m" in trio.headline
    assert "less than today" in trio.headline
    assert "less than all standing alone" in trio.headline
    assert problem.status_quo.saving == 0.0
    assert problem.replace(today=None).status_quo is None


def moves(problem: cl.Problem, *groups: str) -> dict[str, tuple[str, str, str, float]]:
    """Return what each council that moves does, whom it leaves and joins, and its exit."""
    labels = {council: k for k, group in enumerate(groups) for council in group}
    table = problem.evaluate(labels, rest_alone=True).moves
    return {
        council: (row["move"], row["leaves"], row["joins"], row["exit"])
        for council, row in table.iterrows()
    }


def test_moves_say_who_leaves_whom_for_whom():
    problem = five()
    assert moves(problem, "abc") == {}
    assert moves(problem, "abcd") == {"d": ("joins", "", "A, B, C", 0.0)}
    assert moves(problem, "ab") == {"c": ("leaves", "A, B", "", 0.25)}
    assert moves(problem, "ab", "cd") == {
        "c": ("changes", "A, B", "D", 0.25),
        "d": ("joins", "", "C", 0.0),
    }
    assert {one[0] for one in moves(problem).values()} == {"leaves"}
    merged = problem.replace(today=[["a", "b", "c"], ["d", "e"]])
    assert moves(merged, "abcde") == {
        "d": ("merges", "", "A, B, C", 0.0),
        "e": ("merges", "", "A, B, C", 0.0),
    }


@settings(thorough, max_examples=30)
@given(from_today())
def test_the_exits_of_the_moves_are_those_of_the_plan(case):
    problem, told, _ = case
    ids = problem.councils.ids
    for plan in list(truth.partitions(range(told.n)))[:30]:
        found = problem.evaluate({ids[i]: k for k, cluster in enumerate(plan) for i in cluster})
        assert found.moves["exit"].sum() == pytest.approx(found.costs["exits"])


def test_a_table_of_clusters_says_that_its_savings_are_not_against_today(london):
    problem = cl.Problem(london, [cl.SetUp()], today=[["Camden", "Islington"]])
    told = "each saving is against the members alone, not today"
    assert told in " ".join(str(problem.status_quo).split())
    assert told in problem.status_quo._repr_html_()
    assert told not in str(problem.replace(today=None).evaluate({}, rest_alone=True))


def test_posts_that_are_gone_or_moved_by_today_are_not_told_again(london):
    trio = ["Camden", "Islington", "Hackney"]
    problem = cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], today=[trio])
    same = cl.business_case(problem.status_quo).posts
    assert same["now"].to_list() == pytest.approx(same["after"].to_list())
    assert same[["ended", "moved_out", "moved_in", "change"]].abs().max().max() < 1e-9
    # A pair that comes on top changes what it would change without a today.
    more = {**dict.fromkeys(trio, "trio"), "Sutton": "pair", "Merton": "pair"}
    found = cl.business_case(problem.evaluate(more, rest_alone=True)).posts
    fresh = problem.replace(today=None).evaluate({"Sutton": 1, "Merton": 1}, rest_alone=True)
    wanted = cl.business_case(fresh).posts
    for column in ("ended", "moved_out", "moved_in", "change"):
        assert found[column].to_list() == pytest.approx(wanted[column].to_list(), abs=1e-9)
    balance = found["now"] - found["ended"] - found["moved_out"] + found["moved_in"]
    assert balance.to_list() == pytest.approx(found["after"].to_list())
    table = problem.status_quo.by_council
    assert table["posts_before"].to_list() == pytest.approx(table["posts_after"].to_list())


def shared_by(labels: list[str]) -> cl.Problem:
    """Return London with its first boroughs in these partnerships."""
    boroughs = cl.datasets.london()
    return cl.Problem(
        boroughs, [cl.SetUp()], today=dict(zip(boroughs["name"], labels, strict=False))
    )


@pytest.mark.parametrize("odd", ["North ICT ", " North ICT", "North  ICT", "North\u00a0ICT"])
def test_spaces_that_nobody_sees_make_no_partnership_of_its_own(odd):
    found = shared_by(["North ICT", odd, "North ICT"]).today.read(
        cl.Councils.validated(cl.datasets.london())
    )
    assert found == {"North ICT": [0, 1, 2]}


def test_a_name_with_a_space_too_many_is_not_that_of_a_council_alone():
    names = cl.datasets.london()["name"]
    today = {names.iloc[1]: f"{names.iloc[0]} ", names.iloc[2]: names.iloc[0]}
    found = cl.Today(today).read(cl.Councils.validated(cl.datasets.london()))
    assert list(found.values()) == [[1, 2]]


def test_names_that_capital_letters_alone_tell_apart_are_warned_of():
    told = "the partnerships 'North ICT' and 'north ict' differ in capital letters alone"
    with pytest.warns(cl.ImplausibleWarning, match=told):
        shared_by(["North ICT", "north ict", "North ICT"])
    with pytest.warns(cl.ImplausibleWarning, match=told):
        cl.Today({"North ICT": ["Camden"], "north ict": ["Barnet", "Brent"]}).read(
            cl.Councils.validated(cl.datasets.london())
        )
