"""Kernels that are compiled once they have much to do: the same results before and after."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from clusterer.candidates import _aggregation as aggregation
from clusterer.candidates import _compiled, joined
from clusterer.candidates._compiled import PLAIN_STEPS, compiled_where_long
from clusterer.candidates._enumeration import Walk, walk_connected_sets

RANDOM = np.random.default_rng(0)
SIZES = RANDOM.integers(1, 7, 40)
INDPTR = np.concatenate([[0], np.cumsum(SIZES)]).astype(np.int64)
MEMBERS = np.concatenate([np.sort(RANDOM.choice(9, size, replace=False)) for size in SIZES])
MEMBERS = MEMBERS.astype(np.int16)
VALUES, MATRIX = RANDOM.normal(size=9), RANDOM.normal(size=(9, 9))
M = SIZES.size

KERNELS: dict[Any, Any] = {
    aggregation._sums: lambda: (VALUES, np.empty(M)),
    aggregation._minima: lambda: (VALUES, np.empty(M)),
    aggregation._pair_sums: lambda: (MATRIX, np.empty(M)),
    aggregation.pairs: lambda: (int((SIZES * (SIZES - 1) // 2).sum()),),
    aggregation._host_minima: lambda: (MATRIX, np.full(M, np.inf), np.empty(M, dtype=np.int64)),
    aggregation.host_sums: lambda: (MATRIX, RANDOM.integers(0, 9, M)),
    aggregation.any_pair: lambda: (MATRIX > 1.0,),
    aggregation._least_share: lambda: (RANDOM.normal(size=M), np.full(9, np.inf)),
    aggregation.spread: lambda: (RANDOM.permutation(M), 9, 2),
    joined._parts: lambda: (9,),
}


def copies(arguments: tuple[Any, ...]) -> list[Any]:
    """Return arguments that a kernel may write to."""
    return [one.copy() if isinstance(one, np.ndarray) else one for one in arguments]


def same(one: Any, other: Any) -> bool:
    """Tell whether two results, or two lists of them, are the same to the last bit."""
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    return bool(one == other)


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.__name__)
def test_a_kernel_gives_the_same_bits_in_plain_python(kernel):
    arguments = (INDPTR, MEMBERS, *KERNELS[kernel]())
    plainly, fast = copies(arguments), copies(arguments)
    plain_result = kernel.__wrapped__(*plainly)
    fast_result = numba.njit(kernel.__wrapped__)(*fast)
    assert same(plain_result, fast_result)
    assert same(plainly, fast)


def walked(walk_on: Any) -> list[Any]:
    """Return a walk on a ring of eight councils with a cap and a conflict, in small steps."""
    indptr = np.arange(0, 18, 2)
    indices = np.array([[(i - 1) % 8, (i + 1) % 8] for i in range(8)], dtype=np.int32).ravel()
    weights, caps = RANDOM.permutation(8)[None, :] / 3.0, np.array([5.0])
    conflict = np.zeros((8, 8), dtype=np.bool_)
    conflict[0, 2] = conflict[2, 0] = True
    walk = Walk.begin(8, 4, 1)
    out = np.zeros(50, dtype=np.int64), np.zeros(200, dtype=np.int16)
    ended, pauses = False, 0
    while not ended:
        ended = walk_on(walk, indptr, indices, weights, caps, conflict, 40, 7, *out)
        pauses += 1
    return [walk.found, walk.entries, pauses, *out]


def test_a_walk_gives_the_same_sets_in_plain_python():
    global RANDOM
    source = walk_connected_sets.__wrapped__
    RANDOM = np.random.default_rng(1)
    plainly = walked(source)
    RANDOM = np.random.default_rng(1)
    fast = walked(numba.njit(source))
    assert same(plainly, fast)
    assert plainly[0] > 8


def which_ran(monkeypatch, *, kept: bool, steps: float) -> list[str]:
    """Return what each of six calls of a kernel ran, which has some steps a call."""
    ran: list[str] = []
    monkeypatch.setattr(_compiled, "is_kept", lambda _: kept)
    monkeypatch.setattr(_compiled, "part_of_kernels", lambda _: lambda: ran.append("compiled"))
    kernel = compiled_where_long(lambda: steps)(lambda: ran.append("plain"))
    for _ in range(6):
        kernel()
    return ran


def test_a_kernel_is_compiled_once_it_had_much_to_do(monkeypatch):
    a_third = PLAIN_STEPS / 3 + 1
    assert which_ran(monkeypatch, kept=False, steps=a_third) == ["plain"] * 2 + ["compiled"] * 4
    assert which_ran(monkeypatch, kept=False, steps=PLAIN_STEPS) == ["compiled"] * 6
    assert which_ran(monkeypatch, kept=False, steps=0) == ["plain"] * 6


def test_what_was_compiled_by_an_earlier_run_is_not_run_plainly(monkeypatch):
    assert which_ran(monkeypatch, kept=True, steps=0) == ["compiled"] * 6


FIRST = """
import clusterer as cl
boroughs = cl.datasets.london()
crossings = cl.datasets.thames_crossings()
adjacency = cl.adjacency(boroughs, crossings=crossings)
problem = cl.Problem(boroughs, cl.preset("central"), [cl.MaxSize(7)], adjacency=adjacency)
print(cl.solve(problem).status)
"""

SMALL = """
import clusterer as cl
small = cl.datasets.synthetic(9, 1)
print(cl.solve(cl.Problem(small, cl.preset("business-case"), [cl.MaxSize(3)])).status)
"""


@pytest.mark.parametrize(
    ("script", "compiled"),
    [
        (
            FIRST,
            {"walk_connected_sets", "_sums", "_pair_sums", "_host_minima", "_least_share"},
        ),
        (SMALL, set()),
    ],
    ids=["London", "nine councils"],
)
def test_a_first_solve_compiles_little(script, compiled, tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "optimal"
    names = {path.name.split(".")[1].rsplit("-", 1)[0] for path in Path(tmp_path).rglob("*.nbi")}
    assert names <= compiled
