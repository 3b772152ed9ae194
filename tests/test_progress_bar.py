"""Progress on a terminal and in a pipe."""

from __future__ import annotations

import io
import math
import sys
import time

import pytest
from rich.console import Console

import clusterer as cl
from clusterer.search.solution import Progress
from clusterer.solving import progress_bar
from clusterer.solving.progress_bar import ProgressBar, figures_of


def told(news, **options):
    """Return what is written of these."""
    file = io.StringIO()
    with ProgressBar(Console(file=file, width=100, **options)) as bar:
        for progress in news:
            bar(progress)
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
    assert "0.0 s  finding the clusters that the rules allow" in lines[0]
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
    ("bound", "gap"),
    [(100.0, "0%"), (99.0, "1.00%"), (99.999, "0.001%"), (101.0, "0%"), (100 - 1e-11, "0%")],
)
def test_the_gap_is_told_with_digits_enough(bound, gap):
    assert figures_of(Progress("plans", 1.0, 300, 10, 100.0, bound)).endswith(f"gap {gap}")


def test_what_is_found_is_not_called_listed():
    assert figures_of(Progress("candidates", 1.0, 19_000_000)) == "19,000,000 so far"
    assert figures_of(Progress("relaxation", 1.0, 0)) == "no plan yet"


class Below:
    """What a notebook would show below a cell."""

    def __init__(self) -> None:
        self.states: list[str] = []

    def HTML(self, text: str) -> str:  # noqa: N802 - IPython's name
        return text

    def display(self, state: str, display_id: bool) -> Below:
        assert display_id
        self.update(state)
        return self

    def update(self, state: str) -> None:
        self.states.append(state)


@pytest.fixture
def below(monkeypatch):
    """Return what is shown below a cell while bars there are refreshed at once."""
    found = Below()
    monkeypatch.setitem(sys.modules, "IPython.display", found)
    monkeypatch.setattr(progress_bar, "_REFRESH", 0.001)
    return found


def test_a_notebook_shows_the_state_below_the_cell_and_keeps_the_last(below):
    written = told(steps("plans", 500, 0.01), force_jupyter=True)
    assert written == ""
    assert below.states[0].startswith("finding the clusters")
    assert "best plan £99.0m, bound £90.0m, gap 9.09%" in below.states[-1]


def test_time_runs_on_in_a_notebook_between_two_calls(below):
    with ProgressBar(Console(file=io.StringIO(), force_jupyter=True)) as bar:
        bar(Progress("plans", 0.0, 300))
        shown = len(below.states)
        while len(below.states) < shown + 3:
            time.sleep(0.001)
    assert len(set(below.states)) > 1
    shown = len(below.states)
    time.sleep(0.01)
    assert len(below.states) == shown


def test_a_bar_is_there_for_the_asking(capsys):
    problem = cl.Problem(cl.datasets.synthetic(8), cl.preset("central"), [cl.MaxSize(3)])
    plan = cl.solve(problem, progress=True)
    told = capsys.readouterr()
    assert told.out == ""
    assert "looking for" in told.err or "bounding the cost" in told.err
    assert f"done: {plan.n_candidates:,} candidates, best plan £{plan.objective:,.1f}m" in told.err


def test_no_bar_is_there_without(capsys):
    cl.solve(cl.Problem(cl.datasets.synthetic(8), cl.preset("central"), [cl.MaxSize(3)]))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("progress", ["bar", 1, 0.5])
def test_what_is_neither_a_bar_nor_a_function_is_refused(progress):
    problem = cl.Problem(cl.datasets.synthetic(3), [])
    with pytest.raises(cl.InputError, match="must be True, or a function"):
        cl.solve(problem, progress=progress)
