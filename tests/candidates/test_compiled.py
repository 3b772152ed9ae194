"""Kernels, and what becomes of Ctrl-C in one of them."""

from __future__ import annotations

import signal
import threading

import pytest

from clusterer.candidates._aggregation import sums
from clusterer.candidates._compiled import undisturbed


def strike(*_: object) -> str:
    """Send a real Ctrl-C in the middle of a kernel, and go on for a while."""
    signal.raise_signal(signal.SIGINT)
    for step in range(1_000):
        last = step
    ended.append(last)
    return "result"


ended: list[int] = []


@pytest.fixture(autouse=True)
def nothing_ended():
    ended.clear()


def test_ctrl_c_in_a_kernel_comes_when_the_kernel_is_over():
    with pytest.raises(KeyboardInterrupt):
        undisturbed(strike)(1)
    assert ended == [999]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_handler_of_a_program_hears_of_it_then_and_the_result_stays(monkeypatch):
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append(list(ended)))
    try:
        assert undisturbed(strike)(1) == "result"
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [[999]]


def test_ctrl_c_for_the_main_thread_leaves_a_kernel_in_another_alone():
    results = []
    thread = threading.Thread(target=lambda: results.append(undisturbed(lambda: 1)()))
    thread.start()
    thread.join()
    assert results == [1]


def test_what_a_kernel_raises_and_gives_comes_through_and_its_name_stays():
    with pytest.raises(SystemError, match="of its own"):
        undisturbed(fails)()
    assert undisturbed(lambda a, *, b: (a, b))(1, b=2) == (1, 2)
    assert sums.__name__ == "sums"
    assert sums.__doc__.startswith("Return")


def fails() -> None:
    raise SystemError("of its own")
