"""The one place where numba comes in, so that kernels keep their types."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

from clusterer._support.interrupts import held

P = ParamSpec("P")
R = TypeVar("R")


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel at its first call, and keep the machine code for the next run.

    Kernels may run beside each other in threads. What it returns is plain Python, so one
    kernel cannot call another, but only what is `part_of_kernels`.
    """
    return undisturbed(part_of_kernels(kernel))


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
