"""What no plan can keep is told without a search, and only that is."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from instances import cases, facts_of, graph, table, thorough

import clusterer as cl
from clusterer.search.contradictions import check_no_contradiction
from clusterer.search.simple_plans import simple_plans

BARNET_CROYDON = cl.Together("Barnet", "Croydon")


def london(rules, limits=()):
    boroughs = cl.datasets.london()
    crossings = cl.datasets.thames_crossings()
    adjacency = cl.adjacency(boroughs, crossings=crossings)
    return cl.Problem(boroughs, cl.preset("central"), rules, limits, adjacency)


@pytest.mark.parametrize(
    "needed",
    [
        [cl.MaxDistance(5), BARNET_CROYDON],
        [BARNET_CROYDON, cl.Apart("Barnet", "Croydon")],
        [BARNET_CROYDON, cl.Together("Barnet", "Brent"), cl.Apart("Croydon", "Brent")],
        [cl.MaxSize(4), BARNET_CROYDON],
        [cl.PopulationBounds(at_most=600_000), BARNET_CROYDON],
    ],
)
@pytest.mark.parametrize("further", [[], [cl.MaxSize(12)]])
def test_rules_that_contradict_each_other_are_named_and_no_other(needed, further):
    problem = london([*further, *needed])
    with pytest.raises(cl.InfeasibleError, match="that are to be in one") as caught:
        cl.solve(problem)
    assert set(caught.value.conflict) == set(needed)


def test_what_lies_in_parts_without_a_link_contradicts_by_itself():
    whole = london([])
    cut = nx.Graph(whole.adjacency)
    havering = whole.councils.ids[whole.councils.position("Havering")]
    cut.remove_edges_from(list(cut.edges(havering)))
    together = cl.Together("Barnet", "Havering")
    with pytest.raises(cl.InfeasibleError, match="add a link") as caught:
        cl.solve(whole.replace(adjacency=cut, rules=[cl.MaxSize(20), together]))
    assert caught.value.conflict == (together,)
    with pytest.raises(cl.InfeasibleError, match="in 2 parts without a link"):
        cl.solve(whole.replace(adjacency=cut, limits=[cl.ClusterCount(at_most=1)]))
    check_no_contradiction(whole.replace(rules=[together]))


@pytest.mark.parametrize("further", [[], [cl.MaxSize(7)]])
def test_one_council_alone_over_the_cap_is_said(further):
    cap = cl.PopulationBounds(at_most=335_000)
    with pytest.raises(cl.InfeasibleError) as caught:
        cl.solve(london([*further, cap]))
    assert caught.value.conflict == (cap,)
    assert str(caught.value) == (
        "no plan keeps PopulationBounds(population: at most 335,000): Croydon (E09000008) alone "
        "has 340,449; raise the bound, or spare councils alone with alone=True."
    )
    spared = cl.PopulationBounds(at_most=335_000, alone=True)
    check_no_contradiction(london([*further, spared]))


def on_the_line(rules, **columns):
    """Return a problem of a, b and c in a row, and the island d."""
    facts = facts_of([100, 100, 100, 250], [(0, 1), (1, 2)])
    return cl.Problem(table(facts).assign(**columns), [], rules, adjacency=graph(facts))


@pytest.mark.parametrize(
    ("needed", "told"),
    [
        (
            [cl.PopulationBounds(at_least=300)],
            "D (d) can share with nobody, and has 250; lower the bound, add a link, or spare ...",
        ),
        (
            [cl.MinSize(4)],
            "A (a) comes to 3 at most, with B (b), C (c); lower the bound, add a link, or ...",
        ),
        (
            [cl.PopulationBounds(at_least=210), cl.MaxSize(2)],
            "A (a) comes to 200 at most, with B (b); lower ...",
        ),
        (
            [cl.PopulationBounds(at_least=210), cl.Apart("b", "c")],
            "B (b) comes to 200 at most, with A (a); lower ...",
        ),
        (
            [cl.PopulationBounds(at_least=210), cl.Alone("b")],
            "A (a) can share with nobody, and has 100; lower ...",
        ),
        (
            [cl.PopulationBounds(at_most=99)],
            "A (a), B (b), C (c), D (d) each have more by themselves, such as 250; raise ...",
        ),
    ],
)
@pytest.mark.parametrize("further", [[], [cl.MaxSize(3)]])
def test_a_bound_out_of_reach_names_the_council_and_no_rule_that_is_not_needed(
    needed, told, further
):
    with pytest.raises(cl.InfeasibleError) as caught:
        cl.solve(on_the_line([*further, *needed]))
    assert set(caught.value.conflict) == set(needed)
    assert f": {told.removesuffix('...')}" in str(caught.value)


def test_a_bound_on_what_may_be_negative_is_out_of_reach_only_if_nobody_brings_it_back():
    change = [5, -1, -3, 0]
    for end, fits in ((1, True), (0, False)):
        rule = cl.PopulationBounds(at_most=end, population="change")
        problem = on_the_line([rule], change=change)
        if fits:
            check_no_contradiction(problem)
            continue
        with pytest.raises(cl.InfeasibleError, match=r"A \(a\) alone has 1 at least, whomever"):
            check_no_contradiction(problem)


def test_a_floor_on_what_nobody_has_more_of_is_out_of_reach():
    rule = cl.PopulationBounds(at_least=-4, population="change")
    problem = on_the_line([rule], change=[-5, 0, -1, 0])
    with pytest.raises(cl.InfeasibleError, match=r"A \(a\) comes to -5 at most; lower the bound"):
        check_no_contradiction(problem)


@thorough
@given(cases())
def test_only_what_no_plan_keeps_is_a_contradiction(case):
    try:
        check_no_contradiction(case.problem)
    except cl.InfeasibleError as why:
        assert case.truth.best is None
        # Without any one of the rules that it names the rest is no contradiction that it sees.
        named = [part for part in why.conflict if isinstance(part, cl.Rule)]
        for rule in named:
            rest = [other for other in named if other is not rule]
            check_no_contradiction(case.problem.replace(rules=rest, limits=[]))


def test_where_there_is_a_plan_nothing_is_said():
    check_no_contradiction(london([cl.MaxSize(8), BARNET_CROYDON], [cl.ClusterCount(exactly=5)]))


def test_simple_plans_keep_rules_and_limits():
    problem = london([BARNET_CROYDON, cl.MaxSize(8)])
    (plan,) = simple_plans(problem)
    evaluation = problem.evaluate_rows(dict(enumerate(plan.clusters)))
    assert evaluation.feasible
    assert evaluation.objective == pytest.approx(plan.objective)
    assert simple_plans(problem.replace(limits=[cl.ClusterCount(at_most=2)])) == []
