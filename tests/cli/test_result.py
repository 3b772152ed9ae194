"""A plan on terminals of every width."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console

import clusterer as cl
from clusterer.cli.result import print_plan
from clusterer.solving.proof import Proof


@pytest.fixture(scope="module")
def plan(london):
    return cl.solve(cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)]))


def printed(plan, **options):
    file = io.StringIO()
    print_plan(plan, Console(file=file, **options))
    return file.getvalue()


@pytest.mark.parametrize("width", [72, 80, 100, 150, 300])
def test_lines_fit_and_figures_stay_whole(plan, width):
    text = printed(plan, width=width, force_terminal=True, color_system=None)
    lines = text.splitlines()
    assert max(map(len, lines)) <= min(width, 150)
    (total,) = [line for line in lines if line.startswith("total")]
    figures = [f"{plan.objective:,.1f}", f"{plan.standalone_cost:,.1f}", f"{plan.saving:,.1f}"]
    assert total.split()[-3:] == figures
    for term, cost in plan.costs.items():
        assert term in text
        assert f"{cost:,.1f}" in text


def test_a_pipe_gets_the_widest_table(plan):
    text = printed(plan)
    assert "  scale  coordination  set-up  " in text
    assert f"{plan.headline}." in text


def test_where_nothing_is_proved_that_is_said_in_words(plan):
    proof = Proof(bound=-math.inf, optimal=False, seconds=1.0, n_candidates=0)
    stopped = cl.Plan(plan, proof)
    text = printed(stopped, width=100)
    assert "no bound yet; 0 candidates listed, 1.0 s" in text
    assert "inf" not in text
