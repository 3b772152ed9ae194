"""The one place where numba comes in, so that kernels keep their types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel at its first call, and keep the machine code for the next run."""
    fast: Kernel = numba.njit(cache=True)(kernel)
    return fast
