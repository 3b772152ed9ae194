"""What is refused without a search, and the way out that is told."""

from __future__ import annotations

import pytest
from maps import grid

import clusterer as cl
from clusterer.search.refusals import tighter_cap, too_many

SQUARES = cl.FunctionTerm("squares", lambda c: c.size**2.0)


def told(problem: cl.Problem, fitting_size: int = 14) -> str:
    """Return what is said of more candidates than can be listed."""
    error = cl.TooManyCandidatesError("there are too many", fitting_size)
    found = too_many(problem, error)
    assert found.fitting_size == fitting_size
    return str(found)


def problem(*terms, rules=(), limits=()) -> cl.Problem:
    return cl.Problem(grid(2, 2), [*cl.preset("central"), *terms], rules, limits)


def test_the_one_that_needs_a_list_is_named_with_the_way_out():
    assert told(problem(SQUARES)) == (
        "term 'squares' has no MIP form, so all candidates have to be listed; but there are too "
        "many. So add a MaxSize of at most 14, or leave it out, or state it so that it has one"
    )


def test_each_that_needs_a_list_is_named_and_none_else():
    half = cl.MaxControl(0.5)
    posts = cl.PostsDisplaced(at_most=30, share=0.1)
    few = [cl.MaxDistance(20), cl.MaxSize(20), half]
    some = problem(cl.LossOfControl(1), rules=few, limits=[posts, cl.ClusterCount(at_most=3)])
    assert told(some) == (
        f"term 'loss of control' and {half!r} and {posts!r} have no MIP form, so all candidates "
        "have to be listed; but there are too many. So take a smaller MaxSize of at most 14, or "
        "leave them out, or state them so that they have one"
    )


def test_no_cap_is_advised_where_none_would_help():
    assert "MaxSize" not in told(problem(SQUARES), 0)


def test_a_cap_that_is_there_is_to_be_smaller():
    assert tighter_cap([cl.MaxDistance(3)]) == "add a MaxSize"
    assert tighter_cap([cl.MaxDistance(3), cl.MaxSize(3)]) == "take a smaller MaxSize"


@pytest.mark.parametrize("rules", [[], [cl.MaxSize(2)]])
@pytest.mark.parametrize("formulation", ["auto", "compact"])
@pytest.mark.parametrize(
    "limit", [cl.ClusterCount(exactly=40), cl.ClusterCount(at_least=5), cl.ClusterCount(at_most=0)]
)
def test_no_plan_has_more_clusters_than_councils_or_none(limit, formulation, rules):
    with pytest.raises(cl.InfeasibleError) as caught:
        cl.solve(problem(rules=rules, limits=[limit]), formulation=formulation)
    assert str(caught.value) == (
        f"no plan keeps {limit!r}: 4 councils make at least one cluster and at most 4; loosen or "
        "drop it."
    )
    assert caught.value.conflict == (limit,)


@pytest.mark.parametrize("count", [1, 4])
def test_as_many_clusters_as_councils_and_one_are_not_refused(count):
    plan = cl.solve(problem(limits=[cl.ClusterCount(exactly=count)]))
    assert len(plan.clusters) == count
