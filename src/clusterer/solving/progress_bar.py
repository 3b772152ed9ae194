"""Progress of a solve, as it goes: on a terminal, in a notebook, or line by line elsewhere."""

from __future__ import annotations

import html
import importlib
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from clusterer.search.solution import RELATIVE_TOLERANCE, Progress

_EVERY = 1.0
"""Seconds between plain lines of the same phase."""

_REFRESH = 0.25
"""Seconds between two states that a notebook shows."""

_PHASES = {
    "candidates": "finding the clusters that the rules allow",
    "costs": "costing them",
    "relaxation": "bounding the cost from below",
    "plans": "looking for better plans",
    "compact": "solving the compact model",
    "conflict": "finding out why there is no plan",
    "proof": "writing down what proves the plan",
    "done": "done",
}
"""What is said of each phase; others go by their name."""


@contextmanager
def reporting(
    progress: Callable[[Progress], None] | bool | None,
) -> Iterator[Callable[[Progress], None] | None]:
    """Give what is called with each `Progress`, for what a user said of it: a bar for True."""
    if progress is True:
        with ProgressBar() as bar:
            yield bar
    else:
        yield progress or None


class ProgressBar:
    """Shows how a solve goes; a context, to be called with each `Progress`.

    On a terminal, two lines at the bottom are kept up to date and vanish in the end; in a
    notebook also below the cell, where the last state stays. Time runs on in them between
    two calls. Elsewhere a line is written for each phase, and one a second within it.

    Parameters
    ----------
    console
        Where to show it; standard error unless given.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = Console(stderr=True) if console is None else console
        self._latest = Progress("candidates", 0.0)
        self._started = time.monotonic()
        self._written = -math.inf
        self._phase = ""
        self._spinner = Spinner("dots")
        self._live = Live(
            console=self._console, get_renderable=self._lines, transient=True, refresh_per_second=8
        )
        self._cell = _Cell(self._now)

    def __enter__(self) -> ProgressBar:
        self._started = time.monotonic()
        if self._console.is_jupyter:
            self._cell.start()
        elif self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cell.stop()
        self._live.stop()

    def __call__(self, progress: Progress) -> None:
        """Take note of news, and write a line if it is time."""
        self._latest = progress
        if self._console.is_terminal or self._console.is_jupyter:
            return
        new = progress.phase != self._phase
        if new or progress.seconds - self._written >= _EVERY:
            self._phase, self._written = progress.phase, progress.seconds
            line = f"{progress.seconds:7.1f} s  {phase_of(progress)}"
            known = figures_of(progress)
            self._console.print(
                f"{line}: {known}" if known else line, highlight=False, soft_wrap=True
            )

    def _now(self) -> tuple[str, str]:
        """Say what the solve is at, how long it has taken so far, and what is known."""
        seconds = time.monotonic() - self._started
        return f"{phase_of(self._latest)}  {seconds:.1f} s", figures_of(self._latest)

    def _lines(self) -> Spinner:
        """Return what a terminal shows now."""
        state, known = self._now()
        text = Text(state)
        if known:
            text.append(f"\n  {known}", style="dim")
        self._spinner.update(text=text)
        return self._spinner


class _Cell:
    """Two lines below the cell of a notebook, kept up to date.

    Rich has this only where ipywidgets is installed.

    Parameters
    ----------
    now
        Gives the two lines.
    """

    def __init__(self, now: Callable[[], tuple[str, str]]) -> None:
        self._now = now
        self._handle: Any = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_up, daemon=True)

    def start(self) -> None:
        """Show the lines."""
        self._handle = _ipython().display(self._state(), display_id=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave the last state below the cell."""
        if self._handle is not None:
            self._over.set()
            self._thread.join()
            self._handle.update(self._state())

    def _keep_up(self) -> None:
        while not self._over.wait(_REFRESH):
            self._handle.update(self._state())

    def _state(self) -> Any:
        state, known = (html.escape(line) for line in self._now())
        return _ipython().HTML(f'{state}<br><span style="opacity:0.7">{known}</span>')


def _ipython() -> Any:
    """Return what shows things in a notebook; where there is no notebook it may be missing."""
    return importlib.import_module("IPython.display")


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
    >>> figures_of(Progress("candidates", 0.1, candidates=19_000_000))
    '19,000,000 so far'
    """
    figures = []
    if progress.candidates:
        what = "so far" if progress.phase == "candidates" else "candidates"
        figures.append(f"{progress.candidates:,} {what}")
    if math.isfinite(progress.incumbent):
        figures.append(f"best plan £{progress.incumbent:,.1f}m")
        if progress.gap < 1.0:
            figures += [f"bound £{progress.bound:,.1f}m", f"gap {_percent(progress.gap)}"]
    elif progress.phase in _PHASES and progress.phase != "candidates":
        figures.append("no plan yet")
    return ", ".join(figures)


def _percent(gap: float) -> str:
    """Write a gap with enough digits to tell it from none, if it is more than rounding."""
    if gap <= RELATIVE_TOLERANCE:
        return "0%"
    return f"{gap:.2%}" if gap >= 0.001 else f"{100 * gap:.2g}%"
