"""What a formulation gives back, and what it tells on the way."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ABSOLUTE_TOLERANCE = 1e-6
"""£m: two objectives closer than a pound are the same; so a gap this small is closed."""

RELATIVE_TOLERANCE = 1e-9
"""Likewise for objectives so large that a pound drowns in rounding."""


def tolerance(objective: float) -> float:
    """Return the gap, in £m, that counts as none at such an objective."""
    return max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * abs(objective))


@dataclass(frozen=True)
class Progress:
    """Where a solve stands, as the progress callback is told.

    Attributes
    ----------
    phase
        "candidates", "relaxation", "plans" or "done"; or "compact" before "done".
    seconds
        Since the start.
    candidates
        Clusters that there may be.
    columns
        How many of them the linear program has so far.
    incumbent
        The £m of the best plan so far; infinite if there is none yet.
    bound
        The £m that every plan costs at least; -infinite before the first.
    """

    phase: str
    seconds: float
    candidates: int = 0
    columns: int = 0
    incumbent: float = math.inf
    bound: float = -math.inf

    @property
    def gap(self) -> float:
        """``(incumbent − bound) / |incumbent|``; infinite before both are known."""
        return relative_gap(self.incumbent, self.bound)


def relative_gap(objective: float, bound: float) -> float:
    """Return ``(objective − bound) / |objective|``, no less than nothing."""
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return math.inf
    difference = max(objective - bound, 0.0)
    return 0.0 if difference == 0.0 else difference / max(abs(objective), 1e-12)


@dataclass
class Watch:
    """The clock of one solve, and its voice.

    Parameters
    ----------
    time_limit
        Seconds from now.
    callback
        Is told of progress, if given.
    """

    time_limit: float = math.inf
    callback: Callable[[Progress], None] | None = None
    started: float = field(default_factory=time.monotonic)
    latest: Progress = field(default_factory=lambda: Progress("candidates", 0.0))

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self.started

    def remaining(self) -> float:
        """Return the seconds that are left; infinite without a limit."""
        return self.time_limit - self.elapsed()

    def tell(self, **news: str | float) -> None:
        """Tell what is new; what is not mentioned stays as it was."""
        self.latest = Progress(**{**vars(self.latest), "seconds": self.elapsed(), **news})
        if self.callback is not None:
            self.callback(self.latest)


@dataclass(frozen=True, eq=False)
class Solution:
    """The outcome of a formulation.

    Attributes
    ----------
    clusters
        The row numbers of the members of each cluster of the best plan; None if there is none.
    objective
        Its £m; infinite if there is none.
    bound
        The £m that every plan costs at least; infinite if it is proved that there is none.
    """

    clusters: list[list[int]] | None
    objective: float
    bound: float
