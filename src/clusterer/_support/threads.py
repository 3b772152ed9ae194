"""How many threads to use: one place that decides it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar

_SAYS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS")
"""Where users say how many threads programs may have."""


_most: ContextVar[int | None] = ContextVar("_most", default=None)
"""How many threads the work at hand may have; None for as many as are worth starting."""


@contextlib.contextmanager
def at_most(share: int | None) -> Iterator[None]:
    """Have work within a block start so many threads at most, as where others work beside it.

    Examples
    --------
    >>> with at_most(1):
    ...     print(count())
    1
    """
    token = _most.set(share)
    try:
        yield
    finally:
        _most.reset(token)


def count() -> int:
    """Return how many threads are worth starting.

    As many as there are processors that this process may run on, which in a container or under
    a scheduler are fewer than the machine has; or fewer, if ``NUMBA_NUM_THREADS`` or
    ``OMP_NUM_THREADS`` says so, or the block of `at_most` that it is asked in.
    """
    most = _most.get()
    return min([_processors(), *_asked_for(), *([] if most is None else [most])])


def _processors() -> int:
    if hasattr(os, "process_cpu_count"):  # Python 3.13
        found = os.process_cpu_count()
    elif hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        found = len(os.sched_getaffinity(0))
    else:
        found = os.cpu_count()
    return found or 1


def _asked_for() -> list[int]:
    """Return the whole numbers above nothing that the environment states."""
    # OMP_NUM_THREADS may be a list, a number a level of nesting.
    stated = [os.environ.get(name, "").split(",")[0].strip() for name in _SAYS]
    return [int(one) for one in stated if one.isdecimal() and int(one) > 0]
