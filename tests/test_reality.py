"""Observed clusters beside a plan, on a map small enough to count by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from bad import check
from maps import grid

import clusterer as cl

# In a row of five a cluster costs 2 for its centre and 1 for each pair of members.
COUNCILS = grid(1, 5)
PROBLEM = cl.Problem(
    COUNCILS,
    [
        cl.FunctionTerm("centre", lambda c: 2.0 + 0.0 * c.size),
        cl.FunctionTerm("talks", lambda c: c.size * (c.size - 1) / 2.0),
    ],
    [cl.MaxSize(2)],
)
PLAN = PROBLEM.evaluate({"r0c0": 1, "r0c1": 1, "r0c2": 2, "r0c3": 2, "r0c4": 3})  # 8, saves 2
SCHEMES = {
    "all": {"a": [0, 1, 2], "b": [3, 4]},  # Costs 2 + 3 and 2 + 1; three at once is one too many.
    "some": {"a": [0, 1], "b": [2, 4]},  # The second has a gap.
    "pair": {"a": [2, 3]},
    "alone": {"a": [0], "b": [1]},
}
TABLE = pd.DataFrame(
    [
        (scheme, cluster, f"r0c{i}")
        for scheme, clusters in SCHEMES.items()
        for cluster, members in clusters.items()
        for i in members
    ],
    columns=["scheme", "cluster", "council"],
)
FOUND = cl.compare_with_reality(PLAN, TABLE)


def column(name):
    return FOUND.schemes[name].to_list()


def test_each_scheme_has_its_row_in_the_order_of_the_table():
    assert FOUND.schemes.index.to_list() == list(SCHEMES)
    assert FOUND.schemes.index.name == "scheme"


def test_councils_and_clusters_are_counted():
    assert column("councils") == [5, 4, 2, 2]
    assert column("shared_clusters") == [2, 2, 1, 0]
    assert column("largest") == [3, 2, 2, 1]


def test_schemes_are_costed_with_the_rest_alone():
    assert column("saving") == [10 - 8, 10 - (3 + 3 + 2), 10 - (3 + 6), 0]
    assert column("costs_more_than_plan") == [0, 0, 1, 2]


def test_pairs_are_those_of_each_scheme_and_of_the_plan():
    assert column("pairs") == [4, 2, 1, 0]
    assert column("pairs_in_plan") == [1, 1, 1, 0]


def test_the_rand_index_is_over_the_councils_that_a_scheme_places():
    # All: 1 pair in both, 3 only in the scheme, 1 only in the plan, 5 in neither of 10.
    # Some, of four councils: 1 pair in both, 1 only in the scheme, 0 only in the plan, 4 in none.
    whole = 2 * (1 * 5 - 3 * 1) / ((1 + 3) * (3 + 5) + (1 + 1) * (1 + 5))
    part = 2 * (1 * 4 - 1 * 0) / ((1 + 1) * (1 + 4) + (1 + 0) * (0 + 4))
    assert column("adjusted_rand_index")[:2] == pytest.approx([whole, part])


def test_the_rand_index_of_one_cluster_or_of_none_that_is_shared_is_left_out():
    assert all(map(math.isnan, column("adjusted_rand_index")[2:]))


def test_what_a_scheme_breaks_is_counted_and_told():
    assert column("broken") == [1, 1, 0, 0]
    assert "not connected" in FOUND.evaluations["some"].broken[0]
    assert FOUND.evaluations["all"].broken == (
        "MaxSize(2) does not allow cluster a: R0C0 (r0c0), R0C1 (r0c1), R0C2 (r0c2)",
    )


def test_pairs_of_all_schemes_are_listed_those_of_most_first():
    rows = FOUND.pairs[["name", "partner_name", "schemes", "times", "in_plan"]]
    assert rows.to_numpy().tolist() == [
        ["R0C0", "R0C1", "all, some", 2, True],
        ["R0C0", "R0C2", "all", 1, False],
        ["R0C1", "R0C2", "all", 1, False],
        ["R0C2", "R0C3", "pair", 1, True],
        ["R0C2", "R0C4", "some", 1, False],
        ["R0C3", "R0C4", "all", 1, False],
    ]
    assert FOUND.pairs.loc[0, ["council", "partner"]].to_list() == ["r0c0", "r0c1"]


def test_for_a_full_partition_it_agrees_with_compare():
    compared = FOUND.evaluations["all"].compare(PLAN)
    assert compared.adjusted_rand_index == pytest.approx(column("adjusted_rand_index")[0])
    assert compared.costs.loc["total", "difference"] == column("costs_more_than_plan")[0]
    assert compared.pairs_in_both == column("pairs_in_plan")[0]


def test_no_real_cluster_of_london_is_cheaper_than_the_optimum(london, thames_crossings):
    graph = cl.adjacency(london, crossings=thames_crossings)
    plan = cl.solve(cl.Problem(london, cl.preset("central"), adjacency=graph))
    found = cl.compare_with_reality(plan, cl.datasets.real_clusters()).schemes
    kept = found[found["broken"] == 0]
    assert (len(found), len(kept)) == (30, 23)
    assert (kept["costs_more_than_plan"] >= -1e-6).all()


def test_it_reads_as_a_table():
    assert FOUND.headline == (
        "4 schemes beside a plan that saves £2.0m: of 6 pairs of councils that share in some "
        "scheme, the plan has 2, 33%"
    )
    lines = repr(FOUND).splitlines()
    assert any(
        line.split() == ["all", "5", "2", "3", "2.0", "0.0", "0.09", "4", "1", "1"]
        for line in lines
    )
    assert any(
        line.split() == ["pair", "2", "1", "2", "1.0", "1.0", "1", "1", "0"] for line in lines
    )
    assert "not a forecast" in repr(FOUND)
    assert max(map(len, lines)) <= 110
    assert "<td" in FOUND._repr_html_()


def test_no_plan_is_refused():
    check(
        lambda: cl.compare_with_reality(PROBLEM, TABLE),
        "compare_with_reality(plan, ...) takes a plan or an evaluation, got Problem; "
        "solve(problem) makes one",
    )
