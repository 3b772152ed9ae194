"""Progress on a terminal and in a pipe."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console

from clusterer.console.progress import Narrator, figures_of
from clusterer.formulations.solution import Progress


def told(news, **options):
    """Return what is written of these."""
    file = io.StringIO()
    with Narrator(Console(file=file, width=100, **options)) as narrator:
        for progress in news:
            narrator(progress)
    return file.getvalue()


def steps(phase, count, every):
    return [Progress(phase, k * every, 300, 10, 100.0 - k / count, 90.0) for k in range(count)]


def test_a_pipe_gets_a_line_a_second_however_much_news_there_is():
    lines = told(steps("plans", 500, 0.01)).splitlines()
    assert 4 <= len(lines) <= 6


def test_a_pipe_gets_a_line_for_each_phase():
    news = [Progress("candidates", 0.0), Progress("relaxation", 0.01), Progress("done", 0.02)]
    lines = told(news).splitlines()
    assert len(lines) == 3
    assert "0.0 s  listing the clusters that the rules allow" in lines[0]
    assert lines[2].endswith("0.0 s  done: no plan yet")


def test_a_terminal_gets_a_line_that_is_kept_up_to_date():
    written = told(steps("plans", 500, 0.01), force_terminal=True, legacy_windows=False)
    assert "looking for better plans" in written
    assert "\x1b[2K" in written  # It is wiped in the end.
    assert written.count("looking for better plans") < 20


@pytest.mark.parametrize("bound", [-math.inf, -1e12, 50.0])
def test_no_bound_is_told_before_there_is_a_plan(bound):
    words = figures_of(Progress("relaxation", 1.0, 300, 10, math.inf, bound))
    assert words == "300 candidates, no plan yet"


@pytest.mark.parametrize("bound", [-math.inf, -1e12, -1.0])
def test_no_bound_is_told_that_is_beyond_any_sense(bound):
    words = figures_of(Progress("relaxation", 1.0, 300, 10, 100.0, bound))
    assert words == "300 candidates, best plan £100.0m"


@pytest.mark.parametrize(
    ("bound", "gap"), [(100.0, "0%"), (99.0, "1.00%"), (99.999, "0.001%"), (101.0, "0%")]
)
def test_the_gap_is_told_with_digits_enough(bound, gap):
    assert figures_of(Progress("plans", 1.0, 300, 10, 100.0, bound)).endswith(f"gap {gap}")
