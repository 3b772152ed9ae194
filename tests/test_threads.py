"""How many threads are started."""

from __future__ import annotations

import os

import pytest

from clusterer._support import threads


@pytest.fixture
def processors(monkeypatch):
    """Return a function that sets how many processors this process may run on."""
    for name in ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)

    def may_be(count: int | None) -> None:
        monkeypatch.setattr(os, "process_cpu_count", lambda: count, raising=False)

    return may_be


@pytest.mark.parametrize(("there", "count"), [(1, 1), (6, 6), (None, 1)])
def test_as_many_as_there_are_processors_to_run_on(there, count, processors):
    processors(there)
    assert threads.count() == count


@pytest.mark.parametrize(
    ("numba", "omp", "count"),
    [
        ("2", None, 2),
        (None, "3", 3),
        ("4", "3", 3),
        (None, "3,2", 3),
        ("64", "64", 6),
        ("", "0", 6),
        ("many", "-1", 6),
    ],
)
def test_fewer_where_the_environment_says_so(numba, omp, count, processors, monkeypatch):
    processors(6)
    for name, value in (("NUMBA_NUM_THREADS", numba), ("OMP_NUM_THREADS", omp)):
        if value is not None:
            monkeypatch.setenv(name, value)
    assert threads.count() == count


def test_before_python_3_13_the_processors_that_a_scheduler_leaves_count(processors, monkeypatch):
    monkeypatch.delattr(os, "process_cpu_count", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert threads.count() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    assert threads.count() == 64
