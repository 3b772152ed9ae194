"""Ctrl-C as a note that long work reads where it can stop, and not an error between any two steps.

Python runs the handler of a signal between any two of its steps, also within compiled code that
calls back. An exception raised there leaves things half done: a plan that is found and not kept,
or a SystemError of whoever did not expect it. So while long work goes on the handler only takes a
note, and the handler that was there before runs where the work asks, by `raise_if_noted`. That of
Python raises a KeyboardInterrupt.

Signals come to the main thread alone. In other threads all of this does nothing.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any, TypeAlias, TypeVar

R = TypeVar("R")
Handler: TypeAlias = Callable[[int, FrameType | None], Any]

INTERRUPTED = 130
"""What a program returns that Ctrl-C has ended without a result."""

PATIENCE = 5.0
"""Seconds after a Ctrl-C from which on another one no longer waits until the work asks."""


@dataclass
class _Notes:
    """What is known of Ctrl-C since the outermost `noted` began.

    Attributes
    ----------
    before
        The handler that was there.
    first
        When the first Ctrl-C came; None before that.
    waiting
        Whether one came that the handler before has not seen.
    stopping
        Whether the work is ending, so that no Ctrl-C need stop it.
    at_once
        Whether the handler before is to run as soon as a signal comes.
    held
        Whether it must not run now, whatever comes.
    late
        Whether it runs once it is no longer held.
    """

    before: Handler
    first: float | None = None
    waiting: bool = False
    stopping: bool = False
    at_once: bool = False
    held: bool = False
    late: bool = False

    def take(self, number: int, frame: FrameType | None) -> None:
        """Take a note; that is the handler of the signal."""
        now = time.monotonic()
        late = self.first is not None and now - self.first >= PATIENCE
        if self.first is None:
            self.first = now
        self.waiting = True
        if not (late or self.at_once):
            return
        if self.held:
            self.late = True
        else:
            self.give(number, frame)

    def give(self, number: int = signal.SIGINT, frame: FrameType | None = None) -> None:
        """Run the handler that was there; if it raises, that ends the work."""
        self.waiting = self.late = False
        try:
            self.before(number, frame)
        except BaseException:
            self.stopping = True
            raise
        self.first = None


_notes: _Notes | None = None
"""Those of the main thread; None if nothing takes any."""


@contextlib.contextmanager
def noted() -> Iterator[None]:
    """Have Ctrl-C noted within a block, which has to `raise_if_noted` it.

    Once the block has been told, by a KeyboardInterrupt, it is let end in peace: another Ctrl-C
    changes nothing, except for one that comes five seconds or more after the first. That one is not
    noted, but raised at once. The same holds once the block calls `finish`. What it did not react
    to by then comes at its end.
    """
    global _notes
    before = signal.getsignal(signal.SIGINT) if _in_main_thread() else None
    if _notes is not None or not callable(before):
        with _as_it_was():
            yield
        return
    notes = _Notes(before)
    try:
        signal.signal(signal.SIGINT, notes.take)
        _notes = notes
        yield
    finally:
        # Once the handler is the one before, Ctrl-C may strike: all else is in order by then.
        try:
            notes.held = True
            _notes = None
        finally:
            _put_back(notes)
        python_s_own = before is signal.default_int_handler
        if notes.waiting and not python_s_own:
            before(signal.SIGINT, None)  # That of a program hears of each, if late.
    if notes.waiting and python_s_own and not notes.stopping:
        before(signal.SIGINT, None)


def _put_back(notes: _Notes) -> None:
    try:
        signal.signal(signal.SIGINT, notes.before)
    except KeyboardInterrupt:  # Python's `signal` has steps to do when the handler is there.
        notes.waiting = True


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """Let the end of a block within a block not be the end of the outer one."""
    notes = _notes if _in_main_thread() else None
    stopping = notes is not None and notes.stopping
    try:
        yield
    finally:
        if notes is not None:
            notes.stopping = stopping


def raise_if_noted() -> None:
    """Raise the KeyboardInterrupt of a Ctrl-C that was noted, once."""
    notes = _notes
    if notes is not None and notes.waiting and not notes.stopping and _in_main_thread():
        notes.give()


def came() -> bool:
    """Tell whether a Ctrl-C ended work within the outermost block, or is about to."""
    return _notes is not None and _notes.first is not None and _in_main_thread()


def finish() -> None:
    """Say that nothing is left to stop: until the block ends, `raise_if_noted` does nothing."""
    if _notes is not None and _in_main_thread():
        _notes.stopping = True


def begin_again() -> None:
    """Say that other work begins, which another Ctrl-C may stop."""
    if _notes is not None and _in_main_thread():
        _notes.first, _notes.waiting, _notes.stopping = None, False, False


@contextlib.contextmanager
def at_once() -> Iterator[None]:
    """Have Ctrl-C raised as soon as it comes, for code that never asks and can be left anywhere."""
    notes = _notes if _in_main_thread() else None
    if notes is None:
        yield
        return
    raise_if_noted()
    notes.at_once = True
    try:
        yield
    finally:
        notes.at_once = False


def held(call: Callable[[], R]) -> R:
    """Call what no signal may disturb; the handler of one that comes runs when it is over."""
    if not _in_main_thread():
        return call()
    if _notes is not None:
        return _held_by(_notes, call)
    with noted():
        try:
            return call()
        finally:
            raise_if_noted()


def _held_by(notes: _Notes, call: Callable[[], R]) -> R:
    notes.held = True
    try:
        return call()
    finally:
        notes.held = False
        if notes.late:
            notes.give()


def _in_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
