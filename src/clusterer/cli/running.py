"""How a command runs: it asks, prints the answer and writes its files, and can be stopped."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import typer
from rich.console import Console
from rich.markup import escape

import clusterer as cl
from clusterer._support import interrupts
from clusterer._support.interrupts import INTERRUPTED
from clusterer.cli.drawn import read_options
from clusterer.cli.folder import Writer, cannot_write, check_folder, spare
from clusterer.cli.places import place
from clusterer.cli.problems import Stated
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.solving.plan import Plan
from clusterer.solving.progress_bar import ProgressBar

T = TypeVar("T")

_LEAST = 0.01
"""Seconds that are left to a question if the plan has taken all: it says what is not known."""

_CLUSTER = "cluster"
"""The column of `clusterer solve` with the cluster of each council."""


@dataclass(frozen=True)
class Run:
    """What a question is asked with: where progress is shown, and how long it may take.

    Parameters
    ----------
    bar
        Takes the progress.
    time_limit
        Seconds for all that is asked; no limit if None.
    """

    bar: ProgressBar
    time_limit: float | None
    started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float | None:
        """Return the seconds that are left; None if there is no limit."""
        if self.time_limit is None:
            return None
        # An odd limit, such as 0, is for the library to refuse.
        used = time.monotonic() - self.started
        return self.time_limit if self.time_limit <= 0 else max(_LEAST, self.time_limit - used)

    def best(self, problem: cl.Problem) -> Plan:
        """Return the cheapest plan, for a question about it."""
        plan = cl.solve(problem, time_limit=self.left, progress=self.bar)
        if interrupts.came():
            raise KeyboardInterrupt  # Who has stopped the solve does not want more of the same.
        return plan

    def plan(self, problem: cl.Problem, file: str | None, column: str | None) -> Evaluation:
        """Return the plan that a question is about: that of a table, or the cheapest.

        Parameters
        ----------
        problem
            Whose plan.
        file, column
            What --plan and --column say.
        """
        if file is None:
            if column is not None:
                raise InputError(f"--column {column!r} is a column of --plan FILE; give that too")
            return self.best(problem)
        chosen = _CLUSTER if column is None else column
        with interrupts.at_once():
            (drawn,) = read_options(
                place(file), problem.councils, chosen=[chosen], called="--column"
            ).values()
        return problem.evaluate(drawn)


def answer(
    stated: Stated,
    out: Path,
    files: Mapping[str, Writer[T]],
    ask: Callable[[cl.Problem, Run], T],
    say: Callable[[T, Console], None],
    *,
    time_limit: float | None,
    then: tuple[str, str],
    sources: Collection[str | Path | None] = (),
    stem: str | None = None,
    nothing_in: Callable[[T], Collection[str]] = lambda _: (),
    unanswered: str = "interrupted before there was an answer",
) -> None:
    """Ask a question of a problem, print the answer, and write its files.

    Parameters
    ----------
    stated
        The problem.
    out
        The folder for the files.
    files
        What writes each of them, by what follows the name of the map in its own.
    ask
        The question.
    say
        Prints the answer.
    time_limit
        Seconds for all of it.
    then
        The command that comes next, and what it is for.
    sources
        Further files that the answer is made of.
    stem
        What files are called, if not as the map is.
    nothing_in
        For which of the files the answer has nothing to write.
    unanswered
        What is said if Ctrl-C comes before there is an answer.
    """
    places = {end: out / f"{stated.stem if stem is None else stem}.{end}" for end in files}
    check_folder(out, places.values())
    used = [place(one) if isinstance(one, str) else one for one in sources if one is not None]
    spare([*stated.sources, *used], out, list(places.values()))
    console = Console()
    with _ending_without(unanswered, time_limit):
        with interrupts.at_once():  # Who reads files or draws borders never asks.
            problem = stated.problem()
        with ProgressBar() as bar:
            result = ask(problem, Run(bar, time_limit))
    with _telling(out):
        say(result, console)
        with _writing(out):
            none = nothing_in(result)
            for end, target in places.items():
                if end in none:
                    continue
                files[end](result, target)
                console.print(f"wrote {escape(str(target))}", highlight=False, soft_wrap=True)
        _tell_next(console, stated, *then)


def _tell_next(console: Console, stated: Stated, command: str, why: str) -> None:
    """Say which command comes next; it states the problem by the same options."""
    words = f"next: clusterer {command} {stated.map_in_words} ..., {why}"
    console.print(words, style="dim", markup=False, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Tell on standard error what is wrong."""
    text = f"[bold red]clusterer:[/] {escape(message)}"
    Console(stderr=True).print(text, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def ending_at(words: str) -> Iterator[None]:
    """Let Ctrl-C in a block end the program with some words and the code for it."""
    try:
        yield
    except KeyboardInterrupt:
        complain(words)
        raise typer.Exit(INTERRUPTED) from None


@contextlib.contextmanager
def _telling(out: Path) -> Iterator[None]:
    """Print and write what is there: Ctrl-C before does not end it, and once more does."""
    interrupts.finish()
    with ending_at(f"interrupted once more; not all files may be in {out}"):
        yield


@contextlib.contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Write to a folder, which is made if need be; say it if that cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except (cl.InputError, OSError) as error:
        raise cannot_write(out, error) from None


@contextlib.contextmanager
def _ending_without(words: str, time_limit: float | None) -> Iterator[None]:
    """Let Ctrl-C in a block end the program with some words if there is no answer yet."""
    started = time.monotonic()
    try:
        yield
        return
    except KeyboardInterrupt:
        pass
    except cl.NoPlanFoundError:
        if time_limit is not None and time.monotonic() - started >= time_limit:
            raise
    complain(words)
    raise typer.Exit(INTERRUPTED)
