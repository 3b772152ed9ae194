"""What clusters add to a limit, and when a plan keeps it."""

from __future__ import annotations

import pytest
from costing import councils_of, problem_of
from instances import facts_of

import clusterer as cl

FACTS = facts_of([10, 20, 30], [(0, 1), (1, 2)])
CLUSTERS = [[0], [0, 1], [0, 1, 2]]


def amounts(limit: cl.Limit) -> list[float]:
    return limit.amounts(cl.Candidates.of(councils_of(FACTS), CLUSTERS)).tolist()


def broken(assignment: str, *limits: cl.Limit) -> tuple[str, ...]:
    problem = problem_of(FACTS).replace(limits=limits)
    return problem.evaluate(dict(zip("abc", assignment, strict=True))).broken


def test_every_cluster_counts_as_one():
    limit = cl.ClusterCount(at_most=2)
    assert amounts(limit) == [1, 1, 1]
    assert limit.per_cluster == 1


def test_a_function_says_what_each_cluster_adds():
    limit = cl.FunctionLimit("residents of the shared", lambda c: c.sum("population"), at_most=50)
    assert amounts(limit) == [10, 30, 60]
    assert limit.per_cluster is None


def test_a_cluster_displaces_the_posts_of_all_but_its_largest_member():
    # £20 a resident at 50 posts a £m: 0.001 posts a resident, a tenth displaced.
    service = cl.Service("it", 20, 0.3, 500_000, 0.8, posts_per_gbp_m=50)
    limit = cl.PostsDisplaced(at_most=0.003, share=0.1, services=[service])
    assert amounts(limit) == pytest.approx([0, 0.001, 0.003])
    assert broken("xxx", limit) == ()
    strict = cl.PostsDisplaced(at_most=0.002, share=0.1, services=[service])
    assert broken("xxx", strict) == (
        "PostsDisplaced(at most 0.002, share=0.1) is not kept: the plan has 0.003",
    )


def test_yes_and_no_count_as_one_and_nothing():
    assert amounts(cl.FunctionLimit("shared", lambda c: c.size > 1, at_least=1)) == [0, 1, 1]


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (cl.ClusterCount(exactly=2), ["xxy"]),
        (cl.ClusterCount(at_least=2), ["xxy", "xyz"]),
        (cl.ClusterCount(at_most=2), ["xxx", "xxy"]),
        (cl.ClusterCount(at_least=2, at_most=2), ["xxy"]),
        (cl.FunctionLimit("shared", lambda c: c.size > 1, exactly=0), ["xyz"]),
        (cl.FunctionLimit("squares", lambda c: c.size**2, at_least=5), ["xxx", "xxy"]),
    ],
)
def test_a_plan_keeps_a_limit_if_its_sum_is_within(limit, kept):
    assert [plan for plan in ("xxx", "xxy", "xyz") if not broken(plan, limit)] == kept


def test_each_broken_limit_is_told_with_what_the_plan_has():
    limits = cl.ClusterCount(at_most=2), cl.FunctionLimit("alone", lambda c: c.size == 1, exactly=0)
    assert broken("xyz", *limits) == (
        "ClusterCount(at most 2) is not kept: the plan has 3",
        "FunctionLimit(alone: exactly 0) is not kept: the plan has 3",
    )


def test_sums_that_are_off_by_rounding_only_keep_a_limit():
    tenths = cl.FunctionLimit("tenths", lambda c: 0.1 * c.size, exactly=0.3)
    assert broken("xyz", tenths) == ()


def test_limits_read_as_they_are_written():
    assert repr(cl.ClusterCount(exactly=7)) == "ClusterCount(exactly 7)"
    limit = cl.FunctionLimit("shared", len, at_least=1, at_most=3)
    assert repr(limit) == "FunctionLimit(shared: at least 1 and at most 3)"
