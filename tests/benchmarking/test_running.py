"""A run is a process of its own, and whatever becomes of it is a row."""

from __future__ import annotations

import sys

import pytest
from benchmarking.cases import clusters, portfolio_of_rows, row_of

from benchmarks.child import described, judged
from benchmarks.methods.outcome import Outcome
from benchmarks.running import answer, run


def python(code):
    return answer([sys.executable, "-c", code])


def test_a_run_tells_what_came_out_and_what_it_took():
    row = run("london-null-4", "greedy", 5.0, 3)
    assert row["status"] == "feasible"
    assert (row["group"], row["seed"], row["time_limit"]) == ("London", 3, 5.0)
    assert row["objective"] == pytest.approx(row["standalone"])
    assert row["clusters"] == 32
    assert 0 < row["seconds"] < 5
    assert 0 < row["gib_before"] <= row["gib"]


def test_what_a_method_cannot_do_is_told_and_no_crash():
    row = run("regions-12-8", "compact-highs", 5.0, 0)
    assert row["status"] == "error"
    assert "InputError" in row["detail"]


def test_the_last_line_counts():
    row = python("print('a banner'); print('{\"status\": \"optimal\"}')")
    assert row == {"status": "optimal"}


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise ValueError('no such thing')", "ValueError: no such thing"),
        ("raise SystemExit(7)", "ended with code 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended by SIGKILL"),
        (
            "import faulthandler as f, time; f.dump_traceback_later(.1, exit=True); time.sleep(9)",
            "killed, far over its time limit",
        ),
    ],
)
def test_a_process_that_fails_is_no_answer(code, why):
    row = python(code)
    assert (row["status"], row["detail"]) == ("no answer", why)
    assert row["seconds"] > 0


def test_a_plan_is_judged_by_the_problem_and_not_by_the_method():
    case = row_of(4, cap=2)
    good = described(Outcome(clusters((0, 1), (2, 3)), proved=True, bound=2.2), case)
    assert (good["status"], good["clusters"]) == ("optimal", 2)
    assert good["objective"] == pytest.approx(2.2)
    assert good["standalone"] == pytest.approx(4)
    bad = described(Outcome(clusters((0, 1, 2), (3,)), proved=True, bound=2.2), case)
    assert bad["status"] == "broken"
    assert "MaxSize(2)" in bad["detail"]
    none = described(Outcome(), case)
    assert none["status"] == "no plan"
    assert none["bound"] is None


def test_a_plan_of_a_portfolio_is_judged_service_by_service():
    case = portfolio_of_rows(4, cap=2)
    plan = {"a": clusters((0, 1), (2, 3)), "b": clusters((0, 1), (2,), (3,))}
    good = described(Outcome(plan, proved=True, bound=5.3), case)
    assert (good["status"], good["clusters"]) == ("optimal", 5)
    assert good["objective"] == pytest.approx(2.2 + 3.1)
    assert good["standalone"] == pytest.approx(8)
    bad = described(Outcome(plan | {"b": clusters((0, 1, 2), (3,))}), case)
    assert bad["status"] == "broken"
    assert "MaxSize(2)" in bad["detail"]


def test_a_plan_of_one_service_is_none_of_a_portfolio():
    with pytest.raises(TypeError, match="portfolio"):
        judged(clusters((0, 1)), portfolio_of_rows(2))
    with pytest.raises(TypeError, match="portfolio"):
        judged({"a": clusters((0, 1))}, row_of(2))
