"""The one place where numba comes in, so that kernels keep their types."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel at its first call, and keep the machine code for the next run.

    Kernels may run beside each other in threads. What it returns is plain Python, so one
    kernel cannot call another, but only what is `part_of_kernels`.
    """
    return interruptible(part_of_kernels(kernel))


def part_of_kernels(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that kernels call."""
    fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return fast


def interruptible(fast: Callable[P, R]) -> Callable[P, R]:
    """Let Ctrl-C in a compiled kernel be a KeyboardInterrupt.

    Where a signal comes as numba turns the result into Python's, the kernel returns it with
    the exception set, of which Python makes a SystemError.
    """

    @functools.wraps(fast, updated=())
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return fast(*args, **kwargs)
        except SystemError as error:
            if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
                raise KeyboardInterrupt from error
            raise

    return call
