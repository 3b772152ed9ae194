"""Medians, ratios and statuses of a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.methods import METHODS, OURS
from benchmarks.suites import SUITES, Block, fitting, longest
from benchmarks.table import summary, worst


def a_run(method, objective, seconds, **more):
    row = {
        "group": "London",
        "instance": "london-central-7",
        "method": method,
        "time_limit": 60.0,
        "seed": 0,
        "status": "feasible",
        "objective": objective,
        "standalone": 120.0,
        "seconds": seconds,
        "gib": 1.0,
        "gib_before": 0.25,
    }
    return row | more


@pytest.fixture
def table():
    runs = [
        a_run(OURS, 100.0, 1.0, status="optimal", bound=100.0, candidates=500),
        a_run(OURS, 100.0, 3.0, status="optimal", bound=100.0, candidates=500, gib=2.0),
        a_run(OURS, 100.0, 2.0, status="optimal", bound=99.0, candidates=500),
        a_run("compact-highs", 104.0, 60.0, bound=96.2),
        a_run("greedy", 110.0, 0.5),
        a_run("greedy", None, 0.1, status="no plan", standalone=None),
        a_run("spopt-ward", None, 120.0, status="no answer", standalone=None, detail="killed"),
    ]
    return summary(pd.DataFrame(runs)).set_index("method")


def test_medians_and_extremes(table):
    assert table.loc[OURS, "seconds"] == 2.0
    assert table.loc[OURS, "runs"] == 3
    assert table.loc[OURS, "gib"] == 2.0
    assert table.loc[OURS, "gib_more"] == 1.75
    assert table.loc["greedy", "objective"] == 110.0


def test_ratios_are_to_ours_on_the_same_instance(table):
    assert table.loc["compact-highs", "over_ours"] == pytest.approx(0.04)
    assert table.loc["compact-highs", "missed"] == pytest.approx(4 / 20)
    assert table.loc["compact-highs", "gap"] == pytest.approx(7.8 / 104)
    assert table.loc["compact-highs", "times_ours"] == 30.0
    assert table.loc[OURS, "over_ours"] == 0.0
    assert np.isnan(table.loc["greedy", "gap"])
    assert np.isnan(table.loc["spopt-ward", "over_ours"])


def test_the_status_is_that_of_the_worst_run(table):
    assert table.loc[OURS, "status"] == "optimal"
    assert table.loc["greedy", "status"] == "no plan"
    assert table.loc["spopt-ward", "detail"] == "killed"
    assert worst(pd.Series(["optimal", "error", "feasible"])) == "error"


def test_what_saves_nothing_is_no_base_for_a_share():
    runs = [a_run(OURS, 120.0, 1.0), a_run("greedy", 121.0, 1.0)]
    assert summary(pd.DataFrame(runs))["missed"].isna().all()


def test_a_table_without_ours_has_no_ratios():
    table = summary(pd.DataFrame([a_run("greedy", 110.0, 1.0)]))
    assert table["over_ours"].isna().all()
    assert table["times_ours"].isna().all()


@pytest.mark.parametrize("name", SUITES)
def test_a_suite_names_what_there_is_and_runs_nothing_twice(name):
    runs = [run for block in SUITES[name] for run in block.runs()]
    assert len(runs) == len(set(runs))
    for block in SUITES[name]:
        for pattern in block.methods.split():
            assert fitting(pattern, list(METHODS))
        assert list(block.runs())


def test_the_full_suite_runs_every_method_and_gives_like_methods_the_same_time():
    runs = [run for block in SUITES["full"] for run in block.runs()]
    assert {run.method for run in runs} == set(METHODS)
    compared = {run.instance for run in runs if run.method != OURS}
    assert compared <= {run.instance for run in runs if run.method == OURS}
    others = [run for run in runs if run.method not in (OURS, "spopt-azp-once")]
    assert {run.time_limit for run in others if run.method.startswith("compact")} == {30.0}
    assert {run.time_limit for run in others if not run.method.startswith("compact")} == {15.0}


def test_the_longest_that_a_suite_takes():
    assert longest([Block("london-*-4", OURS, 2, 5.0)]) == 30.0
