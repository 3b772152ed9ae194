"""Progress of a solve: a live line on a terminal, now and then a plain one elsewhere."""

from __future__ import annotations

import math
import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from clusterer.formulations.solution import Progress

_EVERY = 1.0
"""Seconds between plain lines of the same phase."""

_PHASES = {
    "candidates": "listing the clusters that the rules allow",
    "relaxation": "bounding the cost from below",
    "plans": "looking for better plans",
    "done": "done",
}
"""What is said of each phase; others go by their name."""


class Narrator:
    """Tells how a solve goes; a context, to be called with each `Progress`.

    Parameters
    ----------
    console
        Where to tell it. On a terminal, lines at the bottom are kept up to date and vanish in
        the end; elsewhere a line is written for each phase, and one a second within it.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._latest = Progress("candidates", 0.0)
        self._started = time.monotonic()
        self._written = -math.inf
        self._phase = ""
        self._spinner = Spinner("dots")
        self._live = Live(
            console=console, get_renderable=self._lines, transient=True, refresh_per_second=8
        )

    def __enter__(self) -> Narrator:
        self._started = time.monotonic()
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def __call__(self, progress: Progress) -> None:
        """Take note of news, and write a line if it is time."""
        self._latest = progress
        if self._console.is_terminal:
            return
        new = progress.phase != self._phase
        if new or progress.seconds - self._written >= _EVERY:
            self._phase, self._written = progress.phase, progress.seconds
            line = f"{progress.seconds:7.1f} s  {phase_of(progress)}"
            known = figures_of(progress)
            self._console.print(
                f"{line}: {known}" if known else line, highlight=False, soft_wrap=True
            )

    def _lines(self) -> Spinner:
        """Return what a terminal shows now: the time runs on between two calls."""
        seconds = time.monotonic() - self._started
        text = Text(f"{phase_of(self._latest)}  {seconds:.1f} s")
        known = figures_of(self._latest)
        if known:
            text.append(f"\n  {known}", style="dim")
        self._spinner.update(text=text)
        return self._spinner


def phase_of(progress: Progress) -> str:
    """Say what the solve is at."""
    return _PHASES.get(progress.phase, progress.phase)


def figures_of(progress: Progress) -> str:
    """Say what is known so far; no bound before there is a plan that gives it a meaning.

    Examples
    --------
    >>> figures_of(Progress("plans", 1.0, candidates=21494, incumbent=9453.5, bound=9400.0))
    '21,494 candidates, best plan £9,453.5m, bound £9,400.0m, gap 0.57%'
    >>> figures_of(Progress("relaxation", 0.1, candidates=300, bound=-1e12))
    '300 candidates, no plan yet'
    """
    parts = []
    if progress.candidates:
        parts.append(f"{progress.candidates:,} candidates")
    if math.isfinite(progress.incumbent):
        parts.append(f"best plan £{progress.incumbent:,.1f}m")
        if progress.gap < 1.0:
            parts += [f"bound £{progress.bound:,.1f}m", f"gap {_percent(progress.gap)}"]
    elif progress.phase != "candidates":
        parts.append("no plan yet")
    return ", ".join(parts)


def _percent(gap: float) -> str:
    """Write a gap with enough digits to tell it from none."""
    return f"{gap:.2%}" if gap >= 0.001 else f"{100 * gap:.2g}%"
