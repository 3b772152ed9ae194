"""The problem: what it keeps, what it refuses to change, and how it costs a partition."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import truth
from costing import clusters_of, problem_of
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import cases, complete, facts_of, graph, table, table_term
from maps import grid

import clusterer as cl

few = settings(max_examples=60)


@pytest.fixture(scope="module")
def central(london) -> cl.Problem:
    return cl.Problem(london, cl.preset("central"))


# Costs.


@few
@given(cases(st.integers(2, 5)))
def test_candidates_and_their_costs_are_those_of_plain_python(case):
    candidates = case.problem.candidates()
    found = {
        tuple(candidates.positions(k).tolist()): cost
        for k, cost in enumerate(case.problem.costs(candidates))
    }
    assert found == pytest.approx(case.truth.costs, abs=1e-9)


@few
@given(cases(st.integers(2, 5)))
def test_the_table_of_costs_adds_up_to_the_costs(case):
    candidates = case.problem.candidates()
    costs = case.problem.cost_table(candidates)
    hosts = costs.pop("host")
    assert costs.sum(axis=1).to_numpy() == pytest.approx(case.problem.costs(candidates), abs=1e-9)
    assert all(candidates.contains(case.problem.councils.ids[h])[k] for k, h in enumerate(hosts))


@few
@given(cases(st.integers(2, 6)), st.data())
def test_any_partition_is_costed_and_judged_as_by_plain_python(case, data):
    n = len(case.problem.councils)
    labels = data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    clusters = [tuple(i for i in range(n) if labels[i] == label) for label in dict.fromkeys(labels)]
    evaluation = case.problem.evaluate(dict(zip(case.problem.councils.ids, labels, strict=True)))
    assert evaluation.objective == pytest.approx(sum(map(case.truth.cost, clusters)), abs=1e-9)
    kept = all(map(case.truth.allowed, clusters)) and case.truth.keeps_limits(clusters)
    assert evaluation.feasible == kept


def test_without_terms_all_costs_nothing(london):
    problem = cl.Problem(london, [])
    assert problem.costs(problem.replace(rules=[cl.MaxSize(2)]).candidates()).sum() == 0
    assert problem.evaluate({}, rest_alone=True).objective == 0


def test_one_host_serves_all_terms():
    # Journeys want b in the middle; the premium wants the rich c. Travel is more expensive.
    facts = facts_of([100_000, 100_000, 900_000], complete(3))
    premium = cl.Coordination(kappa=0, client_side=0, horizon=1, discount_rate=0)
    for price, host in ((1.0, "b"), (0.001, "c")):
        travel = cl.Travel(price, horizon=1, discount_rate=0)
        together = problem_of(facts, [premium, travel]).evaluate(dict.fromkeys("abc", 1))
        assert together.clusters.loc[1, "host"] == host.upper()
    # c pays the premium of 1% to b; under c, the travel of 10 and 20 km.
    assert together.costs["travel"] == pytest.approx(0.001 * 30)


def test_without_terms_that_need_a_host_it_stands_in_the_middle():
    problem = problem_of(facts_of([1, 9, 1]))
    assert problem.evaluate(dict.fromkeys("abc", 1)).clusters.loc[1, "host"] == "B"


def test_standalone_costs_are_those_of_clusters_of_one(london):
    facts = facts_of(london["population"].to_list()[:16])
    problem = problem_of(facts, [cl.Scale()])
    cost = truth.scale(facts, **truth.SCALE)
    assert problem.standalone_costs == pytest.approx([cost((i,), i) for i in range(16)])


# A problem does not change.


@pytest.mark.parametrize("part", ["councils", "terms", "rules", "limits", "adjacency"])
def test_a_part_is_not_to_be_replaced_in_place(central, part):
    with pytest.raises(AttributeError, match=rf"problem.replace\({part}=...\)"):
        setattr(central, part, ())


def test_the_adjacency_is_not_to_be_changed(central):
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        central.adjacency.add_edge("E09000004", "E09000016")


def test_what_it_was_made_of_may_change_afterwards():
    frame, links = grid(1, 3), nx.path_graph(["r0c0", "r0c1", "r0c2"])
    terms, rules, limits = [cl.Scale()], [cl.MaxSize(2)], [cl.ClusterCount(at_most=3)]
    problem = cl.Problem(frame, terms, rules, limits, links)
    before = repr(problem), problem.standalone_costs.sum()
    frame["population"] = 1
    links.remove_edge("r0c0", "r0c1")
    for parts in (terms, rules, limits):
        parts.clear()
    assert (repr(problem), problem.replace().standalone_costs.sum()) == before
    assert len(problem.candidates()) == 5


def test_replace_gives_a_changed_copy(central):
    changed = central.replace(rules=[cl.MaxSize(2)], limits=[cl.ClusterCount(at_most=30)])
    assert changed.rules == (cl.MaxSize(2),)
    assert central.rules == central.limits == ()
    assert changed.terms == central.terms
    assert changed.adjacency.edges == central.adjacency.edges


def test_replace_takes_other_figures_of_the_same_councils(central, london):
    twice = central.replace(councils=london.assign(population=2 * london["population"]))
    assert twice.standalone_costs.sum() > 1.5 * central.standalone_costs.sum()


def test_candidates_are_enumerated_once():
    problem = problem_of(facts_of([1, 1], [(0, 1)]))
    assert problem.candidates() is problem.candidates()


def test_terms_may_be_any_iterable():
    terms = (term for term in cl.preset("null"))
    assert len(cl.Problem(grid(1, 2), terms).terms) == 3


def test_a_problem_says_what_it_is_made_of(london):
    problem = cl.Problem(
        london, [cl.SetUp()], [cl.MaxSize(3)], [cl.ClusterCount(at_most=12)], cl.adjacency(london)
    )
    assert repr(problem) == (
        "<Problem: 32 councils, 63 adjacencies; terms set-up; rules MaxSize(3); "
        "limits ClusterCount(at most 12)>"
    )
    assert repr(cl.Problem(london, [])) == "<Problem: 32 councils, 63 adjacencies; terms none>"


def test_what_cannot_be_read_fails_before_anything_is_enumerated():
    with pytest.raises(cl.InputError, match="did you mean 'population'"):
        cl.Problem(grid(5, 8), [cl.Scale(population="populaton")])


# Partitions.


def test_councils_are_given_by_label_or_by_name(central):
    by_name = central.evaluate({"Camden": "x", "Islington": "x"}, rest_alone=True)
    by_label = central.evaluate({"E09000007": "x", "Islington": "x"}, rest_alone=True)
    assert by_name.assignment.equals(by_label.assignment)


def test_a_series_is_an_assignment_too(central, london):
    labels = pd.Series(np.arange(32) // 4, index=london.index)
    shuffled = labels.sample(frac=1, random_state=1)
    assert central.evaluate(shuffled).assignment.to_dict() == labels.to_dict()


def test_the_rest_stand_alone_under_their_names(central):
    alone = central.evaluate({"Camden": "x"}, rest_alone=True)
    assert alone.cluster_of("Camden") == "x"
    assert alone.cluster_of("Islington") == "Islington"
    assert alone.saving == pytest.approx(0)


def test_a_label_that_is_the_name_of_another_council_is_not_mixed_up(central):
    pair = central.evaluate({"Camden": "Brent", "Islington": "Brent"}, rest_alone=True)
    assert pair.members("Brent") == ("E09000007", "E09000019")
    assert pair.members("E09000005") == ("E09000005",)


@pytest.mark.filterwarnings("ignore:a name stands in several rows")
def test_two_names_alike_stand_alone_apart():
    frame = table(facts_of([1, 1, 1])).assign(name=["Newport", "Newport", "Ryde"])
    alone = cl.Problem(frame, []).evaluate({"Ryde": 1}, rest_alone=True)
    assert len(alone.clusters) == 3


# What real clusters break. Which are connected was read off the map.


@pytest.mark.parametrize(
    ("scheme", "pieces"),
    [
        ("onesource_2014", "Havering (E09000016) | Newham (E09000025)"),
        ("onesource_2016", "Bexley (E09000004) | Havering (E09000016) | Newham (E09000025)"),
        ("sts_2017", "Brent (E09000005) | Lewisham (E09000023), Southwark (E09000028)"),
    ],
)
def test_real_clusters_that_do_not_hang_together_are_told(london, thames_crossings, scheme, pieces):
    linked = cl.Problem(london, [], adjacency=cl.adjacency(london, crossings=thames_crossings))
    real = cl.datasets.real_clusters(scheme).set_index("council")["cluster"]
    evaluation = linked.evaluate(real, rest_alone=True)
    assert evaluation.broken == (f"cluster {real.iloc[0]} is not connected: {pieces}",)
    assert not evaluation.feasible


def test_richmond_and_wandsworth_hang_together(central):
    real = cl.datasets.real_clusters("richmond_wandsworth_ssa").set_index("council")["cluster"]
    assert central.evaluate(real, rest_alone=True).feasible


def test_rules_that_are_broken_are_told_with_the_cluster(london):
    rules = [cl.MaxSize(2), cl.Apart("Camden", "Barnet")]
    problem = cl.Problem(london, [], rules)
    trio = problem.evaluate(dict.fromkeys(["Camden", "Barnet", "Haringey"], 1), rest_alone=True)
    members = "Barnet (E09000003), Camden (E09000007), Haringey (E09000014)"
    assert trio.broken == (
        f"MaxSize(2) does not allow cluster 1: {members}",
        f"Apart('Camden', 'Barnet') does not allow cluster 1: {members}",
    )


def test_a_rule_is_asked_about_every_set_that_hangs_together_once():
    facts = facts_of([1] * 4, [(0, 1), (1, 2), (2, 3)])
    seen = []

    def note(candidates):
        seen.extend(candidates.members(k) for k in range(len(candidates)))
        return candidates.size > 0

    problem = cl.Problem(table(facts), [], [cl.FunctionRule("note", note)], adjacency=graph(facts))
    seen.clear()  # A new problem asks about councils alone.
    problem.candidates()
    expected = [
        tuple("abcd"[i] for i in c) for c in clusters_of(4) if truth.connected(c, facts.edges)
    ]
    assert sorted(seen) == sorted(expected)


def test_negative_costs_are_costs():
    term, _ = table_term(lambda cluster: -float(len(cluster)))
    assert problem_of(facts_of([1, 1]), [term]).evaluate({"a": 1, "b": 1}).objective == -2
