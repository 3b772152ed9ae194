"""Small problems as if they were large: every step is long, asks whether to go on, and tells."""

from __future__ import annotations

import pytest

from clusterer.candidates import enumeration
from clusterer.model import answers
from clusterer.search import highs_run, solution


def tell_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time that goes on be told at every step, however soon after the last news."""
    monkeypatch.setattr(solution, "_BEAT", 0.0)


def list_in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let candidates be listed, and be asked about, a few at a time."""
    monkeypatch.setattr(enumeration, "_TRIES", 5)
    monkeypatch.setattr(answers, "_BLOCK", 7)


def make_every_step_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all steps of a solve ask whether to go on, and all of them tell."""
    tell_always(monkeypatch)
    list_in_small_steps(monkeypatch)
    monkeypatch.setattr(highs_run, "_EVERY", 0.002)
    monkeypatch.setattr(highs_run, "_LONG", 30)
