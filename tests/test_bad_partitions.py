"""Bad partitions, values, data sets and options of a solve, each with its message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from bad import Bad, check, each
from maps import grid

import clusterer as cl

NAN = float("nan")
LABELS = ["r0c0", "r0c1", "r0c2"]


def problem(terms=(), rules=(), limits=()) -> cl.Problem:
    return cl.Problem(grid(1, 3), terms, rules, limits)


def evaluated(assignment: Any, **options: Any) -> Callable[[], cl.Evaluation]:
    return lambda: problem().evaluate(assignment, **options)


def candidates() -> cl.Candidates:
    return problem().candidates()


PARTITIONS: list[Bad] = [
    Bad(
        "a list for an assignment",
        evaluated([1, 1, 2]),
        "an assignment maps councils to cluster labels, as {'Camden': 1} does; got list",
    ),
    Bad(
        "councils that are not assigned",
        evaluated({"r0c0": 1}),
        "no cluster is given for R0C1 (r0c1), R0C2 (r0c2); assign them, or say rest_alone=True to "
        "let them stand alone",
    ),
    Bad(
        "a council that is not there",
        evaluated({"r0c9": 1}, rest_alone=True),
        "there is no council 'r0c9'; did you mean 'r0c...'?",
    ),
    Bad(
        "an assignment over row numbers",
        evaluated(pd.Series([1, 1, 2])),
        "there is no council 0; use an index label or a name",
    ),
    Bad(
        "a council that is assigned twice",
        evaluated({"r0c0": 1, "R0C0": 2}, rest_alone=True),
        "R0C0 (r0c0) is assigned twice; name it once, by index label or by name",
    ),
    *(
        Bad(
            f"a cluster that is {label!r}",
            evaluated({"r0c1": label}, rest_alone=True),
            f"R0C1 (r0c1) has no cluster but {label!r}; give it a label, or leave it out and say "
            "rest_alone=True; no plan divides a council",
        )
        for label in (None, NAN, pd.NA, pd.NaT)
    ),
    Bad(
        "a list for a label",
        evaluated({"r0c1": [1]}, rest_alone=True),
        "R0C1 (r0c1) has the cluster [1]; a label must be a word, a number or another hashable "
        "value",
    ),
    Bad(
        "a cluster that is not there",
        lambda: problem().evaluate(dict.fromkeys(LABELS, "x")).members("y"),
        "there is no cluster 'y'; there are ['x']",
    ),
    Bad(
        "a partition of other councils to compare with",
        lambda: (
            problem()
            .evaluate({}, rest_alone=True)
            .compare(cl.Problem(grid(1, 2), []).evaluate({}, rest_alone=True))
        ),
        "the two partitions are of different councils; compare like with like",
    ),
    Bad(
        "an assignment to compare with",
        lambda: problem().evaluate({}, rest_alone=True).compare({"r0c0": 1}),
        "compare(...) takes a plan or an evaluation, got dict; problem.evaluate(...) makes one of "
        "an assignment",
    ),
    Bad(
        "a file of an unknown kind",
        lambda: problem().evaluate({}, rest_alone=True).to_file("plan.shp"),
        "cannot write 'plan.shp': the ending '.shp' is none of .gpkg, .geojson, .csv",
    ),
]

NUMBERS: list[Bad] = [
    Bad(
        "fewer values than councils",
        lambda: candidates().sum([1, 2]),
        "expected a column name or 3 values, one a council, not an array of shape (2,)",
    ),
    Bad(
        "words for values",
        lambda: candidates().max(["a", "b", "c"]),
        "the values must be numbers: could not convert string to float: 'a'",
    ),
    Bad(
        "a value that is missing",
        lambda: candidates().min([1, NAN, 3]),
        "R0C1 (r0c1): the value is nan, not finite",
    ),
    Bad(
        "a Series that lacks a council",
        lambda: candidates().sum(pd.Series([1, 2], LABELS[:2])),
        "R0C2 (r0c2): no label for it in the Series; give every council a value",
    ),
    Bad(
        "a Series that has a council twice",
        lambda: candidates().sum(pd.Series([1, 2, 3, 4], [*LABELS, "r0c2"])),
        "the label 'r0c2' stands twice in the Series; keep one",
    ),
    Bad(
        "a matrix of another shape",
        lambda: candidates().host_min(np.ones((2, 2))),
        "expected a matrix with a row and a column for each council, shape (3, 3), not (2, 2)",
    ),
    Bad(
        "pairs that differ each way",
        lambda: candidates().pair_sum([[0, 1, 2], [3, 0, 0], [2, 0, 0]]),
        "a pair counts once, so the matrix must be symmetric, but it is 1 from R0C0 (r0c0) to R0C1 "
        "(r0c1) and 3 back; pass (m + m.T) / 2, or m + m.T to count both ways",
    ),
    Bad(
        "memory in words",
        lambda: problem().candidates(memory_gib="4 GB"),
        "memory_gib = '4 GB' must be a number of GiB above 0",
    ),
]

DATASETS: list[Bad] = [
    Bad(
        "a year without elections",
        lambda: cl.datasets.london(2007),
        "there are no seats of the boroughs for 2007; choose one of 2006, 2022, 2026",
    ),
    Bad(
        "a scheme with a slip of the pen",
        lambda: cl.datasets.real_clusters("tri_burough"),
        "there is no scheme 'tri_burough'; did you mean 'tri_borough'?",
    ),
    Bad(
        "a scheme that nobody knows",
        lambda: cl.datasets.real_clusters("zzz"),
        "there is no scheme 'zzz'; there are ...met_bcu_2018...",
    ),
    Bad(
        "a country of no councils",
        lambda: cl.datasets.synthetic(0),
        "n = 0 must be a whole number from 1 to 100,000",
    ),
    Bad(
        "a seed below nothing",
        lambda: cl.datasets.synthetic(5, seed=-1),
        "seed = -1 must be a whole number from 0 to 4,294,967,295",
    ),
]

SOLVE: list[Bad] = [
    Bad(
        "a formulation that is none",
        lambda: cl.solve(problem(), formulation="mip"),
        "formulation = 'mip' must be 'auto', which is set partitioning, or 'compact'",
    ),
    Bad(
        "the old word for auto",
        lambda: cl.solve(problem(), formulation="set-partition"),
        "formulation = 'set-partition' must be 'auto', which is set partitioning, or 'compact'",
    ),
    Bad(
        "a solver that PuLP does not know",
        lambda: cl.solve(problem(), solver="cplexx"),
        "PuLP has no solver 'cplexx'; it has ...HiGHS...",
    ),
    Bad(
        "a solver that is a number",
        lambda: cl.solve(problem(), solver=3),
        "solver = 3 must be a PuLP solver or the name of one",
    ),
    Bad(
        "less time than none",
        lambda: cl.solve(problem(), time_limit=-1),
        "time_limit = -1 must be a number of seconds above 0",
    ),
    Bad(
        "a gap in per cent",
        lambda: cl.solve(problem(), gap=5),
        "gap = 5 must be a fraction from 0 to 1",
    ),
    Bad(
        "a seed that is not whole",
        lambda: cl.solve(problem(), seed=1.5),
        "seed = 1.5 must be a whole number from 0 to 2,147,483,647",
    ),
]


@each([*PARTITIONS, *NUMBERS, *DATASETS, *SOLVE])
def test_a_bad_input_gets_a_message_that_says_what_to_do(run, message):
    check(run, message)
