"""Ctrl-C, as real signals: noted, taken where the work asks, and raised where it never would."""

from __future__ import annotations

import signal
from types import SimpleNamespace

import pytest

from clusterer._support import interrupts


def strike() -> None:
    """Press Ctrl-C."""
    signal.raise_signal(signal.SIGINT)


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that stands still."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(interrupts, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.fixture(autouse=True)
def as_it_was():
    yield
    assert interrupts._notes is None
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_it_is_raised_where_the_work_asks_and_once():
    with interrupts.noted():
        interrupts.raise_if_noted()
        strike()
        strike()
        with pytest.raises(KeyboardInterrupt):
            interrupts.raise_if_noted()
        strike()
        interrupts.raise_if_noted()


def test_what_nobody_asked_for_comes_at_the_end():
    ended: list[bool] = []

    def work() -> None:
        with interrupts.noted():
            strike()
            ended.append(True)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert ended


def test_once_there_is_nothing_left_to_stop_it_changes_nothing():
    with interrupts.noted():
        interrupts.finish()
        strike()
        interrupts.raise_if_noted()


def test_struck_as_it_ends_it_leaves_nothing_behind(monkeypatch):
    signal_signal = signal.signal

    def struck(number, handler):
        signal_signal(number, handler)
        strike()

    def work(*, done: bool) -> None:
        with interrupts.noted():
            if done:
                interrupts.finish()
            monkeypatch.setattr(signal, "signal", struck)
        monkeypatch.undo()

    work(done=True)
    with pytest.raises(KeyboardInterrupt):
        work(done=False)
    monkeypatch.undo()
    assert interrupts._notes is None
    test_it_is_raised_where_the_work_asks_and_once()


def test_an_error_is_not_replaced_by_it():
    def work() -> None:
        with interrupts.noted():
            strike()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()


def test_other_work_may_be_stopped_again():
    with interrupts.noted():
        strike()
        with pytest.raises(KeyboardInterrupt):
            interrupts.raise_if_noted()
        interrupts.begin_again()
        interrupts.raise_if_noted()
        strike()
        with pytest.raises(KeyboardInterrupt):
            interrupts.raise_if_noted()


@pytest.mark.parametrize("step", [interrupts.finish, lambda: None])
def test_who_presses_again_much_later_is_not_kept_waiting(step, clock):
    with interrupts.noted():
        step()
        strike()
        clock.now = interrupts.PATIENCE - 0.1
        strike()
        clock.now = interrupts.PATIENCE
        with pytest.raises(KeyboardInterrupt):
            strike()


def test_not_even_then_is_a_kernel_disturbed(clock):
    def kernel() -> None:
        strike()
        clock.now = interrupts.PATIENCE
        strike()
        ended.append(True)

    ended: list[bool] = []
    with interrupts.noted(), pytest.raises(KeyboardInterrupt):
        interrupts.held(kernel)
    assert ended


def test_code_that_never_asks_is_left_at_once():
    with interrupts.noted():
        with pytest.raises(KeyboardInterrupt), interrupts.at_once():
            strike()
        interrupts.begin_again()
        strike()
        with pytest.raises(KeyboardInterrupt), interrupts.at_once():
            pytest.fail("it was noted before")


def test_a_block_within_a_block_ends_without_ending_the_outer_one():
    with interrupts.noted():
        with interrupts.noted():
            interrupts.finish()
        strike()
        with pytest.raises(KeyboardInterrupt):
            interrupts.raise_if_noted()


def test_the_handler_of_a_program_is_called_where_the_work_asks():
    heard: list[str] = []
    place = "in between"
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(place))
    try:
        with interrupts.noted():
            strike()
            place = "where it asks"
            interrupts.raise_if_noted()
            interrupts.finish()
            strike()
            place = "at the end"
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == ["where it asks", "at the end"]


def test_outside_of_such_work_it_is_as_ever():
    for call in (interrupts.raise_if_noted, interrupts.finish, interrupts.begin_again):
        call()
    with interrupts.at_once(), pytest.raises(KeyboardInterrupt):
        strike()
