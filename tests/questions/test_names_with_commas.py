"""Lists of councils stay readable where a name holds a comma, such as "Bristol, City of"."""

from __future__ import annotations

import pytest
from maps import grid

import clusterer as cl


@pytest.fixture
def problem() -> cl.Problem:
    names = ["Bath", "Bristol, City of", "Wells", "Frome"]
    return cl.Problem(grid(1, 4).assign(name=names), cl.preset("business-case"))


def test_clashes_of_proposals(problem):
    found = cl.assess(
        problem, {"pair": ["Bath", "Bristol, City of"], "all": list(problem.councils.ids)}
    )
    assert found.clashes["councils"].tolist() == ["Bath; Bristol, City of"]


def test_outcomes_of_grants(problem):
    last = cl.grants_curve(problem, "population").table["outcome"].iloc[-1]
    assert last == "Bath; Bristol, City of; Wells; Frome"


def test_who_moves_in_a_year(problem):
    together = problem.evaluate(dict.fromkeys(problem.councils.ids, 1))
    shown = repr(cl.roadmap(together, years=1, each_step_pays=False))
    assert "Bath; Bristol, City of; " in shown


def test_wishes(problem):
    answer = cl.why_not(cl.solve(problem), together=["Bath", "Bristol, City of", "Wells"])
    assert "Bath; Bristol, City of and Wells" in answer.headline
