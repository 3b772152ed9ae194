"""What a formulation gives back, and what it tells on the way."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from clusterer._support.interrupts import raise_if_noted

logger = logging.getLogger(__name__)

ABSOLUTE_TOLERANCE = 1e-6
"""£m: two objectives closer than a pound are the same; so a gap this small is closed."""

RELATIVE_TOLERANCE = 1e-9
"""The same for objectives so large that a pound drowns in rounding."""

DEFAULT_SOLVER = "HiGHS"
"""The MIP solver that is asked where none is given."""


def tolerance(objective: float) -> float:
    """Return the gap, in £m, that counts as none at such an objective."""
    return max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * abs(objective))


def is_near(objective: float, bound: float, *, gap: float = 0.0, precision: float = 1.0) -> bool:
    """Tell whether a bound is near enough to the £m of a plan to stop; never without a plan.

    Parameters
    ----------
    objective, bound
        In £m; the objective is infinite if there is no plan.
    gap
        Relative gap at which to stop; infinite if any plan will do.
    precision
        Which part of a gap that counts as none is none here.

    Examples
    --------
    >>> is_near(100.0, 99.0), is_near(100.0, 99.0, gap=0.01), is_near(math.inf, math.inf)
    (False, True, False)
    """
    if objective == math.inf:
        return False
    if gap == math.inf:
        return True
    return bound >= objective - max(precision * tolerance(objective), gap * abs(objective))


@dataclass(frozen=True)
class Progress:
    """Where a solve stands, as the progress callback is told.

    Attributes
    ----------
    phase
        "candidates", "costs", "relaxation", "plans" or "done"; or "compact" before "done"; or
        "conflict", where there is no plan and it is found out why; or "proof", for a certificate.
    seconds
        Since the start.
    candidates
        Clusters that are chosen from; in the phase "candidates", those found so far. Where they
        are too many to list, those that are listed at the moment, and first none.
    columns
        How many clusters the linear program has so far.
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


_BEAT = 0.5
"""Seconds without news after which the callback is told once more, that time goes on."""


class OutOfTime(Exception):  # noqa: N818 - no error: it ends a step, and is caught
    """The time was up in the middle of a step."""


def is_stopped(search: Callable[[], object]) -> bool:
    """Search until the end, time is up or Ctrl-C; tell whether it was one of the last two."""
    try:
        search()
    except OutOfTime:
        logger.debug("time is up")
    except KeyboardInterrupt:
        logger.warning("interrupted; what was found so far is kept")
    else:
        return False
    return True


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
    thread: int = field(default_factory=threading.get_ident)

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self.started

    def remaining(self) -> float:
        """Return the seconds that are left; infinite without a limit.

        All long steps ask for them again and again. So this is where Ctrl-C takes effect, and where
        the callback hears that time goes on, if there was no news for a while.
        """
        self.beat()
        return self.time_limit - self.elapsed()

    def check(self) -> None:
        """Raise `OutOfTime` if no time is left."""
        if self.remaining() <= 0:
            raise OutOfTime

    def beat(self, **news: str | float) -> None:
        """Take note of news, and tell it if nothing was told for a while.

        Only in the solve's own thread, where the callback belongs.
        """
        if threading.get_ident() != self.thread:
            return
        if self.callback is not None and self.elapsed() - self.latest.seconds >= _BEAT:
            self.tell(**news)
            return
        if news:
            self.latest = Progress(**{**vars(self.latest), **news})
        raise_if_noted()

    def tell(self, **news: str | float) -> None:
        """Tell what is new; what is not mentioned stays as it was.

        All bounds that were told hold, and all plans were there: the best ones stay.
        """
        last = self.latest
        now = Progress(**{**vars(last), "seconds": self.elapsed(), **news})
        incumbent = min(last.incumbent, now.incumbent)
        bound = min(max(last.bound, now.bound), incumbent)
        self.latest = replace(now, incumbent=incumbent, bound=bound)
        raise_if_noted()
        if self.callback is not None:
            self.callback(self.latest)

    def below(self, bound: float) -> Watch:
        """Return the same clock for a search over some candidates only.

        What it proves of them says no more of all plans than `bound`.
        """

        def tell(progress: Progress) -> None:
            self.tell(**{**vars(progress), "bound": min(progress.bound, bound)})

        return Watch(self.time_limit, tell, self.started, self.latest, self.thread)

    def part(self, seconds: float) -> Watch:
        """Return the clock of a piece of work: its news is not told, but that time goes on."""
        return Watch(min(seconds, self.remaining()), lambda _: self.beat())


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
    word_of
        The solver on whose word alone the bound rests; empty if the library worked it out or
        checked it.
    """

    clusters: list[list[int]] | None
    objective: float
    bound: float
    word_of: str = ""

    def lifted(self, bound: float) -> Solution:
        """Return the same plan with a bound that is no lower than its own, nor above the plan."""
        return replace(self, bound=min(max(self.bound, bound), self.objective))

    def bettered(self, plan: Solution) -> Solution:
        """Return the better plan of two, with the bound of this one, if it is not above."""
        if plan.objective >= self.objective:
            return self
        bound = min(self.bound, plan.objective)
        return replace(self, clusters=plan.clusters, objective=plan.objective, bound=bound)


UNKNOWN = Solution(None, math.inf, -math.inf)
"""The outcome of a formulation that was stopped before it had begun."""
