"""What no plan can keep is told without a search, and only that is."""

from __future__ import annotations

import networkx as nx
import pytest

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


def test_where_there_is_a_plan_nothing_is_said():
    check_no_contradiction(london([cl.MaxSize(8), BARNET_CROYDON], [cl.ClusterCount(exactly=5)]))


def test_simple_plans_keep_rules_and_limits():
    problem = london([BARNET_CROYDON, cl.MaxSize(8)])
    (plan,) = simple_plans(problem)
    evaluation = problem.evaluate_rows(dict(enumerate(plan.clusters)))
    assert evaluation.feasible
    assert evaluation.objective == pytest.approx(plan.objective)
    assert simple_plans(problem.replace(limits=[cl.ClusterCount(at_most=2)])) == []
