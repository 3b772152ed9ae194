"""Kernels, and what becomes of Ctrl-C in one of them."""

from __future__ import annotations

import pytest

from clusterer.candidates._aggregation import sums
from clusterer.candidates._compiled import interruptible


def dispatcher(cause: BaseException | None = None, context: BaseException | None = None):
    """Return a kernel that fails as numba's dispatcher does with an exception set."""

    def kernel(number):
        error = SystemError("CPUDispatcher(...) returned a result with an exception set")
        error.__cause__, error.__context__ = cause, context
        raise error

    return kernel


@pytest.mark.parametrize("where", ["cause", "context"])
def test_ctrl_c_in_a_kernel_is_a_keyboard_interrupt(where):
    with pytest.raises(KeyboardInterrupt):
        interruptible(dispatcher(**{where: KeyboardInterrupt()}))(1)


@pytest.mark.parametrize("cause", [None, ValueError("of its own")])
def test_any_other_system_error_stays_one(cause):
    with pytest.raises(SystemError, match="exception set"):
        interruptible(dispatcher(cause))(1)


def test_what_a_kernel_gives_comes_through_and_its_name_stays():
    assert interruptible(lambda a, *, b: (a, b))(1, b=2) == (1, 2)
    assert sums.__name__ == "sums"
    assert sums.__doc__.startswith("Return")
