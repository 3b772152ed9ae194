"""The one place where numba comes in, so that kernels keep their types."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba

from clusterer._support.interrupts import held

P = ParamSpec("P")
R = TypeVar("R")

PLAIN_STEPS = 300_000
"""Steps that a kernel does in plain Python before it is compiled: they take less than a tenth of a
second, to compile it takes some tenths."""


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel at its first call, and keep the machine code for the next run.

    Kernels may run beside each other in threads. What it returns is plain Python, so one
    kernel cannot call another, but only what is `part_of_kernels`.
    """
    return undisturbed(part_of_kernels(kernel))


def compiled_where_long(
    steps: Callable[..., float],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a kernel once it has much to do; until then run its source as plain Python.

    On a machine where nothing is compiled yet, a small problem is so spared the wait. Both do the
    same sums in the same order, so no result depends on which ran. The kernel must call nothing
    that is `part_of_kernels`, draw no random numbers, and count on no overflow.

    Parameters
    ----------
    steps
        Says from the arguments how often the innermost loop of the kernel runs, about.
    """

    def decorate(kernel: Callable[P, R]) -> Callable[P, R]:
        fast = part_of_kernels(kernel)
        plain, quick = undisturbed(kernel), undisturbed(fast)
        left = float(PLAIN_STEPS)

        @functools.wraps(kernel)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            nonlocal left
            if left == PLAIN_STEPS and is_kept(fast):
                left = 0.0
            if left > 0:
                left -= max(1.0, steps(*args, **kwargs))
            return (plain if left > 0 else quick)(*args, **kwargs)

        return call

    return decorate


def is_kept(fast: Any) -> bool:
    """Tell whether there is machine code of a function from an earlier run."""
    kernel = fast.py_func
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    name = f"*.{kernel.__name__}-{kernel.__code__.co_firstlineno}.{python}*.nbi"
    return any(Path(fast.stats.cache_path).glob(name))


def part_of_kernels(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that kernels call."""
    fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return fast


def undisturbed(fast: Callable[P, R]) -> Callable[P, R]:
    """Have Ctrl-C wait until a kernel is over, and is told then.

    As numba finds the kernel for the types of its arguments, and turns the result into Python's,
    it calls back into Python, where a signal would be handled. Of an exception from there it makes
    a SystemError, a TypeError, or a wrong result. So kernels have to be short: a second or two.
    """

    @functools.wraps(fast, updated=())
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return held(functools.partial(fast, *args, **kwargs))

    return call
