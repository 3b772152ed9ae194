"""The rows of a table of clusters."""

from __future__ import annotations

import pytest
from maps import grid

from clusterer.display.cluster_rows import summarise


@pytest.fixture
def clusters(two_and_alone, table_of):
    return table_of(two_and_alone)


@pytest.mark.parametrize("most", [0, 1, 2, 20])
def test_the_rows_add_up_to_the_total_and_to_the_columns(clusters, most):
    summary = summarise(clusters, most)
    for column in summary.columns:
        rows = sum(row.figures[column] for row in summary.rows)
        assert rows == pytest.approx(clusters[column].sum())
        assert summary.total.figures[column] == pytest.approx(clusters[column].sum())
    assert sum(row.size for row in summary.rows) == summary.total.size == 12


def test_shared_clusters_come_in_their_order_and_councils_alone_are_summed_up(clusters):
    summary = summarise(clusters, 20)
    assert [row.label for row in summary.shared] == ["west", "east"]
    assert summary.alone.members == "2 councils alone"
    assert summary.alone_names == ("R2C2", "R2C3")
    assert summary.rest is None


def test_what_is_not_shown_is_summed_up(clusters):
    assert summarise(clusters, 1).rest.members == "… and 1 more"


def test_terms_are_the_columns_that_are_nothing_else(clusters):
    assert summarise(clusters, 20).terms == ("scale", "set-up")


def test_figures_have_the_decimals_that_tell_them_apart(clusters):
    money = ["scale", "set-up", "total", "standalone", "saving"]
    for factor, written in [(1.0, "122.2"), (0.05, "6.11"), (0.005, "0.611")]:
        smaller = clusters.copy()
        smaller[money] *= factor
        summary = summarise(smaller, 20)
        assert summary.figure(summary.shared[0], "scale") == written


def test_there_is_no_minus_nothing(clusters):
    clusters["saving"] = -1e-9
    summary = summarise(clusters, 20)
    assert summary.figure(summary.total, "saving") == "0.0"


def test_a_plan_of_one_council_can_be_told(partition, table_of):
    summary = summarise(table_of(partition(grid(1, 1), ["a"])), 20)
    assert summary.alone.members == "1 council alone"
